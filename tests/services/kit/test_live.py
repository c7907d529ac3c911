# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Live updates: everybody hears what they asked for from now on, and a slow reader loses the oldest."""

import asyncio

import pytest

from services.kit.bus.local import LocalBus
from services.kit.live import MOST_WAITING, Live
from services.kit.wire.cloudevents import Event

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
    assert live._listeners == set()
