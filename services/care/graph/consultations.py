# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Consultations as the graph shows them: the entity, its people, its times, what staff see."""

from datetime import datetime
from typing import Annotated

import msgspec
import strawberry

from services.care.actions import bookings, consultations
from services.care.actions.consultations import Seen, steps_open
from services.care.domain.consultations import (
    Channel,
    ConsultationState,
    Ended,
    Participant,
    Role,
    Slot,
    Step,
    waiting_list,
)
from services.care.privacy import CARE
from services.kit.clock import instant
from services.kit.graph import Info, Locale, describe_enum, global_id, local_id
from services.kit.graph_guard import guarded, permission
from services.kit.privacy.known import MASK, protected_among
from services.kit.wire.caller import CallerKind

describe_enum(
    ConsultationState,
    "ConsultationState",
    description="Where a consultation stands. New values may come; show an unknown one as waiting.",
    values={
        "REQUESTED": "Asked for.",
        "TRIAGED": "Read and taken on by staff.",
        "PROPOSED": "Times are suggested.",
        "SCHEDULED": "A time is booked.",
        "WAITING": "Somebody sits in the waiting room.",
        "ADMITTED": "Staff have let people in; a call may begin.",
        "IN_CALL": "The call is on.",
        "RECONNECTING": "The call was lost and may come back within a minute.",
        "ENDED": "The call is over; the note is still to be written.",
        "DOCUMENTED": "The note is signed.",
        "CLOSED": "Done.",
        "CANCELLED": "Called off.",
        "NO_SHOW": "Nobody came.",
        "TECH_FAILED": "The picture did not come.",
        "PHONE_FALLBACK": "Goes on by telephone.",
        "RESCHEDULED": "Another consultation stands in for it.",
        "ABANDONED": "Nobody was let in for too long.",
    },
)
describe_enum(
    Step,
    "ConsultationStep",
    description="What can happen to a consultation next.",
    values={
        "TRIAGE": "Staff take it on.",
        "PROPOSE": "Staff suggest times.",
        "CHOOSE": "A time is chosen.",
        "WAIT": "Somebody enters the waiting room.",
        "ADMIT": "Staff let people in.",
        "CONNECT": "The call connects.",
        "LOSE": "The call is lost.",
        "END": "The call ends.",
        "CALL_AGAIN": "A second call begins.",
        "DOCUMENT": "The note is signed.",
        "CLOSE": "It is closed.",
        "CANCEL": "It is called off.",
        "MISS": "Nobody came.",
        "FAIL": "The picture did not come.",
        "PHONE": "It goes on by telephone.",
        "RESCHEDULE": "It is moved.",
        "ABANDON": "It is given up.",
    },
)
describe_enum(
    Role,
    "ConsultationRole",
    description="What a person is in a consultation.",
    values={
        "RESIDENT": "The person it is about.",
        "STAFF": "Somebody of care.",
        "INTERPRETER": "An interpreter.",
        "RELATIVE": "A relative or another supporter.",
    },
)
describe_enum(
    Channel,
    "ConsultationChannel",
    description="How the people meet.",
    values={"VIDEO": "By picture and sound.", "PHONE": "By telephone."},
)
describe_enum(
    Ended,
    "ConsultationEnd",
    description="Why a call has ended.",
    values={
        "HANGUP": "Somebody hung up.",
        "LOST": "It was lost and did not come back.",
        "CANCELLED": "It was called off.",
        "FALLBACK": "It went on by telephone.",
    },
)


@strawberry.type(name="ConsultationParticipant", description="One person in it.", directives=[CARE])
class ParticipantType:
    """A participant."""

    facts: strawberry.Private[Participant]

    @strawberry.field(description="Her id in this consultation, the same that signals carry.")
    def id(self) -> strawberry.ID:
        """Her id in this consultation."""
        return strawberry.ID(self.facts.id)

    @strawberry.field(description="What she is in it.")
    def role(self) -> Role:
        """What she is in it."""
        return self.facts.role

    @strawberry.field(description="The language she reads.")
    def language(self) -> Locale:
        """The language she reads."""
        return Locale(self.facts.language)

    @strawberry.field(description="Since when she waits.")
    def waiting_since(self) -> datetime | None:
        """Since when she waits."""
        return _instant(self.facts.waiting_since)

    @strawberry.field(description="When she was let in.")
    def admitted_at(self) -> datetime | None:
        """When she was let in."""
        return _instant(self.facts.admitted_at)

    @strawberry.field(description="When she left.")
    def left_at(self) -> datetime | None:
        """When she left."""
        return _instant(self.facts.left_at)


@strawberry.type(name="ConsultationSlot", description="A time.", directives=[CARE])
class SlotType:
    """A time that can be had."""

    facts: strawberry.Private[Slot]

    @strawberry.field(description="Opaque id.")
    def id(self) -> strawberry.ID:
        """Opaque id."""
        return global_id("ConsultationSlot", self.facts.id)

    @strawberry.field(description="When it begins.")
    def starts_at(self) -> datetime:
        """When it begins."""
        return instant(self.facts.starts_at)

    @strawberry.field(description="When it ends.")
    def ends_at(self) -> datetime:
        """When it ends."""
        return instant(self.facts.ends_at)

    @strawberry.field(description="Until when it is kept for the one who holds it.")
    def held_until(self) -> datetime | None:
        """Until when it is held."""
        return _instant(self.facts.held_until)


