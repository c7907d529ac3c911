# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""DATEX II publications through the door: both forms, and what cannot be true is flagged (iot section 4.5)."""

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from litestar.testing import AsyncTestClient

from services.devices.commands import group
from services.devices.domain.datex import entities_of, read_datex
from services.kit.errors import InputInvalid
from services.kit.xml import read_xml

pytestmark = pytest.mark.anyio
DOOR = "/devices/datex/prov"
ENTITIES = "/devices/ngsi-ld/v1/entities"
NOW = "2026-01-01T00:00:00+01:00"


def document(inner: str, *, prefix: str = "", published: str = NOW) -> bytes:
    """A publication; with a prefix, every name of it stands in a namespace written so."""
    name = f"{prefix}:" if prefix else ""
    space = f'xmlns{":" + prefix if prefix else ""}="http://datex2.eu/schema/2/2_0"'
    body = f"<publicationTime>{published}</publicationTime>{inner}"
    if prefix:
        body = body.replace("</", "\0").replace("<", f"<{name}").replace("\0", f"</{name}")
    return f"<{name}d2LogicalModel {space}>{body}</{name}d2LogicalModel>".encode()


def facility(name: str = "A", capacity: int = 100, lat: float = 59.33, lon: float = 18.06) -> str:
    return (
        f'<parkingFacility id="{name}"><parkingFacilityName><values><value>Garage {name}</value></values>'
        f"</parkingFacilityName><totalParkingCapacity>{capacity}</totalParkingCapacity><facilityLocation>"
        f"<locationForDisplay><latitude>{lat}</latitude><longitude>{lon}</longitude></locationForDisplay>"
        "</facilityLocation></parkingFacility>"
    )


def status(name: str = "A", vacant: Any = 40, at: str = NOW, states: tuple[str, ...] = ("spacesAvailable", "open")) -> str:  # fmt: skip
    told = "".join(f"<parkingFacilityStatus>{one}</parkingFacilityStatus>" for one in states)
    return (
        f'<parkingFacilityStatus><parkingFacilityReference id="{name}"/>{told}'
        f"<parkingFacilityStatusTime>{at}</parkingFacilityStatusTime>"
        f"<totalNumberOfVacantParkingSpaces>{vacant}</totalNumberOfVacantParkingSpaces></parkingFacilityStatus>"
    )


RECORD = """<parkingRecord id="1035"><parkingName><values><value>Infart</value></values></parkingName>
<parkingNumberOfSpaces>314</parkingNumberOfSpaces><parkingLocation><pointByCoordinates><pointCoordinates>
<latitude>59.5</latitude><longitude>18.2</longitude></pointCoordinates></pointByCoordinates></parkingLocation></parkingRecord>
<parkingRecordStatus><parkingRecordReference id="1035[Infart]"/><parkingStatusOriginTime>2026-01-01T00:00:00.5461534+01:00</parkingStatusOriginTime>
<parkingOccupancy><parkingNumberOfSpacesOverride>313</parkingNumberOfSpacesOverride><parkingNumberOfVacantSpaces>215</parkingNumberOfVacantSpaces>
<parkingNumberOfOccupiedSpaces>98</parkingNumberOfOccupiedSpaces></parkingOccupancy></parkingRecordStatus>"""


async def shown(web: AsyncTestClient, name: str) -> dict[str, Any]:
    one = f"{ENTITIES}/urn:ngsi-ld:OffStreetParking:prov:{name}"
    return (await web.get(one, params={"options": "keyValues"})).json()


@pytest.mark.parametrize("prefix", ["", "d2"])
async def test_a_table_and_then_a_status(web: AsyncTestClient, prefix: str) -> None:
    table = await web.post(DOOR, content=document(facility(), prefix=prefix))
    assert table.json() == {"facilities": 1, "taken": 1, "flags": []}
    told = await web.post(DOOR, content=document(status(), prefix=prefix))
    assert told.json() == {"facilities": 1, "taken": 1, "flags": []}
    found = await shown(web, "A")
    assert found["location"]["coordinates"] == [18.06, 59.33]
    assert (found["name"], found["totalSpotNumber"], found["availableSpotNumber"], found["status"]) == (
        "Garage A", 100, 40, "spacesAvailable",
    )  # fmt: skip


async def test_the_record_form_with_its_own_ids_and_fractions(web: AsyncTestClient) -> None:
    taken = await web.post(DOOR, content=document(RECORD))
    assert taken.json()["flags"] == []
    found = await shown(web, "1035")
    assert (found["availableSpotNumber"], found["occupiedSpotNumber"], found["totalSpotNumber"]) == (
        215, 98, 314,
    )  # fmt: skip


async def test_what_cannot_be_true_is_flagged_counted_and_never_a_count(
    web: AsyncTestClient,
) -> None:
    await web.post(DOOR, content=document(facility() + facility("B") + facility("C", 50, 5402496.0, 512788.0)))  # fmt: skip
    answer = await web.post(
        DOOR,
        content=document(
            status("A", at="1970-01-01T00:00:00Z")
            + status("B", vacant=427)
            + status("C", at="igår")
            + status("D", vacant="många", states=("closed", "full"))
        ),
    )
    flags = {(one["id"], one["reason"]) for one in answer.json()["flags"]}
    assert flags == {("A", "stale"), ("B", "impossible_count"), ("C", "no_time")}
    assert "availableSpotNumber" not in await shown(web, "A")
    assert (await shown(web, "B"))["availableSpotNumber"] == 100
    assert "location" not in await shown(web, "C")
    assert (await shown(web, "D"))["status"] == "full"
    counted = {one["reason"]: one["count"] for one in (await web.get("/devices/intake/refused")).json()}  # fmt: skip
    assert counted == {"bad_place": 1, "stale": 1, "impossible_count": 1, "no_time": 1}


@pytest.mark.parametrize("body", [b"", b"<a>", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"])
async def test_what_is_no_publication_is_refused(web: AsyncTestClient, body: bytes) -> None:
    assert (await web.post(DOOR, content=body)).status_code == 400
    assert (await web.post("/devices/datex/Prov%20x", content=document(""))).status_code == 400


async def test_only_gateways_bring_publications(public: AsyncTestClient) -> None:
    assert (await public.post(DOOR, content=document(facility()))).status_code in (401, 403)


@given(st.lists(st.sampled_from(["parkingFacility", "parkingFacilityStatus", "latitude", "totalParkingCapacity", "parkingFacilityStatusTime"])), st.text(alphabet="0123456789.-eINFnaT:Z "))  # fmt: skip
def test_any_publication_is_read_to_its_end(names: list[str], text: str) -> None:
    inner = "".join(f'<{name} id="x">{text}' for name in names)
    inner += "".join(f"</{name}>" for name in reversed(names))
    try:
        root = read_xml(document(inner))
    except InputInvalid:
        return
    entities, _ = entities_of(read_datex(root), "prov", {})
    assert all(one["type"] == "OffStreetParking" for one in entities)


def test_publications_come_in_from_files(tmp_path: Path) -> None:
    file = tmp_path / "table.xml"
    file.write_bytes(document(facility() + facility("B", lat=900)))
    env = {"TORGET_DATA_DIR": str(tmp_path)}
    done = CliRunner().invoke(group, ["import-datex", str(file), "--source", "prov"], env=env)
    assert "2 facilities, 2 taken, 1 flagged" in done.stdout
    assert "1 bad_place" in done.stdout
    bad = CliRunner().invoke(group, ["import-datex", str(file), "--source", "X Y"], env=env)
    assert (bad.exit_code, len(bad.stderr.splitlines())) == (2, 1)
