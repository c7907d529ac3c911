# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A consultation from the wish to the signed note: its states, its steps, its slots and its people."""

from enum import StrEnum
from typing import Final

import msgspec

HOLD_MS: Final = 5 * 60_000
"""How long a slot stays held for somebody who is choosing (care C1)."""
RECONNECT_MS: Final = 60_000
"""How long a lost call may come back before it has ended (care C4)."""
LONGEST_WAIT_MS: Final = 60 * 60_000
"""After this long in the waiting room the consultation counts as abandoned."""
NO_SHOW_MS: Final = 15 * 60_000
"""How long after its beginning a consultation that nobody came to is still open."""
NOTE_MS: Final = 24 * 3_600_000
"""After this long without a note the unit gets a task (care C5)."""
MOST_IN_A_MESH: Final = 4
"""More people than this need a server between them (video 1)."""


class ConsultationState(StrEnum):
    """Where a consultation stands."""

    REQUESTED = "requested"
    TRIAGED = "triaged"
    PROPOSED = "proposed"
    SCHEDULED = "scheduled"
    WAITING = "waiting"
    ADMITTED = "admitted"
    IN_CALL = "in_call"
    RECONNECTING = "reconnecting"
    ENDED = "ended"
    DOCUMENTED = "documented"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"
    TECH_FAILED = "tech_failed"
    PHONE_FALLBACK = "phone_fallback"
    RESCHEDULED = "rescheduled"
    ABANDONED = "abandoned"


class Step(StrEnum):
    """What can happen to a consultation."""

    TRIAGE = "triage"
    PROPOSE = "propose"
    CHOOSE = "choose"
    WAIT = "wait"
    ADMIT = "admit"
    CONNECT = "connect"
    LOSE = "lose"
    END = "end"
    CALL_AGAIN = "call_again"
    DOCUMENT = "document"
    CLOSE = "close"
    CANCEL = "cancel"
    MISS = "miss"
    FAIL = "fail"
    PHONE = "phone"
    RESCHEDULE = "reschedule"
    ABANDON = "abandon"


S = ConsultationState
BEFORE_THE_CALL: Final = frozenset({S.REQUESTED, S.TRIAGED, S.PROPOSED, S.SCHEDULED, S.WAITING})
LIVE: Final = frozenset({S.ADMITTED, S.IN_CALL, S.RECONNECTING})
"""States in which a call may be made: nobody gets an ice server outside them."""
OVER: Final = frozenset({S.CLOSED, S.CANCELLED, S.NO_SHOW, S.RESCHEDULED, S.ABANDONED})

STEPS: Final[dict[Step, tuple[frozenset[S], S]]] = {
    Step.TRIAGE: (frozenset({S.REQUESTED}), S.TRIAGED),
    Step.PROPOSE: (frozenset({S.REQUESTED, S.TRIAGED, S.PROPOSED}), S.PROPOSED),
    Step.CHOOSE: (frozenset({S.PROPOSED}), S.SCHEDULED),
    Step.WAIT: (frozenset({S.SCHEDULED, S.WAITING}), S.WAITING),
    Step.ADMIT: (frozenset({S.WAITING, S.ADMITTED}), S.ADMITTED),
    Step.CONNECT: (frozenset({S.ADMITTED, S.RECONNECTING, S.IN_CALL}), S.IN_CALL),
    Step.LOSE: (frozenset({S.IN_CALL}), S.RECONNECTING),
    Step.END: (LIVE | {S.PHONE_FALLBACK}, S.ENDED),
    Step.CALL_AGAIN: (frozenset({S.ENDED}), S.ADMITTED),
    Step.DOCUMENT: (frozenset({S.ENDED}), S.DOCUMENTED),
    Step.CLOSE: (frozenset({S.DOCUMENTED}), S.CLOSED),
    Step.CANCEL: (BEFORE_THE_CALL, S.CANCELLED),
    Step.MISS: (frozenset({S.SCHEDULED}), S.NO_SHOW),
    Step.FAIL: (LIVE | {S.WAITING}, S.TECH_FAILED),
    Step.PHONE: (LIVE | {S.TECH_FAILED, S.WAITING}, S.PHONE_FALLBACK),
    Step.RESCHEDULE: (frozenset({S.PROPOSED, S.SCHEDULED, S.WAITING}), S.RESCHEDULED),
    Step.ABANDON: (frozenset({S.WAITING}), S.ABANDONED),
}
"""From which states a step may be taken, and where it leads. There are no other ways."""


