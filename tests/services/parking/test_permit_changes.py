# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Permits while they hold: another vehicle for a while or for good, another district, and their end (P5)."""

import asyncio
from datetime import date, datetime, timedelta

import pytest

from services.kit.clock import ManualClock, instant, milliseconds
from services.kit.data import Database, define, func, select
from services.kit.data.tables import outbox
from services.kit.errors import Conflict, InputInvalid, Problem
from services.kit.graph import global_id
from services.kit.jobs import Worker
from services.parking.actions import offline, permit_changes, permits
from services.parking.actions.permit_terms import close_over
from services.parking.actions.plates import chest_of, forget_plates
from services.parking.domain.checks import CheckAnswer
from services.parking.domain.local_time import from_wall
from services.parking.domain.permits import PermitStatus
from services.parking.jobs import jobs
from services.parking.store import permits as store
from tests.services.parking.conftest import resources_of, take_in
from tests.services.parking.facts import friday_bay
from tests.services.parking.test_permits import OFFICER, check, granted, request
from tests.support.services import AMINA, STRANGER, Asked

pytestmark = pytest.mark.anyio
VALID, NOT_VALID = CheckAnswer.VALID, CheckAnswer.NOT_VALID


@pytest.fixture
async def city(kerbs: Database, manual_clock: ManualClock) -> Database:
    manual_clock.set(milliseconds(from_wall("2026-06-01T12:00")))
    await take_in(kerbs, friday_bay())
    return kerbs


NOTICES = define(
    select(func.count().label("count")).where(outbox.c.type == "parking.notice.wanted"), int
)
WIPED = define(select(store.permit.c.id).where(store.permit.c.plate_sealed.is_(None)), str)


def at(text: str) -> datetime:
    return instant(milliseconds(from_wall(text)))


async def lend(city: Database, permit: store.Permit, start: str, end: str, plate: str = "LENT11"):
    wish = permit_changes.LendVehicle(permit=permit.id, plate=plate, start=at(start), end=at(end))
    return await city.transact(lambda tx: permit_changes.lend_vehicle(tx, AMINA, wish))


async def answers(city: Database, *plates: str) -> list[CheckAnswer]:
    return [(await check(city, plate)).answer for plate in plates]


async def test_a_lent_vehicle_stands_in_and_the_own_one_has_its_right_back(
    city: Database, manual_clock: ManualClock
) -> None:
    permit = await granted(city)
    await lend(city, permit, "2026-06-02T08:00", "2026-06-03T08:00")
    assert await answers(city, "ABC123", "LENT11") == [VALID, NOT_VALID]
    manual_clock.set(milliseconds(from_wall("2026-06-02T12:00")))
    assert await answers(city, "ABC123", "LENT11") == [NOT_VALID, VALID]
    assert (await check(city, "LENT11")).end == milliseconds(from_wall("2026-06-03T08:00"))
    manual_clock.set(milliseconds(from_wall("2026-06-03T08:00")))
    assert await answers(city, "ABC123", "LENT11") == [VALID, NOT_VALID]
    late = await check(city, "LENT11")
    assert late.within_grace


async def test_what_is_lent_can_be_taken_back_and_stands_on_offline_lists(
    city: Database, manual_clock: ManualClock
) -> None:
    permit = await granted(city)
    await lend(city, permit, "2026-06-01T12:00", "2026-06-05T12:00")
    resources = resources_of(city)

    async def count() -> int:
        given = offline.MakeList(areas=("Vasastan",), purpose="patrol")
        made = await city.transact(lambda tx: offline.note_list(tx, "o", given))
        return (await offline.build_list(city, made, offline.signer_of(resources))).head.count

    assert await answers(city, "ABC123", "LENT11") == [NOT_VALID, VALID]
    assert await count() == 2  # the own one in its grace
    manual_clock.advance(3_600)
    for _ in range(2):
        await city.transact(lambda tx: permit_changes.return_vehicle(tx, AMINA, permit.id))
    assert await answers(city, "ABC123", "LENT11") == [VALID, NOT_VALID]
    assert await count() == 2  # the lent one in its grace


async def test_what_will_be_lent_stays_when_todays_vehicle_is_given_back(
    city: Database, manual_clock: ManualClock
) -> None:
    permit = await granted(city)
    await lend(city, permit, "2026-06-01T12:00", "2026-06-05T12:00")
    await lend(city, permit, "2026-06-20T12:00", "2026-06-21T12:00")
    manual_clock.advance(3_600)
    await city.transact(lambda tx: permit_changes.return_vehicle(tx, AMINA, permit.id))
    manual_clock.set(milliseconds(from_wall("2026-06-20T13:00")))
    assert await answers(city, "ABC123", "LENT11") == [NOT_VALID, VALID]


async def test_of_two_wishes_in_one_instant_one_is_lent(city: Database) -> None:
    permit = await granted(city)
    wishes = [lend(city, permit, "2026-06-02T08:00", "2026-06-03T08:00") for _ in range(4)]
    told = await asyncio.gather(*wishes, return_exceptions=True)
    assert sum(not isinstance(one, InputInvalid) for one in told) == 1


