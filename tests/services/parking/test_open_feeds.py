# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Open feeds in their standards' shapes; counts of few bays are blurred (iot section 4, parking O7)."""

import csv
import io
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from litestar.testing import AsyncTestClient

from services.kit.geometry import Point
from services.kit.web_door import rest_doors
from services.kit.wire.caller import ANONYMOUS, SYSTEM, Caller
from services.kit.wire.front.head import RequestHead
from services.kit.xml import read_xml
from services.parking.actions import occupancy
from services.parking.actions.charging import import_charging
from services.parking.domain.charging import ChargingUnreadable, EvseStatus, read_locations
from services.parking.domain.occupancy import Reading, SpaceStatus
from services.parking.rest.feeds import box_of_tile
from tests.support.services import Asked

pytestmark = pytest.mark.anyio
OPEN, CDS = "/parking/open/v1", "/parking/cds"
ZONE, SMALL = "LTFR_P_TILLATEN.900001", "LTFR_P_TILLATEN.900006"
LINNEGATAN = (59.3373, 18.0802)
DATEX = "{http://datex2.eu/schema/2/2_0}"
CATEGORIES = {"feeCharged", "free", "forDisabled", "forResidents", "shortTerm"}


@pytest.fixture
async def web(parking: Asked) -> AsyncIterator[AsyncTestClient]:
    async def admit(_: RequestHead) -> Caller:
        return ANONYMOUS

    await fill(parking)
    async with AsyncTestClient(rest_doors([parking.running], admit, parking.clock)) as client:
        yield client


async def fill(parking: Asked) -> None:
    """Six bays at one kerb, three at another: too few to be told of."""
    spaces = [
        occupancy.NewSpace(id=f"{zone}.{number}", zone=zone, point=Point(*LINNEGATAN))
        for zone, count in ((ZONE, 6), (SMALL, 3))
        for number in range(count)
    ]
    now = parking.clock.now_ms()
    readings = [
        Reading(
            space=one.id, observed_at=now - 60_000,
            status=SpaceStatus.FREE if one.id.endswith(("0", "1")) else SpaceStatus.OCCUPIED,
        )
        for one in spaces
    ]  # fmt: skip
    await parking.database.transact(lambda tx: occupancy.add_spaces(tx, SYSTEM, spaces))
    await parking.database.transact(lambda tx: occupancy.report(tx, SYSTEM, readings))


async def test_geojson_and_csv_say_the_same(web: AsyncTestClient) -> None:
    answer = await web.get(f"{OPEN}/zones.geojson")
    assert answer.headers["content-type"].startswith("application/geo+json")
    found = {one["id"]: one for one in answer.json()["features"]}
    counts = found[ZONE]["properties"]
    assert (counts["total"], counts["known"], counts["free"], counts["blurred"]) == (6, 6, 2, False)
    assert counts["method"] == "singleSpaceDetection"
    small = found[SMALL]["properties"]
    assert (small["total"], small["known"], small["free"], small["blurred"]) == (3, 0, 0, True)
    table = (await web.get(f"{OPEN}/zones.csv")).text
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(table))}
    assert rows.keys() == found.keys()
    assert (rows[ZONE]["free"], rows[SMALL]["free"], rows[ZONE]["tariff"][:6]) == (
        "2",
        "0",
        "taxa 2",
    )


async def test_a_box_and_a_map_tile_hold_their_kerbs_alone(web: AsyncTestClient) -> None:
    box = "18.079,59.337,18.082,59.338"
    inside = (await web.get(f"{OPEN}/zones.geojson", params={"bbox": box})).json()["features"]
    assert {one["id"] for one in inside} == {ZONE, "LTFR_P_TILLATEN.900002"}
    tile = (await web.get(f"{OPEN}/tiles/16/36059/19272.geojson")).json()["features"]
    area = box_of_tile(16, 36059, 19272)
    for one in tile:
        assert any(
            area.west <= lon <= area.east and area.south <= lat <= area.north
            for lon, lat in one["geometry"]["coordinates"]
        )
    for bad in ("1,2,3", "a,b,c,d", "18,59,17,58", "0,0,90,90", "nan,1,2,3"):
        assert (await web.get(f"{OPEN}/zones.geojson", params={"bbox": bad})).status_code == 400
    for bad in ("3/1/1", "16/99999999/1", "16/1/x"):
        assert (await web.get(f"{OPEN}/tiles/{bad}")).status_code in (400, 404)


def test_tiles_are_web_mercator() -> None:
    # the tile of Sergels torg, as slippy maps number it
    box = box_of_tile(14, 9014, 4818)
    assert box.west < 18.0649 < box.east
    assert box.south < 59.3326 < box.north


