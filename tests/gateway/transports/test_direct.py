# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The protocol class answers as the usual way does, byte for byte, on a real socket (stack 4)."""

import asyncio
import json
import random
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from uvicorn.server import ServerState

from gateway.pipeline.settings import GatewaySettings, Profile
from services.kit.wire.direct import DirectProtocol, Turn
from services.kit.wire.front.door import Door
from services.kit.wire.server import Served, server_config
from tests.gateway.transports.test_serving import MALFORMED
from tests.support.asgi import until
from tests.support.shop import Town

pytestmark = pytest.mark.anyio

BODY = b'{"query":"{ places(first: 2) { id name } }"}'
FIXED_ID = "x-request-id: abcdefgh12345678"


def message(
    body: bytes = BODY,
    *lines: str,
    method: str = "POST",
    path: str = "/graphql",
    version: str = "1.1",
    length: int | None = None,
) -> bytes:
    given = {line.split(":")[0].lower() for line in lines}
    kind = () if "content-type" in given else ("content-type: application/json",)
    size = f"content-length: {len(body) if length is None else length}"
    head = [f"{method} {path} HTTP/{version}", "host: t", FIXED_ID, *kind, size, *lines]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


def question(query: str, **rest: Any) -> bytes:
    return json.dumps({"query": query, **rest}).encode()


USUAL = {
    "a query": message(),
    "signed by its hash": message(json.dumps({"extensions": {"persistedQuery": {"version": 1, "sha256Hash": "0" * 64}}}).encode()),
    "an operation by name": message(question("query A { whoami } query B { places { id } }", operationName="B")),
    "variables": message(question("query($n: Int!) { places(first: $n) { id } }", variables={"n": 1})),
    "wrong variables": message(question("query($n: Int!) { places(first: $n) { id } }", variables={"n": "x"})),
    "a field that fails": message(question("{ fail places { id } }")),
    "nothing to be found": message(question("{ nope }")),
    "no GraphQL": message(question("{ ")),
    "a mutation": message(question('mutation { rename(id: "1", name: "Ny") { id name } }')),
    "the strict media type": message(BODY, "accept: application/graphql-response+json"),
    "the strict media type, refused": message(question("{ nope }"), "accept: application/graphql-response+json"),
    "another language": message(question("{ nope }"), "accept-language: ar"),
    "a language by directive": message(question('query @locale(lang: "fi") { nope }')),
    "no JSON": message(b"{"),
    "no object": message(b"[]"),
    "bad UTF-8": message(b"\xff"),
    "an empty body": message(b""),
    "form data": message(BODY, "content-type: application/x-www-form-urlencoded"),
    "JSON by another name": message(BODY, "content-type: application/json; charset=latin-1"),
    "JSON with charset": message(BODY, "content-type: application/json; charset=utf-8"),
    "compressed": message(BODY, "content-encoding: gzip"),
    "nothing acceptable": message(BODY, "accept: text/csv"),
    "a stream is accepted too": message(BODY, "accept: text/event-stream, application/json"),
    "a subscription without a stream": message(question("subscription { ticks(to: 2) }")),
    "too large": message(b"x" * 300_000, length=30_000_000),
    "by GET": message(b"", method="GET", path="/graphql?query=%7Bwhoami%7D"),
    "only the head": message(b"", method="HEAD", path="/graphql?query=%7Bwhoami%7D"),
    "an unknown method": message(b"", method="DELETE"),
    "another address": message(path="/nowhere"),
    "a query in the address": message(path="/graphql?x=1"),
    "the older version": message(version="1.0"),
    "the last of its connection": message(BODY, "connection: close"),
    "in chunks": b"POST /graphql HTTP/1.1\r\nhost: t\r\n" + FIXED_ID.encode() + b"\r\ncontent-type: application/json\r\n"
    b"transfer-encoding: chunked\r\n\r\n%x\r\n%b\r\n0\r\n\r\n" % (len(BODY), BODY),
    "a foreign page": message(BODY, "origin: https://evil.test", "content-type: text/plain"),
    "a page of ours": message(BODY, "origin: https://torget.test"),
}  # fmt: skip


