# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Results that go onto a real socket at once: whole frames, in order, and never past a check (stack L2, L3)."""

import asyncio
import json
from contextlib import asynccontextmanager
from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from gateway.pipeline.settings import GatewaySettings, Profile
from gateway.subgraphs.local import LocalSubgraph
from gateway.transports import Gateway
from services.kit.wire.caller import Caller, CallerKind
from services.kit.wire.front.head import RequestHead
from services.kit.wire.live.socket_door import passes_now
from services.kit.wire.live.socket_protocol import LiveSocketProtocol, head_of
from services.kit.wire.problem import Problem
from services.kit.wire.subgraph import FetchResult
from tests.support.asgi import until
from tests.support.doors import open_door
from tests.support.shop import make_supergraph, response_key

pytestmark = pytest.mark.anyio

NAMED = 'subscription { named(id: "1") { id name } }'


class Station:
    """A subgraph that tells everybody what it is given; sign-in holds while `valid`."""

    def __init__(self) -> None:
        self.listeners: set[asyncio.Queue[str]] = set()
        self.known: set[str] = set()
        self.valid = True

    def tell(self, name: str) -> None:
        for queue in self.listeners:
            queue.put_nowait(name)

    async def listen(self, request: Any, context: Any) -> Any:
        self.known.add(context.caller.sub)
        key = response_key(request.query, "named")
        queue: asyncio.Queue[str] = asyncio.Queue()
        self.listeners.add(queue)
        try:
            while True:
                yield FetchResult(data={key: {"id": "1", "name": await queue.get()}})
        finally:
            self.listeners.discard(queue)

    async def fetch(self, request: Any, context: Any) -> FetchResult:
        raise NotImplementedError((request, context))

    async def authenticate(self, head: RequestHead) -> Caller:
        if not self.valid:
            raise Problem("SESSION_ENDED")
        return Caller(kind=CallerKind.RESIDENT, sub=(head.payload or {}).get("who", "r1"))


@asynccontextmanager
async def city(station: Station) -> Any:
    """A gateway on a port of this machine, and the state of its server."""
    local = LocalSubgraph("places", station.fetch, listen=station.listen)
    settings = GatewaySettings(profile=Profile.DEVELOPER, shares_subscriptions=True)
    gateway = Gateway(
        make_supergraph(), {"places": local}, settings, authenticate=station.authenticate
    )

    async with open_door(gateway, gateway.direct) as (port, state):
        yield port, state


@asynccontextmanager
async def listener(port: int, **payload: Any) -> Any:
    async with connect(
        f"ws://127.0.0.1:{port}/graphql", subprotocols=[Subprotocol("graphql-transport-ws")]
    ) as socket:
        await socket.send(json.dumps({"type": "connection_init", "payload": payload}))
        assert json.loads(await socket.recv())["type"] == "connection_ack"
        await socket.send(json.dumps({"type": "subscribe", "id": "å", "payload": {"query": NAMED}}))
        yield socket


async def names(socket: Any, count: int) -> list[str]:
    found = []
    while len(found) < count:
        message = json.loads(await socket.recv())
        if message["type"] == "next":
            assert message["id"] == "å"
            found.append(message["payload"]["data"]["named"]["name"])
    return found


@pytest.mark.parametrize("size", [0, 10, 125, 126, 5000, 65_535, 70_000])
async def test_a_result_of_any_size_arrives_as_one_whole_text(size: int) -> None:
    station = Station()
    async with city(station) as (port, _), listener(port) as socket:
        await until(lambda: bool(station.listeners))
        station.tell("x" * size)
        assert await names(socket, 1) == ["x" * size]


async def test_results_come_in_order_however_many_at_once() -> None:
    station = Station()
    wanted = [str(number) for number in range(700)]
    async with city(station) as (port, _), listener(port) as socket:
        await until(lambda: bool(station.listeners))
        for name in wanted[:600]:
            station.tell(name)
        for name in wanted[600:]:
            await asyncio.sleep(0)
            station.tell(name)
        assert await names(socket, 700) == wanted


async def test_everybody_of_a_group_is_told_and_strangers_are_not() -> None:
    station = Station()
    async with (
        city(station) as (port, _),
        listener(port, who="a") as one,
        listener(port, who="a") as two,
        listener(port, who="b") as other,
    ):
        await until(lambda: len(station.listeners) == 2)
        station.tell("hej")
        assert [await names(each, 1) for each in (one, two, other)] == [["hej"]] * 3


async def test_a_session_that_has_ended_gets_nothing_more() -> None:  # reliability W9
    station = Station()
    async with city(station) as (port, _), listener(port) as socket:
        await until(lambda: bool(station.listeners))
        station.tell("before")
        assert await names(socket, 1) == ["before"]
        station.valid = False
        station.tell("after")
        with pytest.raises(ConnectionClosed) as closed:
            await names(socket, 1)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 4403


async def test_while_a_reader_is_slow_results_wait_for_it_in_order() -> None:
    station = Station()
    async with city(station) as (port, state), listener(port) as socket:
        await until(lambda: bool(station.listeners))
        (protocol,) = (c for c in state.connections if isinstance(c, LiveSocketProtocol))
        protocol.pause_writing()
        assert not protocol.outlet.is_open
        for name in ("1", "2", "3"):
            station.tell(name)
        await asyncio.sleep(0.02)
        protocol.resume_writing()
        station.tell("4")
        assert await names(socket, 4) == ["1", "2", "3", "4"]


async def test_the_outlet_closes_with_the_socket() -> None:
    station = Station()
    async with city(station) as (port, state):
        async with listener(port):
            await until(lambda: bool(station.listeners))
            (protocol,) = (c for c in state.connections if isinstance(c, LiveSocketProtocol))
            assert protocol.outlet.is_open
        await until(lambda: not protocol.outlet.is_open)
        assert not protocol.outlet.push(b"a", b"b", b"c")
        await until(lambda: not station.listeners)


def test_a_check_that_waits_is_left_to_whoever_can_wait() -> None:
    closed: list[bool] = []

    async def waits() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            closed.append(True)

    async def passes() -> None:
        return

    async def refuses() -> None:
        raise Problem("SESSION_ENDED")

    async def run() -> list[bool]:
        return [passes_now(check) for check in (passes, refuses, waits)]

    assert asyncio.run(run()) == [True, False, False]
    assert closed == [True]


def test_the_head_of_a_frame_says_its_length() -> None:
    assert head_of(5) == b"\x81\x05"
    assert head_of(126) == b"\x81\x7e\x00\x7e"
    assert head_of(65_536) == b"\x81\x7f" + (65_536).to_bytes(8, "big")
