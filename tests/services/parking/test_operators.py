# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Operators and enforcers through the doors, as Parkkihubi has them (parking section 4.2)."""

from typing import Any

import pytest

from services.kit.crypto.sealing import KeyChest
from services.parking.actions.plates import chest_of, current_key, read_plate, wrap_anew
from services.parking.store import operators as store
from services.parking.store import sessions as session_store
from tests.services.parking.conftest import Hub, stay
from tests.support.services import Asked

pytestmark = pytest.mark.anyio
BASE = "/parking/operator/v1"
CHECK = "/parking/enforcement/v1/check_parking/"
PLACE = {"longitude": 18.0408, "latitude": 59.3424}
"""Sigtunagatan of the demo: tariff 3, Vasastan."""


async def check(hub: Hub, plate: str = "ABC123", **more: Any) -> dict[str, Any]:
    body = {"registration_number": plate, "location": PLACE} | more
    answer = await hub.ask("POST", CHECK, body, "hand")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_stay_from_telling_to_its_end(parking: Asked, hub: Hub) -> None:
    made = await hub.ask("POST", f"{BASE}/parking/", stay())
    assert made.status_code == 201
    told = made.json()
    assert (told["status"], told["zone"], told["domain"], told["is_disc_parking"]) == (
        "valid",
        3,
        "STO",
        False,
    )
    assert told["registration_number"] == "ABC123"
    found = await check(hub, "abc 123")
    assert found == {
        "allowed": True, "end_time": "2026-01-01T02:00:00Z", "time": "2026-01-01T00:00:00Z",
        "location": {"payment_zone": 3, "permit_area": "Vasastan"},
    }  # fmt: skip
    place = f"{BASE}/parking/{told['id']}/"
    moved = await hub.ask("PATCH", place, {"zone": 2})
    assert (moved.status_code, moved.json()["zone"]) == (200, 2)
    parking.clock.advance(121)
    late = await hub.ask("PATCH", place, {"zone": 1})
    assert (late.status_code, late.json()["code"]) == (403, "grace_period_over")
    for method in ("PUT", "DELETE"):
        assert (await hub.ask(method, place, stay())).status_code == 403
    ended = await hub.ask("PATCH", place, {"time_end": "2026-01-01T00:01:00Z"})
    assert (ended.status_code, ended.json()["status"]) == (200, "not_valid")
    over = await check(hub)
    assert (over["allowed"], over["end_time"]) == (False, "2026-01-01T00:01:00Z")
    parking.clock.advance(15 * 60)
    assert (await check(hub))["end_time"] is None
    foreign = await hub.ask("PATCH", place, {"time_end": "2026-01-01T03:00:00Z"}, "quick")
    assert foreign.status_code == 404


async def test_within_two_minutes_a_stay_can_be_taken_back(hub: Hub) -> None:
    told = (await hub.ask("POST", f"{BASE}/parking/", stay())).json()
    assert (await hub.ask("DELETE", f"{BASE}/parking/{told['id']}/")).status_code == 204
    assert (await check(hub))["allowed"] is False
    assert (await hub.ask("POST", f"{BASE}/parking/", stay())).status_code == 201


async def test_one_stay_per_plate_and_operator_others_side_by_side(hub: Hub) -> None:
    # parking P2: other operators' stays are rows of their own
    assert (await hub.ask("POST", f"{BASE}/parking/", stay())).status_code == 201
    again = await hub.ask("POST", f"{BASE}/parking/", stay())
    assert (again.status_code, again.json()["code"]) == (409, "conflict")
    other = await hub.ask("POST", f"{BASE}/parking/", stay(), "quick")
    assert other.status_code == 201


async def test_the_dearer_zone_covers_the_cheaper_and_an_open_end_is_none(hub: Hub) -> None:
    await hub.ask("POST", f"{BASE}/parking/", stay(zone=1, time_end=None))
    found = await check(hub)
    assert (found["allowed"], found["end_time"]) == (True, None)
    await hub.ask("POST", f"{BASE}/parking/", stay(registration_number="CHEAP1", zone=5))
    assert (await check(hub, "CHEAP1"))["allowed"] is False


