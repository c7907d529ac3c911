# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Holds: a quarter of an hour of a bay is one person's, on both databases (parking P3)."""

import asyncio

import pytest

from services.kit.clock import ManualClock
from services.kit.data import Database
from services.kit.errors import InputInvalid, NotFound, Problem
from services.kit.geometry import Point
from services.kit.jobs import Worker
from services.kit.wire.caller import SYSTEM, Caller, CallerKind
from services.parking.actions import holds as actions
from services.parking.actions import occupancy
from services.parking.domain.holds import HoldStatus, slots_of
from services.parking.domain.occupancy import Reading, SpaceStatus
from services.parking.jobs import jobs
from tests.services.parking.conftest import resources_of
from tests.support.services import AMINA, STRANGER, Asked

pytestmark = pytest.mark.anyio
PLACE = Point(59.34, 18.07)
HOUR = 3_600_000


@pytest.fixture
async def bays(kerbs: Database) -> Database:
    spaces = [occupancy.NewSpace(id=f"bay-{n}", zone="z", point=PLACE) for n in range(3)]
    await kerbs.transact(lambda tx: occupancy.add_spaces(tx, SYSTEM, spaces))
    now = kerbs.clock.now_ms()
    told = [
        Reading(space=one.id, observed_at=now - 60_000, status=SpaceStatus.FREE) for one in spaces
    ]
    await kerbs.transact(lambda tx: occupancy.report(tx, SYSTEM, told))
    return kerbs


async def hold(
    database: Database,
    who: Caller = AMINA,
    space: str = "bay-0",
    start: int = 0,
    length: int = HOUR,
):
    begin = database.clock.now_ms() + start
    wish = actions.HoldSpace(space=space, start=begin, end=begin + length)
    return await database.transact(lambda tx: actions.hold_space(tx, who, wish))


async def test_a_held_bay_is_offered_to_nobody_until_it_ends(
    bays: Database, manual_clock: ManualClock
) -> None:
    async def free() -> list[str]:
        found = await occupancy.nearest_free(bays, PLACE, most=5, now=bays.clock.now_ms())
        return [one.id for one in found]

    held = await hold(bays)
    assert await free() == ["bay-1", "bay-2"]
    with pytest.raises(Problem) as taken:
        await hold(bays, STRANGER, start=HOUR // 2)
    assert taken.value.code == "PARKING_SPACE_TAKEN"
    await hold(bays, STRANGER, start=HOUR)
    with pytest.raises(NotFound):
        await bays.transact(lambda tx: actions.release_hold(tx, STRANGER, held.id))
    back = await bays.transact(lambda tx: actions.release_hold(tx, AMINA, held.id))
    assert back.status is HoldStatus.RELEASED
    assert await free() == ["bay-0", "bay-1", "bay-2"]
    manual_clock.advance(3 * 3600)
    await Worker(bays, jobs(resources_of(bays))).run_due()
    assert await actions.list_holds(bays, STRANGER) == []


async def test_eight_at_once_give_one_hold(bays: Database) -> None:
    people = [Caller(kind=CallerKind.RESIDENT, sub=f"p{n}", loa=2) for n in range(8)]
    answers = await asyncio.gather(*(hold(bays, who) for who in people), return_exceptions=True)
    assert sum(isinstance(one, Problem) for one in answers) == 7
    assert {one.code for one in answers if isinstance(one, Problem)} == {"PARKING_SPACE_TAKEN"}


async def test_nobody_holds_long_far_ahead_or_many(bays: Database) -> None:
    for wrong in ({"length": 5 * HOUR}, {"start": 30 * HOUR}, {"start": -HOUR}, {"length": 0}):
        with pytest.raises(InputInvalid):
            await hold(bays, **wrong)
    with pytest.raises(NotFound):
        await hold(bays, space="nowhere")
    await hold(bays)
    await hold(bays, space="bay-1")
    with pytest.raises(Problem):
        await hold(bays, space="bay-2")


def test_slots_are_half_open() -> None:
    assert slots_of(0, 900_000) == [0]
    assert slots_of(899_999, 900_001) == [0, 1]


async def test_holds_in_the_graph(parking: Asked) -> None:
    spaces = [occupancy.NewSpace(id="bay-g", zone="z", point=PLACE)]
    await parking.database.transact(lambda tx: occupancy.add_spaces(tx, SYSTEM, spaces))
    mutation = (
        "mutation($i: HoldParkingSpaceInput!) { holdParkingSpace(input: $i) "
        "{ hold { id status space } userErrors { code path } } }"
    )
    wish = {"space": "bay-g", "end": "2026-01-01T01:00:00Z"}
    made = await parking.ask(mutation, AMINA, i=wish)
    assert made.data["holdParkingSpace"]["hold"]["status"] == "HELD"
    again = await parking.ask(mutation, STRANGER, i=wish)
    assert again.data["holdParkingSpace"]["userErrors"] == [
        {"code": "PARKING_SPACE_TAKEN", "path": ["space"]}
    ]
    mine = await parking.ask("{ parkingHolds { id } }", AMINA)
    assert len(mine.data["parkingHolds"]) == 1
    name = made.data["holdParkingSpace"]["hold"]["id"]
    give = "mutation($i: ReleaseParkingHoldInput!) { releaseParkingHold(input: $i) { hold { status } } }"
    back = await parking.ask(give, AMINA, i={"holdId": name})
    assert back.data["releaseParkingHold"]["hold"]["status"] == "RELEASED"
    nobody = await parking.ask(mutation, i=wish)
    assert nobody.errors
