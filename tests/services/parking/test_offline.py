# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Offline lists of officers: what a device may read in one, what it may not, and what is handed in later (E4)."""

from base64 import urlsafe_b64decode
from datetime import date, timedelta
from typing import Any

import pytest

from services.kit.clock import ManualClock, instant, milliseconds
from services.kit.context import Resources
from services.kit.data import Database, define, select, update
from services.kit.data.tables import job
from services.kit.jobs import Worker
from services.kit.live import Live
from services.kit.wire.caller import Caller, CallerKind
from services.kit.wire.tokens.keys import read_key_set
from services.kit.wire.tokens.refusal import TokenRefused
from services.kit.wire.tokens.signed import verify_compact
from services.parking.actions import offline, permits
from services.parking.domain.checks import CheckAnswer, PlaceZone
from services.parking.domain.local_time import from_wall
from services.parking.domain.offline import ListHead, OfflineListInvalid, answer_offline, read_list
from services.parking.domain.permits import PermitType
from services.parking.jobs import jobs
from services.parking.store import checks as store
from services.parking.store import permits as permit_store
from tests.services.parking.conftest import Hub, stay, take_in
from tests.services.parking.facts import friday_bay
from tests.support.services import AMINA, Asked

pytestmark = pytest.mark.anyio
OFFICER = Caller(kind=CallerKind.STAFF, sub="officer-1", loa=3, roles=("officer",))
VASASTAN = [PlaceZone("Vasastan", 3)]
HERE = {"latitude": 59.3424, "longitude": 18.0408}
LIST = "/parking/enforcement/v1/offline_list/"
CHECKS = "/parking/enforcement/v1/offline_checks/"
WISH = {"areas": ["Vasastan"], "purpose": "no network in the garage"}


class Device:
    """A handheld: it verifies a list once, and answers from it while the list lives."""

    def __init__(self, told: dict[str, Any], keys: dict[str, Any]) -> None:
        self.told, self.keys = told, keys
        self.secret = urlsafe_b64decode(told["key"])

    def ask(self, plate: str, places: list[PlaceZone], at: int) -> CheckAnswer:
        claims = verify_compact(
            self.told["signature"],
            read_key_set(self.keys),
            typs=(offline.TYPE,),
            algorithms=("Ed25519",),
        )
        _, entries = read_list(claims, self.told["entries"], self.secret, at)
        return answer_offline(entries, self.secret, plate, places, at).answer


async def device_of(hub: Hub, **change: Any) -> Device:
    told = await hub.ask("POST", LIST, WISH | change, "hand")
    assert told.status_code == 201, told.text
    keys = await hub.ask("GET", "/parking/enforcement/v1/offline_keys/", None, "")
    return Device(told.json(), keys.json())


async def test_a_device_answers_from_its_list_as_the_city_would(parking: Asked, hub: Hub) -> None:
    now = parking.clock.now_ms()
    base = "/parking/operator/v1"
    await hub.ask("POST", f"{base}/parking/", stay())
    series = (await hub.ask("POST", f"{base}/permitseries/", {})).json()["id"]
    span = {"start_time": "2025-12-01T00:00:00Z", "end_time": "2026-02-01T00:00:00Z"}
    permit = {
        "series": series, "external_id": "E1",
        "subjects": [{"registration_number": "PER111"} | span], "areas": [{"area": "Vasastan"} | span],
    }  # fmt: skip
    await hub.ask("POST", f"{base}/permit/", permit)
    await hub.ask("POST", f"{base}/permitseries/{series}/activate/", {"deactivate_others": True})
    device = await device_of(hub)
    assert device.ask("abc 123", VASASTAN, now) is CheckAnswer.VALID
    assert device.ask("ABC123", [PlaceZone("Östermalm", 4)], now) is CheckAnswer.VALID
    assert device.ask("ABC123", [PlaceZone("Östermalm", 2)], now) is CheckAnswer.NOT_VALID
    assert device.ask("PER111", VASASTAN, now) is CheckAnswer.VALID
    assert device.ask("PER111", [PlaceZone("Östermalm", 3)], now) is CheckAnswer.NOT_VALID
    assert device.ask("XYZ999", VASASTAN, now) is CheckAnswer.NOT_VALID
    assert device.ask("ABC123", VASASTAN, now + 3 * 3_600_000) is CheckAnswer.NOT_VALID
    border = [*VASASTAN, PlaceZone("Östermalm", 2)]
    assert device.ask("ABC123", border, now) is CheckAnswer.AMBIGUOUS


