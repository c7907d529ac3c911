# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The relay and the inbox over both databases: every event leaves, no effect happens twice."""

import asyncio

import pytest

from services.kit.bus import BusGone
from services.kit.bus.local import LocalBus
from services.kit.clock import ManualClock
from services.kit.data import Database, Tx, migrate
from services.kit.outbox import Relay, consumer
from services.kit.wire.cloudevents import Event

pytestmark = pytest.mark.anyio


class Ledger:
    """A bus in the hands of a test."""

    def __init__(self) -> None:
        self.sent: list[Event] = []
        self.poison: set[str] = set()
        self.gone = False
        self.memory = True

    async def publish(self, event: Event) -> None:
        if self.gone:
            raise BusGone
        if event.subject in self.poison:
            raise LookupError("poison")
        self.sent.append(event)

    async def has_memory_of(self, _service: str) -> bool:
        return self.memory

    async def remember(self, _service: str) -> None:
        self.memory = True

    def numbers(self, subject: str | None = None) -> list[int]:
        return [e.data["n"] for e in self.sent if subject in (None, e.subject)]


async def emit(database: Database, subject: str, *numbers: int) -> None:
    async def unit(tx: Tx) -> None:
        for number in numbers:
            await tx.emit("parking.pot.made", subject, {"n": number})

    await database.transact(unit)


async def test_events_leave_in_order_with_their_ids(database: Database, manual_clock) -> None:
    ledger = Ledger()
    relay = Relay(database, ledger)
    await emit(database, "a", 1, 2, 3)
    assert await relay.drain() == 3
    assert ledger.numbers() == [1, 2, 3]
    assert {event.source for event in ledger.sent} == {"/services/parking"}
    assert [event.id for event in ledger.sent] == sorted(event.id for event in ledger.sent)
    assert ledger.sent[0].time == manual_clock.now_ms()
    assert await relay.drain() == 0


async def test_a_poisoned_event_blocks_its_subject_alone(  # reliability O4
    database: Database, manual_clock: ManualClock
) -> None:
    ledger = Ledger()
    ledger.poison = {"bad"}
    relay = Relay(database, ledger)
    await emit(database, "bad", 1, 2)
    await emit(database, "good", 3)
    for _ in range(12):
        await relay.drain()
        manual_clock.advance(3600)
    assert ledger.numbers() == [3]
    parked = await relay.parked()
    assert [(row.subject, row.attempts) for row in parked] == [("bad", 10)]
    assert parked[0].parked is not None
    assert "LookupError" in parked[0].parked
    ledger.poison.clear()
    await relay.drain()
    assert ledger.numbers("bad") == []
    assert await relay.replay(parked[0].id)
    await relay.drain()
    assert ledger.numbers("bad") == [1, 2]
    assert not await relay.replay(parked[0].id)


async def test_a_parked_event_can_be_given_up(
    database: Database, manual_clock: ManualClock
) -> None:
    ledger = Ledger()
    ledger.poison = {"bad"}
    relay = Relay(database, ledger)
    await emit(database, "bad", 1, 2)
    for _ in range(10):
        await relay.drain()
        manual_clock.advance(3600)
    ledger.poison.clear()
    assert await relay.skip((await relay.parked())[0].id)
    await relay.drain()
    assert ledger.numbers() == [2]


async def test_a_bus_that_is_gone_costs_no_try(
    database: Database, manual_clock: ManualClock
) -> None:
    ledger = Ledger()
    ledger.gone = True
    relay = Relay(database, ledger)
    await emit(database, "a", 1)
    for _ in range(20):
        with pytest.raises(BusGone):
            await relay.drain()
    assert await relay.lag_ms() == 0
    manual_clock.advance(5)
    assert await relay.lag_ms() == 5000
    ledger.gone = False
    assert await relay.drain() == 1
    assert await relay.lag_ms() == 0


async def test_a_bus_without_memory_gets_the_last_week_again(  # reliability O3
    database: Database, manual_clock: ManualClock
) -> None:
    ledger = Ledger()
    relay = Relay(database, ledger)
    await emit(database, "a", 1)
    await relay.drain()
    manual_clock.advance(8 * 86_400)
    await emit(database, "a", 2)
    await relay.drain()
    ledger.memory = False
    assert await relay.drain() == 1
    assert ledger.numbers() == [1, 2, 2]


async def test_two_relays_send_nothing_twice_and_keep_the_order(open_database) -> None:
    first, second = open_database(), open_database()
    await first.start()
    await migrate(first)
    await second.start()
    ledger = Ledger()
    relays = [Relay(first, ledger), Relay(second, ledger)]
    for number in range(60):
        await emit(first, f"s{number % 4}", number)
    await asyncio.gather(*(relay.drain() for relay in relays))
    assert sorted(ledger.numbers()) == list(range(60))
    for subject in ("s0", "s1", "s2", "s3"):
        assert ledger.numbers(subject) == sorted(ledger.numbers(subject))


async def test_a_relay_that_died_after_leasing_is_taken_over(  # reliability O8
    database: Database, manual_clock: ManualClock
) -> None:
    class Dying(Ledger):
        async def publish(self, event: Event) -> None:
            await super().publish(event)
            raise asyncio.CancelledError

    dying, ledger = Dying(), Ledger()
    await emit(database, "a", 1, 2)
    with pytest.raises(asyncio.CancelledError):
        await Relay(database, dying).drain()
    relay = Relay(database, ledger)
    assert await relay.drain() == 0
    manual_clock.advance(31)
    assert await relay.drain() == 2
    assert ledger.numbers() == [1, 2]


async def test_an_effect_happens_once_per_event_however_often_it_comes(database: Database) -> None:
    bus, counts = LocalBus(), []

    async def effect(tx: Tx, event: Event) -> None:
        await tx.schedule("pot.water", f"{event.id}", 5)
        counts.append(event.id)

    bus.subscribe("parking", ["parking.*"], consumer(database, "parking", effect))
    await emit(database, "a", 1)
    relay = Relay(database, bus)
    await relay.drain()
    event = Event(
        id=counts[0], source="/services/parking", type="parking.pot.made", subject="a", time=1
    )
    await bus.publish(event)
    assert counts == [event.id]


async def test_an_effect_that_fails_leaves_no_note_and_comes_again(
    database: Database, manual_clock: ManualClock
) -> None:
    bus, faults = LocalBus(), [LookupError("not now")]
    kept: list[bool] = []

    async def effect(tx: Tx, _event: Event) -> None:
        kept.append(await tx.schedule("pot.water", "once", 5))
        if faults:
            raise faults[0]

    bus.subscribe("parking", ["parking.*"], consumer(database, "parking", effect))
    relay = Relay(database, bus)
    await emit(database, "a", 1)
    assert await relay.drain() == 0
    faults.clear()
    manual_clock.advance(1)
    assert await relay.drain() == 1
    assert kept[-1] is True


async def test_a_started_relay_sends_as_soon_as_a_unit_has_committed(database: Database) -> None:
    arrived = asyncio.Event()

    class Bell(Ledger):
        async def publish(self, _event: Event) -> None:
            arrived.set()

    relay = Relay(database, Bell())
    await relay.start()
    await emit(database, "a", 1)
    async with asyncio.timeout(2):
        await arrived.wait()
    await relay.stop()


async def test_a_stopping_relay_sends_what_is_ready(database: Database) -> None:
    ledger = Ledger()
    relay = Relay(database, ledger)
    await relay.start()
    await emit(database, "a", 1)
    await relay.stop()
    assert ledger.numbers() == [1]
