# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Parking itself: prices pinned, one session per plate, races, stops, refunds (parking P1, P2, T7)."""

import asyncio
import threading
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from services.kit.clock import ManualClock, instant, milliseconds
from services.kit.data import Database
from services.kit.errors import Conflict, InputInvalid, NotFound, Problem
from services.kit.geometry import Point
from services.kit.jobs import Worker
from services.kit.wire.caller import ANONYMOUS, Caller, CallerKind
from services.parking.actions import sessions as actions
from services.parking.actions.plates import all_keys, forget_plates
from services.parking.domain.local_time import from_wall
from services.parking.domain.sessions import Session, SessionStatus
from services.parking.jobs import jobs
from services.parking.store import sessions as store
from tests.services.parking.conftest import resources_of, take_in
from tests.services.parking.facts import TAXA_1, TAXA_3, friday_bay
from tests.support.services import AMINA, STRANGER

pytestmark = pytest.mark.anyio
HERE = Point(59.34002, 18.0705)
MONDAY_NOON = milliseconds(from_wall("2026-06-01T12:00"))


@pytest.fixture
async def street(kerbs: Database, manual_clock: ManualClock) -> Database:
    manual_clock.set(MONDAY_NOON)
    await take_in(kerbs, friday_bay(PARKING_RATE=TAXA_1))
    return kerbs


async def quote(database: Database, minutes: int = 60, caller: Caller = AMINA) -> actions.Quoted:
    end = instant(database.clock.now_ms()) + timedelta(minutes=minutes)
    wish = actions.AskQuote(point=HERE, end=end)
    return await database.transact(lambda tx: actions.make_quote(tx, caller, wish))


async def start(
    database: Database, plate: str = "ABC123", minutes: int = 60, caller: Caller = AMINA
) -> Session:
    promised = await quote(database, minutes, caller)
    wish = actions.StartParking(quote=promised.quote.id, plate=plate)
    return await database.transact(lambda tx: actions.start_parking(tx, caller, wish))


async def code_of(work: object) -> str:
    with pytest.raises(Problem) as problem:
        await work  # type: ignore[misc]
    return problem.value.code


async def test_a_quote_pins_the_tariff(street: Database) -> None:
    # parking T7
    promised = await quote(street)
    assert promised.quote.total_ore == 5500
    await take_in(street, friday_bay(PARKING_RATE=TAXA_3))
    wish = actions.StartParking(quote=promised.quote.id, plate="ABC123")
    session = await street.transact(lambda tx: actions.start_parking(tx, AMINA, wish))
    assert session.charged_ore == 5500


async def test_a_quote_is_used_once_by_its_owner_before_it_expires(
    street: Database, manual_clock: ManualClock
) -> None:
    promised = await quote(street)
    wish = actions.StartParking(quote=promised.quote.id, plate="ABC123")
    with pytest.raises(NotFound):
        await street.transact(lambda tx: actions.start_parking(tx, STRANGER, wish))
    await street.transact(lambda tx: actions.start_parking(tx, AMINA, wish))
    other = msgspec.structs.replace(wish, plate="XYZ789")
    assert (
        await code_of(street.transact(lambda tx: actions.start_parking(tx, AMINA, other)))
        == "PARKING_QUOTE_EXPIRED"
    )
    late = await quote(street)
    manual_clock.advance(601)
    stale = actions.StartParking(quote=late.quote.id, plate="XYZ789")
    assert (
        await code_of(street.transact(lambda tx: actions.start_parking(tx, AMINA, stale)))
        == "PARKING_QUOTE_EXPIRED"
    )


async def test_no_quote_runs_into_cleaning(street: Database) -> None:
    # parking L7: cleaning on Friday night beats a paid session
    wish = actions.AskQuote(
        point=HERE, start=from_wall("2026-06-01T12:00"), end=from_wall("2026-06-05T03:00")
    )
    assert (
        await code_of(street.transact(lambda tx: actions.make_quote(tx, AMINA, wish)))
        == "PARKING_NOT_ALLOWED"
    )


async def test_no_quote_where_parking_is_unknown(street: Database) -> None:
    wish = actions.AskQuote(point=Point(59.3, 18.0), end=from_wall("2026-06-01T13:00"))
    assert (
        await code_of(street.transact(lambda tx: actions.make_quote(tx, AMINA, wish)))
        == "PARKING_NOT_ALLOWED"
    )