async def test_disc_parking_needs_a_place_and_no_zone(hub: Hub) -> None:
    disc = stay(zone=None, is_disc_parking=True)
    made = await hub.ask("POST", f"{BASE}/parking/", disc)
    assert (made.status_code, made.json()["zone"]) == (201, None)
    assert (await check(hub))["allowed"] is True
    without = await hub.ask("POST", f"{BASE}/parking/", disc | {"location": None})
    assert (without.status_code, list(without.json())) == (400, ["location"])


@pytest.mark.parametrize(
    ("change", "field"),
    [({"registration_number": ""}, "registration_number"), ({"registration_number": "x" * 21}, "registration_number"),
     ({"time_start": None}, "time_start"), ({"time_start": "2026-01-01T00:00:00"}, "time_start"),
     ({"time_end": "2025-01-01T00:00:00Z"}, "time_end"), ({"zone": None}, "zone"), ({"zone": 1000}, "zone"),
     ({"zone": "A"}, "zone"), ({"location": {"type": "Point", "coordinates": [1]}}, "location"),
     ({"is_disc_parking": "maybe"}, "is_disc_parking"), ({"domain": 5}, "domain")],
)  # fmt: skip
async def test_bad_stays_are_answered_by_field(
    hub: Hub, change: dict[str, Any], field: str
) -> None:
    answer = await hub.ask("POST", f"{BASE}/parking/", stay(**change))
    assert (answer.status_code, list(answer.json())) == (400, [field])
    assert (await check(hub))["allowed"] is False


async def test_keys_open_their_own_doors_alone(hub: Hub) -> None:
    hub.keys["nobody"] = "guess"
    for who, status in (("hand", 403), ("nobody", 401)):
        assert (await hub.ask("POST", f"{BASE}/parking/", stay(), who)).status_code == status
    body = {"registration_number": "ABC123", "location": PLACE}
    assert (await hub.ask("POST", CHECK, body, "easy")).status_code == 403
    refused = await hub.ask("POST", CHECK, body, "nobody")
    assert refused.headers["www-authenticate"] == "ApiKey"


async def test_permits_in_series(parking: Asked, hub: Hub) -> None:
    # parking P7: max(starts)..min(ends), empty pairs dropped
    series = (await hub.ask("POST", f"{BASE}/permitseries/", {})).json()["id"]
    permit = {
        "series": series, "external_id": "E1", "properties": {"kind": "guest"},
        "subjects": [
            {"registration_number": "PER111", "start_time": "2025-12-01T00:00:00Z", "end_time": "2026-01-05T00:00:00Z"},
            {"registration_number": "PER222", "start_time": "2026-02-01T00:00:00Z", "end_time": "2026-03-01T00:00:00Z"},
        ],
        "areas": [{"area": "Vasastan", "start_time": "2025-12-15T00:00:00Z", "end_time": "2026-01-20T00:00:00Z"}],
    }  # fmt: skip
    made = await hub.ask("POST", f"{BASE}/permit/", [permit])
    assert made.status_code == 201
    assert "PER111" not in made.text
    assert (await check(hub, "PER111"))["allowed"] is False
    active = await hub.ask(
        "POST", f"{BASE}/permitseries/{series}/activate/", {"deactivate_others": True}
    )
    assert active.status_code == 200
    found = await check(hub, "PER111")
    assert (found["allowed"], found["end_time"]) == (True, "2026-01-05T00:00:00Z")
    assert (await check(hub, "PER222"))["allowed"] is False
    items = await hub.ask(
        "GET", "/parking/enforcement/v1/valid_permit_item/?reg_num=PER111", None, "hand"
    )
    assert [one["area"] for one in items.json()["results"]] == ["Vasastan"]
    assert (await hub.ask("GET", f"{BASE}/activepermit/E1/")).json()["external_id"] == "E1"
    twice = await hub.ask("POST", f"{BASE}/permit/", permit)
    assert twice.status_code == 409
    assert (await hub.ask("GET", f"{BASE}/activepermit/E1/", None, "quick")).status_code == 404
    foreign = await hub.ask("POST", f"{BASE}/permit/", permit | {"external_id": "E2"}, "quick")
    assert foreign.status_code == 400
    assert (await hub.ask("DELETE", f"{BASE}/activepermit/E1/")).status_code == 204
    assert (await check(hub, "PER111"))["allowed"] is False
    for bad in ({"series": "x"}, permit | {"subjects": []}, permit | {"areas": [{"area": 5}]}, []):
        assert (
            await hub.ask("POST", f"{BASE}/permit/", bad if bad != [] else 7)
        ).status_code == 400


