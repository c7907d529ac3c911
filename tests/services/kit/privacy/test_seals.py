# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Sealed columns, their keys, and the retention job with its proof (security V5, V9, B7)."""

import pytest

from services.kit.audit import open_log
from services.kit.crypto.keks import KekFile
from services.kit.data import define, migrate, select
from services.kit.jobs import Job
from services.kit.privacy import RightsRows, known
from services.kit.privacy.known import has_consent, protected_among, require_consent
from services.kit.privacy.own_tables import PACKAGE, retention_run
from services.kit.privacy.retention import age, hold, lift_hold, retention_job, schedule
from services.kit.privacy.seals import HOW_MANY, Seals, open_for, seal_for
from services.kit.wire.cloudevents import Event
from services.kit.wire.problem import Problem
from tests.services.kit.privacy.test_rights import ADD, RULES, YEAR, counts

pytestmark = pytest.mark.anyio

PLACE = {"table": "answer", "column": "free_text", "row": "a1"}


@pytest.fixture
async def store(database, tmp_path):
    """A database with the kit's tables of privacy, an audit log and seals."""
    await migrate(database, PACKAGE)
    database.log = await open_log(database, "board", b"k" * 32)
    database.keks = KekFile(tmp_path / "keys" / "kek.json")
    database.seals = Seals(database.keks.chest)
    database.attach_seals(database.seals)
    await database.apply("board", [(1, "tests.services.kit.privacy.notes_step")])
    return database


async def opened(store, sealed, person="anna", **change):
    return await store.transact(lambda tx: open_for(tx, person, sealed, **{**PLACE, **change}))


async def sealed_for(store, person="anna", text="jag mår bra"):
    return await store.transact(lambda tx: seal_for(tx, person, text, **PLACE))


async def test_a_sealed_text_opens_in_its_own_place_and_nowhere_else(store):
    sealed = await sealed_for(store)
    assert "mår".encode() not in sealed
    assert await opened(store, sealed) == "jag mår bra"
    assert await opened(store, sealed, row="a2") is None
    assert await opened(store, sealed, person="bo") is None


async def test_destroying_a_persons_key_destroys_what_it_sealed_and_nothing_else(store):
    hers, his = await sealed_for(store), await sealed_for(store, "bo")
    assert await store.transact(lambda tx: store.seals.destroy(tx, "anna")) == 1
    assert await opened(store, hers) is None
    assert await opened(store, his, person="bo") == "jag mår bra"
    assert await opened(store, await sealed_for(store)) == "jag mår bra"  # a new key, a new life


async def test_rotating_the_wrapping_key_touches_no_sealed_value(store):
    sealed = [await sealed_for(store, f"p{number}") for number in range(3)]
    newest = store.keks.rotate()
    assert store.keks.ids() == ("kek-1", newest)
    assert await store.transact(lambda tx: store.seals.rewrap(tx, newest)) == 3
    assert await store.transact(lambda tx: store.seals.rewrap(tx, newest)) == 0
    assert store.keks.retire() == ("kek-1",)
    for number, each in enumerate(sealed):
        assert await opened(store, each, person=f"p{number}") == "jag mår bra"
    assert await store.one(HOW_MANY) == 3


async def fill(store):
    async def unit(tx):
        for who in ("anna", "bo"):
            await tx.run(
                ADD["note"], id=f"n-{who}", author=who, body={}, secret=None, closed_at=1_000
            )

    await store.transact(unit)


async def test_what_is_over_its_time_goes_and_leaves_proof(store, manual_clock):  # security V9
    await fill(store)
    rows = RightsRows(RULES)
    manual_clock.set(1_001 + YEAR)
    await hold(store, "bo", "rättegång 1234")
    assert await store.transact(lambda tx: age(tx, rows)) == 1
    assert (await counts(store))["note"] == 1
    (entry,) = await store.log.seen(store, "parking")
    assert (entry.action, entry.kind) == ("parking.retention.delete", "system")
    assert await lift_hold(store, "bo")
    assert await store.transact(lambda tx: age(tx, rows)) == 1
    assert await store.transact(lambda tx: age(tx, rows)) == 0
    proofs = await store.many(define(select(retention_run.c.rule), str))
    assert proofs == ["note", "note"]


async def test_the_job_sets_its_own_timer_of_tomorrow(store, manual_clock):
    effect = retention_job(RightsRows(RULES))
    today = manual_clock.now_ms() // 86_400_000
    await store.transact(lambda tx: schedule(tx, today))
    await store.transact(
        lambda tx: effect(tx, Job(id="x", kind="k", due=0, payload={}, attempts=0))
    )
    assert await store.transact(lambda tx: tx.cancel(f"retention:{today + 1}"))


def told(kind, person="anna", time=1_000, **data):
    return Event(id="e", source="s", type=kind, subject=person, time=time, data=data)


async def test_consents_and_protections_are_known_by_their_events(store):  # security V3, V7
    video = {"purpose": "care.video", "version": 1}
    with pytest.raises(Problem, match="CONSENT_REQUIRED"):
        await require_consent(store, "anna", "care.video")
    for event in (
        told(known.CONSENT_GIVEN, **video),
        told(known.CONSENT_GIVEN, time=3_000, **video),
        told(known.CONSENT_WITHDRAWN, time=2_000, **video),  # late news of an older consent
        told(known.PROTECTION_SET, "bo"),
    ):
        await store.transact(lambda tx, event=event: known.learn(tx, event))
    await require_consent(store, "anna", "care.video")
    assert not await has_consent(store, "anna", "care.checkin")
    assert await protected_among(store, ["anna", "bo"]) == {"bo"}
    for event in (
        told(known.CONSENT_WITHDRAWN, time=4_000, **video),
        told(known.PROTECTION_LIFTED, "bo"),
    ):
        await store.transact(lambda tx, event=event: known.learn(tx, event))
    assert not await has_consent(store, "anna", "care.video")
    assert await protected_among(store, ["anna", "bo"]) == frozenset()
