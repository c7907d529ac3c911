# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The gateway command on a real socket: floor, drain, reload, a subgraph that is down (F1-F3, V4-V6)."""

import asyncio
import json
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from gateway.supergraph.compose import SubgraphSource, compose
from tests.support.misbehaving import Writer, answer, misbehaving
from tests.support.shop import SDL

pytestmark = pytest.mark.anyio

ROOT = Path(__file__).parents[3]
GOOD = (
    b"POST /graphql HTTP/1.1\r\nhost: t\r\ncontent-type: application/json\r\n"
    b'content-length: 26\r\n\r\n{"query":"{ __typename }"}'
)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def supergraph_text(places: str, reviews: str) -> str:
    sources = [
        SubgraphSource("places", places, SDL["places"]),
        SubgraphSource("reviews", reviews, SDL["reviews"]),
    ]
    text = compose(sources).supergraph_sdl
    assert text is not None
    return text


async def exchange(port: int, data: bytes, *, seconds: float = 5.0) -> bytes:
    """Send bytes; what comes back until the end, or until an answer is whole."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(data)
    found = b""
    try:
        async with asyncio.timeout(seconds):
            head = await reader.readuntil(b"\r\n\r\n")
            length = int((head.lower().partition(b"content-length: ")[2] or b"0").split(b"\r")[0])
            found = head + await reader.readexactly(length)
    except (asyncio.IncompleteReadError, ConnectionError) as error:
        found = getattr(error, "partial", b"")
    writer.close()
    return found


@asynccontextmanager
async def gateway(*arguments: str, port: int) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "gateway.city.cli",
        "gateway",
        "--port",
        str(port),
        *arguments,
        cwd=ROOT,
    )
    try:
        async with asyncio.timeout(20):
            while True:
                try:
                    if b" 200 " in await exchange(port, b"GET /readyz HTTP/1.1\r\nhost: t\r\n\r\n"):
                        break
                except ConnectionError:
                    await asyncio.sleep(0.05)
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def places(body: bytes, writer: Writer) -> None:
    query = json.loads(body)["query"]
    if "_service" in query:
        writer.write(answer({"data": {"_service": {"sdl": SDL["places"]}}}))
    else:
        writer.write(answer({"data": {"whoami": "me"}}))


MALFORMED = {
    "two lengths": b"POST /graphql HTTP/1.1\r\nhost: t\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}",
    "length and chunks": b"POST /graphql HTTP/1.1\r\nhost: t\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n{}",
    "bad length": b"POST /graphql HTTP/1.1\r\nhost: t\r\ncontent-length: -1\r\n\r\n",
    "no host": b"GET /livez HTTP/1.1\r\n\r\n",
    "two hosts": b"GET /livez HTTP/1.1\r\nhost: a\r\nhost: b\r\n\r\n",
    "bad host": b"GET /livez HTTP/1.1\r\nhost: a b\r\n\r\n",
    "space before colon": b"GET /livez HTTP/1.1\r\nhost : a\r\n\r\n",
    "bad chunk": b"POST /graphql HTTP/1.1\r\nhost: t\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
    "not http": b"hello\r\n\r\n",
    "folded": b"GET /livez HTTP/1.1\r\nhost: a\r\nx: a\r\n b\r\n\r\n",
    "huge head": b"GET /livez HTTP/1.1\r\nhost: a\r\n" + b"x: " + b"y" * 70_000 + b"\r\n\r\n",
    "many headers": b"POST /graphql HTTP/1.1\r\nhost: a\r\n" + b"".join(b"x%d: y\r\n" % n for n in range(150)) + b"\r\n",
}  # fmt: skip


async def test_a_gateway_in_front_of_anybody(tmp_path: Path) -> None:
    port = free_port()
    async with misbehaving(places) as one:
        file = tmp_path / "supergraph.graphql"
        file.write_text(supergraph_text(one.url, "http://127.0.0.1:9/graphql"))
        async with gateway("--supergraph", str(file), port=port) as process:
            assert b'"__typename":"Query"' in await exchange(port, GOOD)
            for kind, data in MALFORMED.items():  # reliability F2, F3
                found = await exchange(port, data)
                assert found == b"" or found.split(b" ")[1].startswith(b"4"), (kind, found)
                assert b'"__typename":"Query"' in await exchange(port, GOOD), kind
            two = await exchange(port, GOOD + GOOD)
            assert two.startswith(b"HTTP/1.1 200")
            await _reload(file, one.url, port)
            await _drain(process, port)


async def _reload(file: Path, url: str, port: int) -> None:
    """An invalid file changes nothing; a valid one is in service soon (V5)."""
    query = b'{"query":"{ brandNew: __typename }"}'
    body = b"POST /graphql HTTP/1.1\r\nhost: t\r\ncontent-type: application/json\r\n"
    body += b"content-length: %d\r\n\r\n%b" % (len(query), query)
    good = file.read_text()
    file.write_text("type Query {")
    for _ in range(5):
        assert b"200 OK" in await exchange(port, body)
    file.write_text(good.replace("whoami: String", "whoami: String fresh: String"))
    assert url in file.read_text()
    ask = b'{"query":"{ __type(name: \\"Query\\") { fields { name } } }"}'
    message = body.partition(b"content-length")[0] + b"content-length: %d\r\n\r\n%b" % (
        len(ask),
        ask,
    )
    async with asyncio.timeout(8):
        while b'"fresh"' not in await exchange(port, message):
            await asyncio.sleep(0.1)


async def _drain(process: asyncio.subprocess.Process, port: int) -> None:
    """Unready at once, still answering, closing each connection, exit code 0 (V4)."""
    process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(2):
        while b" 503 " not in await exchange(port, b"GET /readyz HTTP/1.1\r\nhost: t\r\n\r\n"):
            await asyncio.sleep(0.01)
    found = await exchange(port, GOOD)
    assert found.startswith(b"HTTP/1.1 200")
    assert b"connection: close" in found.lower()
    process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(5):
        assert await process.wait() == 0


async def test_a_start_with_a_subgraph_down_uses_the_last_good_sdl(tmp_path: Path) -> None:  # U10
    port = free_port()
    reviews = tmp_path / "reviews.graphql"
    reviews.write_text(SDL["reviews"])
    async with misbehaving(places) as one:
        arguments: list[Any] = [
            "--subgraph", f"places={one.url}",
            "--subgraph", f"reviews=http://127.0.0.1:9/graphql,{reviews}",
            "--memory", str(tmp_path / "memory"),
        ]  # fmt: skip
        async with gateway(*arguments, port=port):
            pass
    async with gateway(*arguments, port=port):
        found = await exchange(port, b"GET /readyz HTTP/1.1\r\nhost: t\r\n\r\n")
        assert b'"degraded":["places"]' in found
        assert b'"__typename":"Query"' in await exchange(port, GOOD)
