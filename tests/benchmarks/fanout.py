# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Live updates: what a delivery, a connection and a subscription cost, against frames on bare sockets."""

import asyncio
import base64
import json
import os
import subprocess
import sys
import time
from collections.abc import AsyncGenerator
from typing import Any, ClassVar

import msgspec
import psutil

from gateway.pipeline.settings import GatewaySettings, Profile
from gateway.transports import Gateway
from services.kit.wire.server import Served, run
from services.kit.wire.subgraph import FetchContext, FetchRequest, FetchResult
from tests.benchmarks.load import ROOT, free_port
from tests.support.shop import make_supergraph, response_key

SOCKETS, EVENTS, ROUNDS = 500, 40, 3
TICKS = 'subscription { named(id: "1") { id name } }'
PAYLOAD = {"id": "1", "name": "Plats 1 " + "x" * 180}


class Source:
    """A subgraph whose subscription gives an event each time somebody asks `{ whoami }`."""

    name = "places"

    def __init__(self) -> None:
        self.wake = asyncio.Event()

    async def fetch(self, request: FetchRequest, context: FetchContext) -> FetchResult:
        del request, context
        self.wake.set()
        return FetchResult(data={"whoami": "me"})

    async def subscribe(
        self, request: FetchRequest, context: FetchContext
    ) -> AsyncGenerator[FetchResult]:
        del context
        key = response_key(request.query, "named")
        while True:
            await self.wake.wait()
            self.wake.clear()
            yield FetchResult(data={key: dict(PAYLOAD)})


def frame(text: bytes) -> bytes:
    """One unmasked text frame."""
    size = len(text)
    head = bytes([0x81, size]) if size < 126 else b"\x81\x7e" + size.to_bytes(2, "big")
    return head + text


class Bare(asyncio.Protocol):
    """The floor: every line that comes in is one event; a made frame goes to every connection."""

    everyone: ClassVar[set[asyncio.Transport]] = set()
    text = frame(
        b'{"id":"1","type":"next","payload":'
        + json.dumps({"data": {"named": PAYLOAD}}).encode()
        + b"}"
    )

    def connection_made(self, transport: Any) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        if data == b"join":
            self.everyone.add(self.transport)
            return
        for one in self.everyone:
            one.write(self.text)
        self.transport.write(b"done")


