# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Every resource passes an independent model of FHIR, its code lists and its invariants (care 4.3)."""

import importlib
import re
from datetime import datetime

import msgspec
import pytest

from services.care.domain import consultations as talks
from services.care.domain.alerts import State
from services.care.domain.answers import Answer, Choice
from services.care.domain.devices import DeviceMessage
from services.care.domain.fhir import checkins, consultations, rights
from services.care.domain.fhir.elements import moment, period
from services.care.domain.fhir.r5 import as_r5
from services.care.domain.occurrences import Occurrence, OccurrenceState
from services.care.domain.people import Consent, ConsentPurpose, GivenBy, Share, ShareSource
from services.kit.audit import Seen
from tests.services.care.facts import alert_of

AT = 1_780_300_800_000
PACKAGES = {"R4": "fhir.resources.R4B", "R5": "fhir.resources"}
WHOLE_LISTS = {
    ("Task", "status"): (
        "draft", "requested", "received", "accepted", "rejected", "ready", "cancelled",
        "in-progress", "on-hold", "failed", "completed", "entered-in-error",
    ),
}  # fmt: skip
"""Code lists that the model knows the beginning of only."""


def person(role, **changes):
    return msgspec.structs.replace(
        talks.Participant(
            id=f"p-{role}", consultation="c1", person=f"person-{role}", role=role, language="sv",
            consented_at=AT, waiting_since=AT, admitted_at=AT + 1000, left_at=AT + 9000,
        ),
        **changes,
    )  # fmt: skip


PEOPLE = tuple(person(role) for role in talks.Role)


def talk(state, *, booked=True):
    return talks.Consultation(
        id="c1", resident="r1", unit="u1", state=state, channel=talks.Channel.VIDEO, reason="yrsel",
        language="so", staff="n1", starts_at=AT if booked else None,
        ends_at=AT + 1_200_000 if booked else None, replaces=None, ended=None, call=1,
        state_since=AT, created_at=AT, version=3,
    )  # fmt: skip


def occurrence(state):
    return Occurrence(
        id="o1", plan="pl1", rev=1, resident="r1", unit="u1", recurrence_id="2026-06-01T10:00:00|0",
        opens_at=AT, closes_at=AT + 3_600_000, state=state, attempt_no=1, reminders_sent=0,
        reason=None, alert=None, next_action_at=None, tzdata="2026", version=2,
    )  # fmt: skip


ANSWER = Answer(
    id="a1", resident="r1", occurrence="o1", by="r1", on_behalf_of=None, channel="app", lang="so",
    choice=Choice.SO_SO, pictograms=("dizzy",), free_text="madax", received_at=AT, client_event_id="e1",
)  # fmt: skip
MESSAGE = DeviceMessage(
    id="m1", cid="7000001", ref="0A1B", mty="ME", body_hash="h", raw=b"<mrq/>", source="udp",
    received_at=AT, fields={"dty": "0003", "stc": "0010"}, alert="al1", reply=None, route={},
    replied_at=None, attempts=0, next_try_at=None,
)  # fmt: skip
LOOK = Seen(
    at=AT, actor="n1", kind="staff", action="care.answers.read", resource="Observation",
    outcome="done", service="care", unit="u1", purpose="care",
)  # fmt: skip


def given(purpose, by=GivenBy.SELF):
    return Consent(
        id="k1", resident="r1", purpose=purpose, given_by=by, giver="g1", evidence=None,
        valid_from=AT, valid_to=None, withdrawn_at=None,
    )  # fmt: skip


SHARED = Share(
    id="s1", grantor="r1", grantee="d1", scopes=("view_status", "book"), source=ShareSource.SELF,
    valid_from=AT, valid_to=AT + 10, withdrawn_at=None,
)  # fmt: skip

RESOURCES = [
    *(consultations.appointment(talk(state), PEOPLE) for state in talks.ConsultationState),
    consultations.appointment(talk(talks.ConsultationState.REQUESTED, booked=False), PEOPLE[:1]),
    *(
        found
        for state in talks.ConsultationState
        if (found := consultations.encounter(talk(state), PEOPLE)) is not None
    ),
    *(checkins.check_in(occurrence(state)) for state in OccurrenceState),
    *(checkins.alert_task(alert_of(state=state)) for state in State),
    checkins.alert_flag(alert_of(state=State.TRIGGERED)),
    checkins.alert_flag(alert_of(state=State.RESOLVED, ended_at=AT + 5)),
    checkins.observation(ANSWER),
    checkins.observation(
        msgspec.structs.replace(ANSWER, on_behalf_of="r1", by="d1", free_text=None)
    ),
    checkins.communication(MESSAGE, "r1"),
    checkins.communication(msgspec.structs.replace(MESSAGE, cid="", alert=None, fields={}), None),
    *(rights.consent(given(purpose), AT) for purpose in ConsentPurpose),
    *(rights.consent(given(ConsentPurpose.VIDEO, by), AT) for by in GivenBy),
    rights.share(SHARED, AT),
    rights.share(SHARED, AT + 20),
    *(
        rights.audit_event(msgspec.structs.replace(LOOK, outcome=outcome), "r1", 0)
        for outcome in ("done", "refused", "failed")
    ),
]