async def test_a_permit_is_lent_for_an_hour_at_least_inside_it_twice_a_year(
    city: Database,
) -> None:
    permit = await granted(city, months=2)
    for start, end in (
        ("2026-06-02T08:00", "2026-06-02T08:59"),
        ("2026-05-01T08:00", "2026-06-02T08:00"),
        ("2026-07-31T08:00", "2026-08-02T08:00"),
    ):
        with pytest.raises(InputInvalid):
            await lend(city, permit, start, end)
    await lend(city, permit, "2026-06-02T08:00", "2026-06-04T08:00")
    with pytest.raises(InputInvalid):
        await lend(city, permit, "2026-06-03T08:00", "2026-06-05T08:00")
    await lend(city, permit, "2026-06-10T08:00", "2026-06-11T08:00")
    with pytest.raises(InputInvalid) as refused:
        await lend(city, permit, "2026-07-10T08:00", "2026-07-11T08:00")
    assert refused.value.text.key == "parking.error.lent_too_often"
    with pytest.raises(Problem):
        wish = permit_changes.LendVehicle(
            permit=permit.id, plate="X1234", start=at("2026-06-20T08:00"), end=at("2026-06-21T08:00")
        )  # fmt: skip
        await city.transact(lambda tx: permit_changes.lend_vehicle(tx, STRANGER, wish))


async def test_another_vehicle_takes_the_place_of_the_permits_own(city: Database) -> None:
    permit = await granted(city)
    other = await granted(city, "DEF456")
    wish = permit_changes.ChangeVehicle(permit=permit.id, version=permit.version, plate="NEW111")
    changed = await city.transact(lambda tx: permit_changes.change_vehicle(tx, AMINA, wish))
    assert changed.version == permit.version + 1
    assert await answers(city, "ABC123", "NEW111") == [NOT_VALID, VALID]
    for version, plate in ((permit.version, "NEW222"), (changed.version, "def 456")):
        late = permit_changes.ChangeVehicle(permit=permit.id, version=version, plate=plate)
        with pytest.raises(Conflict):
            await city.transact(lambda tx, w=late: permit_changes.change_vehicle(tx, AMINA, w))
    assert other.status is PermitStatus.VALID


async def test_a_permit_moves_when_an_officer_says_so(city: Database) -> None:
    permit = await granted(city, months=1)
    wish = permit_changes.MovePermit(permit=permit.id, version=permit.version, area="Södermalm")
    asked = await city.transact(lambda tx: permit_changes.ask_move(tx, AMINA, wish))
    assert (asked.area, asked.wanted_area) == ("Vasastan", "Södermalm")
    assert await answers(city, "ABC123") == [VALID]
    with pytest.raises(Problem):
        await city.transact(
            lambda tx: permit_changes.decide_move(tx, AMINA, permit.id, granted=True)
        )
    moved = await city.transact(
        lambda tx: permit_changes.decide_move(tx, OFFICER, permit.id, granted=True)
    )
    assert (moved.area, moved.wanted_area) == ("Södermalm", None)
    assert await answers(city, "ABC123") == [NOT_VALID]
    with pytest.raises(Problem):
        await city.transact(
            lambda tx: permit_changes.decide_move(tx, OFFICER, permit.id, granted=True)
        )


async def test_an_ended_permit_is_told_of_closed_and_its_vehicle_is_free_to_ask_again(
    city: Database, manual_clock: ManualClock
) -> None:
    permit = await granted(city, months=1)
    told: list[int] = []
    worker = Worker(city, jobs(resources_of(city)))
    for day in ("2026-06-24T12:00", "2026-06-30T12:00"):
        manual_clock.set(milliseconds(from_wall(day)))
        await worker.run_due()
        told.append(await city.one(NOTICES) or 0)
    assert told == [1, 2]
    with pytest.raises(Conflict):
        await request(city, start=date(2026, 7, 1))
    manual_clock.set(milliseconds(from_wall("2026-07-01T00:10")))
    assert [await city.transact(close_over) for _ in range(2)] == [1, 0]
    (closed,) = await permits.list_permits(city, AMINA, AMINA.sub)
    assert (closed.id, closed.status) == (permit.id, PermitStatus.CLOSED)
    assert (await request(city, start=date(2026, 7, 1))).status is PermitStatus.PRELIMINARY
    manual_clock.advance(timedelta(hours=25).total_seconds())
    await city.transact(forget_plates)
    found = await city.transact(lambda tx: tx.many(WIPED))
    assert found == [permit.id]


LEND = """mutation($i: LendParkingPermitInput!) { lendParkingPermit(input: $i) {
  permit { id version } userErrors { code message path } } }"""


async def test_a_holder_lends_through_the_graph_and_is_told_what_to_put_right(
    parking: Asked,
) -> None:
    wish = permits.ApplyPermit(kind="resident", area="Vasastan", plate="ABC123", start=date(2026, 1, 2))  # type: ignore[arg-type]  # fmt: skip
    chest = chest_of(parking.running.resources)
    asked = await parking.database.transact(
        lambda tx: permits.apply_for_permit(tx, AMINA, wish, chest=chest)
    )
    await parking.database.transact(
        lambda tx: permits.decide_permit(tx, OFFICER, asked.id, granted=True)
    )
    given = {
        "permitId": global_id("ParkingPermit", asked.id), "plate": "LENT11",
        "start": "2026-01-05T08:00:00Z", "end": "2026-01-05T08:30:00Z",
    }  # fmt: skip
    short = (await parking.ask(LEND, AMINA, i=given)).data["lendParkingPermit"]
    assert (short["permit"], short["userErrors"][0]["path"]) == (None, ["end"])
    good = given | {"end": "2026-01-06T08:00:00Z"}
    made = (await parking.ask(LEND, AMINA, i=good)).data["lendParkingPermit"]
    assert (made["userErrors"], made["permit"]["version"]) == ([], 2)
    assert (await parking.ask(LEND, STRANGER, i=good)).errors
