# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Consents and the access log as Consent and AuditEvent."""

from typing import Final

from services.care.domain.fhir.elements import (
    HL7,
    SYSTEM,
    CodeableConcept,
    Coding,
    concept,
    moment,
    own,
    patient,
    period,
    refer,
)
from services.care.domain.fhir.r4 import (
    AuditAgent,
    AuditEntity,
    AuditEvent,
    AuditSource,
    ConsentProvision,
    ConsentProvisionActor,
)
from services.care.domain.fhir.r4 import Consent as ConsentResource
from services.care.domain.people import Consent, ConsentPurpose, GivenBy, Share
from services.kit.audit import Seen

SCOPE: Final = {
    ConsentPurpose.CHECKIN: "treatment",
    ConsentPurpose.CAMERA_LOOK: "treatment",
    ConsentPurpose.VIDEO: "treatment",
    ConsentPurpose.SHARE_WITH: "patient-privacy",
    ConsentPurpose.TRANSLATION: "patient-privacy",
    ConsentPurpose.STATISTICS: "research",
}
CATEGORY: Final = CodeableConcept(
    coding=(Coding(system="http://loinc.org", code="59284-0", display="Patient Consent"),)
)
OPTS_IN: Final = CodeableConcept(
    coding=(Coding(system="http://terminology.hl7.org/CodeSystem/v3-ActCode", code="OPTIN"),)
)
REST: Final = Coding(system=HL7 + "audit-event-type", code="rest", display="RESTful Operation")
OUTCOME: Final = {"done": "0", "refused": "4", "failed": "8"}
_VERBS: Final = {
    "read": "R", "list": "R", "give": "C", "write": "U", "request": "C", "ask": "C",
    "withdraw": "U", "export": "R", "erase": "D",
}  # fmt: skip


def consent(one: Consent, now: int) -> ConsentResource:
    """A consent of hers."""
    return ConsentResource(
        id=one.id,
        status="active" if one.holds(now) else "inactive",
        scope=concept(HL7 + "consentscope", SCOPE[one.purpose]),
        category=(CATEGORY, own("consent-purpose", one.purpose.value)),
        patient=patient(one.resident),
        date_time=moment(one.valid_from),
        performer=(
            patient(one.resident)
            if one.given_by is GivenBy.SELF
            else refer("RelatedPerson", one.giver),
        ),
        policy_rule=OPTS_IN,
        provision=ConsentProvision(
            type="permit",
            period=period(one.valid_from, _end(one.withdrawn_at, one.valid_to)),
        ),
    )


def share(one: Share, now: int) -> ConsentResource:
    """What she lets a relative know and do."""
    return ConsentResource(
        id=one.id,
        status="active" if one.holds(now) else "inactive",
        scope=concept(HL7 + "consentscope", "patient-privacy"),
        category=(CATEGORY, own("consent-purpose", ConsentPurpose.SHARE_WITH.value)),
        patient=patient(one.grantor),
        date_time=moment(one.valid_from),
        performer=(patient(one.grantor),),
        policy_rule=OPTS_IN,
        provision=ConsentProvision(
            type="permit",
            period=period(one.valid_from, _end(one.withdrawn_at, one.valid_to)),
            actor=(
                ConsentProvisionActor(
                    role=concept(
                        "http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "IRCP"
                    ),
                    reference=refer("RelatedPerson", one.grantee),
                ),
            ),
            action=tuple(own("share-scope", scope) for scope in one.scopes),
        ),
    )


def audit_event(one: Seen, resident: str, number: int) -> AuditEvent:
    """A line of her access log."""
    return AuditEvent(
        id=f"{resident}-{one.at}-{number}",
        type=REST,
        action=_VERBS.get(one.action.rpartition(".")[2], "E"),
        recorded=moment(one.at),
        outcome=OUTCOME[one.outcome],
        purpose_of_event=(CodeableConcept(text=one.purpose),) if one.purpose else (),
        agent=(
            AuditAgent(
                type=own("caller-kind", one.kind),
                who=refer("Practitioner" if one.kind == "staff" else "Person", one.actor),
                requestor=True,
            ),
        ),
        source=AuditSource(observer=refer("Organization", one.unit or one.service)),
        entity=(
            AuditEntity(what=patient(resident)),
            AuditEntity(
                type=Coding(system=SYSTEM + "resource", code=one.resource), name=one.action
            ),
        ),
    )


def _end(withdrawn_at: int | None, valid_to: int | None) -> int | None:
    ends = [at for at in (withdrawn_at, valid_to) if at is not None]
    return min(ends, default=None)
