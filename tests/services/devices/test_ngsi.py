# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""NGSI-LD through the doors: statuses, errors per entity, what is open to whom (iot section 4.1)."""

from typing import Any

import pytest
from litestar.testing import AsyncTestClient

from services.devices.store import entities as store
from services.kit.data import func, select
from services.kit.data.statement import define
from services.kit.data.tables import outbox
from tests.services.devices.facts import NOW, spot
from tests.support.services import Asked

pytestmark = pytest.mark.anyio
BASE = "/devices/ngsi-ld/v1"
SPOT = f"{BASE}/entities/{spot()['id']}"
COUNT = define(select(func.count().label("count")).select_from(outbox), int)
ERRORS = "https://uri.etsi.org/ngsi-ld/errors/"


async def test_an_entity_from_beginning_to_end(web: AsyncTestClient) -> None:
    made = await web.post(f"{BASE}/entities", json=spot(place=(18.06, 59.33)))
    assert made.status_code == 201
    assert made.headers["location"] == SPOT
    twice = await web.post(f"{BASE}/entities", json=spot())
    assert (twice.status_code, twice.json()["type"]) == (409, f"{ERRORS}AlreadyExists")
    assert twice.headers["content-type"].startswith("application/problem+json")
    read = await web.get(SPOT)
    assert read.json()["status"] == {
        "type": "Property", "value": "free", "observedAt": "2026-01-01T00:00:00.000Z"
    }  # fmt: skip
    assert 'rel="http://www.w3.org/ns/json-ld#context"' in read.headers["link"]
    linked = await web.get(SPOT, headers={"Accept": "application/ld+json"})
    assert "@context" in linked.json()
    plain = await web.get(SPOT, params={"options": "keyValues", "attrs": "status"})
    assert plain.json() == {"id": spot()["id"], "type": "ParkingSpot", "status": "free"}
    changed = await web.patch(f"{SPOT}/attrs", json={"status": {"value": "occupied"}})
    assert changed.status_code == 204
    one = await web.patch(
        f"{SPOT}/attrs/status", json={"value": "closed", "observedAt": "2026-01-01T00:00:01Z"}
    )
    assert one.status_code == 204
    partly = await web.patch(
        f"{SPOT}/attrs",
        json={"width": 2.5, "status": {"value": "free", "observedAt": "2026-01-01T00:00:02Z"}},
    )
    assert partly.status_code == 207
    assert [gone["attributeName"] for gone in partly.json()["notUpdated"]] == ["width"]
    added = await web.post(f"{SPOT}/attrs", json={"width": 2.5})
    assert added.status_code == 204
    kept = await web.post(
        f"{SPOT}/attrs", params={"options": "noOverwrite"}, json={"width": 3, "length": 5}
    )
    assert kept.status_code == 207
    assert kept.json()["updated"] == ["length"]
    assert (await web.delete(f"{SPOT}/attrs/length")).status_code == 204
    assert (await web.delete(f"{SPOT}/attrs/length")).status_code == 404
    shown = (await web.get(SPOT, params={"options": "keyValues"})).json()
    assert (shown["status"], shown["width"], "length" in shown) == ("free", 2.5, False)
    assert (await web.delete(SPOT)).status_code == 204
    gone = await web.get(SPOT)
    assert (gone.status_code, gone.json()["type"]) == (404, f"{ERRORS}ResourceNotFound")
    assert (await web.delete(SPOT)).status_code == 404


