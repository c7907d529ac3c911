# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The subgraph as the gateway asks it: verdicts in the reader's language, sessions, keys, pushes."""

import asyncio
from contextlib import aclosing
from typing import Any

import pytest

from services.kit.clock import milliseconds
from services.kit.geometry import Point
from services.kit.wire.caller import ANONYMOUS, SYSTEM, Caller
from services.kit.wire.subgraph import FetchRequest, OperationKind
from services.parking.actions import occupancy
from services.parking.domain.local_time import from_wall
from services.parking.domain.occupancy import Reading, SpaceStatus
from tests.support.services import AMINA, STRANGER, Asked, context_of

pytestmark = pytest.mark.anyio

LINNEGATAN = {"latitude": 59.3373, "longitude": 18.0802}
VERDICT = """query($at: ParkingPointInput!, $time: DateTime, $permits: [ParkingPermitInput!]) {
  parkingVerdict(at: $at, time: $time, permits: $permits) {
    allowed until then distanceMetres
    summary { value language direction isFallback }
    price { perHour { amount currency } cover tariff { code windows { text { value } pricePerHour { amount } } } }
    because { citation url band text { value } regulation { id street } }
    actions { kind text { value } } notice { value }
  }
}"""
QUOTE = """mutation($i: QuoteParkingInput!) { quoteParking(input: $i) {
  quote { id receipt { total { amount } vat { amount } lines { kind exactOre text { value } } } mustEndAt citation }
  userErrors { code path } } }"""
START = """mutation($i: StartParkingInput!) { startParking(input: $i) {
  session { id status version charged { amount } paidUntil regulation { street } } userErrors { code path message } } }"""
STOP = """mutation($i: StopParkingInput!) { stopParking(input: $i) { session { id status } userErrors { code } } }"""
MINE = "parkingSessions(first: 5) { totalCount nodes { id status receipt { total { amount } } } }"


@pytest.fixture
async def noon(parking: Asked) -> Asked:
    parking.clock.set(milliseconds(from_wall("2026-06-01T12:00")))
    return parking


async def started(
    asked: Asked, plate: str = "ABC123", caller: Caller = AMINA, key: str | None = None
) -> Any:
    wish = {"at": LINNEGATAN, "end": "2026-06-01T11:00:00Z"}
    quoted = await asked.ask(QUOTE, caller, i=wish)
    assert quoted.errors == []
    quote = quoted.data["quoteParking"]["quote"]
    return await asked.ask(START, caller, key=key, i={"quoteId": quote["id"], "plate": plate})


async def test_anybody_asks_whether_she_may_park(noon: Asked) -> None:
    # parking V2
    answer = await noon.ask(VERDICT, ANONYMOUS, at=LINNEGATAN)
    assert answer.errors == []
    verdict = answer.data["parkingVerdict"]
    assert verdict["allowed"] == "YES"
    assert verdict["until"] == "2026-06-01T19:00:00Z"
    assert verdict["price"]["perHour"] == {"amount": 3100, "currency": "SEK"}
    assert verdict["because"][0]["citation"] == "0180 2026-00001"
    assert verdict["because"][0]["regulation"]["street"] == "Linnégatan"
    assert "31,00" in verdict["summary"]["value"]
    assert verdict["actions"][0]["kind"] == "PAY"
    assert verdict["notice"]["value"].startswith("Skylten")


async def test_cleaning_is_explained_and_ends(noon: Asked) -> None:
    answer = await noon.ask(VERDICT, at=LINNEGATAN, time="2026-06-05T01:00:00Z")
    verdict = answer.data["parkingVerdict"]
    assert (verdict["allowed"], verdict["until"], verdict["then"]) == (
        "NO",
        "2026-06-05T04:00:00Z",
        "YES",
    )
    assert verdict["because"][0]["band"] == 40
    assert "Servicetid fredag" in verdict["because"][0]["text"]["value"]


async def test_without_data_the_answer_is_unknown(noon: Asked) -> None:
    # parking V3
    answer = await noon.ask(VERDICT, at={"latitude": 59.9, "longitude": 17.0})
    assert answer.data["parkingVerdict"]["allowed"] == "UNKNOWN"
    assert answer.data["parkingVerdict"]["price"] is None


