# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A stream that broke goes on where its reader was (`Last-Event-ID`), near and far (stack L4, reliability E2)."""

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

import pytest

from gateway.pipeline.settings import GatewaySettings, Profile
from gateway.subgraphs.events import EventReader
from gateway.subgraphs.local import LocalSubgraph
from gateway.transports import Gateway
from services.kit.clock import SystemClock
from services.kit.door import service_door
from services.kit.live import Live, LiveReader
from services.kit.wire.caller import ANONYMOUS
from services.kit.wire.cloudevents import Event
from services.kit.wire.subgraph import FetchContext, FetchRequest, FetchResult
from tests.support.asgi import AsgiClient
from tests.support.shop import make_supergraph, response_key

pytestmark = pytest.mark.anyio

EVENTS = ("accept", "text/event-stream")
TICKS = {"query": "subscription { ticks(to: 9) }"}


class Ticker:
    """A service whose subscription tells the ids of its events until one is called `end`."""

    name = "places"

    def __init__(self) -> None:
        self.live = Live()
        self.locales: list[str] = []

    async def happen(self, *names: str) -> None:
        for name in names:
            await self.live.hear(
                Event(id=name, source="/services/places", type="places.tick", subject="s", time=0)
            )

    async def fetch(self, request: FetchRequest, context: FetchContext) -> FetchResult:
        raise NotImplementedError((request, context))

    async def subscribe(
        self, request: FetchRequest, context: FetchContext
    ) -> AsyncGenerator[FetchResult]:
        progress = context.progress
        assert progress is not None
        async with aclosing(LiveReader(self.live, progress).listen("places.*")) as events:
            async for event in events:
                if event.id == "end":
                    return
                key = response_key(request.query, "ticks")
                yield FetchResult(data={key: int(event.id[1:])}, cursor=progress.seen)


class Gate:
    """Lets everybody in."""

    async def admit(self, headers: Any, body: bytes, *, has_effects: bool = False) -> Any:
        del headers, body, has_effects
        return ANONYMOUS


@pytest.fixture
def ticker() -> Ticker:
    return Ticker()


@pytest.fixture(params=["gateway", "service"])
def client(request: pytest.FixtureRequest, ticker: Ticker) -> AsgiClient:
    if request.param == "service":
        running: Any = ticker
        return AsgiClient(service_door(running, Gate(), SystemClock()))
    local = LocalSubgraph("places", ticker.fetch, listen=ticker.subscribe)
    settings = GatewaySettings(profile=Profile.DEVELOPER, shares_subscriptions=True)
    return AsgiClient(Gateway(make_supergraph(), {"places": local}, settings))


def told(body: bytes) -> list[tuple[str, Any]]:
    """Cursor and answer of every event of a stream."""
    return [
        (cursor.decode(), json.loads(data)["data"]["ticks"])
        for name, data, cursor in EventReader().feed(body)
        if name == b"next"
    ]


async def test_every_result_names_the_event_it_came_from(
    client: AsgiClient, ticker: Ticker
) -> None:
    answering = asyncio.ensure_future(client.post(TICKS, EVENTS))
    await asyncio.sleep(0.05)
    await ticker.happen("e1", "e2", "end")
    answer = await answering
    assert told(answer.body) == [("e1", 1), ("e2", 2)]
    assert answer.body.startswith(b':\n\nid: e1\nevent: next\ndata: {"data"')


async def test_a_reader_who_comes_back_misses_nothing(client: AsgiClient, ticker: Ticker) -> None:
    await ticker.happen("e1", "e2", "e3", "end")
    answer = await client.post(TICKS, EVENTS, ("last-event-id", "e1"))
    assert told(answer.body) == [("e2", 2), ("e3", 3)]


@pytest.mark.parametrize("cursor", ["", "a b", "x" * 300, "\u00e5"])
async def test_what_can_be_no_cursor_is_none(
    client: AsgiClient, ticker: Ticker, cursor: str
) -> None:
    await ticker.happen("e1")
    answering = asyncio.ensure_future(client.post(TICKS, EVENTS, ("last-event-id", cursor)))
    await asyncio.sleep(0.05)
    await ticker.happen("e2", "end")
    assert told((await answering).body) == [("e2", 2)]


def test_ids_of_a_stream_are_read_with_their_events() -> None:
    reader = EventReader()
    events = reader.feed(
        b"id: 1\nevent: next\ndata: a\n\nevent: next\ndata: b\n\nid: 2\n\nid: \0\ndata: c\n\n"
    )
    assert events == [(b"next", b"a", b"1"), (b"next", b"b", b"1"), (b"", b"c", b"2")]
