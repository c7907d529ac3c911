# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What residents, relatives and staff change about looking after somebody."""

from typing import Annotated

import strawberry

from services.care.actions import answering, planning, sharing
from services.care.domain.answers import Choice
from services.care.domain.plans import Plan
from services.care.graph.checkins import OccurrenceType, PlanType
from services.care.graph.inputs import (
    CareConsentInput,
    CareDecisionInput,
    CareDelegationInput,
    CareEndpointInput,
    CarePauseInput,
    CheckInAnswerInput,
    CreateCarePlanInput,
    ReviseCarePlanInput,
)
from services.care.graph.outcomes import (
    CareConsentPayload,
    CareDelegationPayload,
    CareKeptPayload,
    CarePlanPayload,
    CheckInPayload,
    change,
)
from services.care.graph.residents import consent_type, share_type
from services.kit.clock import milliseconds
from services.kit.data import Tx
from services.kit.graph import Info, global_id, local_id
from services.kit.graph_guard import permission

Id = Annotated[strawberry.ID, strawberry.argument(description="Which.")]
Who = Annotated[strawberry.ID | None, strawberry.argument(description="For whom; null is myself.")]


def _answer(given: CheckInAnswerInput, info: Info) -> answering.GiveAnswer:
    return answering.GiveAnswer(
        choice=given.choice, client_event_id=given.client_event_id, pictograms=tuple(given.pictograms),
        free_text=given.free_text, lang=given.language or info.context.locale,
    )  # fmt: skip


