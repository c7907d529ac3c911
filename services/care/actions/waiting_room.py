# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The waiting room and what follows it: enter, admit, the call's states, the note, what time alone does."""

from services.care.actions.consultations import (
    Seen,
    add_person,
    again,
    allowed,
    find,
    take_step,
)
from services.care.domain.consultations import (
    BY_ITSELF,
    LIVE,
    Channel,
    ConsultationState,
    Ended,
    Participant,
    Role,
    Step,
    deadline,
)
from services.care.store import consultations as store
from services.kit.data import Tx
from services.kit.errors import InputInvalid, NotFound, Problem
from services.kit.ids import new_id
from services.kit.policy import require
from services.kit.wire.caller import SYSTEM, Caller

LONGEST_NOTE = 20_000


async def enter_waiting_room(
    tx: Tx, caller: Caller, consultation_id: str, *, consents: bool
) -> Seen:
    """Take a seat; to come in is to agree to the call, and nobody is let in without that (care C6)."""
    seen = await allowed(tx, caller, "care.consultation.join", consultation_id)
    me = present(seen, caller)
    if not consents:
        raise InputInvalid(path=("consents",))
    if seen.facts.state not in LIVE:
        seen = await take_step(tx, caller, seen, Step.WAIT)
    await tx.run(store.start_waiting, id=me.id, now=tx.now)
    await trace(tx, seen, me.id, "waiting")
    return await again(tx, consultation_id)


async def admit(tx: Tx, caller: Caller, consultation_id: str, participants: list[str]) -> Seen:
    """Let people in; without a list everybody who waits. Staff come in with them."""
    seen = await allowed(tx, caller, "care.consultation.hold", consultation_id)
    waiting = [one for one in seen.people if one.waiting_since is not None and one.left_at is None]
    chosen = [one for one in waiting if not participants or one.id in participants]
    if len(chosen) < len(participants) or not any(one.role is not Role.STAFF for one in chosen):
        raise InputInvalid(path=("participants",))
    if seen.facts.state not in LIVE:
        seen = await take_step(tx, caller, seen, Step.ADMIT)
    for one in chosen:
        await tx.run(store.let_in, id=one.id, now=tx.now)
        await trace(tx, seen, one.id, "admitted")
    await _come_along(tx, caller, await again(tx, consultation_id))
    await tx.emit("care.consultation.changed", consultation_id, {"id": consultation_id})
    return await again(tx, consultation_id)


async def _come_along(tx: Tx, caller: Caller, seen: Seen) -> None:
    """Whoever admits is in the call herself, also when a colleague was booked."""
    if seen.of(caller.sub) is None:
        await add_person(tx, seen, caller.sub, Role.STAFF, seen.facts.language)
        seen = await again(tx, seen.facts.id)
    me = present(seen, caller)
    await tx.run(store.start_waiting, id=me.id, now=tx.now)
    await tx.run(store.let_in, id=me.id, now=tx.now)


async def report_call(tx: Tx, caller: Caller, consultation_id: str, step: Step) -> Seen:
    """What a browser in the call tells: it is connected, lost, or has hung up."""
    seen = await allowed(tx, caller, "care.consultation.join", consultation_id)
    me = admitted(seen, caller)
    if step is Step.CONNECT and seen.facts.state is ConsultationState.IN_CALL:
        return seen
    await trace(tx, seen, me.id, step.value)
    if step is Step.END:
        await tx.run(store.leave, id=me.id, now=tx.now)
        others = [
            one for one in seen.people
            if one.id != me.id and one.admitted_at is not None and one.left_at is None
        ]  # fmt: skip
        if me.role not in (Role.STAFF, Role.RESIDENT) and others:
            return await again(tx, consultation_id)
        await tx.run(store.put_out, consultation=consultation_id, now=tx.now)
    return await take_step(
        tx, caller, await again(tx, consultation_id), step,
        why=Ended.HANGUP if step is Step.END else None,
    )  # fmt: skip