async def test_the_same_plate_cannot_be_parked_twice_however_it_is_written(
    street: Database,
) -> None:
    # parking P1, E1
    await start(street, "ABC 123")
    promised = await quote(street, caller=STRANGER)
    wish = actions.StartParking(quote=promised.quote.id, plate="abc-123")
    assert (
        await code_of(street.transact(lambda tx: actions.start_parking(tx, STRANGER, wish)))
        == "PARKING_PLATE_ACTIVE"
    )
    assert (await start(street, "ABC124")).status is SessionStatus.ACTIVE


async def test_a_refused_start_leaves_the_quote_open(street: Database) -> None:
    await start(street)
    promised = await quote(street)
    wish = actions.StartParking(quote=promised.quote.id, plate="ABC123")
    await code_of(street.transact(lambda tx: actions.start_parking(tx, AMINA, wish)))
    other = actions.StartParking(quote=promised.quote.id, plate="DEF456")
    assert await street.transact(lambda tx: actions.start_parking(tx, AMINA, other))


@pytest.mark.parametrize("plate", ["", "A", "HEJ DÅ, VÄRLDEN!", "A" * 30, "<script>"])
async def test_a_text_that_is_no_plate_is_refused(street: Database, plate: str) -> None:
    promised = await quote(street)
    wish = actions.StartParking(quote=promised.quote.id, plate=plate)
    assert (
        await code_of(street.transact(lambda tx: actions.start_parking(tx, AMINA, wish)))
        == "PARKING_PLATE_INVALID"
    )


async def test_an_extension_costs_the_difference_and_needs_the_version_that_was_read(
    street: Database,
) -> None:
    # parking T6, P2
    session = await start(street)
    until = from_wall("2026-06-01T14:30")
    wish = actions.ExtendParking(session=session.id, until=until, version=session.version)
    longer = await street.transact(lambda tx: actions.extend_parking(tx, AMINA, wish))
    assert (longer.charged_ore, longer.version) == (13_750, 2)
    with pytest.raises(Conflict):
        again = msgspec.structs.replace(wish, until=from_wall("2026-06-01T15:00"))
        await street.transact(lambda tx: actions.extend_parking(tx, AMINA, again))
    with pytest.raises(InputInvalid):
        shorter = msgspec.structs.replace(wish, until=from_wall("2026-06-01T13:30"), version=2)
        await street.transact(lambda tx: actions.extend_parking(tx, AMINA, shorter))
    charges = await street.many(store.charges_of, sessions=[session.id])
    assert sorted(one.ore for one in charges) == [5500, 8250]


async def test_stopping_gives_back_what_was_not_used_and_stopping_twice_is_once(
    street: Database, manual_clock: ManualClock
) -> None:
    session = await start(street)
    manual_clock.advance(30 * 60)
    ended = await street.transact(lambda tx: actions.stop_parking(tx, AMINA, session.id))
    assert (ended.status, ended.charged_ore) == (SessionStatus.ENDED, 2750)
    manual_clock.advance(60)
    assert await street.transact(lambda tx: actions.stop_parking(tx, AMINA, session.id)) == ended
    charges = await street.many(store.charges_of, sessions=[session.id])
    assert sum(one.ore for one in charges) == 2750


async def test_within_two_minutes_it_costs_nothing(
    street: Database, manual_clock: ManualClock
) -> None:
    session = await start(street)
    manual_clock.advance(100)
    ended = await street.transact(lambda tx: actions.stop_parking(tx, AMINA, session.id))
    assert (ended.status, ended.charged_ore) == (SessionStatus.CANCELLED, 0)


async def test_paid_time_ends_by_itself_and_a_reminder_comes_before(
    street: Database, manual_clock: ManualClock
) -> None:
    session = await start(street)
    worker = Worker(street, jobs(resources_of(street)))
    manual_clock.advance(49 * 60)
    assert await worker.run_due() == 0
    manual_clock.advance(2 * 60)
    assert await worker.run_due() == 1
    manual_clock.advance(10 * 60)
    await worker.run_due()
    ended = await street.one(store.by_id, id=session.id)
    assert ended is not None
    assert (ended.status, ended.ended_at) == (SessionStatus.ENDED, session.paid_until)
    assert await start(street)


