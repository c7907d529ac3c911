# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Every door of care, not one left out: whoever an answer tells about stands on record (care L1, L2).

The doors are read from the schema and the routes, so a new one fails here until it is asked.
"""

import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from graphql import GraphQLSchema
from litestar.testing import AsyncTestClient

from services.care.actions.fhir import KINDS
from services.care.store.people import care_resident
from services.kit.audit.log import read_all
from services.kit.crypto.pseudonyms import pseudonym
from services.kit.data import define, select
from services.kit.graph import global_id
from services.kit.graph.reading import read_schema
from services.kit.privacy.graph_marks import marked_fields
from services.kit.privacy.purposes import purposes_served
from services.kit.service import Room
from services.kit.web_door import rest_doors
from services.kit.wire.caller import ANONYMOUS, Caller
from services.kit.wire.front.head import RequestHead
from tests.services.care.consulting import offered, scheduled
from tests.services.care.people import (
    BOSS,
    ELIN,
    INGRID,
    NIGHT,
    SARA,
    SARA_FOR_INGRID,
    STRANGER,
    UNIT,
)
from tests.support.services import Asked, opened
from tests.support.whole_graph import operations

pytestmark = pytest.mark.anyio
CALLERS = {
    "elin": ELIN, "boss": BOSS, "night": NIGHT, "ingrid": INGRID, "sara": SARA, "delegate": SARA_FOR_INGRID,
    "stranger": STRANGER,
}  # fmt: skip
RESIDENTS = define(select(care_resident.c.id), str)
HOUR = 3_600_000
NAMES_NOBODY = {"checkInForm", "carePresets", "previewPlan", "careEngine"}
"""Fields that ask about no person: a form, examples, a plan tried out, the engine."""


class Care:
    """Care with one of everything, and what came on record."""

    def __init__(self, asked: Asked, residents: frozenset[str], ids: dict[str, str]) -> None:
        self.asked = asked
        self.residents = residents
        self.ids = ids
        assert asked.running.resources.audit is not None
        self._key = asked.running.resources.audit._key

    async def rows(self) -> int:
        return len(await read_all(self.asked.database))

    async def recorded_since(self, before: int) -> set[str]:
        """The residents about whom something came on record."""
        fresh = {row.subject for row in (await read_all(self.asked.database))[before:]}
        return {each for each in self.residents if pseudonym(self._key, each) in fresh}

    def told_of(self, answer: Any) -> set[str]:
        """The residents whom an answer names."""
        return self.residents & set(_strings(answer))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
        yield value.removeprefix("Patient/")
    elif isinstance(value, dict):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)


@pytest.fixture(scope="module")
async def care() -> AsyncIterator[Care]:
    async with opened("care", "sqlite://") as asked:
        now = asked.clock.now_ms()
        one = await scheduled(asked.database, INGRID, start=now + HOUR)
        await offered(asked.database, now + 3 * HOUR)
        queue = await asked.ask(
            "query($u: String!) { triageQueue(unit: $u) { entries { id } } }", ELIN, u=UNIT
        )
        ids = {
            "careResident": "demo-elder",
            "careAlert": queue.data["triageQueue"]["entries"][0]["id"],
            "consultation": global_id("Consultation", one.facts.id),
        }
        residents = frozenset(await asked.database.many(RESIDENTS))
        assert len(residents) > 2
        yield Care(asked, residents, ids)


def _other_purposes(care: Care) -> frozenset[str]:
    """Fields that staff at work in care may not handle: kept for other purposes (V2)."""
    may = purposes_served("care")
    marked = marked_fields(care.asked.running.service.load(Room.GRAPH))
    return frozenset(
        one.place
        for one in marked
        if one.mark and one.mark.is_personal and not may & set(one.mark.purposes)
    )


def _schema(care: Care) -> GraphQLSchema:
    return read_schema(care.asked.running.service.load(Room.GRAPH)).core


def _values(care: Care, field: str, given: dict[str, Any]) -> dict[str, Any]:
    """Arguments that lead somewhere."""
    known = {
        "unit": UNIT,
        "id": care.ids.get(field),
        "since": "2025-12-01T00:00:00Z",
        "until": "2026-02-01T00:00:00Z",
    }
    return {name: known.get(name) or value for name, value in given.items()}


@pytest.mark.parametrize("who", CALLERS)
async def test_every_root_field_puts_on_record_whom_it_tells_about(care: Care, who: str) -> None:
    told: set[str] = set()
    asked = list(operations(_schema(care), depth=3, without=_other_purposes(care)))
    asked += operations(_schema(care), depth=3)
    for one in asked:
        if one.kind != "query" or one.name in NAMES_NOBODY or one.name.startswith("entity "):
            continue
        before = await care.rows()
        given = _values(care, one.name, one.variables)
        answer = await care.asked.ask(one.query, CALLERS[who], **given)
        named = care.told_of(answer.data)
        assert named <= await care.recorded_since(before), one.name
        if one.name == "careResident":
            assert "demo-elder" in await care.recorded_since(before), "allowed or not"
        told |= named
    assert bool(told) is (who not in {"night", "stranger"}), "the doors were opened"


async def test_every_root_field_has_been_thought_of(care: Care) -> None:
    asked = {one.name for one in operations(_schema(care), depth=1) if one.kind == "query"}
    assert {name for name in asked if not name.startswith("entity ")} == NAMES_NOBODY | {
        "careSharedWithMe", "careResident", "triageQueue", "careAlert", "careRounds", "careKpis", "careRotas",
        "carePolicies", "careDevices", "consultation", "unitConsultations", "openConsultationSlots",
    }  # fmt: skip


@pytest.mark.parametrize("who", CALLERS)
async def test_a_field_that_names_nobody_tells_of_nobody(care: Care, who: str) -> None:
    for one in operations(_schema(care), depth=3):
        if one.name in NAMES_NOBODY and one.name != "previewPlan":
            answer = await care.asked.ask(one.query, CALLERS[who], **one.variables)
            assert care.told_of(answer.data) == set(), one.name


@pytest.fixture(scope="module")
async def web(care: Care) -> AsyncIterator[AsyncTestClient[Any]]:
    async def admit(head: RequestHead) -> Caller:
        return CALLERS.get(head.header(b"x-test-caller") or "", ANONYMOUS)

    doors: Any = rest_doors([care.asked.running], admit, care.asked.clock)
    async with AsyncTestClient(doors) as client:
        yield client


@pytest.mark.parametrize("release", ["R4", "R5"])
@pytest.mark.parametrize("kind", KINDS)
async def test_every_fhir_door_puts_on_record_whose_it_is(
    care: Care, web: AsyncTestClient[Any], kind: str, release: str
) -> None:
    keys: set[str] = set()
    for who in CALLERS:
        headers = {"X-Test-Caller": who}
        for patient in ("demo-elder", "Patient/demo-care-1"):
            before = await care.rows()
            answer = await web.get(
                f"/care/fhir/{release}/{kind}?patient={patient}", headers=headers
            )
            subject = patient.removeprefix("Patient/")
            assert subject in await care.recorded_since(before), (who, answer.status_code)
            if answer.status_code == 200:
                body = json.loads(answer.content)
                keys |= {each["resource"]["id"] for each in body.get("entry", ())}
        for key in [*sorted(keys)[:2], "nothing-of-the-kind"]:
            before = await care.rows()
            answer = await web.get(
                f"/care/fhir/{release}/{kind}/{key}?patient=demo-elder", headers=headers
            )
            assert "demo-elder" in await care.recorded_since(before), (who, key, answer.status_code)


async def test_a_calendar_is_on_record_too(care: Care, web: AsyncTestClient[Any]) -> None:
    plans = await care.asked.ask(
        'query { careResident(id: "demo-elder") { carePlans { id } } }', ELIN
    )
    (plan, *_) = plans.data["careResident"]["carePlans"]
    for who in ("ingrid", "elin", "delegate", "sara", "stranger", "night"):
        before = await care.rows()
        answer = await web.get(
            f"/care/plans/{plan['id']}/calendar.ics", headers={"X-Test-Caller": who}
        )
        assert answer.status_code != 200 or "demo-elder" in await care.recorded_since(before), who
