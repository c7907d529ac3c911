# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A small load generator and the meter of a process's CPU seconds."""

import asyncio
import contextlib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import psutil

from tests.benchmarks.measuring import cpu_seconds

ROOT = Path(__file__).parents[2]


class Measured(msgspec.Struct, frozen=True):
    """One run."""

    cpu_us: float
    """CPU microseconds of the server per request."""
    per_second: float
    p50_ms: float
    p99_ms: float
    rss_mb: float


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def serving(*arguments: str, port: int) -> Iterator[psutil.Process]:
    """A server process that accepts connections: a module of ours, or a script for node."""
    command = arguments if arguments[0] == "node" else (sys.executable, "-m", *arguments)
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(200):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.1):
                break
            time.sleep(0.05)
        yield psutil.Process(process.pid)
    finally:
        process.kill()
        process.wait()


def request_bytes(body: bytes, headers: bytes = b"") -> bytes:
    return (
        b"POST /graphql HTTP/1.1\r\nhost: test\r\ncontent-type: application/json\r\n"
        b"accept: application/json\r\naccept-language: sv\r\n%bcontent-length: %d\r\n\r\n%b"
        % (headers, len(body), body)
    )


async def drive(
    process: psutil.Process,
    port: int,
    body: bytes,
    *,
    requests: int,
    connections: int = 16,
    headers: bytes = b"",
) -> Measured:
    """Send requests over kept connections and meter the server; `headers` are whole lines."""
    message = request_bytes(body, headers)
    times: list[float] = []

    async def client(count: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for _ in range(count):
            started = time.perf_counter()
            writer.write(message)
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r")[0])
            answer = await reader.readexactly(length)
            if not head.startswith(b"HTTP/1.1 200") or b'"errors"' in answer:
                raise RuntimeError(answer[:300].decode())
            times.append(time.perf_counter() - started)
        writer.close()

    before = cpu_seconds(process.pid)
    started = time.perf_counter()
    share = requests // connections
    await asyncio.gather(*(client(share) for _ in range(connections)))
    seconds = time.perf_counter() - started
    cpu = cpu_seconds(process.pid) - before
    times.sort()
    done = len(times)
    return Measured(
        cpu_us=cpu / done * 1e6,
        per_second=done / seconds,
        p50_ms=times[done // 2] * 1000,
        p99_ms=times[done * 99 // 100] * 1000,
        rss_mb=process.memory_info().rss / 1e6,
    )