BEGINS_A_CALL: Final = frozenset({Step.ADMIT, Step.CALL_AGAIN})
"""Steps with which a new call begins (taken from outside a call)."""


def after(state: ConsultationState, step: Step) -> ConsultationState | None:
    """Where a step leads from here; None when it may not be taken."""
    sources, target = STEPS[step]
    return target if state in sources else None


class Role(StrEnum):
    """What a person is in a consultation."""

    RESIDENT = "resident"
    STAFF = "staff"
    INTERPRETER = "interpreter"
    RELATIVE = "relative"


class Channel(StrEnum):
    """How the people meet."""

    VIDEO = "video"
    PHONE = "phone"


class Ended(StrEnum):
    """Why a call has ended."""

    HANGUP = "hangup"
    LOST = "lost"
    CANCELLED = "cancelled"
    FALLBACK = "fallback"


class Consultation(msgspec.Struct, frozen=True, kw_only=True):
    """A consultation as it stands. Times are UTC milliseconds."""

    id: str
    resident: str
    unit: str
    state: ConsultationState
    channel: Channel
    reason: str
    """In the resident's own words and language; never shown to relatives."""
    language: str
    staff: str | None
    starts_at: int | None
    ends_at: int | None
    replaces: str | None
    ended: Ended | None
    call: int
    """How many calls it has had; each is a session of its own."""
    state_since: int
    created_at: int
    version: int


class Participant(msgspec.Struct, frozen=True, kw_only=True):
    """One person in a consultation, with a consent and a trace of her own (care C6)."""

    id: str
    consultation: str
    person: str
    role: Role
    language: str
    consented_at: int | None
    waiting_since: int | None
    admitted_at: int | None
    left_at: int | None


class Slot(msgspec.Struct, frozen=True, kw_only=True):
    """A time a member of staff offers; (staff, start) is unique (care C1)."""

    id: str
    staff: str
    unit: str
    starts_at: int
    ends_at: int
    held_for: str | None
    held_until: int | None
    taken_by: str | None


def is_free(slot: Slot, consultation: str, now: int) -> bool:
    """Whether a consultation may take the slot: not taken, not held for another, not begun."""
    if slot.taken_by is not None or slot.starts_at <= now:
        return False
    held = slot.held_until is not None and slot.held_until > now
    return not held or slot.held_for == consultation


def session_of(one: Consultation) -> str:
    """The name of the call that is on: old signals of an earlier one never reach it."""
    return f"{one.id}.{one.call}"


def deadline(one: Consultation) -> int | None:
    """When the consultation moves on by itself; None while it only moves by somebody's hand."""
    match one.state:
        case S.SCHEDULED:
            return None if one.starts_at is None else one.starts_at + NO_SHOW_MS
        case S.WAITING:
            return max(one.state_since, one.starts_at or 0) + LONGEST_WAIT_MS
        case S.RECONNECTING:
            return one.state_since + RECONNECT_MS
        case S.ENDED:
            return one.state_since + NOTE_MS
        case _:
            return None


BY_ITSELF: Final[dict[ConsultationState, Step]] = {
    S.SCHEDULED: Step.MISS,
    S.WAITING: Step.ABANDON,
    S.RECONNECTING: Step.END,
}
"""What happens at the deadline; after ENDED nothing happens but a task for the unit."""


def waiting_list(
    participants: tuple[Participant, ...],
) -> tuple[Participant, ...]:
    """Who is in the waiting room, in the order they came: what staff see before they admit."""
    here = [
        one
        for one in participants
        if one.waiting_since is not None and one.left_at is None and one.role is not Role.STAFF
    ]
    return tuple(sorted(here, key=lambda one: (one.waiting_since or 0, one.id)))
