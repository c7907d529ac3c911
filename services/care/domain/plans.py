# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Check-in plans: what is promised when, in revisions that never rewrite the past (care section 2, R)."""

from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Final

import msgspec

from services.care.domain.ladder import Ladder, seconds_to_last_level
from services.care.domain.quiet import QuietHours, QuietPolicy
from services.kit.recurrence import (
    GapMode,
    Instance,
    Recurrence,
    RuleInvalid,
    RuleReason,
    expand,
    first_instance,
    read_recurrence,
)

HOME_ZONE: Final = "Europe/Stockholm"
AHEAD_MS: Final = 48 * 3_600_000
"""So far ahead occurrences are made (R10)."""
LONGEST_PAUSE_MS: Final = 90 * 86_400_000
SHORTEST_WINDOW_S: Final = 30
LONGEST_WINDOW_S: Final = 86_400
MOST_ATTEMPTS: Final = 5
MOST_A_DAY: Final = 96
LATE_MS: Final = 30_000
"""An opening that is later than this was missed by us (A4)."""
GRACE_MS: Final = 15 * 60_000
"""So long after its end a window that we missed may still be opened (A4)."""


class PlanKind(StrEnum):
    """How one looks after somebody."""

    SELF_CHECKIN = "self_checkin"
    PHONE_CALL = "phone_call"
    VIDEO_LOOK = "video_look"
    DEVICE_ACTIVITY = "device_activity"


class PlanStatus(StrEnum):
    """Where a plan stands."""

    DRAFT = "draft"
    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"


class AttemptChannel(StrEnum):
    """How somebody is tried again."""

    PUSH = "push"
    SMS = "sms"
    CALL = "call"
    VISIT = "visit"


class PauseReason(StrEnum):
    """Why a plan rests."""

    TRAVEL = "travel"
    HOSPITAL = "hospital"
    VISITOR = "visitor"
    OTHER = "other"


class Attempt(msgspec.Struct, frozen=True):
    """Another try after nobody answered: how long it lasts, and how."""

    after_s: int
    channel: AttemptChannel


class Reminder(msgspec.Struct, frozen=True):
    """A nudge while the window is open."""

    after_open_s: int
    channel: AttemptChannel = AttemptChannel.PUSH


class PlanRevision(msgspec.Struct, frozen=True, kw_only=True):
    """What a plan says from an instant on."""

    start_local: str
    """`2026-06-01T08:00` on the wall clock."""
    zone: str = HOME_ZONE
    rule: str | None = None
    extra: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    gap_mode: GapMode = GapMode.CARE
    window_s: int = 3600
    attempts: tuple[Attempt, ...] = ()
    reminders: tuple[Reminder, ...] = ()
    quiet_hours: tuple[QuietHours, ...] = ()
    quiet_policy: QuietPolicy = QuietPolicy.DEFER
    max_gap_s: int | None = None
    policy: str = ""
    """The escalation policy that answers a missed check-in."""


class PlanInvalid(ValueError):
    """A plan that would not keep its promise; `path` says where, `why` what."""

    def __init__(self, why: str, *path: str | int) -> None:
        super().__init__(why)
        self.why = why
        self.path = path


_PARTS: Final = {
    "DTSTART": "start",
    "RDATE": "extra",
    "EXDATE": "excluded",
    "max_gap_s": "maxGapSeconds",
}


@lru_cache(maxsize=8192)
def recurrence_of(revision: PlanRevision) -> Recurrence:
    """The times of a revision; PlanInvalid names what is wrong."""
    try:
        return read_recurrence(
            revision.start_local, revision.zone, rule=revision.rule, extra=revision.extra,
            excluded=revision.excluded, max_gap_s=revision.max_gap_s,
        )  # fmt: skip
    except RuleInvalid as wrong:
        place = "zone" if wrong.reason is RuleReason.ZONE else _PARTS.get(wrong.part, "rule")
        raise PlanInvalid(wrong.reason.value, place) from wrong


def check(revision: PlanRevision, ladder: Ladder | None, now: datetime) -> None:
    """Refuse what could lose somebody: no time, no window, no level, too many a day (PlanInvalid)."""
    times = recurrence_of(revision)
    if not SHORTEST_WINDOW_S <= revision.window_s <= LONGEST_WINDOW_S:
        raise PlanInvalid("window", "windowSeconds")
    if len(revision.attempts) > MOST_ATTEMPTS:
        raise PlanInvalid("attempts", "attempts")
    for number, attempt in enumerate(revision.attempts):
        if not SHORTEST_WINDOW_S <= attempt.after_s <= LONGEST_WINDOW_S:
            raise PlanInvalid("attempts", "attempts", number)
    for number, reminder in enumerate(revision.reminders):
        if not 0 < reminder.after_open_s < revision.window_s:
            raise PlanInvalid("reminder", "reminders", number)
    first = first_instance(times, now, gap_mode=revision.gap_mode)
    if first is None:
        raise PlanInvalid(RuleReason.NEVER.value, "rule")
    day = expand(times, first.at, first.at + timedelta(days=1), gap_mode=revision.gap_mode)
    if len(day) > MOST_A_DAY:
        raise PlanInvalid("too_many", "rule")
    if ladder is None:
        raise PlanInvalid("no_levels", "policy")


def times_between(revision: PlanRevision, after: datetime, before: datetime) -> list[Instance]:
    """The instances of a revision in a window of time (UTC)."""
    return expand(recurrence_of(revision), after, before, gap_mode=revision.gap_mode)


def seconds_to_first_alarm(revision: PlanRevision) -> int:
    """From the opening until a missed check-in becomes an alert."""
    return revision.window_s + sum(attempt.after_s for attempt in revision.attempts)


def worst_case_seconds(revision: PlanRevision, ladder: Ladder) -> int:
    """From the opening until every level has been told, when nobody answers anywhere (R9).

    Quiet hours do not appear: they move reminders, never a deadline.
    """
    return seconds_to_first_alarm(revision) + seconds_to_last_level(ladder)


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """A plan and where it stands."""

    id: str
    resident: str
    unit: str
    kind: PlanKind
    status: PlanStatus
    decision: str | None
    """The decision it rests on; only a self check-in may rest on consent instead."""
    current_rev: int
    made_until: int
    """So far occurrences exist (UTC ms)."""
    version: int


class Pause(msgspec.Struct, frozen=True, kw_only=True):
    """A rest with an end: of one plan, or of all plans of a resident when `plan` is None."""

    id: str
    resident: str
    plan: str | None
    begins_at: int
    ends_at: int
    reason: PauseReason
    by: str
    ended_at: int | None
