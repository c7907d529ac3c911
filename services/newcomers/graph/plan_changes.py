# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Changes to plans: started, gone on with, shared, taken back."""

from datetime import date

import strawberry

from services.kit.graph import Info, Locale
from services.kit.graph_guard import permission
from services.newcomers.actions import plans
from services.newcomers.actions.comments import comment
from services.newcomers.domain.planning.grants import Scope
from services.newcomers.domain.planning.plan import Evidence
from services.newcomers.domain.planning.situation import (
    Employment,
    LegalBasis,
    Situation,
    Spoken,
)
from services.newcomers.domain.planning.templates import EvidenceKind
from services.newcomers.graph.changing import attempt
from services.newcomers.graph.plans import (
    NewcomerCommentPayload,
    NewcomerGrantPayload,
    NewcomerPlanPayload,
    comment_type,
    grant_type,
    plan_type,
)

_KINDS: dict[str, EvidenceKind] = {
    "document": "document", "code": "code", "self_declared": "self_declared",
    "external_event": "external_event",
}  # fmt: skip


@strawberry.input(description="A language somebody speaks.")
class SpokenLanguageInput:
    """A language."""

    tag: str = strawberry.field(description="BCP 47.")
    literate: bool = strawberry.field(default=True, description="Whether she reads it.")


@strawberry.input(description="The facts from which a plan follows; tell only what you like.")
class NewcomerSituationInput:
    """A situation."""

    legal_basis: LegalBasis = strawberry.field(description="On what ground you are here.")
    arrival_date: date = strawberry.field(description="When you came.")
    residence_from: date | None = strawberry.field(default=None, description="Permit from.")
    residence_to: date | None = strawberry.field(default=None, description="Permit to.")
    birth_year: int | None = strawberry.field(default=None, description="Your year of birth.")
    children: list[int] = strawberry.field(
        default_factory=list, description="Years in which your children were born."
    )
    has_personnummer: bool = strawberry.field(default=False, description="Whether you have one.")
    has_samordningsnummer: bool = strawberry.field(
        default=False, description="Whether you have one."
    )
    employment: Employment = strawberry.field(
        default=Employment.UNKNOWN, description="How you make a living."
    )
    health_flags: list[str] = strawberry.field(
        default_factory=list, description="Only what you want to tell: pregnant, ongoing_care."
    )
    district: str = strawberry.field(default="", description="Where you live.")
    languages: list[SpokenLanguageInput] = strawberry.field(
        default_factory=list, description="Languages you speak."
    )
    has_driving_licence: bool = strawberry.field(default=False, description="A foreign one.")


@strawberry.input(description="The wish to have a plan.")
class StartNewcomerPlanInput:
    """A situation and a language."""

    situation: NewcomerSituationInput = strawberry.field(description="The facts.")
    locale: Locale | None = strawberry.field(default=None, description="Null: the reader's.")


@strawberry.input(description="A plan to start together with somebody.")
class StartNewcomerPlanForInput:
    """A person, her situation and her language."""

    person: strawberry.ID = strawberry.field(description="Whose plan.")
    situation: NewcomerSituationInput = strawberry.field(description="The facts she has told.")
    locale: Locale = strawberry.field(description="The language she reads.")


@strawberry.input(description="What somebody says about a step; only what is given is changed.")
class ChangeNewcomerStepInput:
    """A change."""

    key: str = strawberry.field(description="Which step.")
    person: strawberry.ID | None = strawberry.field(
        default=None, description="Whose; null: one's own."
    )
    started: bool | None = strawberry.field(default=None, description="Begun, or not any more.")
    done_on: date | None = strawberry.field(default=None, description="When it was done.")
    reopened: bool = strawberry.field(default=False, description="Not done after all.")
    waiting_for: str | None = strawberry.field(default=None, description="Which authority.")
    expected_until: date | None = strawberry.field(default=None, description="Until when.")
    skipped_reason: str | None = strawberry.field(default=None, description="Why it is skipped.")
    expires_on: date | None = strawberry.field(default=None, description="When it runs out.")
    note: str | None = strawberry.field(default=None, description="A note.")
    evidence_kind: str | None = strawberry.field(
        default=None, description="document, code, self_declared or external_event."
    )
    evidence_reference: str = strawberry.field(default="", description="What it points to.")


@strawberry.input(description="Words beside a plan.")
class CommentNewcomerPlanInput:
    """A comment."""

    text: str = strawberry.field(description="The words; 1 to 2000 characters.")
    step: str | None = strawberry.field(default=None, description="Null: the whole plan.")
    person: strawberry.ID | None = strawberry.field(
        default=None, description="Whose plan; null: one's own."
    )


@strawberry.input(description="The wish to let a unit see a plan.")
class GiveNewcomerGrantInput:
    """A grant."""

    unit: str = strawberry.field(description="Which unit.")
    scopes: list[Scope] = strawberry.field(description="What they may.")
    days: int = strawberry.field(default=90, description="For how long, 1 to 366.")


@strawberry.input(description="The wish to end access.")
class RevokeNewcomerGrantInput:
    """A grant."""

    grant_id: strawberry.ID = strawberry.field(description="Which one.")