async def test_a_session_of_somebody_else_is_not_there(street: Database) -> None:
    session = await start(street)
    with pytest.raises(NotFound):
        await street.transact(lambda tx: actions.stop_parking(tx, STRANGER, session.id))
    with pytest.raises(NotFound):
        await actions.read_own_session(street, STRANGER, session.id)
    with pytest.raises(Problem):
        await actions.list_sessions(street, STRANGER, AMINA.sub, limit=5, after=None)
    with pytest.raises(Problem):
        await actions.list_sessions(street, ANONYMOUS, AMINA.sub, limit=5, after=None)
    visitor = Caller(kind=CallerKind.VISITOR, sub="v1")
    with pytest.raises(Problem):
        await actions.list_sessions(street, visitor, AMINA.sub, limit=5, after=None)


async def test_eight_racing_starts_give_one_session(street: Database) -> None:
    # parking P1
    for round_number in range(5):
        quotes = [await quote(street) for _ in range(8)]

        async def begin(promised: actions.Quoted, plate: str) -> Session:
            wish = actions.StartParking(quote=promised.quote.id, plate=plate)
            return await street.transact(lambda tx: actions.start_parking(tx, AMINA, wish))

        plate = f"RAC10{round_number}"
        found = await asyncio.gather(*(begin(one, plate) for one in quotes), return_exceptions=True)
        winners = [one for one in found if isinstance(one, Session)]
        refused = [one.code for one in found if isinstance(one, Problem)]
        assert len(winners) == 1
        assert set(refused) <= {"PARKING_PLATE_ACTIVE"}
        assert len(refused) == 7


def race(url: str, results: list[object], gate: threading.Barrier) -> None:
    async def run() -> None:
        clock = ManualClock(MONDAY_NOON)
        database = Database.open(url, service="parking", clock=clock)
        await database.start()
        try:
            promised = await quote(database)
            gate.wait()
            wish = actions.StartParking(quote=promised.quote.id, plate="THR333")
            results.append(
                await database.transact(lambda tx: actions.start_parking(tx, AMINA, wish))
            )
        except Problem as problem:
            results.append(problem.code)
        finally:
            await database.stop()

    asyncio.run(run())


async def test_eight_threads_with_a_connection_each_give_one_session(
    street: Database, database_url: str, tmp_path: Path
) -> None:
    # parking P1: eight replicas, both databases
    del tmp_path
    results: list[object] = []
    gate = threading.Barrier(8)
    threads = [threading.Thread(target=race, args=(database_url, results, gate)) for _ in range(8)]
    for thread in threads:
        thread.start()
    await asyncio.to_thread(lambda: [thread.join() for thread in threads])
    assert sum(isinstance(one, Session) for one in results) == 1
    assert results.count("PARKING_PLATE_ACTIVE") == 7


async def test_no_plate_stands_in_the_database_and_fingerprints_go_on_time(
    street: Database, manual_clock: ManualClock
) -> None:
    # parking E1
    session = await start(street, "PLT123")
    await street.transact(lambda tx: actions.stop_parking(tx, AMINA, session.id))
    keys = await street.transact(lambda tx: all_keys(tx, "PLT123"))
    since = manual_clock.now_ms() - 90_000_000
    assert len(keys[0]) == 64
    manual_clock.advance(61 * 86_400)
    assert await street.transact(forget_plates) >= 1
    held = await street.many(
        store.covering_plates, plate_keys=keys, now=manual_clock.now_ms(), since=since
    )
    assert held == []


async def test_a_new_year_brings_a_new_secret_and_the_old_one_goes_with_its_sessions(
    street: Database, manual_clock: ManualClock
) -> None:
    # parking E1
    session = await start(street, "OLD111")
    await street.transact(lambda tx: actions.stop_parking(tx, AMINA, session.id))
    manual_clock.set(milliseconds(from_wall("2027-01-04T12:00")))
    await start(street, "NEW222")
    assert [one.epoch for one in await street.many(store.epochs)] == [2027, 2026]
    await street.transact(forget_plates)
    assert [one.epoch for one in await street.many(store.epochs)] == [2027]


async def test_a_plate_is_parked_once_even_across_the_turn_of_the_year(
    street: Database, manual_clock: ManualClock
) -> None:
    # parking P1: one plate has two fingerprints that night, and the index sees two plates
    manual_clock.set(milliseconds(from_wall("2027-12-31T23:30")))
    await start(street, "EVE111")
    manual_clock.set(milliseconds(from_wall("2028-01-01T00:10")))
    assert await code_of(start(street, "EVE111")) == "PARKING_PLATE_ACTIVE"
    assert (await start(street, "EVE222")).area == "Vasastan"
