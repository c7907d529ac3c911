# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Plans: made on a decision or a consent, changed by revisions, rested with an end, ended."""

import msgspec

from services.care.actions.access import allow, own_id
from services.care.actions.alerts import tell_resident_changed
from services.care.actions.making import make_plan, remake
from services.care.actions.telling import tell_person, tell_unit
from services.care.domain import plans as rules
from services.care.domain.codes import plan_problem
from services.care.domain.ladder import Ladder
from services.care.domain.notices import Template
from services.care.domain.occurrences import OccurrenceState
from services.care.domain.people import ConsentPurpose, Decision
from services.care.domain.plans import (
    LONGEST_PAUSE_MS,
    Pause,
    PauseReason,
    Plan,
    PlanInvalid,
    PlanKind,
    PlanRevision,
    PlanStatus,
)
from services.care.store import occurrences as occurrence_store
from services.care.store import people as people_store
from services.care.store import plans as store
from services.care.store import policies as policy_store
from services.kit.clock import instant
from services.kit.data import Tx
from services.kit.errors import Conflict, NotFound, Problem
from services.kit.ids import new_id
from services.kit.wire.caller import Caller

FOREVER = 2**52


class CreatePlan(msgspec.Struct, frozen=True, kw_only=True):
    """The wish to look after somebody in a certain way."""

    resident: str
    kind: PlanKind
    revision: PlanRevision
    decision: str | None = None


class RecordDecision(msgspec.Struct, frozen=True, kw_only=True):
    """A decision under the Social Services Act, as the case system has it."""

    resident: str
    legal_basis: str
    effort: str
    valid_from: int
    valid_to: int | None = None


class RestPlan(msgspec.Struct, frozen=True, kw_only=True):
    """The wish to let a plan (or all plans of a resident) rest until an instant."""

    resident: str
    plan: str | None
    begins_at: int
    ends_at: int
    reason: PauseReason


async def record_decision(tx: Tx, caller: Caller, given: RecordDecision) -> Decision:
    """Keep a decision that plans may rest on."""
    facts = await allow(tx, caller, "care.plan.write", given.resident, resource="decision")
    made = Decision(
        id=new_id(), resident=given.resident, unit=facts["unit"], legal_basis=given.legal_basis,
        effort=given.effort, decided_at=tx.now, valid_from=given.valid_from, valid_to=given.valid_to,
        ended_at=None,
    )  # fmt: skip
    await tx.run(people_store.add_decision, **msgspec.structs.asdict(made))
    return made


async def create_plan(tx: Tx, caller: Caller, given: CreatePlan) -> Plan:
    """A draft: checked as a whole, promised to nobody yet."""
    facts = await allow(tx, caller, "care.plan.write", given.resident, resource="plan")
    await _check(tx, given.revision)
    plan = Plan(
        id=new_id(), resident=given.resident, unit=facts["unit"], kind=given.kind,
        status=PlanStatus.DRAFT, decision=given.decision, current_rev=1, made_until=tx.now, version=1,
    )  # fmt: skip
    await tx.run(store.add_plan, **msgspec.structs.asdict(plan))
    await _add_revision(tx, caller, plan, given.revision, tx.now)
    return plan


async def activate_plan(tx: Tx, caller: Caller, plan_id: str) -> Plan:
    """Promise it: from now on its times are made, opened and never lost."""
    plan = await _plan(tx, caller, plan_id)
    if plan.status is not PlanStatus.DRAFT:
        raise Problem("CARE_STATE")
    await _check(tx, (await _current(tx, plan)).body)
    await _check_basis(tx, plan)
    active = await _status(tx, plan, PlanStatus.ACTIVE)
    await make_plan(tx, active)
    await tx.emit("care.plan.activated", plan.id, {"plan": plan.id, "resident": plan.resident})
    await tell_resident_changed(tx, plan.resident)
    return active


async def revise_plan(
    tx: Tx, caller: Caller, plan_id: str, revision: PlanRevision, *, version: int, effective_from: int | None = None
) -> Plan:  # fmt: skip
    """A new revision from an instant on; what was answered or opened stays as it was."""
    plan = await _plan(tx, caller, plan_id)
    if plan.version != version:
        raise Conflict
    if plan.status is PlanStatus.ENDED:
        raise Problem("CARE_STATE")
    since = max(tx.now, effective_from or tx.now)
    await _check(tx, revision)
    rev = msgspec.structs.replace(plan, current_rev=plan.current_rev + 1)
    await _add_revision(tx, caller, rev, revision, since)
    changed = await tx.one(
        store.set_revision, id=plan.id, read_version=plan.version, rev=rev.current_rev,
        made=min(plan.made_until, since),
    )  # fmt: skip
    if changed is None:
        raise Conflict
    if changed.status is PlanStatus.ACTIVE:
        await remake(tx, changed, since, "revised")
    await tell_resident_changed(tx, plan.resident)
    return changed