async def test_5000_entities_with_three_bad_ones(devices: Asked, web: AsyncTestClient) -> None:
    # iot section 5: 207, 4,997 stored, 3 errors; the same again: no new events
    batch: list[Any] = [spot(number) for number in range(5_000)]
    batch[10] = {"type": "ParkingSpot"}
    batch[20]["status"]["observedAt"] = "yesterday"
    batch[30] = "urn:ngsi-ld:ParkingSpot:t30"
    answer = await web.post(f"{BASE}/entityOperations/upsert", json=batch)
    assert answer.status_code == 207
    found = answer.json()
    assert len(found["success"]) == 4_997
    assert len(found["errors"]) == 3
    assert found["errors"][1]["entityId"] == spot(20)["id"]
    assert {one["error"]["type"] for one in found["errors"]} == {f"{ERRORS}BadRequestData"}
    counts = {one.type: one.count for one in await devices.database.many(store.types)}
    assert counts["ParkingSpot"] == 4_997 + 24  # the demo's own bays
    before = await devices.database.one(COUNT)
    again = await web.post(f"{BASE}/entityOperations/upsert", json=batch)
    assert again.status_code == 207
    assert await devices.database.one(COUNT) == before
    refused = (await web.get("/devices/intake/refused")).json()
    assert {(one["reason"], one["count"]) for one in refused} == {
        ("bad_id", 2), ("bad_time", 2), ("not_an_object", 2)
    }  # fmt: skip


async def test_the_batch_operations_answer_201_204_and_207(web: AsyncTestClient) -> None:
    async def do(name: str, *sent: Any, **params: Any) -> tuple[int, Any]:
        answer = await web.post(f"{BASE}/entityOperations/{name}", json=list(sent), params=params)
        return answer.status_code, answer.json() if answer.content else None

    one, two = spot(1), spot(2)
    assert await do("create", one) == (201, [one["id"]])
    status, body = await do("create", one, two)
    assert (status, body["success"]) == (207, [two["id"]])
    assert body["errors"][0]["error"]["status"] == 409
    assert (await do("upsert", one | {"width": 2}))[0] == 204
    assert (await do("upsert", spot(1, at=NOW + 1), options="update"))[0] == 204
    assert "width" in (await web.get(f"{BASE}/entities/{one['id']}")).json()
    assert (await do("upsert", spot(1, at=NOW + 2)))[0] == 204
    assert "width" not in (await web.get(f"{BASE}/entities/{one['id']}")).json()
    assert (await do("update", spot(1, "occupied", at=NOW + 3)))[0] == 204
    status, body = await do("update", spot(9), spot(1, at=NOW + 4))
    assert (status, body["errors"][0]["error"]["status"]) == (207, 404)
    assert (await do("merge", spot(1, "occupied", at=NOW + 5)))[0] == 204
    assert (await do("update", spot(1, "free", at=NOW + 6), options="noOverwrite"))[0] == 204
    shown = (await web.get(f"{BASE}/entities/{one['id']}", params={"options": "keyValues"})).json()
    assert shown["status"] == "occupied"
    assert (await do("delete", one["id"]))[0] == 204
    status, body = await do("delete", one["id"], two["id"])
    assert (status, body["success"]) == (207, [two["id"]])


async def test_a_batch_that_is_too_large_or_no_array(web: AsyncTestClient) -> None:
    upsert = f"{BASE}/entityOperations/upsert"
    many = await web.post(upsert, json=[{"id": "x"}] * 10_001)
    assert many.status_code == 413
    for body, media in (
        (b"{}", "application/json"),
        (b"nonsense", "application/json"),
        (b"[]", "text/plain"),
    ):
        answer = await web.post(upsert, content=body, headers={"Content-Type": media})
        assert answer.status_code in (400, 415)
        assert answer.json()["type"].startswith(ERRORS)


async def test_questions_by_type_place_condition_and_page(web: AsyncTestClient) -> None:
    await web.post(
        f"{BASE}/entityOperations/upsert",
        json=[
            spot(n, "free" if n % 2 else "occupied", place=(17.0 + n / 1000, 58.0))
            for n in range(10)
        ],
    )
    near = {"georel": "near;maxDistance==300", "geometry": "Point", "coordinates": "[17.0,58.0]"}
    found = await web.get(
        f"{BASE}/entities",
        params={"type": "ParkingSpot", "q": 'status=="free"', "count": "true", **near},
    )
    assert [one["id"][-2:] for one in found.json()] == ["t1", "t3", "t5"]
    assert found.headers["ngsild-results-count"] == "3"
    page = await web.get(
        f"{BASE}/entities",
        params={"type": "ParkingSpot", "limit": 2, "offset": 1, "options": "keyValues", **near},
    )
    assert [one["id"][-2:] for one in page.json()] == ["t1", "t2"]
    assert (await web.get(f"{BASE}/entities")).status_code == 400
    bad = await web.get(f"{BASE}/entities", params={"type": "ParkingSpot", "q": "=="})
    assert (bad.status_code, bad.json()["title"]) == (400, "BadRequestData")
    assert "ParkingSpot" in (await web.get(f"{BASE}/types")).json()["typeList"]
    assert "status" in (await web.get(f"{BASE}/attributes")).json()["attributeList"]