async def test_a_list_shows_neither_plates_nor_permits_and_each_has_its_own_secret(
    parking: Asked, hub: Hub
) -> None:
    await hub.ask("POST", "/parking/operator/v1/parking/", stay())
    first, second = await device_of(hub), await device_of(hub)
    assert first.secret != second.secret
    marks = [{line.split(" ")[0] for line in one.told["entries"].splitlines()} for one in (first, second)]  # fmt: skip
    assert len(marks[0]) == len(marks[1]) > 0
    assert not marks[0] & marks[1]
    head = verify_compact(first.told["signature"], read_key_set(first.keys), typs=(offline.TYPE,))
    assert set(head) == set(ListHead.__struct_fields__)
    rows = await parking.database.transact(lambda tx: tx.many(store.checks_of, officer="operator:hand"))  # fmt: skip
    assert [(one.answer, one.purpose) for one in rows] == [
        ("list", "Vasastan: no network in the garage")
    ] * 2


async def test_a_device_may_not_use_a_list_that_is_old_changed_or_anothers(
    parking: Asked, hub: Hub
) -> None:
    now = parking.clock.now_ms()
    await hub.ask("POST", "/parking/operator/v1/parking/", stay())
    device = await device_of(hub)
    with pytest.raises(OfflineListInvalid, match="run out"):
        device.ask("ABC123", VASASTAN, now + 4 * 3_600_000)
    with pytest.raises(OfflineListInvalid, match="run out"):
        device.ask("ABC123", VASASTAN, now - 3_600_000)
    entries = device.told["entries"]
    device.told["entries"] = entries + "\nAAAAAAAAAAAAAAAAAAAA 0 9999999999"
    with pytest.raises(OfflineListInvalid, match="signed"):
        device.ask("ABC123", VASASTAN, now)
    device.told["entries"], kept = entries, device.secret
    device.secret = bytes(32)
    with pytest.raises(OfflineListInvalid, match="another list"):
        device.ask("ABC123", VASASTAN, now)
    device.secret = kept
    device.keys = offline.public_keys(Resources(service="parking", database=parking.database, live=Live(), clock=parking.clock))  # fmt: skip
    with pytest.raises(TokenRefused):
        device.ask("ABC123", VASASTAN, now)


async def test_lists_are_for_enforcers_with_a_purpose_and_not_too_often(hub: Hub) -> None:
    assert (await hub.ask("POST", LIST, WISH, "easy")).status_code == 403
    assert (await hub.ask("POST", LIST, WISH, "")).status_code == 401
    many = [f"district {number}" for number in range(11)]
    for wrong in ({"areas": []}, {"areas": "Vasastan"}, {"areas": many}, {"purpose": " "}):
        assert (await hub.ask("POST", LIST, WISH | wrong, "hand")).status_code in (400, 422), wrong
    for _ in range(offline.LISTS_PER_HOUR):
        await device_of(hub)
    refused = await hub.ask("POST", LIST, WISH, "hand")
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "3600")


async def test_checks_made_offline_are_handed_in_once_and_judged_anew(
    parking: Asked, hub: Hub
) -> None:
    device = await device_of(hub)
    await hub.ask("POST", "/parking/operator/v1/parking/", stay())
    made = {
        "id": "c-1", "list": device.told["id"], "registration_number": "ABC123", "location": HERE,
        "time": instant(parking.clock.now_ms() + 60_000).isoformat(), "purpose": "patrol",
        "answer": "not_valid",
    }  # fmt: skip
    bad = [{"list": "other"}, {"time": "2026-01-01T09:00:00Z"}, {"registration_number": "?"}]
    parking.clock.advance(3_600)
    batch = [made, *(made | {"id": f"b-{n}"} | one for n, one in enumerate(bad))]
    for _ in range(2):
        answer = await hub.ask("POST", CHECKS, batch, "hand")
        assert answer.status_code == 200, answer.text
    assert [(one["taken"], one["answer"], one["field"]) for one in answer.json()] == [
        (True, "valid", None),
        (False, None, "list"),
        (False, None, "at"),
        (False, None, "plate"),
    ]
    rows = await parking.database.transact(lambda tx: tx.many(store.checks_of, officer="operator:hand"))  # fmt: skip
    assert [(one.id, one.answer, one.told) for one in rows[1:]] == [
        ("operator:hand:c-1", "valid", "not_valid")
    ]
    assert (await hub.ask("POST", CHECKS, {"id": 1}, "hand")).status_code == 400


