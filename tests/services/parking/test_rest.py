# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The city's own feed URLs served back: the same rows, every shape (parking section 4.1)."""

from collections.abc import AsyncIterator
from xml.etree import ElementTree as ET

import pytest
from litestar.testing import AsyncTestClient

from services.kit.web_door import rest_doors
from services.kit.wire.caller import ANONYMOUS, Caller
from services.kit.wire.front.head import RequestHead
from services.parking.domain.ltf import read_feed
from tests.services.parking.conftest import take_in
from tests.services.parking.facts import friday_bay, row
from tests.support.services import Asked

pytestmark = pytest.mark.anyio
BASE = "/parking/LTF-Tolken/v1"


@pytest.fixture
async def web(parking: Asked) -> AsyncIterator[AsyncTestClient]:
    async def admit(_: RequestHead) -> Caller:
        return ANONYMOUS

    async with AsyncTestClient(rest_doors([parking.running], admit, parking.clock)) as client:
        yield client


async def test_rows_come_back_as_they_were_taken_in(parking: Asked, web: AsyncTestClient) -> None:
    bay = friday_bay()
    await take_in(parking.database, bay)
    answer = await web.get(f"{BASE}/ptillaten/street/provgatan", params={"outputFormat": "json"})
    assert answer.status_code == 200
    found = answer.json()
    assert found["numberReturned"] == 1
    assert found["features"][0]["properties"] == bay["properties"]
    assert found["features"][0]["geometry"] == bay["geometry"]
    again = read_feed(answer.content)
    assert [one.id for one in again.regulations] == [bay["id"]]


async def test_all_counts_the_layer_and_shows_at_most_what_was_asked(web: AsyncTestClient) -> None:
    answer = await web.get(
        f"{BASE}/ptillaten/all", params={"outputFormat": "json", "maxFeatures": 3}
    )
    found = answer.json()
    assert (found["totalFeatures"], found["numberReturned"], len(found["features"])) == (10, 3, 3)


async def test_weekday_area_and_place(parking: Asked, web: AsyncTestClient) -> None:
    await take_in(
        parking.database, row(9, "servicedagar", START_TIME=0, END_TIME=600, START_WEEKDAY="fredag")
    )
    shape = {"outputFormat": "json"}
    for path in ("weekday/fredag", "untilNextWeekday/fredag", "area/vasastaden", "area/Vasastan"):
        assert (await web.get(f"{BASE}/servicedagar/{path}", params=shape)).json()[
            "totalFeatures"
        ] == 1, path
    assert (await web.get(f"{BASE}/servicedagar/weekday/tisdag", params=shape)).json()[
        "totalFeatures"
    ] == 0
    near = {"radius": 100, "lat": 59.34, "lng": 18.0705} | shape
    assert (await web.get(f"{BASE}/servicedagar/within", params=near)).json()["totalFeatures"] == 1
    far = near | {"lat": 59.35}
    assert (await web.get(f"{BASE}/servicedagar/within", params=far)).json()["totalFeatures"] == 0


async def test_features_by_wfs_in_a_box_or_all(parking: Asked, web: AsyncTestClient) -> None:
    await take_in(parking.database, friday_bay())
    asked = {"service": "WFS", "REQUEST": "GetFeature", "outputFormat": "application/json"}
    whole = (await web.get(f"{BASE}/ptillaten/wfs", params=asked | {"count": "2"})).json()
    assert (whole["numberReturned"], whole["totalFeatures"] > 2) == (2, True)
    box = asked | {"bbox": "18.0695,59.3395,18.0715,59.3405,urn:ogc:def:crs:EPSG::4326"}
    found = (await web.get(f"{BASE}/ptillaten/wfs", params=box)).json()
    assert [one["id"] for one in found["features"]] == [friday_bay()["id"]]
    assert (await web.get(f"{BASE}/pbuss/wfs", params=box)).json()["numberReturned"] == 0


async def test_xml_is_the_default_and_jsonp_on_request(web: AsyncTestClient) -> None:
    answer = await web.get(f"{BASE}/pbuss/all")
    assert answer.headers["content-type"].startswith("application/xml")
    assert ET.fromstring(answer.content).get("numberReturned") == "1"  # noqa: S314 -- our own answer
    script = await web.get(f"{BASE}/pbuss/all", params={"outputFormat": "json", "callback": "show"})
    assert script.text.startswith("/**/show({")


@pytest.mark.parametrize(
    ("path", "params", "status"),
    [
        ("luft/all", {}, 404),
        ("ptillaten/weekday/fullmåne", {}, 400),
        ("ptillaten/all", {"outputFormat": "pdf"}, 400),
        ("ptillaten/all", {"outputFormat": "json", "callback": "alert(1)//"}, 400),
        ("ptillaten/all", {"maxFeatures": 0}, 400),
        ("ptillaten/within", {"radius": 9e9, "lat": 59, "lng": 18}, 400),
        ("ptillaten/within", {"radius": 10, "lat": 99, "lng": 18}, 400),
        ("ptillaten/within", {"radius": 10}, 400),
        ("luft/wfs", {}, 404),
        ("ptillaten/wfs", {"request": "Transaction"}, 400),
        ("ptillaten/wfs", {"count": "-1"}, 400),
        ("ptillaten/wfs", {"bbox": "18,59"}, 400),
        ("ptillaten/wfs", {"bbox": "18,95,18.1,95.1"}, 400),
    ],
)
async def test_bad_questions_are_problem_documents(
    web: AsyncTestClient, path: str, params: dict[str, str], status: int
) -> None:
    answer = await web.get(f"{BASE}/{path}", params=params)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("application/problem+json")
