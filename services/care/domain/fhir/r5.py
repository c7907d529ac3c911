# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The same resources as FHIR R5 (5.0.0) writes them: what moved, what was renamed, what is new (care 4.3)."""

from collections.abc import Callable
from typing import Any, Final

Json = dict[str, Any]

_ENCOUNTER: Final = {"arrived": "in-progress", "finished": "completed"}
_OUTCOME: Final = {"0": "success", "4": "error", "8": "error", "12": "fatal"}
_CONSENT: Final = {"patient-privacy": "privacy", "treatment": "treatment", "research": "research"}


def as_r5(resource: Json) -> Json:
    """An R4 resource, rewritten; a kind that did not change comes back as it is."""
    rewrite = _REWRITES.get(resource["resourceType"])
    return rewrite(dict(resource)) if rewrite else resource


def _appointment(one: Json) -> Json:
    if (reason := one.pop("cancelationReason", None)) is not None:
        one["cancellationReason"] = reason
    one["serviceType"] = [{"concept": each} for each in one.pop("serviceType", ())]
    patients = [
        each["actor"]
        for each in one["participant"]
        if each["actor"]["reference"].startswith("Patient/")
    ]
    one["participant"] = [
        each | {"required": each["required"] == "required"} for each in one["participant"]
    ]
    return one | {"subject": patients[0]} if patients else one


def _encounter(one: Json) -> Json:
    one["status"] = _ENCOUNTER.get(one["status"], one["status"])
    one["class"] = [{"coding": [one["class"]]}]
    if "period" in one:
        one["actualPeriod"] = one.pop("period")
    one["participant"] = [
        {("actor" if name == "individual" else name): value for name, value in each.items()}
        for each in one.get("participant", ())
    ]
    return _without_empty(one)


def _communication(one: Json) -> Json:
    one["payload"] = [
        {"contentCodeableConcept": {"text": each["contentString"]}}
        for each in one.get("payload", ())
    ]
    return _without_empty(one)


def _task(one: Json) -> Json:
    if "restriction" in one:
        one["requestedPeriod"] = one.pop("restriction")["period"]
    return one


def _consent(one: Json) -> Json:
    provision = one.pop("provision", {})
    scope = one.pop("scope")["coding"][0]["code"]
    one.pop("policyRule", None)
    one["subject"] = one.pop("patient")
    one["grantor"] = one.pop("performer")
    one["date"] = one.pop("dateTime", "")[:10]
    one["decision"] = provision.get("type", "permit")
    one["category"] = [*one["category"], {"text": _CONSENT[scope]}]
    if "period" in provision:
        one["period"] = provision["period"]
    if actors := provision.get("actor"):
        one["grantee"] = [each["reference"] for each in actors]
    if actions := provision.get("action"):
        one["provision"] = [{"action": actions}]
    return one


def _audit_event(one: Json) -> Json:
    one["category"] = [{"coding": [one.pop("type")]}]
    subject, about = one["entity"]
    one["code"] = {"text": about["name"]}
    one["patient"] = subject["what"]
    code = _OUTCOME[one.pop("outcome")]
    one["outcome"] = {"code": {"system": "http://hl7.org/fhir/issue-severity", "code": code}}
    if (purpose := one.pop("purposeOfEvent", None)) is not None:
        one["authorization"] = purpose
    one["entity"] = [{"what": subject["what"]}]
    return one


def _without_empty(one: Json) -> Json:
    return {name: value for name, value in one.items() if value not in ([], {})}


_REWRITES: Final[dict[str, Callable[[Json], Json]]] = {
    "Appointment": _appointment,
    "Encounter": _encounter,
    "Communication": _communication,
    "Task": _task,
    "Consent": _consent,
    "AuditEvent": _audit_event,
}
