# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""From the wish to a time: request, slots, proposals, holding, choosing, cancelling, moving."""

import msgspec

from services.care.actions.access import allow, unit_facts
from services.care.actions.consultations import (
    Seen,
    add_person,
    again,
    allowed,
    begin,
    find,
    take_step,
)
from services.care.domain.consultations import (
    HOLD_MS,
    Channel,
    Consultation,
    ConsultationState,
    Ended,
    Role,
    Slot,
    Step,
)
from services.care.store import consultations as store
from services.kit.data import Database, Tx
from services.kit.errors import Conflict, InputInvalid, NotFound, Problem
from services.kit.ids import new_id
from services.kit.policy import require
from services.kit.wire.caller import Caller

LONGEST_REASON = 2000
LONGEST_SLOT_MS = 4 * 3_600_000
MOST_SLOTS = 50


class RequestConsultation(msgspec.Struct, frozen=True, kw_only=True):
    """The wish to speak with somebody of a unit."""

    resident: str
    unit: str
    reason: str
    language: str
    channel: Channel = Channel.VIDEO


class OfferSlot(msgspec.Struct, frozen=True, kw_only=True):
    """A time somebody of staff has. UTC milliseconds."""

    staff: str
    unit: str
    starts_at: int
    ends_at: int


async def request_consultation(tx: Tx, caller: Caller, given: RequestConsultation) -> Seen:
    """Hand in the wish; a relative with the scope may do it for the resident."""
    await allow(tx, caller, "care.consultation.request", given.resident, resource="Consultation")
    if len(given.reason) > LONGEST_REASON:
        raise InputInvalid(path=("reason",))
    if not given.unit.strip():
        raise InputInvalid(path=("unit",))
    return await begin(tx, caller, _new(tx, given, replaces=None))


async def triage_consultation(tx: Tx, caller: Caller, consultation_id: str) -> Seen:
    """Staff have read the wish and taken it on."""
    seen = await allowed(tx, caller, "care.consultation.hold", consultation_id)
    return await take_step(tx, caller, seen, Step.TRIAGE)


async def offer_slots(tx: Tx, caller: Caller, given: list[OfferSlot]) -> list[Slot]:
    """Open times of staff; one that is there already is left as it is (care C1)."""
    if not 0 < len(given) <= MOST_SLOTS:
        raise InputInvalid(path=("slots",))
    made: list[Slot] = []
    for place, each in enumerate(given):
        require(caller, "care.slot.offer", unit_facts(each.unit))
        length = each.ends_at - each.starts_at
        if each.starts_at <= tx.now or not 0 < length <= LONGEST_SLOT_MS:
            raise InputInvalid(path=("slots", place))
        found = await tx.one(
            store.add_slot, id=new_id(), held_for=None, held_until=None, taken_by=None,
            **msgspec.structs.asdict(each),
        )  # fmt: skip
        if found is not None:
            made.append(found)
    return made


async def read_open_slots(database: Database, caller: Caller, unit: str) -> list[Slot]:
    """The times that can be had now."""
    require(caller, "care.slot.read")
    now = database.clock.now_ms()
    return await database.many(store.open_slots, unit=unit, now=now, most=MOST_SLOTS)


async def propose_slots(tx: Tx, caller: Caller, consultation_id: str, slots: list[str]) -> Seen:
    """Staff suggest times; suggesting anew replaces what was suggested."""
    seen = await allowed(tx, caller, "care.consultation.hold", consultation_id)
    found = await tx.many(store.slots_by_id, ids=slots)
    open_ones = [one for one in found if one.unit == seen.facts.unit and one.taken_by is None]
    if not slots or len(open_ones) != len(set(slots)):
        raise InputInvalid(path=("slots",))
    await tx.run(store.drop_proposals, consultation=consultation_id)
    await tx.run_each(
        store.add_proposal,
        [{"consultation": consultation_id, "slot": one.id} for one in open_ones],
    )
    return await take_step(tx, caller, seen, Step.PROPOSE)


async def read_proposals(database: Database, caller: Caller, consultation_id: str) -> list[Slot]:
    """The suggested times that can still be had."""
    now = database.clock.now_ms()
    seen = await find(database, consultation_id, now)
    if seen is None:
        raise NotFound
    require(caller, "care.consultation.read", seen.rights)
    return await database.many(store.proposed_slots, consultation=consultation_id, now=now)


