# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What staff do with alerts: take, answer, send somebody, be there, end, hand over (care section 2, Q3)."""

from collections.abc import Callable

import msgspec

from services.care.actions.access import Refused, allow, entry_of, own_id, unit_facts
from services.care.actions.alerts import (
    RaiseAlert,
    append,
    locked,
    occurrences_of,
    raise_alert,
    tell_resident_changed,
)
from services.care.actions.rounds import save
from services.care.domain import alert_steps as steps
from services.care.domain.alert_steps import NotNow, Step
from services.care.domain.alerts import LEASE_MS as CLAIM_MS
from services.care.domain.alerts import Alert, Event, Happening, Outcome
from services.care.domain.occurrences import after_resolution
from services.care.domain.triage import HELP, LOWEST, Lowered, Source, raised
from services.care.store import alerts as store
from services.care.store import notices as notice_store
from services.care.store import people as people_store
from services.kit.audit import Outcome as Ending
from services.kit.data import Tx
from services.kit.errors import InputInvalid, NotFound, Problem
from services.kit.policy import decide
from services.kit.wire.caller import Caller

MOST_ETA_MS = 6 * 3_600_000


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody sees that another needs help."""

    resident: str
    priority: int
    client_event_id: str
    kind: str = "other"


async def claim_next(
    tx: Tx, caller: Caller, unit: str, *, skills: tuple[str, ...] = (), languages: tuple[str, ...] = ()
) -> Alert | None:  # fmt: skip
    """The most urgent alert nobody has: taken in one statement, for a minute; None when all is quiet."""
    await _may(tx, caller, "care.alert.handle", unit, None, ())
    who, _ = own_id(caller)
    taken = await tx.one(
        store.claim_next, unit=unit, skills=list(skills), languages=list(languages), who=who,
        until=tx.now + CLAIM_MS, now=tx.now,
    )  # fmt: skip
    if taken is None:
        return None
    if taken.body.resident is not None:
        await tx.audit(
            entry_of(
                caller, "care.alert.handle", "alert", taken.body.resident, ids=(taken.body.id,)
            )
        )
    return await append(tx, taken.body, [steps.claim(taken.body, who, tx.now)], actor=who)


async def claim(tx: Tx, caller: Caller, alert_id: str) -> Alert:
    """Take a certain alert for a minute."""
    who, _ = own_id(caller)
    return await _step(tx, caller, alert_id, lambda one: steps.claim(one, who, tx.now))


async def acknowledge(tx: Tx, caller: Caller, alert_id: str) -> Alert:
    """Say that one acts: what has not been sent is not sent any more, in this transaction (A8)."""
    who, _ = own_id(caller)
    alert = await _step(tx, caller, alert_id, lambda one: steps.acknowledge(one, who, tx.now))
    if alert.owner == who:
        await tx.run(notice_store.supersede_alert, alert_id=alert.id, now=tx.now)
    return alert


async def dispatch(
    tx: Tx, caller: Caller, alert_id: str, *, eta: int, to: str | None = None
) -> Alert:
    """Send somebody, who will be there at `eta`."""
    if not tx.now <= eta <= tx.now + MOST_ETA_MS:
        raise InputInvalid(path=("eta",))
    return await _step(
        tx, caller, alert_id, lambda one: steps.dispatch(one, to, eta, tx.now),
        permission="care.alert.dispatch",
    )  # fmt: skip


async def arrive(tx: Tx, caller: Caller, alert_id: str) -> Alert:
    """Somebody is there."""
    return await _step(
        tx,
        caller,
        alert_id,
        lambda one: steps.arrive(one, tx.now),
        permission="care.alert.dispatch",
    )


async def resolve(
    tx: Tx, caller: Caller, alert_id: str, outcome: Outcome, note: str | None = None
) -> Alert:
    """It is over; the check-in it was about is over with it."""

    def step(one: Alert) -> Step:
        try:
            return steps.resolve(one, outcome, note)
        except NotNow:
            raise
        except ValueError:
            raise Problem("CARE_NOTE_MISSING", path=("note",)) from None

    alert = await _step(tx, caller, alert_id, step)
    if note is not None:
        await tx.run(store.set_note, id=alert.id, words=note)
    await tx.run(notice_store.supersede_alert, alert_id=alert.id, now=tx.now)
    await _end_check_ins(tx, alert)
    return alert


async def reopen(tx: Tx, caller: Caller, alert_id: str) -> Alert:
    """It was not over, within a day: the ladder begins anew at once."""
    before = await locked(tx, alert_id)
    twin = await tx.one(store.open_by_key, key=before.dedup_key)
    if twin is not None and twin.body.id != before.id:
        raise Problem("CARE_STATE")
    return await _step(tx, caller, alert_id, lambda one: steps.reopen(one, tx.now))


async def merge(tx: Tx, caller: Caller, alert_id: str, into: str) -> Alert:
    """Two open alerts of one resident become one."""
    first, second = sorted((alert_id, into))
    found = {one.id: one for one in (await locked(tx, first), await locked(tx, second))}
    for one in found.values():
        await _may(tx, caller, "care.alert.handle", one.unit, one.resident, (one.id,))
    who, behalf = own_id(caller)
    try:
        gone, kept = steps.merge(found[alert_id], found[into])
    except NotNow as wrong:
        raise Problem("CARE_STATE") from wrong
    await append(tx, found[alert_id], [gone], actor=who, on_behalf_of=behalf)
    await tx.run(notice_store.supersede_alert, alert_id=alert_id, now=tx.now)
    merged = await append(tx, found[into], [kept], actor=who, on_behalf_of=behalf)
    for one in await occurrences_of(tx, found[alert_id]):
        await save(tx, one, alert=into)
    return merged


async def offer(tx: Tx, caller: Caller, alert_ids: list[str], to: str) -> list[Alert]:
    """Hand over: it stays with its owner until the other accepts."""
    who, _ = own_id(caller)
    return [
        await _step(tx, caller, each, lambda one: steps.offer(one, who, to))
        for each in sorted(alert_ids)
    ]


async def accept(tx: Tx, caller: Caller, alert_ids: list[str]) -> list[Alert]:
    """Take over what was offered to oneself."""
    who, _ = own_id(caller)
    return [
        await _step(tx, caller, each, lambda one: steps.accept(one, who, tx.now))
        for each in sorted(alert_ids)
    ]


async def set_priority(tx: Tx, caller: Caller, alert_id: str, priority: int) -> Alert:
    """Raise an alert, or lower a lesser one; an urgent one never sinks below its default (Q1)."""

    def step(one: Alert) -> Step:
        if not one.is_open:
            raise NotNow(one.state)
        try:
            wanted = raised(one.default_priority, priority)
        except Lowered:
            raise Problem("CARE_PRIORITY_TOO_LOW", path=("priority",)) from None
        return Happening.RAISED_PRIORITY, {"priority": wanted}

    return await _step(tx, caller, alert_id, step)


async def wait_for_112(tx: Tx, caller: Caller, alert_id: str, *, back: bool) -> Alert:
    """An ambulance has it now, or no longer."""
    return await _step(tx, caller, alert_id, lambda one: steps.wait_for_112(one, back=back))


async def report(tx: Tx, caller: Caller, given: Report) -> Alert:
    """Staff, or somebody who receives alerts, raises one."""
    facts = await allow(tx, caller, "care.alert.report", given.resident, resource="alert")
    if not HELP <= given.priority <= LOWEST:
        raise InputInvalid(path=("priority",))
    who, behalf = own_id(caller)
    known = await tx.many(people_store.residents_by_id, ids=[given.resident])
    source = Source.STAFF if caller.assignment is not None else Source.RELATIVE
    result = await raise_alert(tx, RaiseAlert(
        unit=facts["unit"], resident=given.resident, source=source, priority=given.priority,
        dedup_key=f"report:{given.resident}:{who}:{given.client_event_id}", lang=known[0].lang if known else "sv",
        about={"kind": given.kind}, actor=who, on_behalf_of=behalf,
    ))  # fmt: skip
    return result.alert


async def history(tx: Tx, alert_id: str) -> list[Event]:
    """The events of an alert, in order."""
    return await tx.many(store.events_of, alerts=[alert_id])


async def _step(
    tx: Tx, caller: Caller, alert_id: str, step: Callable[[Alert], Step], *,
    permission: str = "care.alert.handle",
) -> Alert:  # fmt: skip
    alert = await locked(tx, alert_id)
    await _may(tx, caller, permission, alert.unit, alert.resident, (alert.id,))
    who, behalf = own_id(caller)
    try:
        event = step(alert)
    except NotNow as wrong:
        raise Problem("CARE_STATE", extensions={"state": alert.state.value}) from wrong
    return await append(tx, alert, [event], actor=who, on_behalf_of=behalf)


async def _may(  # noqa: PLR0917 -- who, what, whose
    tx: Tx, caller: Caller, permission: str, unit: str, resident: str | None, ids: tuple[str, ...]
) -> None:
    """The queue belongs to the unit: its staff handle its alerts, whoever they are about."""
    decision = decide(caller, permission, unit_facts(unit), now=tx.now)
    subject = resident or f"unit:{unit}"
    if decision.allowed:
        if ids:
            await tx.audit(entry_of(caller, permission, "alert", subject, ids=ids))
        return
    entry = entry_of(caller, permission, "alert", subject, ids=ids, outcome=Ending.REFUSED)
    try:
        decision.raise_if_refused()
    except Problem as problem:
        raise Refused(problem, entry) from problem
    raise NotFound


async def _end_check_ins(tx: Tx, alert: Alert) -> None:
    for one in await occurrences_of(tx, alert):
        ended = after_resolution(one.state)
        if ended is not None:
            state, why = ended
            reason = one.reason if one.reason == "service_outage" else why
            await save(tx, one, state=state, reason=reason, next_action_at=None)
    if alert.resident is not None:
        await tell_resident_changed(tx, alert.resident)
