# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A plan as events of a calendar, so that every calendar shows the same times as we keep (care R1, RFC 5545).

A calendar leaves out a time that the spring change skips, and we never do: such an instance is written
as a date of its own, and one that the calendar would add beyond ours is taken out again.
"""

from datetime import UTC, datetime, timedelta
from typing import Final

import msgspec

from services.care.domain.plans import PlanRevision, recurrence_of
from services.kit.recurrence import GapMode, Instance, expand, first_instance

AHEAD: Final = timedelta(days=400)
"""So far our times and a calendar's are compared; a feed is read anew long before."""
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
WHOLE_DAYS: Final = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")


class Series(msgspec.Struct, frozen=True, kw_only=True):
    """A repeating event: its first instant, its rule, and what the rule does not say."""

    start: datetime
    length: timedelta
    rule: str
    added: tuple[datetime, ...]
    taken_out: tuple[datetime, ...]


def series_of(revision: PlanRevision, now: datetime) -> Series | None:
    """The series of a revision, compared until well after `now`; None when it never fires."""
    times = recurrence_of(revision)
    first = first_instance(times, EPOCH, gap_mode=revision.gap_mode)
    if first is None:
        return None
    until = max(first.at, now) + AHEAD
    ours = _instants(expand(times, first.at, until, gap_mode=revision.gap_mode))
    length = timedelta(seconds=revision.window_s)
    if not _repeats_by_the_wall(revision):
        return Series(start=ours[0], length=length, rule="", added=tuple(ours[1:]), taken_out=())
    theirs = set(_instants(expand(times, first.at, until, gap_mode=GapMode.RFC5545)))
    return Series(
        start=ours[0],
        length=length,
        rule=revision.rule or "",
        added=tuple(sorted(set(ours) - theirs)),
        taken_out=tuple(sorted(theirs - set(ours))),
    )


def _repeats_by_the_wall(revision: PlanRevision) -> bool:
    """Whether a calendar can be trusted with the rule; steps of hours it counts by the wall clock."""
    plain = not (revision.extra or revision.excluded or revision.max_gap_s)
    rule = (revision.rule or "").upper()
    return plain and any(f"FREQ={each}" in rule for each in WHOLE_DAYS)


def _instants(found: list[Instance]) -> list[datetime]:
    return sorted({one.at for one in found})