async def test_every_check_is_kept_and_nobody_browses(parking: Asked, hub: Hub) -> None:
    await check(hub)
    browse = await hub.ask(
        "GET", "/parking/enforcement/v1/valid_parking/?time=2026-01-01T00:00:00Z", None, "hand"
    )
    assert browse.status_code == 400
    await hub.ask("POST", f"{BASE}/parking/", stay())
    valid = await hub.ask(
        "GET", "/parking/enforcement/v1/valid_parking/?reg_num=ABC123", None, "hand"
    )
    assert [one["zone"] for one in valid.json()["results"]] == [3]
    bad = await hub.ask("POST", CHECK, {"registration_number": "ABC123"}, "hand")
    assert bad.status_code == 400


async def test_zones_areas_and_domain_are_listed(hub: Hub) -> None:
    zones = (await hub.ask("GET", f"{BASE}/payment_zone/")).json()["results"]
    assert {1, 2, 3, 12} <= {one["number"] for one in zones}
    areas = (await hub.ask("GET", f"{BASE}/permit_area/")).json()["results"]
    assert "Vasastan" in {one["code"] for one in areas}
    assert (await hub.ask("GET", f"{BASE}/enforcement_domain/")).json()["count"] == 1


async def test_public_counts_of_few_are_zero(parking: Asked, hub: Hub) -> None:
    # parking O7
    async def count() -> int:
        answer = await hub.ask("GET", "/parking/public/v1/parking_area_statistics/", None, "")
        return sum(one["current_parking_count"] for one in answer.json()["results"])

    for number in range(3):
        await hub.ask("POST", f"{BASE}/parking/", stay(registration_number=f"CNT10{number}"))
    assert await count() == 0
    await hub.ask("POST", f"{BASE}/parking/", stay(registration_number="CNT109"))
    assert await count() == 4
    areas = (await hub.ask("GET", "/parking/public/v1/parking_area/", None, "")).json()
    assert areas["features"][0]["properties"]["capacity_estimate"] >= 1


async def test_the_years_secret_is_wrapped_and_wrapped_anew(parking: Asked, hub: Hub) -> None:
    # parking E1: the database alone names nobody
    chest = chest_of(parking.running.resources)
    told = (await hub.ask("POST", f"{BASE}/parking/", stay())).json()
    (epoch,) = await parking.database.many(session_store.epochs)
    assert len(epoch.secret) > 32
    kept = await parking.database.transact(
        lambda tx: read_plate(tx, told["id"], "operator:easy", chest=chest)
    )
    assert kept == "ABC123"
    _, before = await parking.database.transact(lambda tx: current_key(tx, "ABC123", chest=chest))
    newer = KeyChest(chest._keks | {"z-next": bytes(32)}, "z-next")
    assert await parking.database.transact(lambda tx: wrap_anew(tx, newer)) == 1
    assert await parking.database.transact(lambda tx: wrap_anew(tx, newer)) == 0
    (after,) = await parking.database.many(session_store.epochs)
    assert after.secret != epoch.secret
    _, same = await parking.database.transact(lambda tx: current_key(tx, "ABC123", chest=newer))
    assert same == before
    rows = await parking.database.many(store.operators)
    assert [one.id for one in rows] == ["easy", "hand", "quick"]
