# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The materialiser: occurrences two days ahead, made incrementally, twice the same (care R7, R8, R10)."""

from datetime import datetime
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import msgspec

from services.care.domain.occurrences import OccurrenceState
from services.care.domain.plans import AHEAD_MS, Pause, Plan, times_between
from services.care.store import occurrences as occurrence_store
from services.care.store import plans as store
from services.care.store.plans import Revision
from services.kit.clock import instant, milliseconds
from services.kit.data import Tx
from services.kit.recurrence import Instance, instance_id

BATCH = 100
SLACK_MS = 30 * 60_000
"""A plan is made further once it is this much short of two days."""


@lru_cache(maxsize=1)
def tzdata_version() -> str:
    """Which edition of the zones we reckon with."""
    try:
        return version("tzdata")
    except PackageNotFoundError:
        return "system"


async def make_ahead(tx: Tx, *, most: int = BATCH) -> int:
    """Make what is missing of the next two days for some plans; how many plans there were."""
    until = tx.now + AHEAD_MS
    plans = await tx.many(store.to_make, until=until - SLACK_MS, most=most)
    if plans:
        await _make(tx, plans, until)
    return len(plans)


async def make_plan(tx: Tx, plan: Plan) -> int:
    """Make the next two days of one plan, from where it was made so far; how many times it has."""
    return await _make(tx, [plan], tx.now + AHEAD_MS)


async def _make(tx: Tx, plans: list[Plan], until: int) -> int:
    revisions: dict[str, list[Revision]] = {plan.id: [] for plan in plans}
    for each in await tx.many(store.revisions_of, plans=list(revisions)):
        revisions[each.plan].append(each)
    residents = sorted({plan.resident for plan in plans})
    pauses = await tx.many(store.pauses_over, residents=residents, now=tx.now)
    rows: list[dict[str, Any]] = []
    for plan in plans:
        rests = [pause for pause in pauses if pause.resident == plan.resident]
        rows += _rows(plan, revisions[plan.id], rests, max(plan.made_until, tx.now - 60_000), until)
    await tx.run_each(occurrence_store.add, rows)
    changed = {plan.id for plan in plans if plan.version > 1}
    for row in rows:
        if row["plan"] in changed and row["state"] == OccurrenceState.SCHEDULED:
            await tx.run(
                occurrence_store.revive, id=row["id"], states=["superseded", "skipped"],
                reasons=["revised", "pause", "tzdata"], opens=row["opens_at"], new_rev=row["rev"],
                closes=row["closes_at"], zones=row["tzdata"],
            )  # fmt: skip
    await tx.run(store.set_made, ids=[plan.id for plan in plans], made=until)
    return len(rows)


def _rows(
    plan: Plan, revisions: list[Revision], pauses: list[Pause], begin: int, until: int
) -> list[dict[str, Any]]:
    """The occurrences of a plan between two instants, each under the revision of its time."""
    rows: list[dict[str, Any]] = []
    for number, revision in enumerate(revisions):
        is_last = number + 1 == len(revisions)
        low = max(begin, revision.effective_from)
        high = until if is_last else min(until, revisions[number + 1].effective_from)
        if low < high:
            rows += [_row(plan, revision, one, pauses) for one in _times(revision, low, high)]
    return rows


def _times(revision: Revision, low: int, high: int) -> list[Instance]:
    begin: datetime = instant(low)
    return times_between(revision.body, begin, instant(high))


def _row(plan: Plan, revision: Revision, one: Instance, pauses: list[Pause]) -> dict[str, Any]:
    opens_at = milliseconds(one.at)
    rests = any(
        pause.plan in (None, plan.id) and pause.begins_at <= opens_at < pause.ends_at
        for pause in pauses
        if pause.ended_at is None
    )
    return {
        "id": instance_id(plan.id, one.key), "plan": plan.id, "rev": revision.rev,
        "resident": plan.resident, "unit": plan.unit, "recurrence_id": one.key,
        "opens_at": opens_at, "closes_at": opens_at + revision.body.window_s * 1000,
        "state": OccurrenceState.SKIPPED if rests else OccurrenceState.SCHEDULED,
        "attempt_no": 1, "reminders_sent": 0, "reason": "pause" if rests else None, "alert": None,
        "next_action_at": None if rests else opens_at, "tzdata": tzdata_version(), "version": 1,
    }  # fmt: skip


async def remake(tx: Tx, plan: Plan, since: int, why: str) -> int:
    """The future of a plan anew: what is merely scheduled is superseded and made again."""
    await tx.run(
        occurrence_store.supersede, plan=plan.id, since=since, new_state=OccurrenceState.SUPERSEDED,
        why=why,
    )  # fmt: skip
    return await make_plan(
        tx, msgspec.structs.replace(plan, made_until=since, version=plan.version + 1)
    )


async def rezone(tx: Tx, *, most: int = BATCH) -> int:
    """After an upgrade of the zones: plans whose future was reckoned with another edition (R8)."""
    plans = await tx.many(occurrence_store.plans_of_other_zones, zones=tzdata_version(), most=most)
    for plan_id in plans:
        plan = await tx.one(store.plan_by_id, id=plan_id)
        if plan is not None:
            made = await remake(tx, plan, tx.now, "tzdata")
            await tx.emit("care.plan.rezoned", plan.id, {"plan": plan.id, "occurrences": made})
    return len(plans)
