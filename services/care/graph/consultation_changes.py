# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""One mutation per step of a consultation; what can be put right comes as `userErrors`."""

from collections.abc import Awaitable, Callable
from datetime import datetime

import strawberry

from services.care.actions import bookings, waiting_room
from services.care.actions.consultations import Seen
from services.care.domain.consultations import Channel, Role, Step
from services.care.graph.consultations import ConsultationType, SlotType
from services.care.graph.outcomes import change
from services.care.privacy import CARE
from services.kit.clock import milliseconds
from services.kit.data import Tx
from services.kit.graph import Info, Locale, UserError, local_id
from services.kit.graph_guard import permission


@strawberry.input(description="The wish to speak with care.")
class RequestConsultationInput:
    """A wish."""

    unit: str = strawberry.field(description="The unit to speak with.")
    reason: str = strawberry.field(description="Why, in your own words and language.")
    language: Locale = strawberry.field(description="The language you want to speak.")
    channel: Channel = strawberry.field(default=Channel.VIDEO, description="How to meet.")


@strawberry.input(description="Which consultation.")
class ConsultationInput:
    """A consultation."""

    consultation_id: strawberry.ID = strawberry.field(description="The consultation.")


@strawberry.input(description="A time of staff.")
class ConsultationSlotInput:
    """A time to offer."""

    staff: str = strawberry.field(description="Whose time it is.")
    starts_at: datetime = strawberry.field(description="When it begins.")
    ends_at: datetime = strawberry.field(description="When it ends.")


@strawberry.input(description="Times to offer.")
class OfferConsultationSlotsInput:
    """Times to offer."""

    unit: str = strawberry.field(description="The unit.")
    slots: list[ConsultationSlotInput] = strawberry.field(description="The times, at most 50.")


@strawberry.input(description="Times to suggest.")
class ProposeConsultationSlotsInput:
    """Times to suggest."""

    consultation_id: strawberry.ID = strawberry.field(description="The consultation.")
    slot_ids: list[strawberry.ID] = strawberry.field(description="Open times of the same unit.")


@strawberry.input(description="A time and for which consultation.")
class ConsultationSlotChoiceInput:
    """A choice."""

    consultation_id: strawberry.ID = strawberry.field(description="The consultation.")
    slot_id: strawberry.ID = strawberry.field(description="The time.")


@strawberry.input(description="Whom to invite.")
class InviteToConsultationInput:
    """An invitation."""

    consultation_id: strawberry.ID = strawberry.field(description="The consultation.")
    person: strawberry.ID = strawberry.field(description="The person's id.")
    role: Role = strawberry.field(description="INTERPRETER or RELATIVE.")
    language: Locale = strawberry.field(description="The language that person reads.")


@strawberry.input(description="Taking a seat in the waiting room.")
class EnterWaitingRoomInput:
    """Taking a seat."""

    consultation_id: strawberry.ID = strawberry.field(description="The consultation.")
    consents: bool = strawberry.field(description="Whether she agrees to picture and sound.")


@strawberry.input(description="Whom to let in.")
class AdmitToConsultationInput:
    """Letting in."""

    consultation_id: strawberry.ID = strawberry.field(description="The consultation.")
    participant_ids: list[strawberry.ID] = strawberry.field(
        default_factory=list, description="Who; empty for everybody who waits."
    )


@strawberry.input(description="The note about a consultation.")
class DocumentConsultationInput:
    """A note."""

    consultation_id: strawberry.ID = strawberry.field(description="The consultation.")
    note: str = strawberry.field(description="What was said and decided; cannot be changed later.")


@strawberry.type(description="What came of a step.", directives=[CARE])
class ConsultationPayload:
    """A consultation, or what can be put right."""

    consultation: ConsultationType | None = strawberry.field(description="It after the step.")
    user_errors: list[UserError] = strawberry.field(description="What can be put right.")


@strawberry.type(description="What came of handling times.", directives=[CARE])
class ConsultationSlotsPayload:
    """Times, or what can be put right."""

    slots: list[SlotType] = strawberry.field(description="The times that were made or held.")
    user_errors: list[UserError] = strawberry.field(description="What can be put right.")


Unit = Callable[[Tx], Awaitable[Seen]]