async def test_a_point_off_the_earth_is_the_askers_mistake(noon: Asked) -> None:
    answer = await noon.ask(VERDICT, at={"latitude": 95.0, "longitude": 17.0})
    assert answer.errors[0]["extensions"]["code"] == "INPUT_INVALID"


async def test_the_verdict_speaks_the_readers_language(noon: Asked) -> None:
    answer = await noon.ask(VERDICT, locale="ar", at=LINNEGATAN)
    summary = answer.data["parkingVerdict"]["summary"]
    assert (summary["language"], summary["direction"], summary["isFallback"]) == (
        "ar",
        "RTL",
        False,
    )


async def test_quote_start_and_the_residents_own_sessions(noon: Asked) -> None:
    answer = await started(noon)
    session = answer.data["startParking"]["session"]
    assert (session["status"], session["charged"]["amount"]) == ("ACTIVE", 3100)
    mine = await noon.entities(
        [{"__typename": "Resident", "id": AMINA.sub}], "... on Resident { id %s }" % MINE, AMINA
    )
    assert mine.errors == []
    found = mine.data["_entities"][0]["parkingSessions"]
    assert found["totalCount"] == 1
    assert found["nodes"][0] == {
        "id": session["id"],
        "status": "ACTIVE",
        "receipt": {"total": {"amount": 3100}},
    }


async def test_nobody_reads_the_sessions_of_another(noon: Asked) -> None:
    await started(noon)
    for caller in (STRANGER, ANONYMOUS):
        answer = await noon.entities(
            [{"__typename": "Resident", "id": AMINA.sub}], "... on Resident { %s }" % MINE, caller
        )
        assert answer.errors
        assert "ACTIVE" not in str(answer.data)


async def test_an_idempotency_key_starts_once_and_answers_twice(noon: Asked) -> None:
    # parking P2
    quoted = await noon.ask(QUOTE, AMINA, i={"at": LINNEGATAN, "end": "2026-06-01T11:00:00Z"})
    wish = {"quoteId": quoted.data["quoteParking"]["quote"]["id"], "plate": "ABC123"}
    key = "7c9e6679-7425-40de-944b-e07fc1f90ae7"
    first = await noon.ask(START, AMINA, key=key, i=wish)
    again = await noon.ask(START, AMINA, key=key, i=wish)
    assert first.data == again.data
    other = await noon.ask(START, AMINA, key=key, i=wish | {"plate": "DEF456"})
    assert other.errors[0]["extensions"]["code"] == "IDEMPOTENCY_KEY_REUSED"


async def test_the_second_start_of_a_plate_can_be_put_right(noon: Asked) -> None:
    await started(noon)
    answer = await started(noon)
    payload = answer.data["startParking"]
    assert payload["session"] is None
    assert payload["userErrors"][0]["code"] == "PARKING_PLATE_ACTIVE"
    assert payload["userErrors"][0]["path"] == ["plate"]


async def test_a_session_tells_its_changes_and_ends(noon: Asked) -> None:
    session = (await started(noon)).data["startParking"]["session"]
    request = FetchRequest(
        query="subscription($id: ID!) { parkingSessionChanged(id: $id) { status version } }",
        variables={"id": session["id"]},
        kind=OperationKind.SUBSCRIPTION,
    )
    async with aclosing(noon.running.subscribe(request, context_of(AMINA))) as pushes:
        first = await anext(pushes)
        assert first.data == {"parkingSessionChanged": {"status": "ACTIVE", "version": 1}}
        await noon.ask(STOP, AMINA, i={"sessionId": session["id"]})
        second = await asyncio.wait_for(anext(pushes), 10)
        assert second.data["parkingSessionChanged"]["status"] == "CANCELLED"
        assert [push async for push in pushes] == []


async def test_a_session_of_another_is_not_told(noon: Asked) -> None:
    session = (await started(noon)).data["startParking"]["session"]
    request = FetchRequest(
        query="subscription($id: ID!) { parkingSessionChanged(id: $id) { status } }",
        variables={"id": session["id"]},
        kind=OperationKind.SUBSCRIPTION,
    )
    async with aclosing(noon.running.subscribe(request, context_of(STRANGER))) as pushes:
        first = await anext(pushes)
    assert first.errors
    assert not first.data