async def go_on_by_phone(tx: Tx, caller: Caller, consultation_id: str) -> Seen:
    """The picture does not come: staff call her instead, with one tap."""
    seen = await allowed(tx, caller, "care.consultation.hold", consultation_id)
    if seen.facts.state is not ConsultationState.TECH_FAILED:
        seen = await take_step(tx, caller, seen, Step.FAIL)
    await tx.run(store.set_channel, id=consultation_id, to=Channel.PHONE)
    return await take_step(
        tx, caller, await again(tx, consultation_id), Step.PHONE, why=Ended.FALLBACK
    )


async def call_again(tx: Tx, caller: Caller, consultation_id: str) -> Seen:
    """Begin a second call in the same consultation (care C3)."""
    seen = await allowed(tx, caller, "care.consultation.hold", consultation_id)
    moved = await take_step(tx, caller, seen, Step.CALL_AGAIN)
    for one in seen.people:
        if one.admitted_at is not None:
            await tx.run(store.let_in, id=one.id, now=tx.now)
    return await again(tx, moved.facts.id)


async def end_by_staff(tx: Tx, caller: Caller, consultation_id: str, step: Step) -> Seen:
    """Staff end it, call it missed, or close it."""
    seen = await allowed(tx, caller, "care.consultation.hold", consultation_id)
    moved = await take_step(tx, caller, seen, step, why=Ended.HANGUP if step is Step.END else None)
    if step is Step.END:
        await tx.run(store.put_out, consultation=consultation_id, now=tx.now)
    return moved


async def document(tx: Tx, caller: Caller, consultation_id: str, body: str) -> Seen:
    """Sign the note; it cannot be written over."""
    seen = await allowed(tx, caller, "care.consultation.hold", consultation_id)
    if not body.strip() or len(body) > LONGEST_NOTE:
        raise InputInvalid(path=("note",))
    moved = await take_step(tx, caller, seen, Step.DOCUMENT)
    await tx.run(
        store.add_note,
        consultation=consultation_id,
        signed_by=caller.sub,
        at=tx.now,
        body=body.strip(),
    )
    return moved


async def when_due(tx: Tx, consultation_id: str, version: int) -> None:
    """What time alone does: nobody came, nobody admitted, the call never came back, no note."""
    seen = await find(tx, consultation_id, tx.now)
    if seen is None or seen.facts.version != version:
        return
    due = deadline(seen.facts)
    if due is None or due > tx.now:
        return
    step = BY_ITSELF.get(seen.facts.state)
    if step is None:
        await tx.emit(
            "care.consultation.undocumented",
            consultation_id,
            {"id": consultation_id, "unit": seen.facts.unit},
        )
        return
    await tx.run(store.put_out, consultation=consultation_id, now=tx.now)
    await take_step(tx, SYSTEM, seen, step, why=Ended.LOST if step is Step.END else None)


async def trace(tx: Tx, seen: Seen, participant: str, what: str) -> None:
    """Keep that somebody came or went, and when; nothing more."""
    await tx.run(
        store.add_call_event, id=new_id(), consultation=seen.facts.id, at=tx.now, actor=participant,
        type=what,
    )  # fmt: skip


def present(seen: Seen, caller: Caller) -> Participant:
    """The caller as she stands in the consultation; staff of the unit who are not in it are not."""
    me = seen.of(caller.subject) or seen.of(caller.sub)
    if me is None:
        raise NotFound
    return me


def admitted(seen: Seen, caller: Caller) -> Participant:
    """The caller, let in and still there; the only one who gets servers and signals."""
    require(caller, "care.consultation.join", seen.rights)
    me = present(seen, caller)
    if me.admitted_at is None or me.left_at is not None or seen.facts.state not in LIVE:
        raise Problem("CARE_NOT_ADMITTED", path=("consultation",))
    return me