@strawberry.federation.type(
    name="Consultation",
    keys=["id"],
    description="A talk between a resident and care.",
    directives=[CARE],
)
class ConsultationType:
    """A consultation."""

    seen: strawberry.Private[Seen]

    @strawberry.field(description="Opaque id.")
    def id(self) -> strawberry.ID:
        """Opaque id."""
        return global_id("Consultation", self.seen.facts.id)

    @strawberry.field(description="Where it stands.")
    def state(self) -> ConsultationState:
        """Where it stands."""
        return self.seen.facts.state

    @strawberry.field(description="How the people meet.")
    def channel(self) -> Channel:
        """How the people meet."""
        return self.seen.facts.channel

    @strawberry.field(
        description="The unit it is with; masked for whom she lets book, when her identity is protected.",
        extensions=[permission("care.consultation.read")],
    )
    async def unit(self, info: Info) -> str:
        """The unit, which tells in which part of the city she lives (security V7)."""
        context, facts = info.context, self.seen.facts
        is_other = (
            context.caller.kind is CallerKind.RESIDENT and context.caller.sub != facts.resident
        )
        if is_other and await protected_among(context.database, [facts.resident]):
            return MASK
        return facts.unit

    @strawberry.field(description="Why it was asked for, in the resident's words; null for others.")
    def reason(self, info: Info) -> str | None:
        """Shown to the resident and to staff, not to relatives or interpreters."""
        me = self.seen.of(info.context.caller.sub)
        if me is not None and me.role in (Role.RELATIVE, Role.INTERPRETER):
            return None
        return self.seen.facts.reason

    @strawberry.field(description="The language of the resident.")
    def language(self) -> Locale:
        """The language of the resident."""
        return Locale(self.seen.facts.language)

    @strawberry.field(description="When it begins, once a time is booked.")
    def starts_at(self) -> datetime | None:
        """When it begins."""
        return _instant(self.seen.facts.starts_at)

    @strawberry.field(description="When it ends.")
    def ends_at(self) -> datetime | None:
        """When it ends."""
        return _instant(self.seen.facts.ends_at)

    @strawberry.field(description="Since when it stands so.")
    def state_since(self) -> datetime:
        """Since when it stands so."""
        return instant(self.seen.facts.state_since)

    @strawberry.field(description="Why the call has ended.")
    def ended(self) -> Ended | None:
        """Why the call has ended."""
        return self.seen.facts.ended

    @strawberry.field(description="The consultation it stands in for.")
    def replaces(self) -> strawberry.ID | None:
        """The consultation it stands in for."""
        before = self.seen.facts.replaces
        return global_id("Consultation", before) if before else None

    @strawberry.field(description="What can happen next.")
    def steps(self) -> list[Step]:
        """What can happen next."""
        return list(steps_open(self.seen.facts))

    @strawberry.field(description="Everybody in it.")
    def participants(self) -> list[ParticipantType]:
        """Everybody in it."""
        return [ParticipantType(facts=one) for one in self.seen.people]

    @strawberry.field(description="Who waits now, in the order they came.")
    def waiting(self) -> list[ParticipantType]:
        """Who waits now."""
        return [ParticipantType(facts=one) for one in waiting_list(self.seen.people)]

    @strawberry.field(
        description="Times staff suggest and that can still be had.",
        extensions=[permission("care.consultation.read")],
    )
    async def proposals(self, info: Info) -> list[SlotType]:
        """Suggested times."""
        found = await bookings.read_proposals(
            info.context.database, info.context.caller, self.seen.facts.id
        )
        return [SlotType(facts=one) for one in found]

    @classmethod
    @guarded("care.consultation.read")
    async def resolve_references(
        cls, keys: "list[ConsultationKey]", info: Info
    ) -> "list[ConsultationType | None]":
        """The consultations of a batch of keys, misses None."""
        ids = [local_id("Consultation", key.id) for key in keys]
        found = await consultations.read_consultations(
            info.context.database, info.context.caller, ids
        )
        return [cls(seen=one) if one else None for one in found]


class ConsultationKey(msgspec.Struct, frozen=True):
    """The key other services know a consultation by."""

    id: str


@strawberry.type
class ConsultationQuestions:
    """What can be asked about consultations."""

    @strawberry.field(
        description="One consultation, if it is yours or your unit's.",
        extensions=[permission("care.consultation.read")],
    )
    async def consultation(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="Which one.")],
    ) -> ConsultationType | None:
        """One consultation."""
        key = local_id("Consultation", id)
        found = await consultations.read_consultations(
            info.context.database, info.context.caller, [key]
        )
        return ConsultationType(seen=found[0]) if found[0] else None

    @strawberry.field(
        description="What a unit has before it, in the order of its times.",
        extensions=[permission("care.consultation.hold")],
    )
    async def unit_consultations(
        self,
        info: Info,
        unit: Annotated[str, strawberry.argument(description="The unit.")],
        states: Annotated[
            list[ConsultationState] | None,
            strawberry.argument(description="Only these; else all that are not over."),
        ] = None,
    ) -> list[ConsultationType]:
        """A unit's consultations."""
        found = await consultations.read_unit_consultations(
            info.context.database, info.context.caller, unit, frozenset(states or ())
        )
        return [ConsultationType(seen=one) for one in found]

    @strawberry.field(
        description="Times of a unit that can be had now.",
        extensions=[permission("care.slot.read")],
    )
    async def open_consultation_slots(
        self, info: Info, unit: Annotated[str, strawberry.argument(description="The unit.")]
    ) -> list[SlotType]:
        """Open times."""
        found = await bookings.read_open_slots(info.context.database, info.context.caller, unit)
        return [SlotType(facts=one) for one in found]


def _instant(given: int | None) -> datetime | None:
    return instant(given) if given is not None else None