@strawberry.type
class BookingChanges:
    """From the wish to the time."""

    @strawberry.mutation(
        description="Ask to speak with care.",
        extensions=[permission("care.consultation.request")],
    )
    async def request_consultation(
        self, info: Info, input: RequestConsultationInput
    ) -> ConsultationPayload:
        """Hand in the wish."""
        wish = bookings.RequestConsultation(
            resident=info.context.caller.subject, unit=input.unit, reason=input.reason,
            language=str(input.language), channel=input.channel,
        )  # fmt: skip
        return await _step(
            info, lambda tx: bookings.request_consultation(tx, info.context.caller, wish)
        )

    @strawberry.mutation(
        description="Take on a wish.", extensions=[permission("care.consultation.hold")]
    )
    async def triage_consultation(
        self, info: Info, input: ConsultationInput
    ) -> ConsultationPayload:
        """Take it on."""
        key = local_id("Consultation", input.consultation_id)
        return await _step(
            info, lambda tx: bookings.triage_consultation(tx, info.context.caller, key)
        )

    @strawberry.mutation(
        description="Offer times of staff.", extensions=[permission("care.slot.offer")]
    )
    async def offer_consultation_slots(
        self, info: Info, input: OfferConsultationSlotsInput
    ) -> ConsultationSlotsPayload:
        """Offer times."""
        given = [
            bookings.OfferSlot(
                staff=one.staff, unit=input.unit, starts_at=milliseconds(one.starts_at),
                ends_at=milliseconds(one.ends_at),
            )
            for one in input.slots
        ]  # fmt: skip
        made, errors = await change(
            info, lambda tx: bookings.offer_slots(tx, info.context.caller, given)
        )
        slots = [SlotType(facts=one) for one in made or ()]
        return ConsultationSlotsPayload(slots=slots, user_errors=errors)

    @strawberry.mutation(
        description="Suggest times to the resident.",
        extensions=[permission("care.consultation.hold")],
    )
    async def propose_consultation_slots(
        self, info: Info, input: ProposeConsultationSlotsInput
    ) -> ConsultationPayload:
        """Suggest times."""
        key = local_id("Consultation", input.consultation_id)
        slots = [local_id("ConsultationSlot", one) for one in input.slot_ids]
        return await _step(
            info, lambda tx: bookings.propose_slots(tx, info.context.caller, key, slots)
        )

    @strawberry.mutation(
        description="Keep a time for five minutes.",
        extensions=[permission("care.consultation.book")],
    )
    async def hold_consultation_slot(
        self, info: Info, input: ConsultationSlotChoiceInput
    ) -> ConsultationSlotsPayload:
        """Keep a time."""
        key = local_id("Consultation", input.consultation_id)
        slot = local_id("ConsultationSlot", input.slot_id)
        held, errors = await change(
            info, lambda tx: bookings.hold_slot(tx, info.context.caller, key, slot)
        )
        slots = [SlotType(facts=held)] if held else []
        return ConsultationSlotsPayload(slots=slots, user_errors=errors)

    @strawberry.mutation(
        description="Take a time.", extensions=[permission("care.consultation.book")]
    )
    async def choose_consultation_slot(
        self, info: Info, input: ConsultationSlotChoiceInput
    ) -> ConsultationPayload:
        """Take a time."""
        key = local_id("Consultation", input.consultation_id)
        slot = local_id("ConsultationSlot", input.slot_id)
        return await _step(
            info, lambda tx: bookings.choose_slot(tx, info.context.caller, key, slot)
        )

    @strawberry.mutation(
        description="Call it off; everybody who waits is told.",
        extensions=[permission("care.consultation.book")],
    )
    async def cancel_consultation(
        self, info: Info, input: ConsultationInput
    ) -> ConsultationPayload:
        """Call it off."""
        key = local_id("Consultation", input.consultation_id)
        return await _step(
            info, lambda tx: bookings.cancel_consultation(tx, info.context.caller, key)
        )

    @strawberry.mutation(
        description="Move it to another time; the answer is the new consultation.",
        extensions=[permission("care.consultation.book")],
    )
    async def reschedule_consultation(
        self, info: Info, input: ConsultationSlotChoiceInput
    ) -> ConsultationPayload:
        """Move it."""
        key = local_id("Consultation", input.consultation_id)
        slot = local_id("ConsultationSlot", input.slot_id)
        return await _step(
            info, lambda tx: bookings.reschedule_consultation(tx, info.context.caller, key, slot)
        )

    @strawberry.mutation(
        description="Let an interpreter or a relative take part.",
        extensions=[permission("care.consultation.hold")],
    )
    async def invite_to_consultation(
        self, info: Info, input: InviteToConsultationInput
    ) -> ConsultationPayload:
        """Invite."""
        key = local_id("Consultation", input.consultation_id)
        return await _step(
            info,
            lambda tx: bookings.invite(
                tx,
                info.context.caller,
                key,
                str(input.person),
                role=input.role,
                language=str(input.language),
            ),
        )


