# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What agreements, comments and languages of the guide keep, on SQLite and on PostgreSQL."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from services.kit.data import Database, Tx, migrate
from services.newcomers.domain.guide import GuideLocale, MachinePolicy
from services.newcomers.domain.interpreting.agreements import AgreementEnd, Quarantine
from services.newcomers.domain.interpreting.deadlines import Agreement
from services.newcomers.domain.interpreting.orders import Competence
from services.newcomers.domain.interpreting.prices import PriceKind, PriceRow
from services.newcomers.store import agreements, conversations, guide, interpreters, plans
from tests.support.stores import *  # noqa: F403 -- the fixtures of the house

pytestmark = pytest.mark.anyio

HOUR = 3_600_000


@pytest.fixture
async def store(open_database: Callable[[str], Database]) -> Database:
    """The schema of newcomers on an empty store."""
    database = open_database("newcomers")
    await database.start()
    await migrate(database, "services.newcomers")
    return database


def row(ore: int) -> PriceRow:
    return PriceRow(
        agreement=Agreement.CURRENT, kind=PriceKind.KILOMETRE, competence=Competence.LEGAL,
        valid_from=date(2026, 1, 1), ore=ore, source_url="https://example.se",
        checked_on=date(2026, 1, 1),
    )  # fmt: skip


async def test_agreements_quarantines_and_prices(store: Database):
    async def unit(tx: Tx) -> None:
        end = {"agreement": Agreement.CURRENT, "ends_at": tx.now, "reason": "x", "ended_by": "c"}
        await tx.run(agreements.put_end, **end)
        await tx.run(agreements.put_end, **(end | {"reason": "y"}))
        assert await tx.many(agreements.ends) == [
            AgreementEnd(agreement=Agreement.CURRENT, ends_at=tx.now, reason="y")
        ]
        held = Quarantine(
            id="q", broker="a", unit="", from_at=tx.now, until_at=tx.now + HOUR, reason="x"
        )
        given: dict[str, Any] = {name: getattr(held, name) for name in Quarantine.__struct_fields__}
        await tx.run(agreements.add_quarantine, **given, put_by="c")
        assert await tx.many(agreements.quarantines_now, now=tx.now) == [held]
        assert await tx.one(agreements.lift_quarantine, key="q", now=tx.now)
        assert await tx.many(agreements.quarantines_now, now=tx.now) == []
        for ore in (185, 190):
            await tx.run(agreements.put_price, id="p", row=row(ore))
        (kept,) = await tx.many(agreements.prices)
        assert kept.row == row(190)
        assert await tx.one(agreements.drop_price, key="p")
        assert await tx.many(agreements.open_orders, after="", in_states=["requested"]) == []
        await tx.run(
            interpreters.put_pool, id="i", name="N", language="so", competence=Competence.OTHER
        )
        assert await tx.one(interpreters.drop_pool, key="i")
        assert await tx.many(interpreters.all_pool) == []
        assert await tx.one(interpreters.requisition_of, key="none") is None

    await store.transact(unit)


async def test_comments_grants_languages_and_devices(store: Database):
    async def unit(tx: Tx) -> None:
        await tx.run(
            plans.add_comment, id="c", person="p", step=None, author="p", unit="", text="Hej",
            at=tx.now,
        )  # fmt: skip
        (comment,) = await tx.many(plans.comments_of, who="p")
        assert (comment.step, comment.text) == (None, "Hej")
        for name, ended in (("g1", None), ("g2", tx.now)):
            await tx.run(
                plans.add_grant, id=name, person=f"of-{name}", unit="u", scopes=[],
                given_at=tx.now, expires_at=tx.now + HOUR, revoked_at=ended,
            )  # fmt: skip
        assert await tx.many(plans.people_open_to, of_unit="u", now=tx.now) == ["of-g1"]
        for fallbacks in (["ar"], ["tr", "ar"]):
            await tx.run(
                guide.put_locale, locale="kmr", fallbacks=fallbacks, machine=MachinePolicy.DRAFT,
                is_visible=False, position=3,
            )  # fmt: skip
        assert await tx.many(guide.locales) == [
            GuideLocale(
                locale="kmr", fallbacks=["tr", "ar"], machine=MachinePolicy.DRAFT,
                is_visible=False, position=3,
            )
        ]  # fmt: skip
        assert await tx.one(guide.drop_locale, key="kmr")
        assert await tx.many(guide.wordings_of, of_locale="ar", hash="x") == []
        assert await tx.one(conversations.open_of_device, of_device="x") is None

    await store.transact(unit)