@strawberry.type
class ResidentChanges:
    """Answers, pauses, consents, delegations, ways to be reached, plans."""

    @strawberry.mutation(
        description="Answer a check-in.", extensions=[permission("care.answer.give")]
    )
    async def answer_check_in(
        self, info: Info, id: Id, input: CheckInAnswerInput
    ) -> CheckInPayload:
        """Answer once."""
        key, caller, given = local_id("Occurrence", id), info.context.caller, _answer(input, info)
        done, errors = await change(
            info, lambda tx: answering.answer_check_in(tx, caller, key, given)
        )
        return _checked_in(done) if done else CheckInPayload(user_errors=errors)

    @strawberry.mutation(
        description="Ask for help now, whether anybody has asked or not.",
        extensions=[permission("care.help.ask")],
    )
    async def ask_for_help(
        self, info: Info, input: CheckInAnswerInput, resident: Who = None
    ) -> CheckInPayload:
        """Help now."""
        caller = info.context.caller
        whom = str(resident) if resident else caller.subject
        given = _answer(input, info)
        if given.choice is Choice.OK:
            given = answering.GiveAnswer(
                choice=Choice.NEED_HELP, client_event_id=given.client_event_id
            )
        done, errors = await change(
            info, lambda tx: answering.ask_for_help(tx, caller, whom, given)
        )
        return _checked_in(done) if done else CheckInPayload(user_errors=errors)

    @strawberry.mutation(
        description="A technical fault keeps a check-in from being held: somebody visits.",
        extensions=[permission("care.answer.give")],
    )
    async def mark_unreachable(
        self, info: Info, id: Id,
        reason: Annotated[str, strawberry.argument(description="no_device, offline or power.")],
    ) -> CheckInPayload:  # fmt: skip
        """A fault."""
        key, caller = local_id("Occurrence", id), info.context.caller
        done, errors = await change(
            info, lambda tx: answering.mark_unreachable(tx, caller, key, reason[:40])
        )
        shown = OccurrenceType(facts=done) if done else None
        alert = global_id("Alert", done.alert) if done and done.alert else None
        return CheckInPayload(check_in=shown, alert=alert, user_errors=errors)

    @strawberry.mutation(
        description="Cancel one promised time.", extensions=[permission("care.pause.write")]
    )
    async def skip_check_in(self, info: Info, id: Id) -> CareKeptPayload:
        """Cancel one."""
        key, caller = local_id("Occurrence", id), info.context.caller
        _, errors = await change(info, lambda tx: planning.skip_occurrence(tx, caller, key))
        return CareKeptPayload(id=None if errors else str(id), user_errors=errors)

    @strawberry.mutation(
        description="Let plans rest, with an end.", extensions=[permission("care.pause.write")]
    )
    async def pause_care(self, info: Info, input: CarePauseInput) -> CareKeptPayload:
        """Rest."""
        begins = milliseconds(input.begins_at) if input.begins_at else info.context.clock.now_ms()
        wish = planning.RestPlan(
            resident=str(input.resident), plan=local_id("CheckinPlan", input.plan) if input.plan else None,
            begins_at=begins, ends_at=milliseconds(input.ends_at), reason=input.reason,
        )  # fmt: skip
        caller = info.context.caller
        done, errors = await change(info, lambda tx: planning.rest(tx, caller, wish))
        return CareKeptPayload(
            id=global_id("CarePause", done.id) if done else None, user_errors=errors
        )

    @strawberry.mutation(
        description="End a pause now.", extensions=[permission("care.pause.write")]
    )
    async def end_care_pause(self, info: Info, id: Id) -> CareKeptPayload:
        """Go on."""
        key, caller = local_id("CarePause", id), info.context.caller
        done, errors = await change(info, lambda tx: planning.end_rest(tx, caller, key))
        return CareKeptPayload(id=str(id) if done else None, user_errors=errors)

    @strawberry.mutation(
        description="Give a consent.", extensions=[permission("care.consent.write")]
    )
    async def give_care_consent(self, info: Info, input: CareConsentInput) -> CareConsentPayload:
        """Agree."""
        wish = sharing.GiveConsent(
            resident=str(input.resident), purpose=input.purpose, given_by=input.given_by,
            evidence=input.evidence, valid_to=milliseconds(input.valid_to) if input.valid_to else None,
        )  # fmt: skip
        caller = info.context.caller
        done, errors = await change(info, lambda tx: sharing.give_consent(tx, caller, wish))
        return CareConsentPayload(consent=consent_type(done) if done else None, user_errors=errors)

    @strawberry.mutation(
        description="Take a consent back: it ends now.",
        extensions=[permission("care.consent.write")],
    )
    async def withdraw_care_consent(
        self, info: Info, id: Id, resident: Who = None
    ) -> CareConsentPayload:
        """Take back."""
        key, caller = local_id("CareConsent", id), info.context.caller
        whom = str(resident) if resident else caller.subject
        done, errors = await change(
            info, lambda tx: sharing.withdraw_consent(tx, caller, whom, key)
        )
        return CareConsentPayload(consent=consent_type(done) if done else None, user_errors=errors)

    @strawberry.mutation(
        description="Let somebody in.", extensions=[permission("care.consent.write")]
    )
    async def grant_care_delegation(
        self, info: Info, input: CareDelegationInput
    ) -> CareDelegationPayload:
        """Let in."""
        wish = sharing.GrantShare(
            resident=str(input.resident), grantee=str(input.grantee), scopes=tuple(input.scopes),
            valid_to=milliseconds(input.valid_to) if input.valid_to else None,
        )  # fmt: skip
        caller = info.context.caller
        done, errors = await change(info, lambda tx: sharing.grant_share(tx, caller, wish))
        return CareDelegationPayload(
            delegation=share_type(done) if done else None, user_errors=errors
        )

    @strawberry.mutation(
        description="Shut somebody out; what she has open ends within a second.",
        extensions=[permission("care.consent.write")],
    )
    async def withdraw_care_delegation(self, info: Info, id: Id) -> CareDelegationPayload:
        """Shut out."""
        key, caller = local_id("CareDelegation", id), info.context.caller
        done, errors = await change(info, lambda tx: sharing.withdraw_share(tx, caller, key))
        return CareDelegationPayload(
            delegation=share_type(done) if done else None, user_errors=errors
        )

    @strawberry.mutation(
        description="Remember a way to reach me.", extensions=[permission("care.mine.use")]
    )
    async def add_care_endpoint(self, info: Info, input: CareEndpointInput) -> CareKeptPayload:
        """A way to be reached."""
        caller, locale = info.context.caller, info.context.locale
        done, errors = await change(
            info,
            lambda tx: sharing.add_endpoint(tx, caller, input.channel, input.read(), lang=locale),
        )
        return CareKeptPayload(id=done.id if done else None, user_errors=errors)

    @strawberry.mutation(
        description="Forget a way to reach me.", extensions=[permission("care.mine.use")]
    )
    async def remove_care_endpoint(self, info: Info, id: Id) -> CareKeptPayload:
        """Forget."""
        caller = info.context.caller
        _, errors = await change(info, lambda tx: sharing.remove_endpoint(tx, caller, str(id)))
        return CareKeptPayload(id=None if errors else str(id), user_errors=errors)

    @strawberry.mutation(description="Keep a decision.", extensions=[permission("care.plan.write")])
    async def record_care_decision(self, info: Info, input: CareDecisionInput) -> CareKeptPayload:
        """A decision."""
        wish = planning.RecordDecision(
            resident=str(input.resident), legal_basis=input.legal_basis, effort=input.effort,
            valid_from=milliseconds(input.valid_from),
            valid_to=milliseconds(input.valid_to) if input.valid_to else None,
        )  # fmt: skip
        caller = info.context.caller
        done, errors = await change(info, lambda tx: planning.record_decision(tx, caller, wish))
        return CareKeptPayload(
            id=global_id("CareDecision", done.id) if done else None, user_errors=errors
        )

    @strawberry.mutation(
        description="End a decision: what it promised is not held any more.",
        extensions=[permission("care.plan.write")],
    )
    async def end_care_decision(self, info: Info, id: Id) -> CareKeptPayload:
        """End a decision."""
        key, caller = local_id("CareDecision", id), info.context.caller
        _, errors = await change(info, lambda tx: planning.end_decision(tx, caller, key))
        return CareKeptPayload(id=None if errors else str(id), user_errors=errors)

    @strawberry.mutation(description="Draft a plan.", extensions=[permission("care.plan.write")])
    async def create_care_plan(self, info: Info, input: CreateCarePlanInput) -> CarePlanPayload:
        """A draft."""
        caller = info.context.caller
        decision = local_id("CareDecision", input.decision) if input.decision else None

        async def unit(tx: Tx) -> Plan:
            wish = planning.CreatePlan(
                resident=str(input.resident),
                kind=input.kind,
                revision=input.revision.read(),
                decision=decision,
            )
            return await planning.create_plan(tx, caller, wish)

        done, errors = await change(info, unit)
        return CarePlanPayload(plan=PlanType(facts=done) if done else None, user_errors=errors)

    @strawberry.mutation(description="Promise a plan.", extensions=[permission("care.plan.write")])
    async def activate_care_plan(self, info: Info, id: Id) -> CarePlanPayload:
        """Promise."""
        key, caller = local_id("CheckinPlan", id), info.context.caller
        done, errors = await change(info, lambda tx: planning.activate_plan(tx, caller, key))
        return CarePlanPayload(plan=PlanType(facts=done) if done else None, user_errors=errors)

    @strawberry.mutation(
        description="Change a plan from an instant on; the past stays.",
        extensions=[permission("care.plan.write")],
    )
    async def revise_care_plan(self, info: Info, input: ReviseCarePlanInput) -> CarePlanPayload:
        """Revise."""
        key, caller = local_id("CheckinPlan", input.plan), info.context.caller
        since = milliseconds(input.effective_from) if input.effective_from else None
        done, errors = await change(
            info,
            lambda tx: planning.revise_plan(
                tx, caller, key, input.revision.read(), version=input.version, effective_from=since
            ),
        )
        return CarePlanPayload(plan=PlanType(facts=done) if done else None, user_errors=errors)

    @strawberry.mutation(description="End a plan.", extensions=[permission("care.plan.write")])
    async def end_care_plan(self, info: Info, id: Id) -> CarePlanPayload:
        """End."""
        key, caller = local_id("CheckinPlan", id), info.context.caller
        done, errors = await change(info, lambda tx: planning.end_plan(tx, caller, key))
        return CarePlanPayload(plan=PlanType(facts=done) if done else None, user_errors=errors)


def _checked_in(done: answering.Answered) -> CheckInPayload:
    return CheckInPayload(
        check_in=OccurrenceType(facts=done.occurrence) if done.occurrence else None,
        alert=global_id("Alert", done.alert) if done.alert else None,
    )