async def _serve_bare(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(Bare, "127.0.0.1", port)
    await server.serve_forever()


async def _open_ours() -> Served:
    settings = GatewaySettings(profile=Profile.DEVELOPER, shares_subscriptions=True)
    source: Any = Source()
    app = Gateway(make_supergraph(), {"places": source}, settings)

    async def stop() -> None:
        return

    return Served(app=app, stop=stop, direct=app.direct)


def masked(value: Any) -> bytes:
    """A client's text frame."""
    text = msgspec.json.encode(value)
    size = len(text)
    head = bytes([0x81, 0x80 | size]) if size < 126 else b"\x81\xfe" + size.to_bytes(2, "big")
    return head + b"\0\0\0\0" + text


async def _read_frames(reader: asyncio.StreamReader, count: int) -> None:
    for _ in range(count):
        head = await reader.readexactly(2)
        size = head[1]
        if size == 126:
            size = int.from_bytes(await reader.readexactly(2), "big")
        await reader.readexactly(size)


async def _subscribe(port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    key = base64.b64encode(os.urandom(16)).decode()
    writer.write(
        f"GET /graphql HTTP/1.1\r\nhost: test\r\nupgrade: websocket\r\nconnection: Upgrade\r\n"
        f"sec-websocket-key: {key}\r\nsec-websocket-version: 13\r\n"
        f"sec-websocket-protocol: graphql-transport-ws\r\n\r\n".encode()
    )
    await reader.readuntil(b"\r\n\r\n")
    writer.write(masked({"type": "connection_init"}))
    await _read_frames(reader, 1)
    writer.write(masked({"type": "subscribe", "id": "1", "payload": {"query": TICKS}}))
    return reader, writer


def _cpu(process: psutil.Process) -> float:
    times = process.cpu_times()
    return times.user + times.system


async def _bare(process: psutil.Process, port: int) -> float:
    """CPU microseconds of the bare server per delivery."""
    listeners = [await asyncio.open_connection("127.0.0.1", port) for _ in range(SOCKETS)]
    for _, writer in listeners:
        writer.write(b"join")
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    await asyncio.sleep(0.3)
    size = len(Bare.text)
    before = _cpu(process)
    for _ in range(EVENTS):
        writer.write(b"go")
        await reader.readexactly(4)
        await asyncio.gather(*(one.readexactly(size) for one, _ in listeners))
    spent = (_cpu(process) - before) / EVENTS / SOCKETS * 1e6
    for _, one in [*listeners, (reader, writer)]:
        one.close()
    return spent


class Ours(msgspec.Struct):
    """What the city's sockets cost."""

    delivery_us: float
    connect_ms: float
    kilobytes: float


async def _ours(process: psutil.Process, port: int) -> Ours:
    warm = [await _subscribe(port) for _ in range(20)]
    await asyncio.sleep(0.2)
    memory, before = process.memory_info().rss, _cpu(process)
    listeners = [await _subscribe(port) for _ in range(SOCKETS)]
    await asyncio.sleep(0.5)
    connect = (_cpu(process) - before) / SOCKETS * 1e3
    kilobytes = (process.memory_info().rss - memory) / SOCKETS / 1e3
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    go = b'{"query":"{ whoami }"}'
    message = (
        b"POST /graphql HTTP/1.1\r\nhost: t\r\ncontent-type: application/json\r\n"
        b"content-length: %d\r\n\r\n%b" % (len(go), go)
    )
    everyone = [*warm, *listeners]
    before = _cpu(process)
    for _ in range(EVENTS):
        writer.write(message)
        head = await reader.readuntil(b"\r\n\r\n")
        await reader.readexactly(
            int(head.lower().partition(b"content-length: ")[2].split(b"\r")[0])
        )
        await asyncio.gather(*(_read_frames(one, 1) for one, _ in everyone))
    delivery = (_cpu(process) - before) / EVENTS / len(everyone) * 1e6
    for _, one in [*everyone, (reader, writer)]:
        one.close()
    return Ours(delivery, connect, kilobytes)


def _start(name: str, port: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.fanout", name, str(port)], cwd=ROOT
    )


async def measure() -> tuple[float, Ours]:
    """The best of some rounds, interleaved."""
    bare_us, best = float("inf"), Ours(float("inf"), float("inf"), float("inf"))
    for _ in range(ROUNDS):
        for name in ("bare", "ours"):
            port = free_port()
            started = _start(name, port)
            try:
                process = psutil.Process(started.pid)
                await _until_open(port)
                if name == "bare":
                    bare_us = min(bare_us, await _bare(process, port))
                else:
                    found = await _ours(process, port)
                    best.delivery_us = min(best.delivery_us, found.delivery_us)
                    best.connect_ms = min(best.connect_ms, found.connect_ms)
                    best.kilobytes = min(best.kilobytes, found.kilobytes)
            finally:
                started.kill()
                started.wait()
    return bare_us, best


async def _until_open(port: int) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.close()
        except OSError:
            await asyncio.sleep(0.05)
        else:
            return
    raise TimeoutError("the server did not come up")


def main() -> None:
    """Print the figures."""
    bare, ours = asyncio.run(measure())
    print(f"{SOCKETS} sockets, {EVENTS} events each, best of {ROUNDS}; CPU of the server")
    print(f"bare frames    {bare:6.1f} us a delivery")
    print(
        f"subscriptions  {ours.delivery_us:6.1f} us a delivery: {bare / ours.delivery_us:.0%} of the floor (bar 50 %)"
    )
    print(
        f"connect and subscribe {ours.connect_ms:.2f} ms (bar 0.8), memory {ours.kilobytes:.0f} kB a connection (bar 30)"
    )


if __name__ == "__main__":
    if sys.argv[1] == "bare":
        import uvloop

        uvloop.run(_serve_bare(int(sys.argv[2])))
    else:
        run(_open_ours, host="127.0.0.1", port=int(sys.argv[2]))
