# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A translation job: the states it goes through, why it may fail, and that it can be tried again."""

from enum import StrEnum

import msgspec

from services.kit.errors import Conflict


class WorkState(StrEnum):
    """Where a job stands."""

    REQUESTED = "requested"
    LEVERAGED = "leveraged"
    MT_QUEUED = "mt_queued"
    MT_DONE = "mt_done"
    MT_FAILED = "mt_failed"
    QA_FAILED = "qa_failed"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


class Reason(StrEnum):
    """Why a job failed."""

    NO_CHANGES = "no_changes"
    NO_SOURCE = "no_source"
    READABILITY_TOO_LOW = "readability_too_low"
    BUDGET_EXCEEDED = "budget_exceeded"
    TOO_LONG = "too_long"
    ENGINE_ERROR = "engine_error"
    PLACEHOLDER_BROKEN = "placeholder_broken"
    GLOSSARY_VIOLATION = "glossary_violation"
    PERSONAL_DATA_LEFT = "personal_data_left"
    PAIR_UNSUPPORTED = "language_pair_unsupported"


_S = WorkState
NEXT: dict[WorkState, frozenset[WorkState]] = {
    _S.REQUESTED: frozenset({_S.LEVERAGED, _S.MT_FAILED, _S.CANCELLED}),
    _S.LEVERAGED: frozenset({_S.MT_QUEUED, _S.IN_REVIEW, _S.MT_FAILED, _S.CANCELLED, _S.REQUESTED}),
    _S.MT_QUEUED: frozenset({_S.MT_DONE, _S.MT_FAILED, _S.REQUESTED, _S.CANCELLED}),
    _S.MT_DONE: frozenset({_S.QA_FAILED, _S.IN_REVIEW, _S.APPROVED}),
    _S.MT_FAILED: frozenset({_S.REQUESTED, _S.IN_REVIEW, _S.CANCELLED}),
    _S.QA_FAILED: frozenset({_S.REQUESTED, _S.IN_REVIEW, _S.CANCELLED}),
    _S.IN_REVIEW: frozenset({_S.APPROVED, _S.REQUESTED, _S.CANCELLED}),
    _S.APPROVED: frozenset({_S.PUBLISHED, _S.IN_REVIEW}),
    _S.PUBLISHED: frozenset(),
    _S.CANCELLED: frozenset(),
}
"""From each state, the ones that may follow. A failed job stays and can be requested again."""


class Work(msgspec.Struct, frozen=True, kw_only=True):
    """One text for one language."""

    id: str
    state: WorkState
    reason: Reason | None = None
    attempts: int = 0


def moved(work: Work, to: WorkState, reason: Reason | None = None) -> Work:
    """The job in its next state; CONFLICT when it cannot get there from here."""
    if to not in NEXT[work.state]:
        raise Conflict(state=work.state.value)
    tries = work.attempts + (1 if to is WorkState.REQUESTED else 0)
    return msgspec.structs.replace(work, state=to, reason=reason, attempts=tries)


def lease_expired(work: Work) -> Work:
    """Whoever worked on it has died: back to the start."""
    is_held = work.state in (WorkState.LEVERAGED, WorkState.MT_QUEUED)
    return moved(work, WorkState.REQUESTED) if is_held else work
