# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Participatory budgeting: ten phases in order, and the life of a project in them (CONSUL's phases)."""

from enum import StrEnum
from typing import Final

import msgspec

from services.kit.errors import Conflict, InputInvalid, Problem
from services.participation.domain.polls import Texts


class BudgetPhase(StrEnum):
    """Where a process stands; it only moves forward, one phase at a time."""

    DRAFTING = "drafting"
    INFORMING = "informing"
    ACCEPTING = "accepting"
    REVIEWING = "reviewing"
    SELECTING = "selecting"
    VALUATING = "valuating"
    PUBLISHING_PRICES = "publishing_prices"
    BALLOTING = "balloting"
    REVIEWING_BALLOTS = "reviewing_ballots"
    FINISHED = "finished"


class ProjectState(StrEnum):
    """The life of a project."""

    SUBMITTED = "submitted"
    INADMISSIBLE = "inadmissible"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"
    FEASIBLE = "feasible"
    ON_BALLOT = "on_ballot"
    WINNER = "winner"
    NOT_FUNDED = "not_funded"
    PLANNED = "planned"
    DELIVERED = "delivered"


class Heading(msgspec.Struct, frozen=True, kw_only=True):
    """A purse of the process: the whole city or a district; a resident may vote in several."""

    id: str
    title: Texts
    budget: int
    district: str = ""
    poll: str = ""
    """The poll it is decided in, once balloting has begun."""


class BudgetProcess(msgspec.Struct, frozen=True, kw_only=True):
    """A process with its headings."""

    id: str
    title: Texts
    headings: tuple[Heading, ...]
    rule: str = "equal-shares-add1"

    def heading(self, key: str) -> Heading:
        """The heading of this key; InputInvalid when there is none."""
        for each in self.headings:
            if each.id == key:
                return each
        raise InputInvalid(path=("heading",))


class Project(msgspec.Struct, frozen=True, kw_only=True):
    """Something that could be paid for."""

    id: str
    process: str
    heading: str
    title: str
    text: str
    language: str
    author: str
    reason: str = ""
    """Why it is inadmissible, or what it was merged into."""
    cost: int = 0
    """Frozen when prices are published."""
    unit: str = ""
    """The unit that valued it."""
    delivered_percent: int = 0
    created_at: int = 0


_ORDER: Final = tuple(BudgetPhase)


def next_phase(phase: BudgetPhase) -> BudgetPhase:
    """The phase after this one; Conflict at the end."""
    place = _ORDER.index(phase) + 1
    if place == len(_ORDER):
        raise Conflict
    return _ORDER[place]


ALLOWED: Final = {
    "submit": {BudgetPhase.ACCEPTING},
    "withdraw": {BudgetPhase.ACCEPTING, BudgetPhase.REVIEWING, BudgetPhase.SELECTING},
    "refuse": {BudgetPhase.REVIEWING, BudgetPhase.VALUATING},
    "merge": {BudgetPhase.REVIEWING},
    "support": {BudgetPhase.SELECTING},
    "value": {BudgetPhase.VALUATING},
    "deliver": {BudgetPhase.FINISHED},
}
"""What may be done in which phase."""


def must_allow(phase: BudgetPhase, verb: str) -> None:
    """Raise the Problem when the phase is another one."""
    if phase not in ALLOWED[verb]:
        raise Problem("PARTICIPATION_STATE_WRONG", phase=phase.value)


_PROJECT_MOVES: Final = {
    "withdraw": ({ProjectState.SUBMITTED}, ProjectState.WITHDRAWN),
    "refuse": ({ProjectState.SUBMITTED, ProjectState.FEASIBLE}, ProjectState.INADMISSIBLE),
    "merge": ({ProjectState.SUBMITTED}, ProjectState.MERGED),
    "value": ({ProjectState.SUBMITTED, ProjectState.FEASIBLE}, ProjectState.FEASIBLE),
    "ballot": ({ProjectState.FEASIBLE}, ProjectState.ON_BALLOT),
    "win": ({ProjectState.ON_BALLOT}, ProjectState.WINNER),
    "lose": ({ProjectState.ON_BALLOT}, ProjectState.NOT_FUNDED),
    "deliver": (
        {ProjectState.WINNER, ProjectState.PLANNED, ProjectState.DELIVERED},
        ProjectState.DELIVERED,
    ),
}


def move_project(state: ProjectState, verb: str) -> ProjectState:
    """The next state of a project, or the Problem that it is not possible."""
    allowed, to = _PROJECT_MOVES[verb]
    if state not in allowed:
        raise Problem("PARTICIPATION_STATE_WRONG")
    return to
