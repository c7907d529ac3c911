# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A plan tried out before it is promised: its times, and how long silence lasts at worst."""

from datetime import timedelta

import msgspec

from services.care.domain import plans as rules
from services.care.domain.codes import plan_problem
from services.care.domain.plans import PlanInvalid, PlanRevision
from services.care.store import policies as policy_store
from services.kit.clock import instant
from services.kit.data import Tx
from services.kit.errors import InputInvalid
from services.kit.policy import require
from services.kit.recurrence import Instance
from services.kit.wire.caller import Caller

MOST_DAYS = 60
MOST_TIMES = 500


class Preview(msgspec.Struct, frozen=True, kw_only=True):
    """What a revision would promise."""

    times: list[Instance]
    worst_case_s: int
    first_alarm_s: int


async def preview(tx: Tx, caller: Caller, revision: PlanRevision, *, days: int) -> Preview:
    """Check a revision as a whole and show its next times."""
    require(caller, "care.preview.use")
    if not 1 <= days <= MOST_DAYS:
        raise InputInvalid(path=("days",))
    found = await tx.one(policy_store.newest_policy, id=revision.policy)
    now = instant(tx.now)
    try:
        rules.check(revision, found.body if found else None, now)
        times = rules.times_between(revision, now, now + timedelta(days=days))
    except PlanInvalid as wrong:
        raise plan_problem(wrong) from wrong
    if found is None:
        raise InputInvalid(path=("policy",))
    return Preview(
        times=times[:MOST_TIMES],
        worst_case_s=rules.worst_case_seconds(revision, found.body),
        first_alarm_s=rules.seconds_to_first_alarm(revision),
    )