async def end_plan(tx: Tx, caller: Caller, plan_id: str) -> Plan:
    """Nothing more is promised; what is open now is still looked after."""
    plan = await _plan(tx, caller, plan_id)
    if plan.status is PlanStatus.ENDED:
        return plan
    ended = await _status(tx, plan, PlanStatus.ENDED)
    await _skip(tx, [plan.id], tx.now, FOREVER, "ended")
    await tell_resident_changed(tx, plan.resident)
    return ended


async def skip_occurrence(tx: Tx, caller: Caller, occurrence_id: str) -> None:
    """Cancel one promised time, as a resident does for a night; the series goes on."""
    one = await tx.one(occurrence_store.by_id, id=occurrence_id)
    if one is None:
        raise NotFound
    await allow(tx, caller, "care.pause.write", one.resident, resource="occurrence", ids=(one.id,))
    if one.state is not OccurrenceState.SCHEDULED:
        raise Problem("CARE_STATE")
    await tx.run(
        occurrence_store.save, id=one.id, read_version=one.version, new_state=OccurrenceState.SKIPPED,
        new_attempt_no=1, new_closes_at=one.closes_at, new_reminders_sent=0, new_reason="cancelled",
        new_alert=None, new_next_action_at=None,
    )  # fmt: skip
    await tell_unit(tx, one.unit, Template.CONSENT_WITHDRAWN, key=f"skip:{one.id}")
    await tell_resident_changed(tx, one.resident)


async def rest(tx: Tx, caller: Caller, given: RestPlan) -> Pause:
    """A pause with an end: its end is a timer and a notice."""
    await allow(tx, caller, "care.pause.write", given.resident, resource="pause")
    begins = max(given.begins_at, tx.now)
    if not begins < given.ends_at <= begins + LONGEST_PAUSE_MS:
        raise Problem("CARE_PAUSE_INVALID", path=("endsAt",))
    plans = await tx.many(store.plans_of, residents=[given.resident])
    if given.plan is not None and given.plan not in {plan.id for plan in plans}:
        raise NotFound
    pause = Pause(
        id=new_id(), resident=given.resident, plan=given.plan, begins_at=begins, ends_at=given.ends_at,
        reason=given.reason, by=own_id(caller)[0], ended_at=None,
    )  # fmt: skip
    await tx.run(store.add_pause, **msgspec.structs.asdict(pause))
    rested = [plan.id for plan in plans if given.plan in (None, plan.id)]
    await _skip(tx, rested, begins, given.ends_at, "pause")
    await tx.schedule("care.pause.end", f"pause:{pause.id}", given.ends_at, {"id": pause.id})
    await tell_resident_changed(tx, given.resident)
    return pause


async def end_rest(tx: Tx, caller: Caller, pause_id: str) -> Pause:
    """End a pause before its time: what lies ahead is promised again."""
    pause = await tx.one(store.pause_by_id, id=pause_id)
    if pause is None:
        raise NotFound
    await allow(tx, caller, "care.pause.write", pause.resident, resource="pause", ids=(pause.id,))
    return await finish_pause(tx, pause_id)


async def finish_pause(tx: Tx, pause_id: str) -> Pause:
    """The end of a pause, by its timer or by hand: plans go on, and people are told."""
    pause = await tx.one(store.end_pause, id=pause_id, now=tx.now)
    if pause is None:
        known = await tx.one(store.pause_by_id, id=pause_id)
        if known is None:
            raise NotFound
        return known
    await tx.cancel(f"pause:{pause.id}")
    plans = await tx.many(store.plans_of, residents=[pause.resident])
    for plan in plans:
        if pause.plan in (None, plan.id) and plan.status is PlanStatus.ACTIVE:
            again = msgspec.structs.replace(plan, made_until=tx.now, version=plan.version + 1)
            await make_plan(tx, again)
    await tell_person(tx, pause.resident, Template.PAUSE_ENDED, key=f"pause:{pause.id}")
    for unit in sorted({plan.unit for plan in plans}):
        await tell_unit(tx, unit, Template.PAUSE_ENDED, key=f"pause:{pause.id}:{unit}")
    await tell_resident_changed(tx, pause.resident)
    return pause


