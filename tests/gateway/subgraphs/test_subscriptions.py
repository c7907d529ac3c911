# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Subscriptions at a subgraph: events, parts and a WebSocket, against our own door as the upstream."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from typing import Any

import pytest
from websockets.asyncio.server import ServerConnection, serve
from websockets.datastructures import Headers
from websockets.http11 import Request, Response
from websockets.typing import Subprotocol

from gateway.pipeline.settings import GatewaySettings, Profile
from gateway.subgraphs.parts import PartReader
from gateway.subgraphs.remote import RemoteSettings, RemoteSubgraph
from gateway.transports import Gateway
from services.kit.wire.caller import ANONYMOUS, Caller
from services.kit.wire.deadline import Deadline
from services.kit.wire.front.head import RequestHead
from services.kit.wire.problem import Problem
from services.kit.wire.subgraph import FetchContext, FetchRequest, FetchResult, OperationKind
from tests.support.asgi import AsgiClient, until
from tests.support.doors import open_door
from tests.support.misbehaving import misbehaving, says
from tests.support.shop import Town, make_supergraph

pytestmark = pytest.mark.anyio

WAYS = ("events", "parts", "socket")
DEVELOPER = GatewaySettings(profile=Profile.DEVELOPER)
CONTEXT = FetchContext(deadline=Deadline(at=1e12))
PROTOCOL = Subprotocol("graphql-transport-ws")


