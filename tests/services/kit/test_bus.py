# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""One contract for the buses of one process and of many; the null one takes and forgets."""

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest

from services.kit.bus import Bus, BusGone, NotTaken, matches
from services.kit.bus.local import LocalBus
from services.kit.bus.null import NullBus
from services.kit.bus.redis_streams import RedisBus
from services.kit.ids import new_id
from services.kit.redis_client import RedisClient
from services.kit.wire.cloudevents import Event

pytestmark = pytest.mark.anyio


def made(type: str = "parking.session.started", subject: str = "s1", **data: object) -> Event:  # noqa: A002
    return Event(
        id=new_id(), source="/services/parking", type=type, subject=subject, time=5, data=data
    )


class Group:
    """A consumer that remembers what it took and may be told to fail."""

    def __init__(self) -> None:
        self.seen: list[Event] = []
        self.fail_next: dict[str, int] = {}
        self.changed = asyncio.Event()

    async def take(self, event: Event) -> None:
        left = self.fail_next.get(event.subject, 0)
        if left:
            self.fail_next[event.subject] = left - 1
            raise LookupError("not now")
        self.seen.append(event)
        self.changed.set()

    async def wait_for(self, count: int) -> list[Event]:
        async with asyncio.timeout(10):
            while len(self.seen) < count:
                self.changed.clear()
                await self.changed.wait()
        return self.seen


@pytest.fixture(params=["local", "redis"])
async def bus(request: pytest.FixtureRequest) -> AsyncIterator[Bus]:
    if request.param == "local":
        yield LocalBus()
        return
    client = RedisClient(request.getfixturevalue("redis_url"))
    await client.do("FLUSHDB")
    made_bus = RedisBus(client, claim_idle_ms=200)
    yield made_bus
    await made_bus.stop()
    await client.stop()


def test_patterns_name_a_service_or_one_type() -> None:
    assert matches("parking.*", "parking.session.started")
    assert matches("parking.session.started", "parking.session.started")
    assert not matches("parking.*", "parkinglot.session.started")
    assert not matches("parking.session", "parking.session.started")


async def test_every_group_takes_each_event_it_asked_for(bus: Bus) -> None:
    first, second, other = Group(), Group(), Group()
    bus.subscribe("residents", ["parking.*"], first.take)
    bus.subscribe("contact", ["parking.session.started"], second.take)
    bus.subscribe("care", ["care.*"], other.take)
    await bus.start()
    events = [made(subject=f"s{n}", n=n) for n in range(20)]
    for event in events:
        await bus.publish(event)
    assert await first.wait_for(20) == events
    assert await second.wait_for(20) == events
    assert other.seen == []


async def test_order_is_kept_per_subject(bus: Bus) -> None:
    group = Group()
    bus.subscribe("residents", ["parking.*"], group.take)
    await bus.start()
    for number in range(30):
        await bus.publish(made(subject=f"s{number % 3}", n=number))
    seen = await group.wait_for(30)
    for subject in ("s0", "s1", "s2"):
        numbers = [event.data["n"] for event in seen if event.subject == subject]
        assert numbers == sorted(numbers)


async def test_a_local_group_that_fails_is_named() -> None:
    group, bus = Group(), LocalBus()
    group.fail_next["s1"] = 1
    bus.subscribe("residents", ["parking.*"], group.take)
    with pytest.raises(NotTaken, match="residents: LookupError"):
        await bus.publish(made())


@pytest.fixture
async def open_redis_bus(redis_url: str) -> AsyncIterator[Callable[[], RedisBus]]:
    opened: list[tuple[RedisBus, RedisClient]] = []
    client = RedisClient(redis_url)
    await client.do("FLUSHDB")
    await client.stop()

    def open_one() -> RedisBus:
        client = RedisClient(redis_url)
        opened.append((RedisBus(client, claim_idle_ms=200), client))
        return opened[-1][0]

    yield open_one
    for bus, client in opened:
        await bus.stop()
        await client.stop()


