# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Tables and questions of consultations, their slots, their people and the traces of their calls."""

import msgspec

from services.care.domain.consultations import Consultation, Participant, Slot
from services.kit.data import (
    Column,
    Index,
    Instant,
    Integer,
    MetaData,
    Table,
    Text,
    among,
    bindparam,
    define,
    delete,
    insert,
    or_,
    select,
    update,
)

metadata = MetaData()

consultation = Table(
    "consultation",
    metadata,
    Column("id", Text, primary_key=True),
    Column("resident", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("staff", Text),
    Column("starts_at", Instant),
    Column("ends_at", Instant),
    Column("replaces", Text),
    Column("ended", Text),
    Column("call", Integer, nullable=False),
    Column("state_since", Instant, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("version", Integer, nullable=False),
)
Index("consultation_resident", consultation.c.resident, consultation.c.id)
Index("consultation_unit", consultation.c.unit, consultation.c.state, consultation.c.id)

slot = Table(
    "consultation_slot",
    metadata,
    Column("id", Text, primary_key=True),
    Column("staff", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("starts_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Column("held_for", Text),
    Column("held_until", Instant),
    Column("taken_by", Text),
)
Index("consultation_slot_once", slot.c.staff, slot.c.starts_at, unique=True)

proposal = Table(
    "consultation_proposal",
    metadata,
    Column("consultation", Text, primary_key=True),
    Column("slot", Text, primary_key=True),
)
"""Times staff have suggested; suggesting holds nothing, choosing does."""

participant = Table(
    "consultation_participant",
    metadata,
    Column("id", Text, primary_key=True),
    Column("consultation", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("consented_at", Instant),
    Column("waiting_since", Instant),
    Column("admitted_at", Instant),
    Column("left_at", Instant),
)
Index(
    "consultation_participant_once",
    participant.c.consultation,
    participant.c.person,
    unique=True,
)
Index("consultation_participant_person", participant.c.person)

note = Table(
    "consultation_note",
    metadata,
    Column("consultation", Text, primary_key=True),
    Column("signed_by", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("body", Text, nullable=False),
)

call_event = Table(
    "call_event",
    metadata,
    Column("id", Text, primary_key=True),
    Column("consultation", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("actor", Text, nullable=False),
    Column("type", Text, nullable=False),
)
"""When who came and went; never what was said, never an address (video 2)."""
Index("call_event_at", call_event.c.at)


class Note(msgspec.Struct, frozen=True):
    """A signed note."""

    consultation: str
    signed_by: str
    at: int
    body: str


class CallEvent(msgspec.Struct, frozen=True):
    """A trace of a call."""

    at: int
    actor: str
    type: str


_ID = bindparam("id", type_=Text)
_NOW = bindparam("now", type_=Instant)
_MOST = bindparam("most", type_=Integer)

add = define(insert(consultation))
by_id = define(select(consultation).where(consultation.c.id == _ID), Consultation)
by_ids = define(select(consultation).where(among(consultation.c.id, "ids")), Consultation)
of_residents = define(
    select(consultation)
    .where(among(consultation.c.resident, "residents"))
    .order_by(consultation.c.id.desc())
    .limit(_MOST),
    Consultation,
)
of_unit = define(
    select(consultation)
    .where(
        consultation.c.unit == bindparam("unit", type_=Text),
        among(consultation.c.state, "states"),
    )
    .order_by(consultation.c.starts_at, consultation.c.id)
    .limit(_MOST),
    Consultation,
)
move = define(
    update(consultation)
    .where(
        consultation.c.id == _ID, consultation.c.version == bindparam("read_version", type_=Integer)
    )
    .values(
        state=bindparam("new_state", type_=Text),
        state_since=_NOW,
        ended=bindparam("why", type_=Text),
        call=consultation.c.call + bindparam("more_calls", type_=Integer),
        version=consultation.c.version + 1,
    )
    .returning(consultation),
    Consultation,
)
book = define(
    update(consultation)
    .where(consultation.c.id == _ID)
    .values(
        staff=bindparam("who", type_=Text),
        starts_at=bindparam("start", type_=Instant),
        ends_at=bindparam("end", type_=Instant),
    )
)
set_channel = define(
    update(consultation).where(consultation.c.id == _ID).values(channel=bindparam("to", type_=Text))
)

add_slot = define(
    insert(slot).on_conflict_do_nothing(index_elements=["staff", "starts_at"]).returning(slot), Slot
)
slots_by_id = define(select(slot).where(among(slot.c.id, "ids")).order_by(slot.c.starts_at), Slot)
add_proposal = define(insert(proposal).on_conflict_do_nothing())
drop_proposals = define(
    delete(proposal).where(proposal.c.consultation == bindparam("consultation", type_=Text))
)
proposed_slots = define(
    select(slot)
    .where(
        slot.c.id.in_(
            select(proposal.c.slot).where(
                proposal.c.consultation == bindparam("consultation", type_=Text)
            )
        ),
        slot.c.taken_by.is_(None),
        slot.c.starts_at > _NOW,
    )
    .order_by(slot.c.starts_at),
    Slot,
)
open_slots = define(
    select(slot)
    .where(
        slot.c.unit == bindparam("unit", type_=Text),
        slot.c.taken_by.is_(None),
        slot.c.starts_at > _NOW,
        or_(slot.c.held_until.is_(None), slot.c.held_until <= _NOW),
    )
    .order_by(slot.c.starts_at)
    .limit(_MOST),
    Slot,
)
hold_slot = define(
    update(slot)
    .where(
        slot.c.id == _ID,
        slot.c.taken_by.is_(None),
        slot.c.starts_at > _NOW,
        or_(
            slot.c.held_until.is_(None),
            slot.c.held_until <= _NOW,
            slot.c.held_for == bindparam("consultation", type_=Text),
        ),
    )
    .values(
        held_for=bindparam("consultation", type_=Text),
        held_until=bindparam("until", type_=Instant),
    )
    .returning(slot),
    Slot,
)
"""One statement decides, however many ask at once."""
take_slot = define(
    update(slot)
    .where(
        slot.c.id == _ID,
        slot.c.taken_by.is_(None),
        slot.c.starts_at > _NOW,
        or_(
            slot.c.held_until.is_(None),
            slot.c.held_until <= _NOW,
            slot.c.held_for == bindparam("consultation", type_=Text),
        ),
    )
    .values(taken_by=bindparam("consultation", type_=Text), held_for=None, held_until=None)
    .returning(slot),
    Slot,
)
release_slots = define(
    update(slot)
    .where(
        or_(
            slot.c.held_for == bindparam("consultation", type_=Text),
            slot.c.taken_by == bindparam("consultation", type_=Text),
        )
    )
    .values(taken_by=None, held_for=None, held_until=None)
)

add_participant = define(
    insert(participant).on_conflict_do_nothing(index_elements=["consultation", "person"])
)
participants_of = define(
    select(participant)
    .where(among(participant.c.consultation, "consultations"))
    .order_by(participant.c.id),
    Participant,
)
consultations_with = define(
    select(consultation)
    .where(
        consultation.c.id.in_(
            select(participant.c.consultation).where(
                participant.c.person == bindparam("person", type_=Text)
            )
        )
    )
    .order_by(consultation.c.id.desc())
    .limit(_MOST),
    Consultation,
)
start_waiting = define(
    update(participant)
    .where(participant.c.id == _ID)
    .values(waiting_since=_NOW, consented_at=_NOW, left_at=None)
)
let_in = define(
    update(participant).where(participant.c.id == _ID).values(admitted_at=_NOW, left_at=None)
)
leave = define(update(participant).where(participant.c.id == _ID).values(left_at=_NOW))
put_out = define(
    update(participant)
    .where(
        participant.c.consultation == bindparam("consultation", type_=Text),
        participant.c.left_at.is_(None),
    )
    .values(left_at=_NOW)
)

add_note = define(insert(note).on_conflict_do_nothing(index_elements=["consultation"]))
note_of = define(
    select(note).where(note.c.consultation == bindparam("consultation", type_=Text)), Note
)
add_call_event = define(insert(call_event))
call_events_of = define(
    select(call_event.c.at, call_event.c.actor, call_event.c.type)
    .where(call_event.c.consultation == bindparam("consultation", type_=Text))
    .order_by(call_event.c.at, call_event.c.id),
    CallEvent,
)
forget_traces = define(
    delete(call_event).where(call_event.c.at < bindparam("before", type_=Instant))
)
