# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Check-ins and answers as Task and Observation, alerts as Task and Flag, device messages as Communication."""

from typing import Final

from services.care.domain.alerts import Alert, State
from services.care.domain.answers import Answer
from services.care.domain.devices import DeviceMessage
from services.care.domain.fhir.elements import (
    HL7,
    Annotation,
    Meta,
    concept,
    moment,
    moment_or_none,
    own,
    patient,
    period,
    refer,
)
from services.care.domain.fhir.r4 import (
    Communication,
    CommunicationPayload,
    Flag,
    Observation,
    Task,
    TaskRestriction,
)
from services.care.domain.occurrences import Occurrence, OccurrenceState

O = OccurrenceState  # noqa: E741 -- a table of states reads by its short name
OCCURRENCE: Final = {
    O.SCHEDULED: "requested",
    O.OPEN: "ready",
    O.ANSWERED: "in-progress",
    O.ESCALATING: "in-progress",
    O.MISSED: "failed",
    O.UNREACHABLE: "failed",
    O.LATE_OK: "in-progress",
    O.CLOSED: "completed",
    O.RESOLVED: "completed",
    O.SKIPPED: "cancelled",
    O.SUPERSEDED: "cancelled",
}
"""The state of a check-in as the status of a Task; our own word stands in businessStatus."""

ALERT: Final = {
    State.TRIGGERED: "requested",
    State.CLAIMED: "received",
    State.ACKED: "accepted",
    State.DISPATCHED: "in-progress",
    State.ON_SITE: "in-progress",
    State.RESOLVED: "completed",
    State.MERGED: "cancelled",
}
PRIORITY: Final = {1: "stat", 2: "asap", 3: "urgent", 4: "routine", 5: "routine"}
_URGENT: Final = 2


def check_in(one: Occurrence) -> Task:
    """A check-in that is due, was answered, or was missed."""
    return Task(
        id=one.id,
        meta=Meta(version_id=str(one.version)),
        status=OCCURRENCE[one.state],
        business_status=own("occurrence-state", one.state.value),
        intent="order",
        code=own("task", "check-in"),
        for_=patient(one.resident),
        authored_on=moment(one.opens_at),
        restriction=TaskRestriction(period=period(one.opens_at, one.closes_at)),
    )


def alert_task(one: Alert) -> Task:
    """An alert that waits for somebody, or is in somebody's hands."""
    changed = max(
        at
        for at in (one.opened_at, one.answered_at, one.on_site_at, one.ended_at)
        if at is not None
    )
    return Task(
        id=one.id,
        meta=Meta(version_id=str(one.seq), last_updated=moment(changed)),
        status=ALERT[one.state],
        business_status=own("alert-state", one.state.value),
        intent="order",
        priority=PRIORITY[one.priority],
        code=own("alert-source", one.source.value),
        for_=patient(one.resident) if one.resident else None,
        authored_on=moment(one.opened_at),
        last_modified=moment(changed),
        owner=refer("Practitioner", one.owner) if one.owner else None,
        restriction=TaskRestriction(period=period(one.opened_at, one.sla_due_at)),
    )


def alert_flag(one: Alert) -> Flag | None:
    """A warning for whoever meets her, while an urgent alert of hers is open."""
    if one.resident is None or one.priority > _URGENT:
        return None
    return Flag(
        id=one.id,
        meta=Meta(version_id=str(one.seq)),
        status="active" if one.is_open else "inactive",
        category=(concept(HL7 + "flag-category", "safety", "Safety"),),
        code=own("alert-source", one.source.value),
        subject=patient(one.resident),
        period=period(one.opened_at, one.ended_at),
    )


def observation(one: Answer) -> Observation:
    """An answer; what she wrote stays in her own words."""
    by = refer("RelatedPerson", one.by) if one.on_behalf_of else patient(one.by)
    return Observation(
        id=one.id,
        status="final",
        category=(concept(HL7 + "observation-category", "survey", "Survey"),),
        code=own("observation", "wellbeing"),
        subject=patient(one.resident),
        effective_date_time=moment(one.received_at),
        issued=moment(one.received_at),
        performer=(by,),
        value_codeable_concept=own("choice", one.choice.value),
        note=(Annotation(text=one.free_text, time=moment(one.received_at)),)
        if one.free_text
        else (),
    )


def communication(one: DeviceMessage, resident: str | None) -> Communication:
    """A message of an alarm device, as far as it could be read."""
    codes = [f"{name} {one.fields[name]}" for name in ("dty", "stc", "dco") if one.fields.get(name)]
    return Communication(
        id=one.id,
        status="completed",
        category=(concept(HL7 + "communication-category", "alert", "Alert"),),
        priority="stat" if one.alert else "routine",
        subject=patient(resident) if resident else None,
        about=(refer("Task", one.alert),) if one.alert else (),
        received=moment_or_none(one.received_at),
        sender=refer("Device", one.cid or "unknown"),
        payload=(CommunicationPayload(content_string=", ".join((one.mty or "ME", *codes))),),
    )
