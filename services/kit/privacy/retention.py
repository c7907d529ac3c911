# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The retention job: once a day it deletes or anonymises what is over its time, and proves it (V9)."""

from typing import Final

from services.kit.audit import Entry
from services.kit.data import Database, Text, Tx, bindparam, define, delete, insert, select
from services.kit.ids import new_id
from services.kit.jobs import Effect, Job
from services.kit.privacy.own_tables import legal_hold, retention_run
from services.kit.privacy.rows import RightsRows
from services.kit.wire.caller import SYSTEM

KIND: Final = "privacy.retention"
DAY_MS: Final = 86_400_000

ADD_RUN: Final = define(insert(retention_run))
_put = insert(legal_hold)
PUT_HOLD: Final = define(
    _put.on_conflict_do_update(
        index_elements=["subject"], set_={"law": _put.excluded.law, "since": _put.excluded.since}
    )
)
DROP_HOLD: Final = define(
    delete(legal_hold).where(legal_hold.c.subject == bindparam("who", type_=Text))
)
HOLD_OF: Final = define(
    select(legal_hold.c.law).where(legal_hold.c.subject == bindparam("who", type_=Text)), str
)


async def age(tx: Tx, rows: RightsRows) -> int:
    """Apply every rule; how many rows that touched. Each that touched some leaves its proof."""
    total = 0
    for each in rows.all:
        count = await each.age(tx)
        if not count:
            continue
        total += count
        rule = each.rule
        run = new_id()
        await tx.run(
            ADD_RUN,
            id=run,
            rule=str(rule.table.name),
            action=rule.action.value,
            rows_touched=count,
            law=rule.legal_ref,
            at=tx.now,
        )
        await tx.audit(
            Entry(
                caller=SYSTEM,
                subject=tx.service,
                action=f"{tx.service}.retention.{rule.action.value}",
                resource=str(rule.table.name),
                ids=(run, str(count)),
            )
        )
    return total


def retention_job(rows: RightsRows) -> Effect:
    """The timer's effect: apply the rules and set the timer of tomorrow."""

    async def effect(tx: Tx, job: Job) -> None:
        del job
        await age(tx, rows)
        await schedule(tx, tx.now // DAY_MS + 1)

    return effect


async def schedule(tx: Tx, day: int) -> None:
    """Set the timer of a day, counted from 1970: three hours after midnight, UTC."""
    await tx.schedule(KIND, f"retention:{day}", day * DAY_MS + 3 * 3_600_000)


async def hold(database: Database, person: str, law: str) -> None:
    """Let nothing of a person be deleted until the hold is lifted; `law` says why."""
    await database.transact(lambda tx: tx.run(PUT_HOLD, subject=person, law=law, since=tx.now))


async def lift_hold(database: Database, person: str) -> bool:
    """Let the rules apply again; False when there was no hold."""
    return await database.transact(lambda tx: tx.run(DROP_HOLD, who=person)) == 1
