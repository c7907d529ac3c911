# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""PostgreSQL connections of one process: a short list, last one back is first one out (stack D9).

Nothing is reset when a connection comes back, so nobody may leave session state on it. One that was
broken or interrupted is closed, never put back.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from services.kit.clock import Clock
from services.kit.data.faults import StorageUnavailable

MOST = 10
LONGEST_WAIT_SECONDS = 0.5
OLDEST_SECONDS = 1800.0


class FreeList:
    """At most ten connections; who waits longer than half a second is turned away."""

    def __init__(self, connect: Callable[[], Awaitable[Any]], clock: Clock) -> None:
        """`connect` opens one connection and raises StorageUnavailable when it cannot."""
        self._connect = connect
        self._clock = clock
        self._free: list[tuple[Any, float]] = []
        self._room = asyncio.Semaphore(MOST)
        self._closed = False

    async def take(self) -> tuple[Any, float]:
        """A connection and when it was opened; StorageUnavailable when none can be had in time."""
        if self._closed:
            raise StorageUnavailable
        if self._room.locked():
            try:
                async with asyncio.timeout(LONGEST_WAIT_SECONDS):
                    await self._room.acquire()
            except TimeoutError as problem:
                raise StorageUnavailable from problem
        else:
            await self._room.acquire()
        now = self._clock.monotonic()
        while self._free:
            connection, born = self._free.pop()
            if not connection.is_closed():
                if now - born < OLDEST_SECONDS:
                    return connection, born
                connection.terminate()
        try:
            return await self._connect(), now
        except BaseException:
            self._room.release()
            raise

    def give_back(self, connection: Any, born: float, *, sound: bool) -> None:
        """Put it back, or close it when it may be in the middle of something."""
        if sound and not self._closed and not connection.is_closed():
            self._free.append((connection, born))
        elif not connection.is_closed():
            connection.terminate()
        self._room.release()

    def forget_idle(self) -> None:
        """Close what lies idle: after one connection was lost the others are lost as well."""
        while self._free:
            connection, _ = self._free.pop()
            if not connection.is_closed():
                connection.terminate()

    async def close(self) -> None:
        """Wait shortly for the borrowed ones, then close all."""
        self._closed = True
        while self._free:
            connection, _ = self._free.pop()
            if not connection.is_closed():
                await connection.close(timeout=1)
