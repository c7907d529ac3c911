# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Resources of FHIR R4 (4.0.1) as far as care fills them. Cardinalities and types are the standard's."""

from typing import Any

import msgspec

from services.care.domain.fhir.elements import (
    Annotation,
    CodeableConcept,
    Coding,
    Element,
    Identifier,
    Meta,
    Period,
    Reference,
)


class Resource(Element, frozen=True, kw_only=True, tag_field="resourceType"):
    """Any resource."""

    id: str
    meta: Meta | None = None


class AppointmentParticipant(Element, frozen=True, kw_only=True):
    """Who takes part; type or actor is there (app-1)."""

    type: tuple[CodeableConcept, ...] = ()
    actor: Reference | None = None
    required: str
    status: str


class Appointment(Resource, frozen=True, kw_only=True, tag="Appointment"):
    """A booking. Start and end stand together (app-2); who is booked has both (app-3)."""

    identifier: tuple[Identifier, ...] = ()
    status: str
    cancelation_reason: CodeableConcept | None = None
    service_type: tuple[CodeableConcept, ...] = ()
    start: str | None = None
    end: str | None = None
    minutes_duration: int | None = None
    created: str | None = None
    participant: tuple[AppointmentParticipant, ...]


class EncounterParticipant(Element, frozen=True, kw_only=True):
    """Somebody in a call, and from when to when."""

    type: tuple[CodeableConcept, ...] = ()
    period: Period | None = None
    individual: Reference | None = None


class Encounter(Resource, frozen=True, kw_only=True, tag="Encounter"):
    """A call; its class is VR, virtual."""

    status: str
    class_: Coding = msgspec.field(name="class")
    subject: Reference | None = None
    participant: tuple[EncounterParticipant, ...] = ()
    appointment: tuple[Reference, ...] = ()
    period: Period | None = None


class CommunicationPayload(Element, frozen=True, kw_only=True):
    """What was said."""

    content_string: str


class Communication(Resource, frozen=True, kw_only=True, tag="Communication"):
    """A message that came or went, or an alarm of a device."""

    status: str
    category: tuple[CodeableConcept, ...] = ()
    priority: str | None = None
    subject: Reference | None = None
    about: tuple[Reference, ...] = ()
    sent: str | None = None
    received: str | None = None
    recipient: tuple[Reference, ...] = ()
    sender: Reference | None = None
    payload: tuple[CommunicationPayload, ...] = ()


class Observation(Resource, frozen=True, kw_only=True, tag="Observation"):
    """An answer of a resident."""

    status: str
    category: tuple[CodeableConcept, ...] = ()
    code: CodeableConcept
    subject: Reference | None = None
    effective_date_time: str | None = None
    issued: str | None = None
    performer: tuple[Reference, ...] = ()
    value_codeable_concept: CodeableConcept | None = None
    note: tuple[Annotation, ...] = ()


class TaskRestriction(Element, frozen=True, kw_only=True):
    """When it is to be done."""

    period: Period | None = None


class Task(Resource, frozen=True, kw_only=True, tag="Task"):
    """A check-in that is due, or an alert that waits for somebody."""

    status: str
    business_status: CodeableConcept | None = None
    intent: str
    priority: str | None = None
    code: CodeableConcept | None = None
    focus: Reference | None = None
    for_: Reference | None = msgspec.field(name="for", default=None)
    authored_on: str | None = None
    last_modified: str | None = None
    owner: Reference | None = None
    restriction: TaskRestriction | None = None


class Flag(Resource, frozen=True, kw_only=True, tag="Flag"):
    """Something that everybody who meets her should know."""

    status: str
    category: tuple[CodeableConcept, ...] = ()
    code: CodeableConcept
    subject: Reference
    period: Period | None = None


class ConsentProvisionActor(Element, frozen=True, kw_only=True):
    """Whom it is about."""

    role: CodeableConcept
    reference: Reference


class ConsentProvision(Element, frozen=True, kw_only=True):
    """What is permitted, and how long."""

    type: str | None = None
    period: Period | None = None
    actor: tuple[ConsentProvisionActor, ...] = ()
    action: tuple[CodeableConcept, ...] = ()


class Consent(Resource, frozen=True, kw_only=True, tag="Consent"):
    """A consent. One of policy and policyRule is there (ppc-1)."""

    status: str
    scope: CodeableConcept
    category: tuple[CodeableConcept, ...]
    patient: Reference | None = None
    date_time: str | None = None
    performer: tuple[Reference, ...] = ()
    policy_rule: CodeableConcept | None = None
    provision: ConsentProvision | None = None


class AuditAgent(Element, frozen=True, kw_only=True):
    """Who did it. `requestor` is always written."""

    type: CodeableConcept | None = None
    who: Reference | None = None
    requestor: bool


class AuditSource(Element, frozen=True, kw_only=True):
    """Who reports it."""

    observer: Reference


class AuditEntity(Element, frozen=True, kw_only=True):
    """What it was done to; never both a name and a query (sev-1)."""

    what: Reference | None = None
    type: Coding | None = None
    name: str | None = None


class AuditEvent(Resource, frozen=True, kw_only=True, tag="AuditEvent"):
    """A look or a change that stands on record."""

    type: Coding
    action: str | None = None
    recorded: str
    outcome: str | None = None
    purpose_of_event: tuple[CodeableConcept, ...] = ()
    agent: tuple[AuditAgent, ...]
    source: AuditSource
    entity: tuple[AuditEntity, ...] = ()


class BundleEntry(Element, frozen=True, kw_only=True):
    """One hit."""

    full_url: str
    resource: dict[str, Any]


class BundleLink(Element, frozen=True, kw_only=True):
    """The question that was asked."""

    relation: str
    url: str


class Bundle(Resource, frozen=True, kw_only=True, tag="Bundle"):
    """The hits of a search."""

    type: str
    total: int
    link: tuple[BundleLink, ...] = ()
    entry: tuple[BundleEntry, ...] = ()


class OutcomeIssue(Element, frozen=True, kw_only=True):
    """What went wrong."""

    severity: str
    code: str
    details: CodeableConcept | None = None


class OperationOutcome(
    Element, frozen=True, kw_only=True, tag_field="resourceType", tag="OperationOutcome"
):
    """An error in FHIR's own shape."""

    issue: tuple[OutcomeIssue, ...]