@asynccontextmanager
async def listening(town: Town, *, direct: bool) -> AsyncIterator[tuple[int, Any]]:
    """A gateway on a port of this machine."""
    settings = GatewaySettings(profile=Profile.DEVELOPER, origins=("https://torget.test",))
    gateway = town.gateway(settings)

    async def stop() -> None:
        return

    config = server_config(
        Served(app=gateway, stop=stop, direct=gateway.direct if direct else None)
    )
    config.load()
    state = ServerState()

    def connect() -> asyncio.Protocol:
        return config.http_protocol_class(config=config, server_state=state, app_state={})  # pyright: ignore[reportCallIssue]

    server = await asyncio.get_running_loop().create_server(connect, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1], state
    finally:
        server.close()
        for connection in list(state.connections):
            connection.shutdown()
        for task in list(state.tasks):
            task.cancel()
        await asyncio.gather(*state.tasks, return_exceptions=True)
        await until(lambda: not state.connections)


async def converse(port: int, data: bytes, answers: int = 1) -> list[bytes]:
    """Send bytes and read so many whole answers."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(data)
    found: list[bytes] = []
    try:
        async with asyncio.timeout(5):
            while len(found) < answers:
                found += [await read_answer(reader, is_head=data.startswith(b"HEAD"))]
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()
    return found


async def read_answer(reader: asyncio.StreamReader, *, is_head: bool = False) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    lines = {line.partition(b":")[0].lower(): line for line in head.split(b"\r\n")[1:-2]}
    if lines.get(b"transfer-encoding"):
        return shape(head) + await reader.readuntil(b"0\r\n\r\n")
    length = int(lines.get(b"content-length", b":0").partition(b":")[2])
    return shape(head) + (b"" if is_head else await reader.readexactly(length))


def shape(head: bytes) -> bytes:
    """The head with its lines in one order."""
    first, *lines = head.strip().split(b"\r\n")
    return b"\r\n".join([first, *sorted(lines)]) + b"\r\n\r\n"


@pytest.mark.parametrize("case", USUAL)
async def test_both_ways_give_the_same_bytes(case: str) -> None:
    async with (
        listening(Town(), direct=False) as (usual, _),
        listening(Town(), direct=True) as (direct, _),
    ):
        expected = await converse(usual, USUAL[case])
        assert await converse(direct, USUAL[case]) == expected
        assert len(expected) == 1


@pytest.mark.parametrize("case", MALFORMED)
async def test_both_ways_refuse_the_same_malformed_requests(case: str) -> None:  # reliability F2
    async with (
        listening(Town(), direct=False) as (usual, _),
        listening(Town(), direct=True) as (direct, _),
    ):
        assert await converse(direct, MALFORMED[case]) == await converse(usual, MALFORMED[case])
        assert len(await converse(direct, message())) == 1


async def test_plain_requests_are_taken_and_others_are_not(monkeypatch: Any) -> None:
    taken: list[bytes] = []
    whole = Door.answer_whole

    async def watched(self: Door, head: Any, accepted: Any, body: bytes) -> Any:
        taken.append(body)
        return await whole(self, head, accepted, body)

    monkeypatch.setattr(Door, "answer_whole", watched)
    async with listening(Town(), direct=True) as (port, _):
        for case in ("a query", "no JSON", "the last of its connection", "JSON with charset"):
            taken.clear()
            await converse(port, USUAL[case])
            assert len(taken) == 1, case
        for case in ("in chunks", "by GET", "a stream is accepted too", "the older version"):
            taken.clear()
            await converse(port, USUAL[case])
            assert taken == [], case


async def test_pipelined_requests_are_answered_in_their_order() -> None:
    slow = message(question("{ slow(seconds: 0.05) }"))
    other = message(b"", method="GET", path="/livez")
    async with listening(Town(), direct=True) as (port, state):
        found = await converse(port, slow + message() + other + slow + message(b"{"), answers=5)
        assert [answer.partition(b"\r\n\r\n")[2][:14] for answer in found] == [
            b'{"data":{"slow', b'{"data":{"plac', b'{"status":"ali', b'{"data":{"slow', b'{"errors":[{"m',
        ]  # fmt: skip
        assert state.total_requests == 5


async def test_bytes_may_come_one_by_one() -> None:
    async with listening(Town(), direct=True) as (port, _):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for byte in message():
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(0)
        assert b'"Plats 1"' in await read_answer(reader)
        writer.close()


async def test_whoever_leaves_gives_up_the_work() -> None:  # reliability Q9
    town = Town()
    async with listening(town, direct=True) as (port, state):
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(message(question("{ slow(seconds: 30) }")))
        await until(lambda: bool(town.asked))
        writer.close()
        await until(lambda: town.cancelled == 1)
        await until(lambda: not state.tasks)


async def test_an_idle_connection_is_closed_by_the_slow_timer_and_a_busy_one_is_not() -> None:
    async with listening(Town(), direct=True) as (port, state):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for _ in range(2):
            writer.write(message())
            await read_answer(reader)
        (connection,) = state.connections
        writer.write(message(question("{ slow(seconds: 0.05) }")))
        await until(lambda: not connection.cycle.response_complete)
        connection._since -= 60
        connection._look()
        assert b'"done"' in await read_answer(reader)
        connection._since -= 60
        connection._look()
        assert await reader.read() == b""
        writer.close()


async def test_the_end_of_the_server_lets_a_running_request_finish() -> None:  # reliability V4
    town = Town()
    async with listening(town, direct=True) as (port, state):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(message(question("{ slow(seconds: 0.1) }")))
        await until(lambda: bool(town.asked))
        (connection,) = state.connections
        assert isinstance(connection, DirectProtocol)
        assert isinstance(connection.cycle, Turn)
        connection.shutdown()
        answer = await read_answer(reader)
        assert b'"done"' in answer
        assert b"connection: close" in answer
        assert await reader.read() == b""
        writer.close()


async def test_a_client_that_never_reads_is_not_read_from_either() -> None:
    loop = asyncio.get_running_loop()
    async with listening(Town(), direct=True) as (port, state):
        with socket.socket() as client:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            client.setblocking(False)
            await loop.sock_connect(client, ("127.0.0.1", port))
            await until(lambda: bool(state.connections))
            (connection,) = state.connections
            of_server = connection.transport.get_extra_info("socket")
            of_server.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
            ask = message(question("{ places(first: 100) { id name } }"))
            sending = loop.create_task(loop.sock_sendall(client, ask * 3000))
            await until(lambda: connection.flow.write_paused)
            await until(lambda: connection.flow.read_paused)
            served = state.total_requests
            await asyncio.sleep(0)
            assert state.total_requests == served < 3000
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)
            connection.transport.abort()


async def test_a_fault_inside_is_answered_and_ends_the_connection(monkeypatch: Any) -> None:
    async def broken(*_: Any) -> Any:
        raise ZeroDivisionError

    monkeypatch.setattr(Door, "answer_whole", broken)
    async with listening(Town(), direct=True) as (port, _):
        (answer,) = await converse(port, message())
        assert answer.startswith(b"HTTP/1.1 500 ")
        assert b"connection: close" in answer


@given(st.lists(st.integers(1, 40), max_size=6), st.randoms(use_true_random=False))
def test_fuzz_any_cut_of_any_requests_gives_the_same_answers(
    sizes: list[int], random: random.Random
) -> None:
    """Fuzz: several requests in one stream, cut anywhere, good and bad ones."""
    names = [name for name in USUAL if name not in UNFIT]
    chosen = [random.choice(names) for _ in sizes]
    data = b"".join(USUAL[name] for name in chosen)

    async def run() -> None:
        async with listening(Town(), direct=True) as (port, _):
            expected = [(await converse(port, USUAL[name]))[0] for name in chosen]
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            at = 0
            for size in sizes * 3:
                writer.write(data[at : at + size])
                at += size
                await asyncio.sleep(0)
            writer.write(data[at:])
            async with asyncio.timeout(5):
                found = [await read_answer(reader) for _ in chosen]
            writer.close()
            assert found == expected

    asyncio.run(run())


UNFIT = {"only the head", "too large", "the older version", "the last of its connection", "an operation by name",
         "a subscription without a stream", "an empty body"}  # fmt: skip
"""Requests that end the connection or whose answers are read otherwise."""
