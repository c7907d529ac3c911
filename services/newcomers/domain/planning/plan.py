# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Evaluating a plan: pure, the same however often and in whatever order; evidence is never lost."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum

import msgspec

from services.newcomers.domain.planning.conditions import compile_condition, holds
from services.newcomers.domain.planning.due import Due, DueRule, due_of
from services.newcomers.domain.planning.situation import Situation
from services.newcomers.domain.planning.templates import (
    EvidenceKind,
    StepTemplate,
    TemplateSet,
)


class StepState(StrEnum):
    """Where a step stands."""

    NOT_APPLICABLE = "not_applicable"
    BLOCKED = "blocked"
    AVAILABLE = "available"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"
    DONE = "done"
    SKIPPED = "skipped"
    EXPIRED = "expired"


CLOSED = frozenset({StepState.DONE, StepState.SKIPPED, StepState.NOT_APPLICABLE})
"""States that hold nobody up."""


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """What shows that a step was done."""

    kind: EvidenceKind
    reference: str = ""
    """The id of a document or event, or a code; never its content."""
    given_on: date
    by: str = ""


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """What people have done with a step; everything else is derived."""

    started_on: date | None = None
    waiting_for: str = ""
    """The authority she waits for."""
    expected_until: date | None = None
    done_on: date | None = None
    skipped_reason: str = ""
    expires_on: date | None = None
    """When what it gave her runs out: a permit, an identity card."""
    evidence: tuple[Evidence, ...] = ()
    note: str = ""
    assignee: str = ""


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """A step of one person's plan."""

    key: str
    template_version: int
    state: StepState
    due: Due
    progress: Progress
    blocked_by: tuple[str, ...] = ()

    @property
    def is_overdue_on(self) -> date | None:
        """The day after which it is late, while it is open."""
        return self.due.on if self.state not in CLOSED else None


_NOTHING = Progress()


def evaluate(
    templates: TemplateSet, situation: Situation, progress: Mapping[str, Progress], today: date
) -> list[Step]:
    """Every step of the set, in order. Steps with progress that left the set are not in it."""
    applies = {one.key: holds(one.when, situation, today) for one in templates.steps}
    done = done_days(templates, situation, progress, today)
    steps: list[Step] = []
    states: dict[str, StepState] = {}
    for template in templates.steps:
        made = progress.get(template.key, _NOTHING)
        blocked = _blockers(template, states)
        if not applies[template.key]:
            state = StepState.NOT_APPLICABLE
        elif template.key in done:
            state = _finished(made, today)
        else:
            state = _open(made, blocked)
        states[template.key] = state
        steps.append(
            Step(
                key=template.key,
                template_version=template.version,
                state=state,
                due=due_of(rule_for(template, situation, today), situation, done),
                progress=made,
                blocked_by=blocked if state is StepState.BLOCKED else (),
            )
        )
    return steps


def done_days(
    templates: TemplateSet, situation: Situation, progress: Mapping[str, Progress], today: date
) -> dict[str, date]:
    """When each done step was done; what the situation itself shows counts from arrival."""
    days: dict[str, date] = {}
    for template in templates.steps:
        made = progress.get(template.key, _NOTHING)
        if made.done_on is not None:
            days[template.key] = made.done_on
        elif template.done_if and holds(template.done_if, situation, today):
            days[template.key] = situation.arrival_date
    return days


def rule_for(template: StepTemplate, situation: Situation, today: date) -> DueRule | None:
    """The first due rule whose conditions hold."""
    return next(
        (
            rule
            for rule in template.due
            if all(compile_condition(c)(situation, today) for c in rule.when)
        ),
        None,
    )


def _blockers(template: StepTemplate, states: Mapping[str, StepState]) -> tuple[str, ...]:
    return tuple(
        one.key
        for one in template.depends_on
        if one.kind == "hard" and states.get(one.key, StepState.DONE) not in CLOSED
    )


def _finished(made: Progress, today: date) -> StepState:
    is_over = made.expires_on is not None and made.expires_on < today
    return StepState.EXPIRED if is_over else StepState.DONE


def _open(made: Progress, blocked: tuple[str, ...]) -> StepState:
    if made.skipped_reason:
        return StepState.SKIPPED
    if blocked:
        return StepState.BLOCKED
    if made.waiting_for:
        return StepState.WAITING
    return StepState.IN_PROGRESS if made.started_on is not None else StepState.AVAILABLE


def next_steps(steps: Iterable[Step]) -> list[Step]:
    """What can be done now, the most pressing first; without a due date last, in order."""
    open_states = (StepState.EXPIRED, StepState.AVAILABLE, StepState.IN_PROGRESS)
    ready = [step for step in steps if step.state in open_states]
    return sorted(ready, key=lambda step: (step.due.on is None, step.due.on or date.max))
