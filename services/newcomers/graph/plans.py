# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A plan as the graph shows it."""

from collections.abc import Iterable
from datetime import date, datetime

import strawberry

from services.kit.clock import instant
from services.kit.graph import Info, Locale, LocalizedText, UserError, localized
from services.kit.privacy import public_data
from services.newcomers.actions.plans import Plan
from services.newcomers.domain.planning.comments import Comment
from services.newcomers.domain.planning.due import DueReason
from services.newcomers.domain.planning.grants import Grant, Scope
from services.newcomers.domain.planning.plan import Evidence, Step, StepState, next_steps
from services.newcomers.domain.planning.templates import StepTemplate, stockholm
from services.newcomers.domain.steps_text import OLD_SOURCE, STATES, due_text, title
from services.newcomers.privacy import PLAN


@strawberry.type(
    name="NewcomerEvidence", description="What shows that a step was done.", directives=[PLAN]
)
class EvidenceType:
    """A piece of evidence."""

    kind: str = strawberry.field(description="document, code, self_declared or external_event.")
    reference: str = strawberry.field(description="The id of what it points to.")
    given_on: date = strawberry.field(description="When it was given.")


@strawberry.type(
    name="NewcomerDue", description="By when, and who says so.", directives=[public_data()]
)
class DueType:
    """A due date."""

    day: date | None = strawberry.field(description="By when.")
    reason: DueReason = strawberry.field(description="Why.")
    text: LocalizedText | None = strawberry.field(description="Why, in words.")
    hard: bool = strawberry.field(description="Whether the law says so.")
    source_url: str | None = strawberry.field(description="Who says so.")
    checked_on: date | None = strawberry.field(description="When the source was last read.")
    doubt: LocalizedText | None = strawberry.field(
        description="A warning when the source has not been read for half a year."
    )


@strawberry.type(name="NewcomerStep", description="A step of a plan.", directives=[PLAN])
class StepType:
    """A step."""

    step: strawberry.Private[Step]
    today: strawberry.Private[date]
    key: str = strawberry.field(description="Its stable name.")

    @strawberry.field(description="What it asks for.")
    def title(self, info: Info) -> LocalizedText:
        """The title in the reader's language."""
        return localized(title(self.key), info)

    state: StepState = strawberry.field(description="Where it stands.")

    @strawberry.field(description="Where it stands, in words.")
    def state_text(self, info: Info) -> LocalizedText:
        """The state in the reader's language."""
        return localized(STATES[self.step.state], info)

    @strawberry.field(description="By when.")
    def due(self, info: Info) -> DueType:
        """The due date and who says so."""
        return _due_type(self.step, self.today, info)

    blocked_by: list[str] = strawberry.field(description="Steps it waits for.")
    actor: str = strawberry.field(description="Who acts: newcomer, staff or authority.")
    page: str | None = strawberry.field(description="The page of the guide that explains it.")
    service_link: str | None = strawberry.field(description="Where it is done.")
    usual_answer: str | None = strawberry.field(description="How long an answer takes: P4W/P18W.")
    done_on: date | None = strawberry.field(description="When it was done.")
    waiting_for: str | None = strawberry.field(description="Which authority she waits for.")
    note: str = strawberry.field(description="What she noted.")
    evidence: list[EvidenceType] = strawberry.field(description="What shows that it was done.")


@strawberry.type(
    name="NewcomerComment", description="A comment on a plan or a step of it.", directives=[PLAN]
)
class CommentType:
    """A comment."""

    id: strawberry.ID = strawberry.field(description="Its id.")
    step: str | None = strawberry.field(description="The step; null: the whole plan.")
    text: str = strawberry.field(description="As it was written.")
    unit: str | None = strawberry.field(description="Whose staff wrote it; null: she herself.")
    at: datetime = strawberry.field(description="When.")


@strawberry.type(
    name="NewcomerPlan", description="A personal path into the city.", directives=[PLAN]
)
class PlanType:
    """A plan."""

    person: strawberry.ID = strawberry.field(description="Whose it is.")
    version: int = strawberry.field(description="Grows with each change of the situation.")
    template_version: int = strawberry.field(description="Which set of steps it follows.")
    locale: Locale = strawberry.field(description="The language she reads.")
    updated_at: datetime = strawberry.field(description="When her situation was last told.")
    shown: strawberry.Private[list[Step]]
    today: strawberry.Private[date]

    @strawberry.field(description="Every step that concerns her, in order.")
    def steps(self) -> list[StepType]:
        """All steps."""
        return step_types(self.shown, self.today)

    @strawberry.field(description="What can be done now, most pressing first.")
    def next(self) -> list[StepType]:
        """The steps that wait for nothing."""
        return step_types(next_steps(self.shown), self.today)

    comments: list[CommentType] = strawberry.field(
        description="What she and those she has let in have written, oldest first."
    )