@strawberry.type
class MeetingChanges:
    """From the waiting room to the note."""

    @strawberry.mutation(
        description="Take a seat in the waiting room.",
        extensions=[permission("care.consultation.join")],
    )
    async def enter_waiting_room(
        self, info: Info, input: EnterWaitingRoomInput
    ) -> ConsultationPayload:
        """Take a seat."""
        key = local_id("Consultation", input.consultation_id)
        return await _step(
            info,
            lambda tx: waiting_room.enter_waiting_room(
                tx, info.context.caller, key, consents=input.consents
            ),
        )

    @strawberry.mutation(
        description="Let people in.", extensions=[permission("care.consultation.hold")]
    )
    async def admit_to_consultation(
        self, info: Info, input: AdmitToConsultationInput
    ) -> ConsultationPayload:
        """Let people in."""
        key = local_id("Consultation", input.consultation_id)
        chosen = [str(one) for one in input.participant_ids]
        return await _step(
            info, lambda tx: waiting_room.admit(tx, info.context.caller, key, chosen)
        )

    @strawberry.mutation(
        description="The picture does not come: go on by telephone.",
        extensions=[permission("care.consultation.hold")],
    )
    async def continue_consultation_by_phone(
        self, info: Info, input: ConsultationInput
    ) -> ConsultationPayload:
        """Go on by telephone."""
        key = local_id("Consultation", input.consultation_id)
        return await _step(
            info, lambda tx: waiting_room.go_on_by_phone(tx, info.context.caller, key)
        )

    @strawberry.mutation(
        description="Begin a second call.", extensions=[permission("care.consultation.hold")]
    )
    async def call_again_in_consultation(
        self, info: Info, input: ConsultationInput
    ) -> ConsultationPayload:
        """Begin a second call."""
        key = local_id("Consultation", input.consultation_id)
        return await _step(info, lambda tx: waiting_room.call_again(tx, info.context.caller, key))

    @strawberry.mutation(
        description="End the consultation.", extensions=[permission("care.consultation.hold")]
    )
    async def end_consultation(self, info: Info, input: ConsultationInput) -> ConsultationPayload:
        """End it."""
        return await _by_staff(info, input, Step.END)

    @strawberry.mutation(
        description="Nobody came.", extensions=[permission("care.consultation.hold")]
    )
    async def mark_consultation_missed(
        self, info: Info, input: ConsultationInput
    ) -> ConsultationPayload:
        """Nobody came."""
        return await _by_staff(info, input, Step.MISS)

    @strawberry.mutation(
        description="Close a documented consultation.",
        extensions=[permission("care.consultation.hold")],
    )
    async def close_consultation(self, info: Info, input: ConsultationInput) -> ConsultationPayload:
        """Close it."""
        return await _by_staff(info, input, Step.CLOSE)

    @strawberry.mutation(
        description="Sign the note; it cannot be changed later.",
        extensions=[permission("care.consultation.hold")],
    )
    async def document_consultation(
        self, info: Info, input: DocumentConsultationInput
    ) -> ConsultationPayload:
        """Sign the note."""
        key = local_id("Consultation", input.consultation_id)
        return await _step(
            info, lambda tx: waiting_room.document(tx, info.context.caller, key, input.note)
        )


async def _by_staff(info: Info, input: ConsultationInput, step: Step) -> ConsultationPayload:
    key = local_id("Consultation", input.consultation_id)
    return await _step(
        info, lambda tx: waiting_room.end_by_staff(tx, info.context.caller, key, step)
    )


async def _step(info: Info, unit: Unit) -> ConsultationPayload:
    seen, errors = await change(info, unit)
    shown = ConsultationType(seen=seen) if seen else None
    return ConsultationPayload(consultation=shown, user_errors=errors)
