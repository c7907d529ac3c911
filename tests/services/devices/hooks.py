# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Subscribers on loopback: one writes down what it is told, one never answers, one always fails."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import msgspec


class Hook:
    """A subscriber: what it was told, in order; `waits` and `status` say how it behaves."""

    def __init__(self, *, status: int = 200, hangs: bool = False) -> None:
        self.status = status
        self.hangs = hangs
        self.calls = 0
        self.told: list[dict[str, Any]] = []
        self.headers: list[str] = []
        self.arrived = asyncio.Event()
        self.uri = ""
        self.tasks: set[asyncio.Task[None]] = set()

    async def until(self, count: int) -> None:
        """Return when it was told so often."""
        async with asyncio.timeout(20):
            while len(self.told) < count:
                self.arrived.clear()
                await self.arrived.wait()

    async def called(self, count: int = 1) -> None:
        """Return when it was called so often, whatever it answered."""
        async with asyncio.timeout(20):
            while self.calls < count:
                self.arrived.clear()
                await self.arrived.wait()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self.tasks.add(task)
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                length = int(head.lower().split("content-length:")[1].split("\r\n")[0])
                body = await reader.readexactly(length)
                self.calls += 1
                self.headers.append(head)
                if self.hangs:
                    self.arrived.set()
                    await asyncio.sleep(3600)
                writer.write(f"HTTP/1.1 {self.status} X\r\nContent-Length: 0\r\n\r\n".encode())
                await writer.drain()
                if self.status < 300:
                    self.told.append(msgspec.json.decode(body))
                self.arrived.set()
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            return
        finally:
            writer.close()


@asynccontextmanager
async def listening(hook: Hook) -> AsyncIterator[Hook]:
    """The subscriber at work."""
    server = await asyncio.start_server(hook.serve, "127.0.0.1", 0)
    hook.uri = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook"
    try:
        yield hook
    finally:
        server.close()
        for task in hook.tasks:
            task.cancel()
        await asyncio.gather(*hook.tasks, return_exceptions=True)
