# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What is over its time goes in every service, not a millisecond earlier, and leaves its proof (security V9)."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from gateway.city.catalogue import all_services
from services.kit.audit.log import audit_row
from services.kit.privacy import Action, period_ms
from services.kit.privacy.own_tables import retention_run
from services.kit.privacy.retention import age, hold
from services.kit.privacy.rights import RetentionRule
from services.kit.running import RunningService
from services.kit.service import Room
from tests.support.lives import live, rights_of
from tests.support.rows import Row, rows_of
from tests.support.together import Together, together

pytestmark = pytest.mark.anyio

ULLA, HELD = "ulla-4711", "held-4712"
WITH_PERIODS = [
    name for name, each in all_services().items()
    if each.has(Room.PRIVACY) and any(r.after and r.subject for r in each.load(Room.PRIVACY).retention)
]  # fmt: skip


@pytest.fixture(scope="module")
async def city(tmp_path_factory: Any) -> AsyncIterator[Together]:
    folder: Path = tmp_path_factory.mktemp("ageing")
    async with together(f"sqlite:///{folder}", folder=folder, awake=False) as everything:
        yield everything


async def run_job(running: RunningService) -> int:
    assert running.privacy is not None
    rows = running.privacy.rows
    return await running.resources.database.transact(lambda tx: age(tx, rows))


async def those_of(running: RunningService, rule: RetentionRule, made: Row) -> list[Row]:
    """The row that was made, if it is still there as it was."""
    keys = [column.name for column in rule.table.primary_key.columns]
    found = await rows_of(running.resources.database, rule.table)
    mine = [row for row in found if all(row[key] == made[key] for key in keys)]
    return (
        [row for row in mine if any(row[c] != v for c, v in rule.wipe.items())]
        if rule.wipe
        else mine
    )


async def proofs(running: RunningService, rule: RetentionRule) -> list[tuple[Row, Row]]:
    """What the job says it did to a table, each time with its row of the audit log."""
    database = running.resources.database
    runs = [r for r in await rows_of(database, retention_run) if r["rule"] == rule.table.name]
    log = [json.loads(row["entry"]) for row in await rows_of(database, audit_row)]
    return [
        (run, next(each for each in log if run["id"] in (each.get("ids") or ()))) for run in runs
    ]


async def gone_with_proof(running: RunningService, rule: RetentionRule, made: Row, at: int) -> None:
    assert await those_of(running, rule, made) == [], f"{rule.key} is over its time"
    run, entry = (await proofs(running, rule))[-1]
    assert (run["action"], run["law"], run["at"]) == (rule.action.value, rule.legal_ref, at)
    assert run["rows_touched"] >= 1
    assert entry["action"] == f"{running.name}.retention.{rule.action.value}"
    assert entry["ids"] == [run["id"], str(run["rows_touched"])]


@pytest.mark.parametrize("name", WITH_PERIODS)
async def test_every_period_of_every_service_ends_what_it_says_and_proves_it(
    city: Together, name: str
) -> None:
    running, clock = city.everybody[name], city.clock
    rows = await live(running, ULLA, clock.now_ms())
    kept = await live(running, HELD, clock.now_ms())
    await hold(running.resources.database, HELD, "rättegång 1234")
    ending: dict[int, list[RetentionRule]] = {}
    for rule in rights_of(running).retention:
        begun = rows[str(rule.table.name)].get(rule.since or "") if rule.subject else None
        if rule.after is not None and begun is not None:  # what has not ended yet does not age
            ending.setdefault(begun + period_ms(rule.after), []).append(rule)
    for over, rules in sorted(ending.items()):
        clock.set(over)
        await run_job(running)
        for rule in rules:
            made = rows[str(rule.table.name)]
            assert await those_of(running, rule, made), f"{rule.key} went too early"
        clock.set(over + 1)
        await run_job(running)
        for rule in rules:
            await gone_with_proof(running, rule, rows[str(rule.table.name)], over + 1)
    for rule in (each for rules in ending.values() for each in rules):
        assert await those_of(running, rule, kept[str(rule.table.name)]), f"{rule.key} was held"
    assert await run_job(running) == 0


def test_every_rule_that_keeps_rows_says_until_when_or_that_it_is_for_good() -> None:
    """No table of people grows for ever without somebody having said so."""
    for_good = {
        f"{name}.{rule.table.name}"
        for name, service in all_services().items() if service.has(Room.PRIVACY)
        for rule in service.load(Room.PRIVACY).retention
        if rule.subject is not None and rule.after is None and rule.erasure is Action.KEEP
    }  # fmt: skip
    assert (
        for_good
        == {
            "care.care_resident",  # the care file: five years after its last note, which the archive decides
            "care.plan",
            "care.plan_rev",
            "residents.protection",  # as long as the population register protects her
        }
    )