MAKE = """mutation($i: MakeParkingOfflineListInput!) { makeParkingOfflineList(input: $i) {
  offlineList { id expiresAt signature entries key leftOut } userErrors { code path } } }"""
HAND_IN = """mutation($i: HandInParkingChecksInput!) { handInParkingChecks(input: $i) {
  checks { id check { answer } } userErrors { code path } } }"""


async def test_an_officer_takes_a_list_through_the_graph(parking: Asked) -> None:
    refused = await parking.ask(MAKE, AMINA, i=WISH)
    assert refused.errors
    empty = (await parking.ask(MAKE, OFFICER, i=WISH | {"areas": []})).data
    assert empty["makeParkingOfflineList"]["userErrors"][0]["path"] == ["areas"]
    made = (await parking.ask(MAKE, OFFICER, i=WISH)).data["makeParkingOfflineList"]["offlineList"]
    device = Device(made, offline.public_keys(parking.running.resources))
    now = parking.clock.now_ms()
    assert device.ask("NONE11", VASASTAN, now) is CheckAnswer.NOT_VALID
    check = {
        "id": "d-1", "listId": made["id"], "plate": "NONE11", "time": instant(now).isoformat(),
        "at": HERE, "purpose": "patrol",
        "answer": "NOT_VALID",
    }  # fmt: skip
    given = {"checks": [check, check | {"id": "d-2", "purpose": ""}]}
    told = (await parking.ask(HAND_IN, OFFICER, i=given)).data["handInParkingChecks"]
    assert told["checks"] == [{"id": "d-1", "check": {"answer": "NOT_VALID"}}]
    assert [one["path"] for one in told["userErrors"]] == [["checks", "1", "purpose"]]


async def test_permits_stand_on_the_list_and_unreadable_ones_are_counted(
    kerbs: Database, manual_clock: ManualClock
) -> None:
    # on both databases
    manual_clock.set(milliseconds(from_wall("2026-06-01T12:00")))
    await take_in(kerbs, friday_bay())
    wish = permits.ApplyPermit(
        kind=PermitType.DISABILITY, area="Vasastan", plate="ABC123", start=date(2026, 6, 1)
    )
    asked = await kerbs.transact(lambda tx: permits.apply_for_permit(tx, AMINA, wish))
    await kerbs.transact(lambda tx: permits.decide_permit(tx, OFFICER, asked.id, granted=True))
    resources = Resources(service="parking", database=kerbs, live=Live(), clock=manual_clock)

    async def listed(area: str = "vasastan") -> offline.OfflineList:
        given = offline.MakeList(areas=(area,), purpose="patrol")
        granted = await kerbs.transact(lambda tx: offline.note_list(tx, "officer", given))
        return await offline.build_list(kerbs, granted, offline.signer_of(resources))

    assert ((await listed()).head.count, (await listed("Östermalm")).head.count) == (1, 0)
    spoil = define(update(permit_store.permit).values(plate_sealed=b"\1\0\1" + bytes(40)))
    await kerbs.transact(lambda tx: tx.run(spoil))
    lost = await listed()
    assert (lost.head.count, lost.head.left_out) == (0, 1)


async def test_signing_keys_grow_old_and_lists_of_the_old_one_still_verify(
    parking: Asked, hub: Hub
) -> None:
    resources = parking.running.resources
    before = offline.signer_of(resources).kid
    device = await device_of(hub)
    assert [offline.renew_signer(resources) for _ in range(2)] == [True, False]
    parking.clock.advance(timedelta(minutes=11).total_seconds())
    assert offline.signer_of(resources).kid != before
    assert device.ask("ABC123", VASASTAN, parking.clock.now_ms()) is CheckAnswer.NOT_VALID


async def test_plates_are_wiped_on_time_even_where_nobody_has_parked_yet(parking: Asked) -> None:
    # what repeats itself is set when the city starts, and sets itself anew
    kinds = define(select(job.c.kind), str)
    assert {"parking.forget", "parking.quarter", "parking.refresh"} <= set(
        await parking.database.many(kinds)
    )
    parking.clock.advance(timedelta(hours=25).total_seconds())
    await Worker(parking.database, jobs(parking.running.resources)).run_due()
    assert "parking.forget" in await parking.database.many(kinds)
