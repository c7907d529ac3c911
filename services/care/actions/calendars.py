# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A plan for a calendar: read under the plan's own permission, with the look on record."""

import msgspec

from services.care.actions.access import Look, look_at
from services.care.domain.calendars import Series, series_of
from services.care.domain.plans import PlanStatus
from services.care.store import plans as store
from services.kit.clock import instant
from services.kit.data import Database
from services.kit.errors import NotFound
from services.kit.wire.caller import Caller


class PlanCalendar(msgspec.Struct, frozen=True, kw_only=True):
    """What a calendar is made of."""

    plan: str
    revision: int
    series: Series | None
    """None when the plan has ended or never fires."""


async def read_calendar(database: Database, caller: Caller, plan_id: str) -> PlanCalendar:
    """The times of a plan's newest revision."""
    plan = await database.one(store.plan_by_id, id=plan_id)
    if plan is None:
        raise NotFound
    look = Look(permission="care.plan.read", resource="CheckinPlan")
    await look_at(database, caller, look, plan.resident, ids=(plan_id,))
    revisions = await database.many(store.revisions_of, plans=[plan_id])
    if not revisions or plan.status in (PlanStatus.DRAFT, PlanStatus.ENDED):
        return PlanCalendar(plan=plan_id, revision=0, series=None)
    newest = revisions[-1]
    series = series_of(newest.body, instant(database.clock.now_ms()))
    return PlanCalendar(plan=plan_id, revision=newest.rev, series=series)
