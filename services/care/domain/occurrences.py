# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""One promised check-in: opened, answered or missed, never both, never forgotten (care section 2, A3, A4)."""

from enum import StrEnum
from typing import Final

import msgspec

from services.care.domain.answers import Choice
from services.care.domain.plans import GRACE_MS, LATE_MS, PlanRevision


class OccurrenceState(StrEnum):
    """Where an occurrence stands."""

    SCHEDULED = "scheduled"
    OPEN = "open"
    ANSWERED = "answered"
    MISSED = "missed"
    ESCALATING = "escalating"
    LATE_OK = "late_ok"
    UNREACHABLE = "unreachable"
    CLOSED = "closed"
    RESOLVED = "resolved"
    SKIPPED = "skipped"
    SUPERSEDED = "superseded"


WAITING: Final = frozenset({OccurrenceState.SCHEDULED, OccurrenceState.OPEN})
"""States that a timer ends."""
ALERTED: Final = frozenset(
    {OccurrenceState.MISSED, OccurrenceState.ESCALATING, OccurrenceState.LATE_OK,
     OccurrenceState.UNREACHABLE, OccurrenceState.ANSWERED}
)  # fmt: skip
"""States that the alert's end ends."""
TERMINAL: Final = frozenset(OccurrenceState) - WAITING - ALERTED


class Occurrence(msgspec.Struct, frozen=True, kw_only=True):
    """A check-in at a time."""

    id: str
    plan: str
    rev: int
    resident: str
    unit: str
    recurrence_id: str
    opens_at: int
    closes_at: int
    state: OccurrenceState
    attempt_no: int
    """1 for the first."""
    reminders_sent: int
    reason: str | None
    alert: str | None
    next_action_at: int | None
    tzdata: str
    version: int


class Move(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes of an occurrence whose time has come."""

    state: OccurrenceState
    attempt_no: int
    closes_at: int
    reminders_sent: int
    next_action_at: int | None
    reason: str | None = None
    asks: bool = False
    """The resident is asked now."""
    reminds: bool = False
    missed: bool = False
    """An alert is raised."""


def move(one: Occurrence, revision: PlanRevision, now: int) -> Move:
    """Open it, remind, try again or give it up: what is due at `now`."""
    if one.state is OccurrenceState.SCHEDULED:
        return _open(one, revision, now)
    due_reminder = _reminder_at(one, revision, one.reminders_sent)
    if due_reminder is not None and due_reminder <= now < one.closes_at:
        return _reminded(one, revision, now)
    if one.attempt_no <= len(revision.attempts):
        return _try_again(one, revision, now)
    return Move(
        state=OccurrenceState.MISSED, attempt_no=one.attempt_no, closes_at=one.closes_at,
        reminders_sent=one.reminders_sent, next_action_at=None, reason=one.reason, missed=True,
    )  # fmt: skip


def after_answer(one: Occurrence, choice: Choice) -> OccurrenceState:
    """The state after an answer in time, or late (A3: the first to commit wins)."""
    if one.state in WAITING:
        return OccurrenceState.CLOSED if choice is Choice.OK else OccurrenceState.ANSWERED
    if choice is Choice.OK and one.state in (OccurrenceState.MISSED, OccurrenceState.ESCALATING):
        return OccurrenceState.LATE_OK
    return one.state


def after_resolution(state: OccurrenceState) -> tuple[OccurrenceState, str] | None:
    """State and reason once the alert is resolved; None when it had ended already."""
    if state is OccurrenceState.ANSWERED:
        return OccurrenceState.CLOSED, "followed_up"
    return (OccurrenceState.RESOLVED, "resolved") if state in ALERTED else None


def _open(one: Occurrence, revision: PlanRevision, now: int) -> Move:
    late = now > one.opens_at + LATE_MS
    if late and now >= one.closes_at + GRACE_MS:
        return Move(
            state=OccurrenceState.MISSED, attempt_no=1, closes_at=one.closes_at, reminders_sent=0,
            next_action_at=None, reason="service_outage", missed=True,
        )  # fmt: skip
    closes_at = one.closes_at
    if late:  # she gets the time she was promised, as far as the grace reaches
        closes_at = max(closes_at, min(now + revision.window_s * 1000, closes_at + GRACE_MS))
    opened = msgspec.structs.replace(one, closes_at=closes_at, reminders_sent=0)
    return Move(
        state=OccurrenceState.OPEN, attempt_no=1, closes_at=closes_at, reminders_sent=0,
        next_action_at=_next(opened, revision, now), reason="opened_late" if late else None, asks=True,
    )  # fmt: skip


def _try_again(one: Occurrence, revision: PlanRevision, now: int) -> Move:
    attempt = revision.attempts[one.attempt_no - 1]
    closes_at = max(one.closes_at, now - LATE_MS) + attempt.after_s * 1000
    return Move(
        state=OccurrenceState.OPEN, attempt_no=one.attempt_no + 1, closes_at=closes_at,
        reminders_sent=len(revision.reminders), next_action_at=closes_at, reason=one.reason, asks=True,
    )  # fmt: skip


def _reminded(one: Occurrence, revision: PlanRevision, now: int) -> Move:
    sent = one.reminders_sent
    while (at := _reminder_at(one, revision, sent)) is not None and at <= now:
        sent += 1
    reminded = msgspec.structs.replace(one, reminders_sent=sent)
    return Move(
        state=OccurrenceState.OPEN, attempt_no=one.attempt_no, closes_at=one.closes_at,
        reminders_sent=sent, next_action_at=_next(reminded, revision, now), reason=one.reason,
        reminds=True,
    )  # fmt: skip


def _next(one: Occurrence, revision: PlanRevision, now: int) -> int:
    at = _reminder_at(one, revision, one.reminders_sent)
    return one.closes_at if at is None else min(one.closes_at, max(at, now))


def _reminder_at(one: Occurrence, revision: PlanRevision, sent: int) -> int | None:
    """When the next reminder is due: in the first attempt only, in the order written."""
    if one.attempt_no > 1 or sent >= len(revision.reminders):
        return None
    return one.opens_at + sorted(each.after_open_s for each in revision.reminders)[sent] * 1000
