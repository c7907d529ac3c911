# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Live updates: everybody hears what they asked for from now on, and a slow reader loses the oldest."""

import asyncio

import pytest

from services.kit.bus.local import LocalBus
from services.kit.live import MOST_KEPT, MOST_WAITING, Live, LiveReader
from services.kit.wire.cloudevents import Event
from services.kit.wire.subgraph import Progress

pytestmark = pytest.mark.anyio


def event(number: int, type_: str = "parking.session.started", subject: str = "s") -> Event:
    return Event(id=str(number), source="/services/parking", type=type_, subject=subject, time=0)


async def take(listening, count: int) -> list[str]:
    return [(await anext(listening)).id for _ in range(count)]


async def begin(live: Live, *types: str, subject: str | None = None):
    """A listener that is already waiting."""
    listening = live.listen(*types, subject=subject)
    first = asyncio.ensure_future(anext(listening))
    await asyncio.sleep(0)
    return listening, first


async def test_a_listener_hears_the_types_it_asked_for_in_order():
    bus, live = LocalBus(), Live()
    live.attach(bus, "parking")
    await bus.start()
    listening, first = await begin(live, "parking.session.*")
    await bus.publish(event(1))
    await bus.publish(event(2, "parking.permit.ended"))
    await bus.publish(event(3))
    assert (await first).id == "1"
    assert await take(listening, 1) == ["3"]
    await listening.aclose()


async def test_a_subject_narrows_what_is_heard():
    live = Live()
    listening, first = await begin(live, "parking.*", subject="mine")
    await live.hear(event(1, subject="theirs"))
    await live.hear(event(2, subject="mine"))
    assert (await first).id == "2"
    await listening.aclose()


async def test_a_reader_who_falls_behind_loses_the_oldest_and_delays_nobody():
    live = Live()
    listening, first = await begin(live, "parking.*")
    for number in range(MOST_WAITING + 10):
        await live.hear(event(number))
    assert (await first).id == "10"
    await listening.aclose()


async def test_whoever_stops_listening_is_forgotten():
    live = Live()
    listening, first = await begin(live, "parking.*")
    await live.hear(event(1))
    await first
    await listening.aclose()
    assert not live.listeners


async def test_a_listener_hears_from_the_moment_it_is_made():
    live = Live()
    listening = live.listen("parking.*")
    await live.hear(event(1))
    assert await take(listening, 1) == ["1"]
    await listening.aclose()
    assert not live.listeners


async def test_whoever_comes_back_gets_what_was_missed_then_what_comes():  # stack L4
    live = Live()
    for number in range(1, 5):
        await live.hear(event(number, subject="mine" if number % 2 else "theirs"))
    progress = Progress(after="1")
    listening = LiveReader(live, progress).listen("parking.*", subject="mine")
    assert progress.seen == "1"
    await live.hear(event(7, subject="mine"))
    assert await take(listening, 2) == ["3", "7"]
    assert progress.seen == "7"
    await listening.aclose()


async def test_a_first_reader_starts_where_the_events_are():
    live = Live()
    await live.hear(event(5))
    progress = Progress()
    listening = LiveReader(live, progress).listen("parking.*")
    assert progress.seen == "5", "the state told at the start is that after event 5"
    await listening.aclose()


@pytest.mark.parametrize(
    ("after", "missed"), [("3", ["4"]), ("2x", ["3", "4"]), ("0", ["1", "2", "3", "4"]), ("9", [])]
)
async def test_an_unknown_cursor_is_placed_by_its_time(after, missed):
    live = Live()
    for number in range(1, 5):
        await live.hear(event(number))
    assert [one.id for one in live.since(after)] == missed


async def test_what_is_kept_is_bounded():
    live = Live()
    for number in range(MOST_KEPT + 50):
        await live.hear(event(number))
    assert len(live.since("")) == MOST_KEPT