@strawberry.type(name="NewcomerGrant", description="Access to a plan.", directives=[PLAN])
class GrantType:
    """A grant."""

    id: strawberry.ID = strawberry.field(description="Its id.")
    unit: str = strawberry.field(description="Who may.")
    scopes: list[Scope] = strawberry.field(description="What they may.")
    expires_at: datetime = strawberry.field(description="Until when.")
    in_force: bool = strawberry.field(description="Whether it holds now.")


@strawberry.type(description="What came of a change to a plan.")
class NewcomerPlanPayload:
    """The plan, or what can be put right."""

    plan: PlanType | None = strawberry.field(description="The plan after the change.")
    user_errors: list[UserError] = strawberry.field(description="What can be put right.")


@strawberry.type(description="What came of a comment.")
class NewcomerCommentPayload:
    """The comment, or what can be put right."""

    comment: CommentType | None = strawberry.field(description="The comment.")
    user_errors: list[UserError] = strawberry.field(description="What can be put right.")


@strawberry.type(description="What came of sharing a plan.")
class NewcomerGrantPayload:
    """The grant, or what can be put right."""

    grant: GrantType | None = strawberry.field(description="The grant.")
    user_errors: list[UserError] = strawberry.field(description="What can be put right.")


def plan_type(plan: Plan) -> PlanType:
    """A plan; steps that do not concern her are left out unless there is evidence."""
    shown = [
        step
        for step in plan.steps
        if step.state is not StepState.NOT_APPLICABLE or step.progress.evidence
    ]
    return PlanType(
        person=strawberry.ID(plan.stored.person),
        version=plan.stored.version,
        template_version=plan.stored.template_version,
        locale=Locale(plan.stored.locale),
        updated_at=instant(plan.stored.updated_at),
        shown=shown,
        today=plan.today,
        comments=[comment_type(one) for one in plan.comments],
    )


def comment_type(one: Comment) -> CommentType:
    """A comment."""
    return CommentType(
        id=strawberry.ID(one.id), step=one.step, text=one.text, unit=one.unit or None,
        at=instant(one.at),
    )  # fmt: skip


def step_types(steps: Iterable[Step], today: date) -> list[StepType]:
    """Steps; their words are put into the reader's language when they are asked for."""
    templates = stockholm().by_key()
    return [_step_type(step, today, templates[step.key]) for step in steps]


def _step_type(step: Step, today: date, template: StepTemplate) -> StepType:
    return StepType(
        step=step,
        today=today,
        key=step.key,
        state=step.state,
        blocked_by=list(step.blocked_by),
        actor=template.actor,
        page=template.page or None,
        service_link=template.service_link or None,
        usual_answer=template.answer or None,
        done_on=step.progress.done_on,
        waiting_for=step.progress.waiting_for or None,
        note=step.progress.note,
        evidence=[_evidence(one) for one in step.progress.evidence],
    )


def _due_type(step: Step, today: date, info: Info) -> DueType:
    reason, rule = due_text(step.due), step.due.rule
    return DueType(
        day=step.due.on,
        reason=step.due.reason,
        text=None if reason is None else localized(reason, info),
        hard=bool(rule and rule.hard),
        source_url=rule.source_url if rule else None,
        checked_on=rule.checked_on if rule else None,
        doubt=localized(OLD_SOURCE, info) if rule and rule.is_old(today) else None,
    )


def _evidence(one: Evidence) -> EvidenceType:
    return EvidenceType(kind=one.kind, reference=one.reference, given_on=one.given_on)


def grant_type(grant: Grant, now: int) -> GrantType:
    """A grant and whether it holds."""
    return GrantType(
        id=strawberry.ID(grant.id),
        unit=grant.unit,
        scopes=grant.scopes,
        expires_at=instant(grant.expires_at),
        in_force=grant.revoked_at is None and now < grant.expires_at,
    )
