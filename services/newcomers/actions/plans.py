# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A plan: started from a situation, worked out anew at each look, changed step by step, shared, taken back."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec

from services.kit.data import Database, Tx
from services.kit.errors import Conflict, InputInvalid, NotFound
from services.kit.ids import new_id
from services.kit.policy import require
from services.kit.wire.caller import Caller, CallerKind
from services.kit.wire.notice import Notice
from services.newcomers.actions.looks import note_change, note_look
from services.newcomers.domain.local_time import local_day, to_ms
from services.newcomers.domain.planning.comments import Comment
from services.newcomers.domain.planning.grants import Grant, Scope
from services.newcomers.domain.planning.plan import (
    Evidence,
    Progress,
    Step,
    StepState,
    evaluate,
)
from services.newcomers.domain.planning.reminders import overdue, reminders
from services.newcomers.domain.planning.situation import Situation
from services.newcomers.domain.planning.templates import stockholm
from services.newcomers.domain.steps_text import title
from services.newcomers.store import plans as store
from services.newcomers.store.plans import StoredPlan

DAY_MS = 86_400_000
LONGEST_NOTE = 1000
LONGEST_GRANT_DAYS = 366


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """A plan as it stands today."""

    stored: StoredPlan
    steps: list[Step]
    today: date
    may_see_evidence: bool = True
    comments: list[Comment] = []