async def test_every_ngsi_entity_has_what_its_model_requires(web: AsyncTestClient) -> None:
    entities: list[dict[str, Any]] = (await web.get(f"{OPEN}/ngsi-ld/entities")).json()
    assert len(entities) >= 12
    for one in entities:
        assert one["type"] == "OnStreetParking"
        assert one["location"]["type"] == "GeoProperty"
        assert set(one["category"]["value"]) <= CATEGORIES
        assert one["totalSpotNumber"]["value"] >= 1
    (mine,) = [one for one in entities if one["id"].endswith(ZONE)]
    assert (mine["availableSpotNumber"]["value"], mine["occupiedSpotNumber"]["value"]) == (2, 4)
    (small,) = [one for one in entities if one["id"].endswith(SMALL)]
    assert "availableSpotNumber" not in small
    linked = await web.get(f"{OPEN}/ngsi-ld/entities", headers={"Accept": "application/ld+json"})
    assert linked.json()[0]["@context"]


async def test_datex_table_and_status_have_the_shape_of_the_record_form(
    web: AsyncTestClient,
) -> None:
    # iot section 4.5 (b)
    table = read_xml((await web.get(f"{OPEN}/datex2/table.xml")).content)
    records = table.findall(f".//{DATEX}parkingRecord")
    assert len(records) >= 12
    for record in records:
        assert record.get("{http://www.w3.org/2001/XMLSchema-instance}type") == "UrbanParkingSite"
        assert int(record.findtext(f"{DATEX}parkingNumberOfSpaces")) >= 1
        lat = float(
            record.findtext(
                f"{DATEX}parkingLocation/{DATEX}pointByCoordinates/{DATEX}pointCoordinates/{DATEX}latitude"
            )
        )
        assert 59 < lat < 60
    status = read_xml((await web.get(f"{OPEN}/datex2/status.xml")).content)
    payload = status.find(f"{DATEX}payloadPublication")
    assert payload is not None
    assert payload.findtext(f"{DATEX}publicationTime") == "2026-01-01T00:00:00Z"
    told = status.findall(f".//{DATEX}parkingRecordStatus")
    assert [one.find(f"{DATEX}parkingRecordReference").get("id") for one in told] == [ZONE]
    counts = told[0].find(f"{DATEX}parkingOccupancy")
    values = [
        counts.findtext(f"{DATEX}{name}")
        for name in (
            "parkingNumberOfVacantSpaces",
            "parkingNumberOfOccupiedSpaces",
            "parkingOccupancy",
        )
    ]
    assert values == ["2", "4", "66.7"]
    assert told[0].findtext(f"{DATEX}parkingSiteStatus") == "spacesAvailable"
    known = {record.get("id") for record in records}
    assert {one.find(f"{DATEX}parkingRecordReference").get("id") for one in told} <= known


async def test_cds_zones_and_policies(web: AsyncTestClient) -> None:
    # iot section 4.4
    answer = await web.get(f"{CDS}/curbs/zones")
    assert answer.headers["content-type"].startswith("application/vnd.cds+json;version=1.0")
    body = answer.json()
    assert (body["version"], body["time_zone"], body["currency"]) == (
        "1.0.1",
        "Europe/Stockholm",
        "SEK",
    )
    zones = body["data"]["zones"]
    policies = (await web.get(f"{CDS}/curbs/policies")).json()["data"]["policies"]
    by_id = {one["curb_policy_id"]: one for one in policies}
    for zone in zones:
        assert {
            "curb_zone_id",
            "geometry",
            "curb_policy_ids",
            "published_date",
            "last_updated_date",
            "start_date",
        } <= zone.keys()
        ring = zone["geometry"]["coordinates"][0]
        assert ring[0] == ring[-1]
        assert len(ring) >= 5
        priorities = [by_id[name]["priority"] for name in zone["curb_policy_ids"]]
        assert len(priorities) == len(set(priorities))
    (mine,) = [zone for zone in zones if zone["user_zone_id"] == ZONE]
    told = [by_id[name] for name in mine["curb_policy_ids"]]
    cleaning = [one for one in told if one["rules"][0]["activity"] == "no parking"]
    assert any(
        span.get("days_of_week") == ["fri"] and span["time_of_day_end"] == "06:00"
        for one in cleaning
        for span in one["time_spans"]
    )
    parking_ = next(one for one in told if one["rules"][0]["activity"] == "parking")
    assert parking_["rules"][0]["rate"][0]["rate"] == 3100
    assert min(cleaning[0]["priority"], parking_["priority"]) == cleaning[0]["priority"]
    one = await web.get(f"{CDS}/curbs/zones/{mine['curb_zone_id']}")
    assert [zone["user_zone_id"] for zone in one.json()["data"]["zones"]] == [ZONE]
    policy = await web.get(f"{CDS}/curbs/policies/{mine['curb_policy_ids'][0]}")
    assert policy.status_code == 200


