# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The engine's step on check-ins: opened, reminded, tried again, or missed with an alert (care A3, A4)."""

from typing import Any

from services.care.actions.alerts import RaiseAlert, raise_alert, tell_resident_changed
from services.care.actions.batches import AGAIN_MS, each
from services.care.actions.telling import ask_resident
from services.care.domain.notices import Template
from services.care.domain.occurrences import Move, Occurrence, OccurrenceState, move
from services.care.domain.plans import Pause, PlanRevision
from services.care.domain.quiet import QuietPolicy, quiet_until
from services.care.domain.triage import MISSED, Source
from services.care.store import notices as notice_store
from services.care.store import occurrences as store
from services.care.store import people as people_store
from services.care.store import plans as plan_store
from services.kit.clock import instant, milliseconds
from services.kit.data import Tx
from services.kit.errors import NotFound

BATCH = 200


async def run_due_rounds(tx: Tx, *, careful: bool = False) -> int:
    """Every occurrence whose time has come; how many."""
    rows = await tx.many(store.due, now=tx.now, most=BATCH)
    revisions = await _revisions(tx, rows)
    residents = sorted({one.resident for one in rows})
    pauses = await tx.many(plan_store.pauses_over, residents=residents, now=tx.now)

    async def postpone(one: Occurrence) -> None:
        await tx.run(store.put_off, id=one.id, again_at=tx.now + AGAIN_MS)

    await each(
        tx, rows, lambda one: _step(tx, one, revisions[one.plan, one.rev], pauses),
        careful=careful, postpone=postpone,
    )  # fmt: skip
    return len(rows)


async def _revisions(tx: Tx, rows: list[Occurrence]) -> dict[tuple[str, int], PlanRevision]:
    found = await tx.many(plan_store.revisions_of, plans=sorted({one.plan for one in rows}))
    return {(each.plan, each.rev): each.body for each in found}


async def _step(tx: Tx, one: Occurrence, revision: PlanRevision, pauses: list[Pause]) -> None:
    if one.state is OccurrenceState.SCHEDULED and (why := await _why_not(tx, one, pauses)):
        await save(tx, one, state=OccurrenceState.SKIPPED, reason=why, next_action_at=None)
        return
    made = move(one, revision, tx.now)
    alert = await raise_missed(tx, one, revision, made) if made.missed else None
    changed = await save(
        tx, one, state=made.state, attempt_no=made.attempt_no, closes_at=made.closes_at,
        reminders_sent=made.reminders_sent, next_action_at=made.next_action_at, reason=made.reason,
        alert=alert,
    )  # fmt: skip
    if made.missed:
        await ask_nothing_more(tx, one)
    elif made.asks or made.reminds:
        await _ask(tx, changed, revision, made)
    await tell_resident_changed(tx, one.resident)


async def _why_not(tx: Tx, one: Occurrence, pauses: list[Pause]) -> str | None:
    """Why a check-in that was promised is not held: a pause, or a decision that has ended."""
    for pause in pauses:
        covers = pause.plan in (None, one.plan) and pause.resident == one.resident
        if covers and pause.ended_at is None and pause.begins_at <= one.opens_at < pause.ends_at:
            return "pause"
    plan = await tx.one(plan_store.plan_by_id, id=one.plan)
    if plan is None or plan.decision is None:
        return None
    decision = await tx.one(people_store.decision_by_id, id=plan.decision)
    return None if decision is None or decision.holds(tx.now) else "decision_ended"


async def raise_missed(tx: Tx, one: Occurrence, revision: PlanRevision, made: Move) -> str:
    """The alert of a check-in that nobody answered."""
    known = await tx.many(people_store.residents_by_id, ids=[one.resident])
    raised = await raise_alert(tx, RaiseAlert(
        unit=one.unit, resident=one.resident, source=Source.MISSED, priority=MISSED,
        dedup_key=f"occurrence:{one.id}", policy=revision.policy, lang=known[0].lang if known else "sv",
        about={"occurrence": one.id, "plan": one.plan, "reason": made.reason or "no_answer"},
    ))  # fmt: skip
    return raised.alert.id


async def save(tx: Tx, one: Occurrence, **change: Any) -> Occurrence:
    """Store a change of an occurrence and read it back."""
    names = (
        "state",
        "attempt_no",
        "closes_at",
        "reminders_sent",
        "reason",
        "alert",
        "next_action_at",
    )
    new = {f"new_{name}": change.get(name, getattr(one, name)) for name in names}
    await tx.run(store.save, id=one.id, read_version=one.version, **new)
    found = await tx.one(store.by_id, id=one.id)
    if found is None:
        raise NotFound
    return found


async def ask_nothing_more(tx: Tx, one: Occurrence) -> None:
    """Take back what still waits to be sent to the resident about it."""
    await tx.run(notice_store.supersede_occurrence, occurrence_id=one.id, now=tx.now)


async def _ask(tx: Tx, one: Occurrence, revision: PlanRevision, made: Move) -> None:
    """Ask now, or when quiet hours are over; the deadline stands (R9)."""
    until = quiet_until(revision.quiet_hours, revision.zone, instant(tx.now))
    not_before = tx.now
    if until is not None and revision.quiet_policy is not QuietPolicy.DELIVER:
        if revision.quiet_policy is QuietPolicy.SILENT:
            return
        not_before = milliseconds(until)
    template = Template.REMINDER if made.reminds else Template.CHECKIN
    channel = None
    if made.attempt_no > 1:
        template = Template.RETRY
        channel = revision.attempts[made.attempt_no - 2].channel
    await ask_resident(tx, one, template, not_before=not_before, channel=channel)