async def hold_slot(tx: Tx, caller: Caller, consultation_id: str, slot_id: str) -> Slot:
    """Keep a time for five minutes while she thinks (care C1)."""
    await allowed(tx, caller, "care.consultation.book", consultation_id)
    held = await tx.one(
        store.hold_slot,
        id=slot_id,
        consultation=consultation_id,
        now=tx.now,
        until=tx.now + HOLD_MS,
    )
    if held is None:
        raise Problem("CARE_SLOT_TAKEN", path=("slot",))
    return held


async def choose_slot(tx: Tx, caller: Caller, consultation_id: str, slot_id: str) -> Seen:
    """Take a time; whoever comes second is told so and keeps nothing."""
    seen = await allowed(tx, caller, "care.consultation.book", consultation_id)
    wanted = await tx.many(store.slots_by_id, ids=[slot_id])
    if not wanted or wanted[0].unit != seen.facts.unit:
        raise NotFound
    taken = await tx.one(store.take_slot, id=slot_id, consultation=consultation_id, now=tx.now)
    if taken is None:
        raise Problem("CARE_SLOT_TAKEN", path=("slot",))
    await tx.run(store.drop_proposals, consultation=consultation_id)
    await tx.run(
        store.book, id=consultation_id, who=taken.staff, start=taken.starts_at, end=taken.ends_at
    )
    await add_person(tx, seen, taken.staff, Role.STAFF, seen.facts.language)
    return await take_step(tx, caller, await again(tx, consultation_id), Step.CHOOSE)


async def invite(
    tx: Tx, caller: Caller, consultation_id: str, person: str, *, role: Role, language: str
) -> Seen:
    """Staff let an interpreter or a relative take part."""
    seen = await allowed(tx, caller, "care.consultation.hold", consultation_id)
    if role not in (Role.INTERPRETER, Role.RELATIVE) or not person:
        raise InputInvalid(path=("role",) if person else ("person",))
    if seen.of(person) is not None:
        raise Conflict(path=("person",))
    await add_person(tx, seen, person, role, language)
    return await again(tx, consultation_id)


async def cancel_consultation(tx: Tx, caller: Caller, consultation_id: str) -> Seen:
    """Call it off; everybody who waits is told, the time is free again (care C2)."""
    seen = await allowed(tx, caller, "care.consultation.book", consultation_id)
    moved = await take_step(tx, caller, seen, Step.CANCEL, why=Ended.CANCELLED)
    await _free(tx, consultation_id)
    return moved


async def reschedule_consultation(
    tx: Tx, caller: Caller, consultation_id: str, slot_id: str
) -> Seen:
    """Take another time: a new consultation stands in for this one."""
    seen = await allowed(tx, caller, "care.consultation.book", consultation_id)
    before = seen.facts
    await take_step(tx, caller, seen, Step.RESCHEDULE)
    await _free(tx, consultation_id)
    wish = RequestConsultation(
        resident=before.resident, unit=before.unit, reason=before.reason,
        language=before.language, channel=before.channel,
    )  # fmt: skip
    fresh = await begin(
        tx, caller, _new(tx, wish, replaces=before.id, state=ConsultationState.PROPOSED)
    )
    for one in seen.people:
        if one.role in (Role.INTERPRETER, Role.RELATIVE):
            await add_person(
                tx, await again(tx, fresh.facts.id), one.person, one.role, one.language
            )
    taken = await tx.one(store.take_slot, id=slot_id, consultation=fresh.facts.id, now=tx.now)
    if taken is None or taken.unit != before.unit:
        raise Problem("CARE_SLOT_TAKEN", path=("slot",))
    await tx.run(
        store.book, id=fresh.facts.id, who=taken.staff, start=taken.starts_at, end=taken.ends_at
    )
    await add_person(tx, await again(tx, fresh.facts.id), taken.staff, Role.STAFF, before.language)
    return await take_step(tx, caller, await again(tx, fresh.facts.id), Step.CHOOSE)


async def _free(tx: Tx, consultation_id: str) -> None:
    await tx.run(store.release_slots, consultation=consultation_id)
    await tx.run(store.drop_proposals, consultation=consultation_id)
    await tx.run(store.put_out, consultation=consultation_id, now=tx.now)


def _new(
    tx: Tx,
    given: RequestConsultation,
    *,
    replaces: str | None,
    state: ConsultationState = ConsultationState.REQUESTED,
) -> Consultation:
    return Consultation(
        id=new_id(), resident=given.resident, unit=given.unit.strip(), state=state,
        channel=given.channel, reason=given.reason.strip(), language=given.language, staff=None,
        starts_at=None, ends_at=None, replaces=replaces, ended=None,
        call=0, state_since=tx.now,
        created_at=tx.now, version=1,
    )  # fmt: skip
