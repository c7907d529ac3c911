# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Bays in the database: batches, nearest free against a scan, zones, forecasts, search."""

import random
from datetime import timedelta

import pytest

from services.kit.clock import ManualClock, instant, milliseconds
from services.kit.data import Database
from services.kit.errors import InputInvalid, Problem
from services.kit.geometry import Point
from services.kit.wire.caller import ANONYMOUS, SYSTEM
from services.parking.actions import occupancy as actions
from services.parking.actions.search import FindParking, find_parking
from services.parking.domain.local_time import from_wall
from services.parking.domain.occupancy import DWELL_MS, Reading, SpaceStatus
from services.parking.domain.regulations import HeldPermit, PermitKind
from services.parking.store import spaces as store
from tests.services.parking.conftest import take_in
from tests.services.parking.facts import TAXA_1, TAXA_3, friday_bay

pytestmark = pytest.mark.anyio
HERE = Point(59.34002, 18.0705)


async def bays(
    database: Database, count: int, zone: str = "z", spread: float = 0.01, share: float = 0.5
) -> None:
    chance = random.Random(3)
    now = database.clock.now_ms()
    spaces = [
        actions.NewSpace(
            id=f"{zone}-{number}", zone=zone,
            point=Point(59.34 + chance.uniform(-spread, spread), 18.07 + chance.uniform(-spread, spread)),
        )
        for number in range(count)
    ]  # fmt: skip
    readings = [
        Reading(
            space=one.id, observed_at=now - DWELL_MS, sequence=1,
            status=SpaceStatus.FREE if chance.random() < share else SpaceStatus.OCCUPIED,
        )
        for one in spaces
    ]  # fmt: skip
    await database.transact(lambda tx: actions.add_spaces(tx, SYSTEM, spaces))
    for start in range(0, count, 2000):
        batch = readings[start : start + 2000]
        await database.transact(lambda tx, b=batch: actions.report(tx, SYSTEM, b))


async def test_the_nearest_free_equal_a_scan(kerbs: Database) -> None:
    # iot section 5: nearest-k equals brute force
    await bays(kerbs, 600)
    now = kerbs.clock.now_ms()
    everywhere = await kerbs.scan(store.free_everywhere, settled=now - DWELL_MS, now=now)
    chance = random.Random(5)
    for _ in range(20):
        point = Point(59.34 + chance.uniform(-0.02, 0.02), 18.07 + chance.uniform(-0.02, 0.02))
        found = await actions.nearest_free(kerbs, point, most=10, now=now)
        expected = actions.ranked(everywhere, point, actions.MOST_RADIUS_M)[:10]
        assert [one.id for one in found] == [one.id for one in expected]


async def test_a_batch_tells_each_reading_and_keeps_going(kerbs: Database) -> None:
    await bays(kerbs, 2, share=1.0)
    now = kerbs.clock.now_ms()
    batch = [
        Reading(space="z-0", status=SpaceStatus.OCCUPIED, observed_at=now, sequence=2),
        Reading(space="z-0", status=SpaceStatus.OCCUPIED, observed_at=now, sequence=2),
        Reading(space="z-1", status=SpaceStatus.OCCUPIED, observed_at=now - 90_000, sequence=0),
        Reading(space="nobody", status=SpaceStatus.FREE, observed_at=now),
    ]
    told = await kerbs.transact(lambda tx: actions.report(tx, SYSTEM, batch))
    assert told.outcomes == {"changed": 1, "duplicate": 1, "late": 1, "unknown": 1}
    assert told.unknown == ("nobody",)


async def test_nobody_from_outside_reports(kerbs: Database) -> None:
    with pytest.raises(Problem):
        await kerbs.transact(lambda tx: actions.report(tx, ANONYMOUS, []))


async def test_too_many_at_once_are_refused(kerbs: Database) -> None:
    many = [Reading(space="x", status=SpaceStatus.FREE, observed_at=1)] * 5001
    with pytest.raises(InputInvalid):
        await kerbs.transact(lambda tx: actions.report(tx, SYSTEM, many))