class ChangeStep(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody says about a step; only what is given is changed."""

    key: str
    started: bool | None = None
    done_on: date | None = None
    reopened: bool = False
    waiting_for: str | None = None
    expected_until: date | None = None
    skipped_reason: str | None = None
    expires_on: date | None = None
    note: str | None = None
    evidence: Evidence | None = None


async def start_plan(tx: Tx, caller: Caller, situation: Situation, locale: str) -> Plan:
    """Her plan from her situation; a plan that there is already is worked out anew from it."""
    require(caller, "newcomers.plan.start")
    return await _start(tx, caller, caller.sub, situation, locale, by="self")


async def start_plan_for(
    tx: Tx, caller: Caller, person: str, situation: Situation, locale: str
) -> Plan:
    """The same by a unit that she has let edit: a counsellor who sits beside her."""
    grants = await tx.many(store.grants_of, who=person)
    require(
        caller, "newcomers.plan.change", granted(caller, person, grants, tx.now, Scope.EDIT_STEPS)
    )
    plan = await _start(tx, caller, person, situation, locale, by="counsellor")
    return _shown_to(caller, plan, grants, tx.now)


async def _start(
    tx: Tx, caller: Caller, person: str, situation: Situation, locale: str, *, by: str
) -> Plan:
    await tx.run(
        store.add_plan, person=person, situation=situation, locale=locale, created_by=by,
        template_version=stockholm().version, version=0, updated_at=tx.now,
    )  # fmt: skip
    known = await tx.one(store.plan_of, who=person)
    changed = await tx.one(
        store.change_plan, who=person, read_version=known.version if known else 0,
        situation=situation, locale=locale, template_version=stockholm().version,
        updated_at=tx.now,
    )  # fmt: skip
    if changed is None:
        raise Conflict
    await note_change(tx, caller, person, "plan.started", ())
    return await _replanned(tx, changed)


async def change_step(tx: Tx, caller: Caller, person: str, given: ChangeStep) -> Plan:
    """Begin, wait, finish, skip or note; evidence is added, never taken away."""
    stored = await _opened(tx, caller, person, Scope.EDIT_STEPS, "newcomers.plan.change")
    if given.key not in stockholm().by_key():
        raise InputInvalid(path=("key",))
    if len(given.note or "") > LONGEST_NOTE or len(given.skipped_reason or "") > LONGEST_NOTE:
        raise InputInvalid(path=("note",), max=LONGEST_NOTE)
    before = (await _progress(tx, person)).get(given.key, Progress())
    after = _changed(before, given, local_day(tx.now))
    await tx.run(store.put_step, person=person, key=given.key, progress=after, updated_at=tx.now)
    await note_change(tx, caller, person, "plan.step.changed", (given.key,))
    await tx.emit("newcomers.step.changed", subject=person, data={"step": given.key})
    plan = await _replanned(tx, stored)
    return _shown_to(caller, plan, await tx.many(store.grants_of, who=person), tx.now)


def _changed(before: Progress, given: ChangeStep, today: date) -> Progress:
    changes: dict[str, Any] = {}
    if given.started is not None:
        changes["started_on"] = (before.started_on or today) if given.started else None
    if given.done_on is not None:
        if given.done_on > today:
            raise InputInvalid(path=("doneOn",))
        changes |= {"done_on": given.done_on, "waiting_for": "", "skipped_reason": ""}
    if given.reopened:
        changes |= {"done_on": None, "skipped_reason": ""}
    if given.waiting_for is not None:
        changes |= {"waiting_for": given.waiting_for, "expected_until": given.expected_until}
    for name in ("skipped_reason", "expires_on", "note"):
        value = getattr(given, name)
        if value is not None:
            changes[name] = value
    if given.evidence is not None:
        changes["evidence"] = (*before.evidence, given.evidence)
    return msgspec.structs.replace(before, **changes)


async def read_plan(database: Database, caller: Caller, person: str) -> Plan | None:
    """A plan for herself or for a unit she has let in; every look of somebody else is put on record."""
    stored = await database.one(store.plan_of, who=person)
    grants = [] if caller.sub == person else await database.many(store.grants_of, who=person)
    now = database.clock.now_ms()
    require(caller, "newcomers.plan.read", granted(caller, person, grants, now, Scope.READ_STEPS))
    if stored is None:
        return None
    await note_look(database, caller, person, "plan.read", ())
    rows = await database.many(store.steps_of, who=person)
    today = local_day(now)
    progress = {row.key: row.progress for row in rows}
    steps = evaluate(stockholm(), stored.situation, progress, today)
    comments = await database.many(store.comments_of, who=person)
    plan = Plan(stored=stored, steps=steps, today=today, comments=comments)
    return _shown_to(caller, plan, grants, now)


async def read_overdue(database: Database, caller: Caller) -> list[Plan]:
    """Plans with hard deadlines that have passed, of people who let the caller's unit read (2.2)."""
    unit = caller.assignment.unit if caller.assignment else ""
    now, found = database.clock.now_ms(), list[Plan]()
    for person in await database.many(store.people_open_to, of_unit=unit, now=now):
        grants = await database.many(store.grants_of, who=person)
        if not _allows(caller, grants, now, Scope.READ_STEPS):
            continue
        plan = await read_plan(database, caller, person)
        late = overdue(plan.steps, plan.today) if plan else []
        if plan is not None and late:
            found.append(msgspec.structs.replace(plan, steps=late))
    return found


def _shown_to(caller: Caller, plan: Plan, grants: list[Grant], now: int) -> Plan:
    """What the caller may see of a plan: whoever may change steps need not be let read them."""
    if caller.sub == plan.stored.person:
        return plan
    hidden: dict[str, Any] = {}
    sees_evidence = _allows(caller, grants, now, Scope.SEE_EVIDENCE)
    reads = _allows(caller, grants, now, Scope.READ_STEPS)
    if not sees_evidence:
        hidden |= {"evidence": ()}
    if not reads:
        hidden |= {"note": "", "waiting_for": "", "skipped_reason": ""}
    steps = [
        msgspec.structs.replace(step, progress=msgspec.structs.replace(step.progress, **hidden))
        for step in plan.steps
    ]
    return msgspec.structs.replace(
        plan, steps=steps, may_see_evidence=sees_evidence, comments=plan.comments if reads else []
    )


async def give_grant(tx: Tx, caller: Caller, *, unit: str, scopes: list[Scope], days: int) -> Grant:
    """Let a unit in for a time."""
    require(caller, "newcomers.plan.share", {"owner": caller.sub})
    if not unit.strip() or not scopes:
        raise InputInvalid(path=("unit" if not unit.strip() else "scopes",))
    if not 1 <= days <= LONGEST_GRANT_DAYS:
        raise InputInvalid(path=("days",), max=LONGEST_GRANT_DAYS)
    grant = Grant(
        id=new_id(), person=caller.sub, unit=unit, scopes=sorted(set(scopes)), given_at=tx.now,
        expires_at=tx.now + days * DAY_MS,
    )  # fmt: skip
    await tx.run(
        store.add_grant, id=grant.id, person=grant.person, unit=unit, scopes=grant.scopes,
        given_at=tx.now, expires_at=grant.expires_at, revoked_at=None,
    )  # fmt: skip
    await note_change(tx, caller, caller.sub, "plan.grant.given", (grant.id,))
    return grant


async def revoke_grant(tx: Tx, caller: Caller, grant_id: str) -> Grant:
    """Take access back: it ends at once (rule 11)."""
    require(caller, "newcomers.plan.share", {"owner": caller.sub})
    ended = await tx.one(store.revoke_grant, key=grant_id, who=caller.sub, at=tx.now)
    if ended is None:
        raise NotFound
    await note_change(tx, caller, caller.sub, "plan.grant.revoked", (grant_id,))
    return ended


async def list_grants(database: Database, caller: Caller) -> list[Grant]:
    """Whom she has let in."""
    require(caller, "newcomers.plan.share", {"owner": caller.sub})
    return await database.many(store.grants_of, who=caller.sub)


async def remind(tx: Tx, person: str, key: str, days_before: int) -> None:
    """Tell her of a step that is due, if it still is."""
    stored = await tx.one(store.plan_of, who=person)
    if stored is None:
        return
    steps = {step.key: step for step in (await _evaluated(tx, stored)).steps}
    step = steps.get(key)
    closed = (StepState.DONE, StepState.SKIPPED, StepState.NOT_APPLICABLE)
    if step is None or step.due.on is None or step.state in closed:
        return
    notice = Notice(
        title=title(key),
        category="newcomers.step",
        legal=bool(step.due.rule and step.due.rule.hard),
        due_at=to_ms(step.due.on),
        action=f"/newcomers/plan/{key}",
        subject_ref=f"{key}:{days_before}",
    )
    await tx.emit("newcomers.notice.wanted", subject=person, data=msgspec.to_builtins(notice))


async def _replanned(tx: Tx, stored: StoredPlan) -> Plan:
    """The plan as it stands now, with the timers of its reminders set."""
    plan = await _evaluated(tx, stored)
    for one in reminders(plan.steps, plan.today):
        at = to_ms(one.at)
        if at > tx.now:
            name = f"remind:{stored.person}:{one.id}"
            await tx.cancel(name)
            payload = {"person": stored.person, "step": one.step, "before": one.days_before}
            await tx.schedule("newcomers.remind", name, at, payload)
    return plan


async def _evaluated(tx: Tx, stored: StoredPlan) -> Plan:
    today = local_day(tx.now)
    progress = await _progress(tx, stored.person)
    steps = evaluate(stockholm(), stored.situation, progress, today)
    comments = await tx.many(store.comments_of, who=stored.person)
    return Plan(stored=stored, steps=steps, today=today, comments=comments)


async def _progress(tx: Tx, person: str) -> Mapping[str, Progress]:
    return {row.key: row.progress for row in await tx.many(store.steps_of, who=person)}


async def _opened(tx: Tx, caller: Caller, person: str, scope: Scope, permission: str) -> StoredPlan:
    grants = [] if caller.sub == person else await tx.many(store.grants_of, who=person)
    require(caller, permission, granted(caller, person, grants, tx.now, scope))
    stored = await tx.one(store.plan_of, who=person)
    if stored is None:
        raise NotFound
    return stored


def granted(
    caller: Caller, person: str, grants: list[Grant], now: int, scope: Scope
) -> Mapping[str, Any]:
    """Whose plan it is, and whether a grant opens it to the caller for this."""
    return {"owner": person, "granted": _allows(caller, grants, now, scope)}


def _allows(caller: Caller, grants: list[Grant], now: int, scope: Scope) -> bool:
    if caller.kind is not CallerKind.STAFF or caller.assignment is None:
        return False
    unit = caller.assignment.unit
    return any(grant.allows(scope, unit, now) for grant in grants)
