# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Consultations as Appointment (the booking) and Encounter (the call)."""

from typing import Final

from services.care.domain.consultations import (
    Consultation,
    ConsultationState,
    Participant,
    Role,
)
from services.care.domain.fhir.elements import (
    HL7,
    SYSTEM,
    V3,
    CodeableConcept,
    Coding,
    Identifier,
    Meta,
    Reference,
    concept,
    moment,
    moment_or_none,
    own,
    patient,
    period,
    refer,
)
from services.care.domain.fhir.r4 import (
    Appointment,
    AppointmentParticipant,
    Encounter,
    EncounterParticipant,
)

S = ConsultationState
APPOINTMENT: Final = {
    S.REQUESTED: "proposed",
    S.TRIAGED: "proposed",
    S.PROPOSED: "proposed",
    S.SCHEDULED: "booked",
    S.WAITING: "arrived",
    S.ADMITTED: "checked-in",
    S.IN_CALL: "checked-in",
    S.RECONNECTING: "checked-in",
    S.TECH_FAILED: "checked-in",
    S.PHONE_FALLBACK: "checked-in",
    S.ENDED: "fulfilled",
    S.DOCUMENTED: "fulfilled",
    S.CLOSED: "fulfilled",
    S.CANCELLED: "cancelled",
    S.RESCHEDULED: "cancelled",
    S.ABANDONED: "cancelled",
    S.NO_SHOW: "noshow",
}
"""Our state as the status of an Appointment."""

ENCOUNTER: Final = {
    S.WAITING: "arrived",
    S.ADMITTED: "arrived",
    S.IN_CALL: "in-progress",
    S.RECONNECTING: "in-progress",
    S.TECH_FAILED: "in-progress",
    S.PHONE_FALLBACK: "in-progress",
    S.ENDED: "finished",
    S.DOCUMENTED: "finished",
    S.CLOSED: "finished",
}
"""Our state as the status of an Encounter; a consultation nobody came to is none."""

VIRTUAL: Final = Coding(system=V3 + "ActCode", code="VR", display="virtual")
_TYPES: Final = {Role.STAFF: "PPRF", Role.INTERPRETER: "TRANS", Role.RELATIVE: "ATND"}
_KINDS: Final = {
    Role.RESIDENT: "Patient",
    Role.STAFF: "Practitioner",
    Role.INTERPRETER: "RelatedPerson",
    Role.RELATIVE: "RelatedPerson",
}
_MINUTE_MS: Final = 60_000


def appointment(one: Consultation, people: tuple[Participant, ...]) -> Appointment:
    """The booking."""
    status = APPOINTMENT[one.state]
    booked = one.starts_at is not None and one.ends_at is not None
    minutes = None
    if one.starts_at is not None and one.ends_at is not None:
        minutes = (one.ends_at - one.starts_at) // _MINUTE_MS
    if not booked and status not in ("proposed", "cancelled"):
        status = "proposed"
    return Appointment(
        id=one.id,
        meta=_meta(one),
        identifier=(Identifier(system=SYSTEM + "consultation", value=one.id),),
        status=status,
        cancelation_reason=_reason(one) if status in ("cancelled", "noshow") else None,
        service_type=(own("channel", one.channel.value),),
        start=moment_or_none(one.starts_at) if booked else None,
        end=moment_or_none(one.ends_at) if booked else None,
        minutes_duration=minutes,
        created=moment(one.created_at),
        participant=tuple(_booked(person) for person in people),
    )


def encounter(one: Consultation, people: tuple[Participant, ...]) -> Encounter | None:
    """The call, once somebody has come."""
    status = ENCOUNTER.get(one.state)
    if status is None:
        return None
    came = [person for person in people if person.waiting_since is not None]
    begun = [person.admitted_at for person in came if person.admitted_at is not None]
    over = one.state in (S.ENDED, S.DOCUMENTED, S.CLOSED)
    left = [person.left_at for person in came if person.left_at is not None]
    return Encounter(
        id=one.id,
        meta=_meta(one),
        status=status,
        class_=VIRTUAL,
        subject=patient(one.resident),
        participant=tuple(
            EncounterParticipant(
                type=_type(person.role),
                period=period(person.admitted_at, person.left_at),
                individual=_who(person),
            )
            for person in came
            if person.role is not Role.RESIDENT
        ),
        appointment=(refer("Appointment", one.id),),
        period=period(min(begun, default=None), max(left, default=None) if over else None),
    )


def _booked(person: Participant) -> AppointmentParticipant:
    accepted = person.consented_at is not None or person.role is Role.STAFF
    return AppointmentParticipant(
        type=_type(person.role),
        actor=_who(person),
        required="required" if person.role in (Role.RESIDENT, Role.STAFF) else "optional",
        status="accepted" if accepted else "needs-action",
    )


def _who(person: Participant) -> Reference:
    return refer(_KINDS[person.role], person.person)


def _type(role: Role) -> tuple[CodeableConcept, ...]:
    code = _TYPES.get(role)
    if code is None:
        return ()
    system = HL7 + "participant-type" if code == "TRANS" else V3 + "ParticipationType"
    return (concept(system, "translator" if code == "TRANS" else code),)


def _reason(one: Consultation) -> CodeableConcept:
    return CodeableConcept(
        coding=(
            Coding(system=HL7 + "appointment-cancellation-reason", code="other"),
            Coding(system=SYSTEM + "consultation-state", code=one.state.value),
        )
    )


def _meta(one: Consultation) -> Meta:
    return Meta(version_id=str(one.version), last_updated=moment(one.state_since))