async def test_a_stale_bay_is_not_offered(kerbs: Database, manual_clock: ManualClock) -> None:
    # parking O3
    await bays(kerbs, 5, share=1.0)
    assert len(await actions.nearest_free(kerbs, HERE, most=10, now=manual_clock.now_ms())) == 5
    manual_clock.advance(10_000)
    later = manual_clock.now_ms() + 9_000_000
    assert await actions.nearest_free(kerbs, HERE, most=10, now=later) == []
    assert (await actions.read_zone(kerbs, "z", later)).known == 0


async def test_quarters_are_kept_and_forecast(kerbs: Database, manual_clock: ManualClock) -> None:
    await bays(kerbs, 8, share=0.5)
    manual_clock.set(manual_clock.now_ms() // 900_000 * 900_000 + 60_000)
    assert (
        await actions.forecast_zone(kerbs, "z", timedelta(hours=1), manual_clock.now_ms()) is None
    )
    assert await kerbs.transact(actions.close_quarter) == 1
    found = await actions.forecast_zone(kerbs, "z", timedelta(hours=1), manual_clock.now_ms())
    assert found is not None
    forecast, total = found
    assert total == 8
    assert 0 <= forecast.occupied <= 1


async def test_offers_are_allowed_priced_and_ranked(
    kerbs: Database, manual_clock: ManualClock
) -> None:
    manual_clock.set(milliseconds(from_wall("2026-06-01T10:00")))
    dear = friday_bay(PARKING_RATE=TAXA_1)
    cheap = friday_bay(PARKING_RATE=TAXA_3, CITATION="0180 2022-2")
    cheap["id"] = "LTFR_P_TILLATEN.2"
    cheap["geometry"] = {"type": "LineString", "coordinates": [[18.07, 59.3405], [18.071, 59.3405]]}
    reserved = friday_bay(VF_PLATS_TYP="Reserverad p-plats buss", CITATION="0180 2022-3")
    reserved["id"] = "LTFR_P_TILLATEN.3"
    reserved["geometry"] = {
        "type": "LineString",
        "coordinates": [[18.07, 59.341], [18.071, 59.341]],
    }
    await take_in(kerbs, dear, cheap, reserved)
    wish = FindParking(
        destination=HERE, arrival=instant(manual_clock.now_ms()), stay=timedelta(hours=2)
    )
    offers = await find_parking(kerbs, wish, manual_clock.now_ms())
    assert [one.price.total_ore for one in offers] == [4000, 11_000]
    assert offers[0].walk_m > offers[1].walk_m
    home = await find_parking(
        kerbs,
        FindParking(
            destination=HERE, arrival=wish.arrival, stay=wish.stay,
            permits=(HeldPermit(PermitKind.RESIDENT, "Vasastan"),),
        ),
        manual_clock.now_ms(),
    )  # fmt: skip
    assert home[0].price.total_ore == 0
    over = FindParking(
        destination=HERE, arrival=from_wall("2026-06-04T20:00"), stay=timedelta(hours=8)
    )
    assert await find_parking(kerbs, over, manual_clock.now_ms()) == []


async def test_the_chance_of_a_space_moves_the_ranking(
    kerbs: Database, manual_clock: ManualClock
) -> None:
    manual_clock.set(milliseconds(from_wall("2026-06-01T10:00")))
    one, other = friday_bay(), friday_bay(CITATION="0180 2022-2")
    other["id"] = "LTFR_P_TILLATEN.2"
    other["geometry"] = {"type": "LineString", "coordinates": [[18.07, 59.3403], [18.071, 59.3403]]}
    await take_in(kerbs, one, other)
    await bays(kerbs, 6, zone="LTFR_P_TILLATEN.1", share=0.0)
    await bays(kerbs, 6, zone="LTFR_P_TILLATEN.2", share=1.0)
    wish = FindParking(
        destination=HERE, arrival=instant(manual_clock.now_ms()), stay=timedelta(hours=1)
    )
    offers = await find_parking(kerbs, wish, manual_clock.now_ms())
    assert [round(offer.chance or 0, 1) for offer in offers] == [1.0, 0.0]