async def test_a_verdict_is_told_again_when_it_turns(noon: Asked) -> None:
    noon.clock.set(milliseconds(from_wall("2026-06-04T23:59")) + 59_900)
    request = FetchRequest(
        query="subscription($at: ParkingPointInput!) { parkingVerdictChanged(at: $at) { allowed } }",
        variables={"at": LINNEGATAN},
        kind=OperationKind.SUBSCRIPTION,
    )
    async with aclosing(noon.running.subscribe(request, context_of(ANONYMOUS))) as pushes:
        assert (await anext(pushes)).data == {"parkingVerdictChanged": {"allowed": "YES"}}
        noon.clock.advance(0.2)
        turned = await asyncio.wait_for(anext(pushes), 10)
        assert turned.data == {"parkingVerdictChanged": {"allowed": "NO"}}


async def test_an_area_is_told_as_a_whole_and_then_what_changes(noon: Asked) -> None:
    spaces = [
        occupancy.NewSpace(id=f"{zone}-{number}", zone=zone, point=Point(lat, 18.0802))
        for zone, lat in (("near", 59.3373), ("far", 59.4373))
        for number in range(5)
    ]
    await noon.database.transact(lambda tx: occupancy.add_spaces(tx, SYSTEM, spaces))

    async def tell(status: SpaceStatus, ago: int) -> None:
        now = noon.clock.now_ms()
        told = [Reading(space=one.id, observed_at=now - ago, status=status) for one in spaces]
        await noon.database.transact(lambda tx: occupancy.report(tx, SYSTEM, told))

    await tell(SpaceStatus.OCCUPIED, 120_000)
    request = FetchRequest(
        query="subscription($at: ParkingPointInput!) { parkingAreaChanged(at: $at, radius: 300) { zone free } }",
        variables={"at": LINNEGATAN},
        kind=OperationKind.SUBSCRIPTION,
    )
    async with aclosing(noon.running.subscribe(request, context_of(ANONYMOUS))) as pushes:
        first = (await anext(pushes)).data
        assert first == {"parkingAreaChanged": [{"zone": "near", "free": 0}]}
        await tell(SpaceStatus.FREE, 60_000)
        changed = await asyncio.wait_for(anext(pushes), 10)
        while changed.data["parkingAreaChanged"][0]["free"] != 5:
            changed = await asyncio.wait_for(anext(pushes), 10)
        assert changed.data == {"parkingAreaChanged": [{"zone": "near", "free": 5}]}


async def test_a_plate_that_is_easily_misread_is_shown_in_its_other_reading(noon: Asked) -> None:
    # a wrong plate is never waived, so the driver is asked at once
    wish = {"at": LINNEGATAN, "end": "2026-06-01T11:00:00Z"}
    read = START.replace("userErrors", "plateReading userErrors")
    for plate, other in (("abc o1i", "ABC01I"), ("DEF456", None)):
        quote = (await noon.ask(QUOTE, AMINA, i=wish)).data["quoteParking"]["quote"]
        found = await noon.ask(read, AMINA, i={"quoteId": quote["id"], "plate": plate})
        assert found.data["startParking"]["plateReading"] == other


async def test_a_free_bay_says_how_it_is_known_and_how_surely(noon: Asked) -> None:
    # parking O5
    await noon.database.transact(
        lambda tx: occupancy.add_spaces(
            tx, SYSTEM, [occupancy.NewSpace(id="bay-1", zone="z", point=Point(59.34, 18.05))]
        )
    )
    seen = noon.clock.now_ms()
    report = Reading(space="bay-1", status=SpaceStatus.FREE, observed_at=seen, source="sensor")
    await noon.database.transact(lambda tx: occupancy.report(tx, SYSTEM, [report]))
    noon.clock.advance(60)
    asked = "query($a: ParkingPointInput!) { freeParkingSpaces(at: $a, first: 1) { id confidence source observedAt } }"
    found = await noon.ask(asked, ANONYMOUS, a={"latitude": 59.34, "longitude": 18.05})
    (bay,) = found.data["freeParkingSpaces"]
    assert (bay["id"], bay["source"]) == ("bay-1", "singleSpaceDetection")
    assert 0.9 < bay["confidence"] < 1