async def end_decision(tx: Tx, caller: Caller, decision_id: str) -> None:
    """A decision ends: what it promised is skipped, and the unit is told that another form is needed."""
    decision = await tx.one(people_store.decision_by_id, id=decision_id)
    if decision is None:
        raise NotFound
    await allow(
        tx, caller, "care.plan.write", decision.resident, resource="decision", ids=(decision.id,)
    )
    await tx.run(people_store.end_decision, id=decision.id, now=tx.now)
    plans = await tx.many(store.plans_of_decision, decision=decision.id)
    await _skip(tx, [plan.id for plan in plans], tx.now, FOREVER, "decision_ended")
    await tell_unit(tx, decision.unit, Template.CONSENT_WITHDRAWN, key=f"decision:{decision.id}")


async def stop_for_consent(tx: Tx, resident: str, purpose: ConsentPurpose, *, key: str) -> None:
    """A consent is gone: plans that rest on it are skipped, and the unit is told (D1)."""
    wanted = {
        ConsentPurpose.CHECKIN: {PlanKind.SELF_CHECKIN},
        ConsentPurpose.CAMERA_LOOK: {PlanKind.VIDEO_LOOK},
    }.get(purpose, set())
    plans = [
        plan
        for plan in await tx.many(store.plans_of, residents=[resident])
        if plan.kind in wanted and (plan.decision is None or plan.kind is PlanKind.VIDEO_LOOK)
    ]
    await _skip(tx, [plan.id for plan in plans], tx.now, FOREVER, "consent_withdrawn")
    for unit in sorted({plan.unit for plan in plans}):
        await tell_unit(tx, unit, Template.CONSENT_WITHDRAWN, key=f"{key}:{unit}")


async def _skip(tx: Tx, plans: list[str], since: int, until: int, why: str) -> None:
    if plans:
        await tx.run(
            occurrence_store.skip,
            plans=plans,
            states=["scheduled"],
            since=since,
            until=until,
            why=why,
        )


async def _plan(tx: Tx, caller: Caller, plan_id: str) -> Plan:
    plan = await tx.one(store.plan_by_id, id=plan_id)
    if plan is None:
        raise NotFound
    await allow(tx, caller, "care.plan.write", plan.resident, resource="plan", ids=(plan.id,))
    return plan


async def _current(tx: Tx, plan: Plan) -> store.Revision:
    found = await tx.one(store.revision_of, plan=plan.id, rev=plan.current_rev)
    if found is None:
        raise NotFound
    return found


async def _status(tx: Tx, plan: Plan, status: PlanStatus) -> Plan:
    changed = await tx.one(
        store.set_status, id=plan.id, read_version=plan.version, new_status=status
    )
    if changed is None:
        raise Conflict
    return changed


async def _add_revision(
    tx: Tx, caller: Caller, plan: Plan, revision: PlanRevision, since: int
) -> None:
    await tx.run(
        store.add_revision, plan=plan.id, rev=plan.current_rev, body=revision, effective_from=since,
        made_at=tx.now, made_by=own_id(caller)[0],
    )  # fmt: skip


async def _check(tx: Tx, revision: PlanRevision) -> Ladder:
    found = await tx.one(policy_store.newest_policy, id=revision.policy)
    try:
        rules.check(revision, found.body if found else None, instant(tx.now))
    except PlanInvalid as wrong:
        raise plan_problem(wrong) from wrong
    if found is None:
        raise NotFound
    return found.body


async def _check_basis(tx: Tx, plan: Plan) -> None:
    """A plan carries out a decision; only a self check-in may rest on consent alone."""
    consents = await tx.many(people_store.consents_of, resident=plan.resident)
    given = {consent.purpose for consent in consents if consent.holds(tx.now)}
    if plan.kind is PlanKind.VIDEO_LOOK and ConsentPurpose.CAMERA_LOOK not in given:
        raise Problem("CARE_BASIS_MISSING", path=("decision",))
    if plan.decision is not None:
        decision = await tx.one(people_store.decision_by_id, id=plan.decision)
        if decision is not None and decision.resident == plan.resident and decision.holds(tx.now):
            return
    elif plan.kind is PlanKind.SELF_CHECKIN and ConsentPurpose.CHECKIN in given:
        return
    raise Problem("CARE_BASIS_MISSING", path=("decision",))