async def test_a_failing_subject_waits_while_others_go_on(open_redis_bus) -> None:  # reliability O4
    group, bus = Group(), open_redis_bus()
    group.fail_next["bad"] = 1
    bus.subscribe("residents", ["parking.*"], group.take)
    await bus.start()
    for number, subject in enumerate(["bad", "good", "bad", "good"]):
        await bus.publish(made(subject=subject, n=number))
    seen = await group.wait_for(4)
    assert [event.data["n"] for event in seen] == [1, 3, 0, 2]


async def test_what_a_dead_member_left_is_taken_by_another(
    open_redis_bus,
) -> None:  # reliability O5
    stuck, alive = asyncio.Event(), Group()

    async def hang(_: Event) -> None:
        stuck.set()
        await asyncio.Event().wait()

    dying, living = open_redis_bus(), open_redis_bus()
    dying.subscribe("residents", ["parking.*"], hang)
    await dying.start()
    event = made()
    await dying.publish(event)
    await stuck.wait()
    await dying.stop()
    living.subscribe("residents", ["parking.*"], alive.take)
    await living.start()
    assert await alive.wait_for(1) == [event]


async def test_two_members_of_a_group_share_the_work(open_redis_bus) -> None:
    groups = [Group(), Group()]
    for group in groups:
        bus = open_redis_bus()
        bus.subscribe("residents", ["parking.*"], group.take)
        await bus.start()
    for number in range(50):
        await bus.publish(made(subject=f"s{number}"))
    async with asyncio.timeout(10):
        while sum(len(group.seen) for group in groups) < 50:
            waits = [asyncio.create_task(group.changed.wait()) for group in groups]
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            for group, wait in zip(groups, waits, strict=True):
                wait.cancel()
                group.changed.clear()
    ids = [event.id for group in groups for event in group.seen]
    assert len(ids) == len(set(ids)) == 50


async def test_a_flushed_redis_is_noticed_and_groups_come_back(
    open_redis_bus, redis_url
) -> None:  # O3
    group, bus = Group(), open_redis_bus()
    bus.subscribe("residents", ["parking.*"], group.take)
    await bus.start()
    assert not await bus.has_memory_of("parking")
    await bus.remember("parking")
    assert await bus.has_memory_of("parking")
    await bus.publish(made())
    await group.wait_for(1)
    client = RedisClient(redis_url)
    await client.do("FLUSHDB")
    await client.stop()
    assert not await bus.has_memory_of("parking")
    await bus.publish(made())
    await group.wait_for(2)


async def test_without_redis_publishing_says_that_the_bus_is_gone() -> None:  # reliability K1
    client = RedisClient("redis://127.0.0.1:1/0")
    bus = RedisBus(client)
    with pytest.raises(BusGone):
        await bus.publish(made())
    with pytest.raises(BusGone):
        await bus.has_memory_of("parking")
    await client.stop()


async def test_between_processes_a_star_alone_is_refused() -> None:
    client = RedisClient("redis://127.0.0.1:1/0")
    with pytest.raises(ValueError, match="names its service or its noun"):
        RedisBus(client).subscribe("audit", ["*"], Group().take)
    await client.stop()


async def test_the_null_bus_takes_everything_and_delivers_nothing() -> None:
    group, bus = Group(), NullBus()
    bus.subscribe("residents", ["*"], group.take)
    await bus.start()
    await bus.publish(made())
    assert await bus.has_memory_of("parking")
    await bus.remember("parking")
    await bus.stop()
    assert group.seen == []


def test_a_pattern_means_a_service_a_noun_or_everything() -> None:
    assert matches("*.notice.wanted", "care.notice.wanted")
    assert not matches("*.notice.wanted", "care.notice.wanted.again")
    assert not matches("*.notice.wanted", "care.checkin.missed")


async def test_a_group_hears_one_noun_of_every_service_also_of_one_that_begins_later(
    bus: Bus,
) -> None:
    group = Group()
    bus.subscribe("residents-notices", ["*.notice.wanted"], group.take)
    await bus.start()
    await bus.publish(made("care.notice.wanted"))
    await group.wait_for(1)
    await bus.publish(made("parking.session.started"))
    await bus.publish(made("parking.notice.wanted"))
    seen = await group.wait_for(2)
    assert [event.type for event in seen] == ["care.notice.wanted", "parking.notice.wanted"]
