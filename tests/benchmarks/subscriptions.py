# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Ten thousand open subscriptions, each on a connection of its own: memory and how fast they open."""

import asyncio
import json
import resource
import sys
import time
from collections.abc import AsyncIterator
from typing import Any

import psutil

from gateway.pipeline.settings import GatewaySettings, Profile
from gateway.transports import Gateway
from services.kit.wire.server import Served, run
from services.kit.wire.subgraph import FetchContext, FetchRequest, FetchResult
from tests.benchmarks.load import free_port, serving
from tests.support.shop import make_supergraph

COUNT = 10_000
BAR_MB = 500
_BODY = json.dumps({"query": "subscription { forever }"}).encode()
_REQUEST = (
    b"POST /graphql HTTP/1.1\r\nhost: t\r\ncontent-type: application/json\r\n"
    b"accept: text/event-stream\r\ncontent-length: %d\r\n\r\n%b" % (len(_BODY), _BODY)
)
_HANDSHAKE = (
    b"GET /graphql HTTP/1.1\r\nhost: t\r\nconnection: Upgrade\r\nupgrade: websocket\r\n"
    b"sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    b"sec-websocket-protocol: graphql-transport-ws\r\n\r\n"
)


class Quiet:
    """A source that tells one thing and then has nothing to tell."""

    name = "places"

    async def fetch(self, request: FetchRequest, context: FetchContext) -> FetchResult:
        raise NotImplementedError

    async def subscribe(
        self, request: FetchRequest, context: FetchContext
    ) -> AsyncIterator[FetchResult]:
        """One event, then silence."""
        del request, context
        yield FetchResult(data={"forever": 1})
        await asyncio.Event().wait()


def _frame(value: Any) -> bytes:
    text = json.dumps(value).encode()
    return bytes((0x81, 0x80 | len(text), 0, 0, 0, 0)) + text


async def _open_events(port: int) -> asyncio.StreamWriter:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=4096)
    writer.write(_REQUEST)
    await reader.readuntil(b'"forever":1}}')
    return writer


async def _open_socket(port: int) -> asyncio.StreamWriter:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=4096)
    writer.write(_HANDSHAKE)
    await reader.readuntil(b"\r\n\r\n")
    writer.write(_frame({"type": "connection_init"}))
    await reader.readuntil(b"connection_ack")
    payload = {"query": "subscription { forever }"}
    writer.write(_frame({"id": "1", "type": "subscribe", "payload": payload}))
    await reader.readuntil(b'"forever":1}}')
    return writer


async def _measure(process: psutil.Process, port: int, opening: Any, name: str) -> None:
    before = process.memory_info().rss
    started = time.perf_counter()
    writers: list[asyncio.StreamWriter] = []
    for _ in range(COUNT // 100):
        writers += await asyncio.gather(*(opening(port) for _ in range(100)))
    seconds = time.perf_counter() - started
    used = process.memory_info().rss
    print(
        f"{name}: {len(writers)} open in {seconds:.1f} s, {used / 1e6:.0f} MB "
        f"({(used - before) / len(writers) / 1024:.1f} kB each; bar {BAR_MB} MB)",
        flush=True,
    )
    for writer in writers:
        writer.close()


def main() -> None:
    """Print the figures."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    for name, opening in (("events", _open_events), ("sockets", _open_socket)):
        port = free_port()
        with serving("tests.benchmarks.subscriptions", str(port), port=port) as process:
            asyncio.run(_measure(process, port, opening, name))


async def _open() -> Served:
    settings = GatewaySettings(profile=Profile.DEVELOPER, running=512, running_most=4096)
    app = Gateway(make_supergraph(), {"places": Quiet()}, settings)

    async def stop() -> None:
        return

    return Served(app=app, stop=stop)


if __name__ == "__main__":
    run(_open, host="127.0.0.1", port=int(sys.argv[1]))
