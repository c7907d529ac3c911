# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Spot checks: each week some looks of staff are drawn at random for a human to judge (HSLF-FS 2016:40)."""

import random
from typing import Final

import msgspec

from services.kit.audit.log import READ_HEAD, StoredRow, audit_row
from services.kit.data import (
    BigInteger,
    Column,
    Database,
    Instant,
    MetaData,
    Table,
    Text,
    Tx,
    bindparam,
    define,
    insert,
    select,
    update,
)
from services.kit.jobs import Effect, Job

KIND: Final = "audit.spotcheck"
WEEK_MS: Final = 7 * 86_400_000
DRAWN: Final = 10
_TRIES: Final = 200

metadata = MetaData()

spot_check = Table(
    "spot_check",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("drawn_at", Instant, nullable=False),
    Column("reviewed_at", Instant),
    Column("reviewer", Text),
    Column("finding", Text),
)


class SpotCheck(msgspec.Struct, frozen=True):
    """A row that was drawn, and what came of it."""

    seq: int
    drawn_at: int
    reviewed_at: int | None
    reviewer: str | None
    finding: str | None
    entry: str


_SEQ: Final = bindparam("at_seq", type_=BigInteger)
ROW: Final = define(select(audit_row).where(audit_row.c.seq == _SEQ), StoredRow)
DRAW: Final = define(insert(spot_check).on_conflict_do_nothing(), columns=("seq", "drawn_at"))
OPEN: Final = define(
    select(*spot_check.columns, audit_row.c.entry)
    .join(audit_row, audit_row.c.seq == spot_check.c.seq)
    .where(spot_check.c.reviewed_at.is_(None))
    .order_by(spot_check.c.seq),
    SpotCheck,
)
REVIEW: Final = define(
    update(spot_check)
    .where(spot_check.c.seq == _SEQ, spot_check.c.reviewed_at.is_(None))
    .values(
        reviewed_at=bindparam("now", type_=Instant),
        reviewer=bindparam("by", type_=Text),
        finding=bindparam("what", type_=Text),
    )
)


async def draw(tx: Tx, chance: random.Random) -> int:
    """Draw up to ten looks of staff of the last week; how many were drawn."""
    head = await tx.one(READ_HEAD)
    if head is None:
        return 0
    drawn = 0
    for _ in range(_TRIES):
        if drawn >= DRAWN:
            break
        row = await tx.one(ROW, at_seq=chance.randint(1, head.seq))
        if row is None or row.at < tx.now - WEEK_MS or not _is_staff(row):
            continue
        drawn += await tx.run(DRAW, seq=row.seq, drawn_at=tx.now)
    return drawn


def spot_check_job(chance: random.Random) -> Effect:
    """The timer's effect: draw, and set the timer of next week."""

    async def effect(tx: Tx, job: Job) -> None:
        del job
        await draw(tx, chance)
        await schedule_check(tx, tx.now // WEEK_MS + 1)

    return effect


async def schedule_check(tx: Tx, week: int) -> None:
    """Set the timer of a week, counted from 1970."""
    await tx.schedule(KIND, f"spotcheck:{week}", week * WEEK_MS)


async def open_checks(database: Database) -> list[SpotCheck]:
    """Rows that wait for a human."""
    return await database.many(OPEN)


async def review(database: Database, seq: int, *, reviewer: str, finding: str) -> bool:
    """Write down what a human found; False when nothing waits under this number."""
    return (
        await database.transact(
            lambda tx: tx.run(REVIEW, at_seq=seq, now=tx.now, by=reviewer, what=finding)
        )
        == 1
    )


def _is_staff(row: StoredRow) -> bool:
    return msgspec.json.decode(row.entry).get("kind") == "staff"