def in_parts(app: Any) -> Any:
    """The same door for clients that read parts alone."""

    async def door(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            kept = [one for one in scope["headers"] if one[0] != b"accept"]
            parts = (b"accept", b"multipart/mixed;subscriptionSpec=1.0")
            scope = {**scope, "headers": [*kept, parts]}
        await app(scope, receive, send)

    return door


@asynccontextmanager
async def upstream(way: str, **options: Any) -> AsyncIterator[tuple[Town, RemoteSubgraph]]:
    """Our own door as a subgraph, reached in one of the three ways."""
    town = Town()
    gateway = town.gateway(DEVELOPER, **options)
    async with open_door(in_parts(gateway) if way == "parts" else gateway) as (port, _):
        socket = f"ws://127.0.0.1:{port}/graphql" if way == "socket" else None
        remote = RemoteSubgraph(
            "places", f"http://127.0.0.1:{port}/graphql", settings=RemoteSettings(socket=socket)
        )
        yield town, remote
        await remote.close()


def asked(query: str) -> FetchRequest:
    return FetchRequest(query=query, kind=OperationKind.SUBSCRIPTION)


async def listen(remote: RemoteSubgraph, query: str, context: Any = CONTEXT) -> list[FetchResult]:
    async with asyncio.timeout(5):
        return [result async for result in remote.subscribe(asked(query), context)]


def reasons(results: list[FetchResult]) -> list[str]:
    return [error["extensions"].get("reason") for one in results for error in one.errors]


@pytest.mark.parametrize("way", WAYS)
async def test_results_come_in_order_and_the_stream_ends(way: str) -> None:
    async with upstream(way) as (_, remote):
        results = await listen(remote, "subscription { ticks(to: 3) }")
    assert [one.data for one in results] == [{"ticks": 1}, {"ticks": 2}, {"ticks": 3}]
    assert reasons(results) == []


@pytest.mark.parametrize("way", WAYS)
async def test_a_reader_that_leaves_ends_the_source(way: str) -> None:
    async with upstream(way) as (town, remote):
        results = remote.subscribe(asked("subscription { forever }"), CONTEXT)
        async with aclosing(results):  # pyright: ignore[reportArgumentType]
            async for one in results:
                assert one.data is not None
                if one.data["forever"] == 3:
                    break
        await until(lambda: town.listeners == 0)


@pytest.mark.parametrize("way", WAYS)
async def test_what_is_refused_is_one_error_and_the_end(way: str) -> None:
    async with upstream(way) as (town, remote):
        (refused,) = await listen(remote, "subscription { nope }")
    assert refused.data is None
    assert refused.errors[0]["extensions"]["service"] == "places"
    assert town.asked == []


@pytest.mark.parametrize("way", WAYS)
async def test_a_source_that_breaks_tells_nothing_of_itself(way: str) -> None:
    async with upstream(way) as (_, remote):
        first, last = await listen(remote, "subscription { broken }")
    assert first.data == {"broken": 1}
    assert last.data == {"broken": None}
    assert "secret" not in str(last.errors)


@pytest.mark.parametrize("way", WAYS)
async def test_forwarded_headers_and_payload_reach_the_upstream(way: str) -> None:
    told: list[Any] = []

    async def authenticate(head: RequestHead) -> Caller:
        told.append((head.header(b"authorization"), (head.payload or {}).get("authorization")))
        return ANONYMOUS

    context = FetchContext(deadline=Deadline(at=1e12), forwarded=((b"authorization", b"Bearer x"),))
    async with upstream(way, authenticate=authenticate) as (_, remote):
        await listen(remote, "subscription { ticks(to: 1) }", context)
    assert told[-1] == ("Bearer x", "Bearer x" if way == "socket" else None)


async def test_a_socket_that_is_not_let_in_is_refused() -> None:
    async def authenticate(head: RequestHead) -> Caller:
        raise Problem("UNAUTHENTICATED")

    async with upstream("socket", authenticate=authenticate) as (_, remote):
        assert reasons(await listen(remote, "subscription { ticks(to: 1) }")) == ["refused"]


@pytest.mark.parametrize("way", WAYS)
async def test_each_event_is_completed_from_other_subgraphs(way: str) -> None:
    async with upstream(way) as (town, remote):
        subgraphs = {**town.subgraphs(), "places": remote}
        door = AsgiClient(Gateway(make_supergraph(), subgraphs, DEVELOPER))
        query = 'subscription { named(id: "7") { name reviews { text } } }'
        answer = await door.post({"query": query}, ("accept", "text/event-stream"))
    assert '{"named":{"name":"Plats 7","reviews":[{"text":"Bra 7"}]}}' in answer.body.decode()


async def behave_badly(socket: ServerConnection, script: list[str]) -> None:
    """An upstream that says what a script tells it, whatever it is asked."""
    await socket.recv()
    for line in script:
        await socket.send(line)
    await socket.wait_closed()


ACK = '{"type":"connection_ack"}'
NEXT = '{"id":"1","type":"next","payload":{"data":{"ticks":1}}}'
END = '{"id":"1","type":"complete"}'


@pytest.mark.parametrize(
    ("script", "found"),
    [
        ([ACK, NEXT, '{"type":"ping"}', '{"type":"pong"}', NEXT, END], []),
        (['{"type":"ping"}', ACK, NEXT, END], []),
        ([NEXT], ["bad_answer"]),
        ([ACK, "no JSON"], ["bad_answer"]),
        ([ACK, "[]"], ["bad_answer"]),
        ([ACK, '{"id":"2","type":"next","payload":{"data":{}}}'], ["bad_answer"]),
        ([ACK, '{"id":"1","type":"data"}'], ["bad_answer"]),
        ([ACK, '{"id":"1","type":"next","payload":[]}', END], ["bad_answer"]),
        ([ACK, '{"id":"1","type":"error","payload":[{"message":"x"}]}'], ["refused"]),
        ([ACK, '{"id":"1","type":"error","payload":"x"}'], ["bad_answer"]),
        ([ACK, f'{{"id":"1","type":"next","payload":"{"x" * 1_100_000}"}}'], ["bad_answer"]),
    ],
)  # fmt: skip
async def test_an_upstream_that_breaks_the_protocol(script: list[str], found: list[str]) -> None:
    async with serve(
        lambda socket: behave_badly(socket, script), "127.0.0.1", 0, subprotocols=[PROTOCOL]
    ) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        settings = RemoteSettings(socket=f"ws://127.0.0.1:{port}")
        remote = RemoteSubgraph("places", "http://127.0.0.1:9", settings=settings)
        assert reasons(await listen(remote, "subscription { ticks(to: 1) }")) == found
        await remote.close()


async def test_a_redirect_is_not_followed_and_a_foreign_protocol_not_spoken() -> None:
    asked_for: list[str] = []

    def send_away(connection: ServerConnection, request: Request) -> Response | None:
        asked_for.append(request.path)
        if request.path == "/moved":
            return Response(302, "Found", Headers(Location="/graphql"))
        return None

    async with serve(
        lambda socket: behave_badly(socket, []), "127.0.0.1", 0, process_request=send_away
    ) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        for path in ("moved", "graphql"):
            settings = RemoteSettings(socket=f"ws://127.0.0.1:{port}/{path}")
            remote = RemoteSubgraph("places", "http://127.0.0.1:9", settings=settings)
            assert reasons(await listen(remote, "subscription { x }")) == ["bad_answer"]
            await remote.close()
    assert asked_for == ["/moved", "/graphql"]


async def test_nobody_there_is_unreachable() -> None:
    remote = RemoteSubgraph(
        "places", "http://127.0.0.1:9", settings=RemoteSettings(socket="ws://127.0.0.1:9")
    )
    assert reasons(await listen(remote, "subscription { x }")) == ["unreachable"]
    await remote.close()


PART = b"\r\n--graphql\r\ncontent-type: application/json\r\n\r\n"
TICK = b'{"payload":{"data":{"ticks":1}}}'


@pytest.mark.parametrize(
    ("body", "data", "found"),
    [
        (PART + b"{}" + PART + TICK + b"\r\n--graphql--\r\n", [{"ticks": 1}], []),
        (PART + TICK + PART + b'{"payload":null}', [{"ticks": 1}], []),
        (PART + b'{"payload":null,"errors":[{"message":"x"}]}', [], ["refused"]),
        (PART + TICK + PART + b"no JSON" + PART, [{"ticks": 1}], ["bad_answer"]),
        (PART + TICK, [{"ticks": 1}], ["bad_answer"]),
        (PART + b'{"payload":"' + b"x" * 1_100_000, [], ["too_large"]),
    ],
)
async def test_parts_from_anywhere(body: bytes, data: list[Any], found: list[str]) -> None:
    head = (
        b'HTTP/1.1 200 OK\r\ncontent-type: multipart/mixed;boundary="graphql";'
        b"subscriptionSpec=1.0\r\ncontent-length: %d\r\n\r\n" % len(body)
    )
    async with misbehaving(says(head + body)) as server:
        remote = RemoteSubgraph("places", server.url)
        results = await listen(remote, "subscription { ticks(to: 1) }")
        await remote.close()
    assert [one.data for one in results if one.data] == data
    assert reasons(results) == found


@pytest.mark.parametrize("boundary", ["graphql", "-"])
def test_dashes_in_what_people_write_are_no_delimiter(boundary: str) -> None:
    payload = b'{"data":{"text":"one --graphql-- two --- three"}}'
    mark = b"--" + boundary.encode()
    part = b'\r\ncontent-type: application/json\r\n\r\n{"payload":' + payload + b"}\r\n"
    text = mark + part + mark + part + mark + b"--\r\n"
    reader = PartReader(b"multipart/mixed;boundary=" + boundary.encode())
    cut = [event for byte in text for event in reader.feed(bytes([byte]))]
    whole = list(PartReader(b"multipart/mixed;boundary=" + boundary.encode()).feed(text))
    expected = [(b"next", payload, b"")] * 2 + [(b"complete", b"", b"")]
    assert cut == whole == expected


def test_a_part_counts_as_soon_as_its_json_is_whole_however_it_is_cut() -> None:
    text = PART + TICK + PART + b"{}" + PART + TICK
    reader = PartReader(b"multipart/mixed;boundary=graphql")
    found = [event for byte in text for event in reader.feed(bytes([byte]))]
    assert found == [(b"next", b'{"data":{"ticks":1}}', b"")] * 2
