# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""FHIR, calendar and page over HTTP: what is asked for, in the standard's shape, and nothing for strangers."""

from collections.abc import AsyncIterator

import icalendar
import pytest
from litestar.testing import AsyncTestClient

from services.care.actions.fhir import KINDS
from services.kit.graph import global_id
from services.kit.web_door import rest_doors
from services.kit.wire.caller import ANONYMOUS, Caller
from services.kit.wire.front.head import RequestHead
from tests.services.care.consulting import requested
from tests.services.care.people import ELIN, INGRID, NIGHT, SARA, STRANGER
from tests.support.services import Asked, opened

pytestmark = pytest.mark.anyio
CALLERS = {"ingrid": INGRID, "elin": ELIN, "night": NIGHT, "sara": SARA, "stranger": STRANGER}


@pytest.fixture
async def service() -> AsyncIterator[Asked]:
    async with opened("care", "sqlite://") as asked:
        yield asked


@pytest.fixture
async def web(service: Asked) -> AsyncIterator[AsyncTestClient]:
    async def admit(head: RequestHead) -> Caller:
        return CALLERS.get(head.header(b"x-test-caller") or "", ANONYMOUS)

    async with AsyncTestClient(rest_doors([service.running], admit, service.clock)) as client:
        yield client


def as_(who: str, **more: str) -> dict[str, str]:
    return {"X-Test-Caller": who} | more


@pytest.mark.parametrize("release", ["R4", "R5"])
@pytest.mark.parametrize("kind", KINDS)
async def test_a_search_is_a_bundle_of_that_kind(service, web, release, kind):
    await requested(service.database, INGRID)
    answer = await web.get(f"/care/fhir/{release}/{kind}?patient=demo-elder", headers=as_("ingrid"))
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("application/fhir+json")
    bundle = answer.json()
    assert (bundle["resourceType"], bundle["type"]) == ("Bundle", "searchset")
    found = [entry["resource"] for entry in bundle.get("entry", ())]
    assert bundle["total"] == len(found)
    assert {one["resourceType"] for one in found} <= {kind}
    for one in found[:1]:
        again = await web.get(f"/care/fhir/{release}/{kind}/{one['id']}", headers=as_("ingrid"))
        if kind != "AuditEvent":  # each look adds one
            assert again.json() == one


async def test_the_booking_is_there_for_the_unit_and_for_nobody_else(service, web):
    wish = await requested(service.database, INGRID)
    address = "/care/fhir/R4/Appointment?patient=Patient/demo-elder"
    for who in ("ingrid", "elin", "sara"):  # Sara may book for her mother
        found = (await web.get(address, headers=as_(who))).json()
        assert found["entry"][0]["resource"]["id"] == wish.facts.id
    for who in ("night", "stranger"):
        refused = await web.get(address, headers=as_(who))
        assert refused.status_code == 404
        assert refused.json()["resourceType"] == "OperationOutcome"


async def test_only_she_herself_reads_who_has_looked(service, web):
    await web.get("/care/fhir/R4/Task?patient=demo-elder", headers=as_("elin"))
    log = await web.get("/care/fhir/R4/AuditEvent?patient=demo-elder", headers=as_("ingrid"))
    looks = [entry["resource"] for entry in log.json()["entry"]]
    assert any(one["agent"][0]["who"]["reference"] == "Practitioner/demo-staff" for one in looks)
    assert (
        await web.get("/care/fhir/R4/AuditEvent?patient=demo-elder", headers=as_("elin"))
    ).status_code == 404


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("R4/Patient?patient=demo-elder", 404, "not-found"),
        ("R9/Task?patient=demo-elder", 404, "not-found"),
        ("R4/Task", 400, "processing"),
        ("R4/Task/no-such", 404, "not-found"),
    ],
)
async def test_errors_are_outcomes_in_the_reader_s_language(web, path, status, code):
    answer = await web.get(f"/care/fhir/{path}", headers=as_("ingrid", **{"Accept-Language": "en"}))
    assert answer.status_code == status
    (issue,) = answer.json()["issue"]
    assert (issue["severity"], issue["code"]) == ("error", code)
    assert issue["details"]["text"]


async def test_nobody_without_a_sign_in(web):
    assert (await web.get("/care/fhir/R4/Task?patient=demo-elder")).status_code == 401
    assert (await web.get("/care/fhir/R4/metadata")).json()["fhirVersion"] == "4.0.1"
    assert (await web.get("/care/fhir/R5/metadata")).json()["fhirVersion"] == "5.0.0"


async def test_a_plan_is_a_calendar(service, web):
    asked = await service.ask(
        '{ _entities(representations: [{__typename: "Resident", id: "demo-elder"}]) '
        "{ ... on Resident { carePlans { id } } } }",
        INGRID,
    )
    (resident,) = asked.data["_entities"]
    plan = resident["carePlans"][0]["id"]
    answer = await web.get(
        f"/care/plans/{plan}/calendar.ics", headers=as_("ingrid", **{"Accept-Language": "fi"})
    )
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    (event,) = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert event["SUMMARY"] == "Sovittu aika"
    assert event["SUMMARY"].params["LANGUAGE"] == "fi"
    for who in ("night", "stranger"):
        refused = await web.get(f"/care/plans/{plan}/calendar.ics", headers=as_(who))
        assert refused.status_code == 404
    missing = global_id("CheckinPlan", "no-such")
    assert (
        await web.get(f"/care/plans/{missing}/calendar.ics", headers=as_("ingrid"))
    ).status_code == 404


@pytest.mark.parametrize(("language", "direction"), [("sv", "ltr"), ("ar", "rtl")])
async def test_the_page_speaks_the_reader_s_language(web, language, direction):
    answer = await web.get("/care/call", headers={"Accept-Language": language})
    assert f'<html lang="{language}" dir="{direction}">' in answer.text
    assert "{" + "title}" not in answer.text
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert (
        (await web.get("/care/page/call.js")).headers["content-type"].startswith("text/javascript")
    )
    assert (await web.get("/care/page/../settings.py")).status_code == 404
    assert (await web.get("/care/page/no.js")).status_code == 404