def model(resource, release):
    name = resource["resourceType"]
    module = importlib.import_module(f"{PACKAGES[release]}.{name.lower()}")
    return getattr(module, name)


def wrong_codes(parsed):
    """Codes outside the required code lists, which the model itself lets pass."""
    for name, field in type(parsed).model_fields.items():
        value = getattr(parsed, name)
        extra = field.json_schema_extra or {}
        allowed = extra.get("enum_values") if isinstance(extra, dict) else None
        allowed = WHOLE_LISTS.get((type(parsed).__name__, name), allowed)
        for each in value if isinstance(value, list) else [value]:
            if allowed and isinstance(each, str) and each not in allowed:
                yield f"{type(parsed).__name__}.{name}={each}"
            if hasattr(type(each), "model_fields"):
                yield from wrong_codes(each)


@pytest.mark.parametrize("release", ["R4", "R5"])
@pytest.mark.parametrize("made", RESOURCES, ids=lambda one: f"{type(one).__name__}-{one.id}")
def test_every_resource_is_what_the_standard_says(made, release):
    plain = msgspec.to_builtins(made)
    written = plain if release == "R4" else as_r5(plain)
    parsed = model(written, release).model_validate_json(msgspec.json.encode(written))
    assert list(wrong_codes(parsed)) == []
    assert not list(empty(written)), "FHIR knows no empty values"


def empty(value, path=""):
    if value in ("", [], {}, None):
        yield path
    for name, each in value.items() if isinstance(value, dict) else ():
        yield from empty(each, f"{path}.{name}")
    for number, each in enumerate(value if isinstance(value, list) else ()):
        yield from empty(each, f"{path}[{number}]")


@pytest.mark.parametrize("state", talks.ConsultationState)
@pytest.mark.parametrize("booked", [True, False])
def test_invariants_of_a_booking(state, booked):
    # app-1 to app-4
    one = msgspec.to_builtins(consultations.appointment(talk(state, booked=booked), PEOPLE))
    assert all("actor" in each or "type" in each for each in one["participant"])
    assert ("start" in one) == ("end" in one)
    assert "start" in one or one["status"] in ("proposed", "cancelled", "waitlist")
    assert "cancelationReason" not in one or one["status"] in ("cancelled", "noshow")


@pytest.mark.parametrize("made", RESOURCES, ids=lambda one: f"{type(one).__name__}-{one.id}")
def test_every_instant_has_its_offset_and_no_period_ends_before_it_begins(made):
    stamp = re.compile(r"^\d{4}-\d\d-\d\dT")
    for text in texts(msgspec.to_builtins(made)):
        if stamp.match(text):
            assert datetime.fromisoformat(text).tzinfo is not None
    for found in periods(msgspec.to_builtins(made)):
        assert found.get("start", "") <= found.get("end", "~")


def texts(value):
    if isinstance(value, str):
        yield value
    for each in value.values() if isinstance(value, dict) else ():
        yield from texts(each)
    for each in value if isinstance(value, list) else ():
        yield from texts(each)


def periods(value):
    for name, each in value.items() if isinstance(value, dict) else ():
        if name == "period":
            yield each
        yield from periods(each)
    for each in value if isinstance(value, list) else ():
        yield from periods(each)


def test_a_period_that_would_run_backwards_is_left_open():
    assert period(AT, AT - 1).end is None
    assert period(None, None) is None
    assert moment(AT) == "2026-06-01T08:00:00.000Z"


def test_privacy_of_consents_and_looks():
    # ppc-1, sev-1
    for purpose in ConsentPurpose:
        one = msgspec.to_builtins(rights.consent(given(purpose), AT))
        assert "policyRule" in one
        assert one["patient"] == {"reference": "Patient/r1"}
    look = msgspec.to_builtins(rights.audit_event(LOOK, "r1", 0))
    assert all(not ("name" in each and "query" in each) for each in look["entity"])
    assert look["agent"][0]["requestor"] is True
    assert look["action"] == "R"