async def test_cds_questions_and_refusals(web: AsyncTestClient) -> None:
    near = {"lat": "59.3373", "lng": "18.0802", "radius": "3000"}
    zones = (await web.get(f"{CDS}/curbs/zones", params=near)).json()["data"]["zones"]
    assert {zone["user_zone_id"] for zone in zones} == {ZONE, "LTFR_P_TILLATEN.900002"}
    early = (await web.get(f"{CDS}/curbs/zones", params={"time": "0"})).json()["data"]["zones"]
    assert early == []
    for bad in ({"lat": "59"}, {"min_lat": "59"}, {"lat": "x", "lng": "1", "radius": "1"}, near | {"radius": "-1"},
                near | {"lat": "99"}, {"time": "nan"}):  # fmt: skip
        refused = await web.get(f"{CDS}/curbs/zones", params=bad)
        assert refused.status_code == 400
        assert refused.json().keys() == {"error", "error_description", "error_details"}
    assert (await web.get(f"{CDS}/curbs/zones", headers={"Accept": "text/csv"})).status_code == 406
    assert (await web.get(f"{CDS}/curbs/zones/none")).status_code == 404
    for path in (
        "curbs/areas",
        "curbs/spaces",
        "events/events",
        "events/status",
        "metrics/sessions",
    ):
        assert (await web.get(f"{CDS}/{path}")).status_code == 501


def location(
    number: int = 1, status: str = "AVAILABLE", at: str = "2026-01-01T00:00:00Z", **more: Any
) -> dict[str, Any]:
    return {
        "country_code": "SE", "party_id": "abc", "id": f"L{number}", "publish": True, "name": "Laddgatan",
        "address": "Laddgatan 1", "city": "Stockholm", "country": "SWE", "time_zone": "Europe/Stockholm",
        "coordinates": {"latitude": "59.33", "longitude": "18.06"}, "last_updated": at,
        "evses": [{"uid": "1", "status": status, "last_updated": at, "connectors": [
            {"id": "1", "standard": "IEC_62196_T2", "format": "SOCKET", "power_type": "AC_3_PHASE",
             "max_voltage": 230, "max_amperage": 32, "last_updated": at}]}],
    } | more  # fmt: skip


def answer_of(*locations: Any) -> bytes:

    return json.dumps(
        {"data": locations, "status_code": 1000, "timestamp": "2026-01-01T00:00:00Z"}
    ).encode()


async def test_charging_points_come_in_newer_ones_alone(
    parking: Asked, web: AsyncTestClient
) -> None:
    async def take(*told: Any, whole: bool = False) -> tuple[int, int, int, int]:
        read = read_locations(answer_of(*told))
        done = await parking.database.transact(
            lambda tx: import_charging(tx, SYSTEM, "abc", read, is_whole=whole)
        )
        return done.put, done.unchanged, done.removed, done.refused

    assert await take(location(1), location(2), {"id": "x"}, 5, location(3, coordinates={})) == (
        2,
        0,
        0,
        3,
    )
    assert await take(location(1), location(2, "CHARGING", "2026-01-01T00:01:00Z")) == (1, 1, 0, 0)
    assert await take(location(2, "OUTOFORDER", "2025-01-01T00:00:00Z")) == (0, 1, 0, 0)
    found = {
        one["id"]: one["properties"]
        for one in (await web.get(f"{OPEN}/charging.geojson")).json()["features"]
    }
    assert (found["SE/ABC/L1"]["available"], found["SE/ABC/L2"]["available"]) == (1, 0)
    assert found["SE/ABC/L1"]["most_watts"] == 12_748
    assert await take(location(1), whole=True) == (0, 1, 1, 0)
    await take(location(1, at="2026-01-02T00:00:00Z", publish=False))
    assert (await web.get(f"{OPEN}/charging.geojson")).json()["features"] == []


def test_a_status_that_ocpi_does_not_have_is_unknown_and_said_so() -> None:
    # iot I3
    read = read_locations(answer_of(location(1, "BROKEN")))
    assert read.locations[0].evses[0].status is EvseStatus.UNKNOWN
    assert "BROKEN" in read.doubts[0]
    for bad in (b"", b"[", b'{"data": 5}', b"5"):
        with pytest.raises(ChargingUnreadable):
            read_locations(bad)