async def test_what_is_not_open_is_neither_shown_nor_probed(
    web: AsyncTestClient, public: AsyncTestClient
) -> None:
    # iot R5, R6 and the trap of section 8: keys of sensors in a public feed
    secret = spot(1) | {"appSessionKey": "geheim"}
    meter = {"id": "urn:ngsi-ld:EnergyMeter:1", "type": "EnergyMeter", "kwh": 5}
    await web.post(f"{BASE}/entityOperations/upsert", json=[secret, meter])
    place = f"{BASE}/entities/{secret['id']}"
    assert "appSessionKey" in (await web.get(place)).json()
    assert "appSessionKey" not in (await public.get(place)).json()
    assert (await public.get(f"{BASE}/entities/{meter['id']}")).status_code == 404
    assert (await public.get(f"{BASE}/entities", params={"type": "EnergyMeter"})).json() == []
    for q in ('appSessionKey=="geheim"', "appSessionKey"):
        probe = await public.get(
            f"{BASE}/entities", params={"type": "ParkingSpot", "q": q, "count": "true"}
        )
        assert probe.headers["ngsild-results-count"] == "0"
    history = await public.get(
        f"{BASE}/temporal/entities", params={"id": secret["id"], "attrs": "appSessionKey"}
    )
    assert history.json() == []
    assert "EnergyMeter" not in (await public.get(f"{BASE}/types")).json()["typeList"]
    for path in ("entities", "entityOperations/upsert", "subscriptions"):
        refused = await public.post(f"{BASE}/{path}", json=[spot(5)])
        assert refused.status_code == 401
    assert (await web.get(f"{BASE}/entities/{spot(5)['id']}")).status_code == 404


async def test_history_in_full_in_short_and_summed_up(web: AsyncTestClient) -> None:
    bin_ = {"id": "urn:ngsi-ld:WasteContainer:1", "type": "WasteContainer"}
    for minute, level in ((0, 0.2), (10, 0.4), (70, 0.9)):
        told = {
            "value": level,
            "observedAt": f"2025-12-31T{20 + minute // 60}:{minute % 60:02}:00Z",
        }
        await web.post(f"{BASE}/entityOperations/upsert", json=[bin_ | {"fillingLevel": told}])
    place = f"{BASE}/temporal/entities"
    asked = {"id": bin_["id"], "type": "WasteContainer"}
    full = (await web.get(place, params=asked)).json()[0]["fillingLevel"]
    assert [one["value"] for one in full] == [0.2, 0.4, 0.9]
    between = {
        "timerel": "between",
        "timeAt": "2025-12-31T20:05:00Z",
        "endTimeAt": "2025-12-31T21:00:00Z",
    }
    short = (await web.get(place, params=asked | between | {"options": "temporalValues"})).json()[0]
    assert short["fillingLevel"]["values"] == [[0.4, "2025-12-31T20:10:00.000Z"]]
    summed = (
        await web.get(
            place,
            params=asked
            | {
                "options": "aggregatedValues",
                "aggrMethods": "max,totalCount",
                "aggrPeriodDuration": "PT1H",
            },
        )
    ).json()[0]["fillingLevel"]
    assert [row[0] for row in summed["max"]] == [0.4, 0.9]
    assert [row[0] for row in summed["totalCount"]] == [2, 1]
    assert summed["max"][0][1:] == ["2025-12-31T20:00:00.000Z", "2025-12-31T21:00:00.000Z"]
    for wrong in ({"timerel": "after"}, {"timerel": "x", "timeAt": "2025-12-31T20:05:00Z"}):
        assert (await web.get(place, params=asked | wrong)).status_code == 400