@strawberry.type
class PlanChanges:
    """Changes to plans."""

    @strawberry.mutation(
        description="Start a plan, or tell a new situation; nothing that was done is lost.",
        extensions=[permission("newcomers.plan.start")],
    )
    async def start_newcomer_plan(
        self, info: Info, input: StartNewcomerPlanInput
    ) -> NewcomerPlanPayload:
        """Work the plan out."""
        context = info.context
        locale = input.locale or context.locale
        facts = _situation(input.situation)
        plan, errors = await attempt(
            info,
            context.database.transact(
                lambda tx: plans.start_plan(tx, context.caller, facts, locale)
            ),
        )
        return NewcomerPlanPayload(plan=plan_type(plan) if plan else None, user_errors=errors)

    @strawberry.mutation(
        description="Start a plan for somebody who has let the caller's unit edit it.",
        extensions=[permission("newcomers.plan.change")],
    )
    async def start_newcomer_plan_for(
        self, info: Info, input: StartNewcomerPlanForInput
    ) -> NewcomerPlanPayload:
        """By a counsellor who sits beside her."""
        context = info.context
        facts = _situation(input.situation)
        plan, errors = await attempt(
            info,
            context.database.transact(
                lambda tx: plans.start_plan_for(
                    tx, context.caller, input.person, facts, input.locale
                )
            ),
        )
        return NewcomerPlanPayload(plan=plan_type(plan) if plan else None, user_errors=errors)

    @strawberry.mutation(
        description="Begin, finish, skip or note a step; evidence is added, never taken away.",
        extensions=[permission("newcomers.plan.change")],
    )
    async def change_newcomer_step(
        self, info: Info, input: ChangeNewcomerStepInput
    ) -> NewcomerPlanPayload:
        """Change one step."""
        context = info.context
        person = input.person or context.caller.sub
        given = _change(input, context.caller.sub)
        plan, errors = await attempt(
            info,
            context.database.transact(
                lambda tx: plans.change_step(tx, context.caller, person, given)
            ),
        )
        return NewcomerPlanPayload(plan=plan_type(plan) if plan else None, user_errors=errors)

    @strawberry.mutation(
        description="Write beside a step or the whole plan; she is told of what staff writes.",
        extensions=[permission("newcomers.plan.comment")],
    )
    async def comment_newcomer_plan(
        self, info: Info, input: CommentNewcomerPlanInput
    ) -> NewcomerCommentPayload:
        """Comment."""
        context = info.context
        person = input.person or context.caller.sub
        made, errors = await attempt(
            info,
            context.database.transact(
                lambda tx: comment(tx, context.caller, person, step=input.step, text=input.text)
            ),
        )
        return NewcomerCommentPayload(
            comment=comment_type(made) if made else None, user_errors=errors
        )

    @strawberry.mutation(
        description="Let a unit in for a time.", extensions=[permission("newcomers.plan.share")]
    )
    async def give_newcomer_grant(
        self, info: Info, input: GiveNewcomerGrantInput
    ) -> NewcomerGrantPayload:
        """Share."""
        context = info.context
        grant, errors = await attempt(
            info,
            context.database.transact(
                lambda tx: plans.give_grant(
                    tx, context.caller, unit=input.unit, scopes=input.scopes, days=input.days
                )
            ),
        )
        shown = grant_type(grant, context.clock.now_ms()) if grant else None
        return NewcomerGrantPayload(grant=shown, user_errors=errors)

    @strawberry.mutation(
        description="Take access back; it ends at once.",
        extensions=[permission("newcomers.plan.share")],
    )
    async def revoke_newcomer_grant(
        self, info: Info, input: RevokeNewcomerGrantInput
    ) -> NewcomerGrantPayload:
        """End."""
        context = info.context
        grant, errors = await attempt(
            info,
            context.database.transact(
                lambda tx: plans.revoke_grant(tx, context.caller, input.grant_id)
            ),
        )
        shown = grant_type(grant, context.clock.now_ms()) if grant else None
        return NewcomerGrantPayload(grant=shown, user_errors=errors)


def _situation(given: NewcomerSituationInput) -> Situation:
    return Situation(
        legal_basis=given.legal_basis, arrival_date=given.arrival_date,
        residence_from=given.residence_from, residence_to=given.residence_to,
        birth_year=given.birth_year, children=tuple(given.children),
        has_personnummer=given.has_personnummer,
        has_samordningsnummer=given.has_samordningsnummer, employment=given.employment,
        health_flags=tuple(given.health_flags), district=given.district,
        languages=tuple(Spoken(tag=one.tag, literate=one.literate) for one in given.languages),
        has_driving_licence=given.has_driving_licence,
    )  # fmt: skip


def _change(given: ChangeNewcomerStepInput, by: str) -> plans.ChangeStep:
    evidence = None
    kind = _KINDS.get(given.evidence_kind or "")
    if kind is not None and given.done_on is not None:
        evidence = Evidence(
            kind=kind, reference=given.evidence_reference, given_on=given.done_on, by=by
        )
    return plans.ChangeStep(
        key=given.key, started=given.started, done_on=given.done_on, reopened=given.reopened,
        waiting_for=given.waiting_for, expected_until=given.expected_until,
        skipped_reason=given.skipped_reason, expires_on=given.expires_on, note=given.note,
        evidence=evidence,
    )  # fmt: skip
