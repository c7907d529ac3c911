# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The connections to one origin: a few, kept, each lent to one exchange at a time."""

import asyncio
from collections import deque
from collections.abc import Callable

import msgspec

from services.kit.wire.pool.connection import Connection
from services.kit.wire.pool.faults import BrokenFault, ConnectFault, QueueFault, TimeoutFault
from services.kit.wire.pool.reading import AnswerReader, HttpAnswer


class Origin(msgspec.Struct, frozen=True):
    """Where a neighbour listens, in plain TCP."""

    host: str
    port: int


class PoolLimits(msgspec.Struct, frozen=True, kw_only=True):
    """Bounds of a pool; times in seconds, sizes in bytes."""

    connections: int = 100
    queue: int = 200
    queue_seconds: float = 0.5
    connect_seconds: float = 1.0
    idle_seconds: float = 4.0
    """Below the five seconds after which common servers close an idle connection."""
    head_bytes: int = 32_768
    body_bytes: int = 8_388_608


class Pool:
    """Connections to one origin. It makes them when they are needed and needs no start."""

    def __init__(self, origin: Origin, *, limits: PoolLimits | None = None) -> None:
        """Serve one origin within `limits`."""
        self.origin = origin
        self.limits = limits or PoolLimits()
        self._idle: list[Connection] = []
        self._open = 0
        self._queue: deque[asyncio.Future[None]] = deque()
        self._is_closed = False

    @property
    def open_count(self) -> int:
        """Connections that are open or being made."""
        return self._open

    async def request(self, message: bytes, *, seconds: float, repeatable: bool) -> HttpAnswer:
        """Send one whole request and read its whole answer, all within `seconds`.

        A `repeatable` request goes out once more, on a fresh connection, when a kept one died
        before the first byte of the answer. Any other is written at most once. Raises PoolFault.
        """
        until = asyncio.get_running_loop().time() + seconds
        connection = await self._acquire(until, careful=not repeatable)
        was_used = connection.is_used
        try:
            return await self._exchange(connection, message, until)
        except BrokenFault as fault:
            if fault.answered or not was_used or (fault.sent and not repeatable):
                raise
        connection = await self._acquire(until, fresh=True)
        return await self._exchange(connection, message, until)

    async def stream(
        self,
        message: bytes,
        *,
        connect_timeout: float,
        seconds: float,
        on_chunk: Callable[[bytes], None],
        on_reader: Callable[[AnswerReader, Connection], None],
    ) -> None:
        """Send a request on a connection of its own and pass its body on as it comes.

        `on_reader` gets the reader before the first byte. Raises PoolFault.
        """
        until = asyncio.get_running_loop().time() + connect_timeout
        connection = await self._acquire(until, fresh=True)
        reader = AnswerReader(head_cap=self.limits.head_bytes, body_cap=1 << 62, on_chunk=on_chunk)
        on_reader(reader, connection)
        try:
            await connection.begin(message, reader, seconds=seconds)
        finally:
            connection.abort()
            self._release(connection)

    def close(self) -> None:
        """Close every idle connection; busy ones close when their exchange ends."""
        self._is_closed = True
        for connection in self._idle:
            connection.abort()
        self._open -= len(self._idle)
        self._idle.clear()

    async def _exchange(self, connection: Connection, message: bytes, until: float) -> HttpAnswer:
        limits = self.limits
        reader = AnswerReader(head_cap=limits.head_bytes, body_cap=limits.body_bytes)
        left = until - asyncio.get_running_loop().time()
        try:
            if left <= 0:
                raise TimeoutFault("no time left", sent=False)
            return await connection.exchange(message, reader, seconds=left)
        finally:
            self._release(connection)

    async def _acquire(
        self, until: float, *, careful: bool = False, fresh: bool = False
    ) -> Connection:
        loop = asyncio.get_running_loop()
        while True:
            if not fresh and (kept := self._take_idle(loop.time(), careful=careful)) is not None:
                return kept
            if self._open < self.limits.connections:
                return await self._connect(until)
            if fresh and self._idle:
                self._discard(self._idle.pop(0))
                continue
            await self._wait(loop, until)

    def _take_idle(self, now: float, *, careful: bool) -> Connection | None:
        idle = self._idle
        while idle:
            connection = idle.pop()
            too_old = now - connection.idle_since > self.limits.idle_seconds
            if connection.is_open and not too_old and not (careful and connection.is_stale()):
                return connection
            self._discard(connection)
        return None

    def _discard(self, connection: Connection) -> None:
        connection.abort()
        self._open -= 1

    async def _connect(self, until: float) -> Connection:
        loop = asyncio.get_running_loop()
        self._open += 1
        allowed = min(self.limits.connect_seconds, until - loop.time())
        try:
            async with asyncio.timeout(max(allowed, 0.0)):
                _, connection = await loop.create_connection(
                    Connection, self.origin.host, self.origin.port
                )
        except TimeoutError as error:
            self._forget_one()
            raise ConnectFault("no connection in time", sent=False) from error
        except OSError as error:
            self._forget_one()
            raise ConnectFault(error.strerror or "refused", sent=False) from error
        except BaseException:
            self._forget_one()
            raise
        return connection

    async def _wait(self, loop: asyncio.AbstractEventLoop, until: float) -> None:
        if len(self._queue) >= self.limits.queue:
            raise QueueFault("too many are waiting", sent=False)
        waiter = loop.create_future()
        self._queue.append(waiter)
        has_turn = False
        try:
            async with asyncio.timeout_at(min(loop.time() + self.limits.queue_seconds, until)):
                await waiter
            has_turn = True
        except TimeoutError as error:
            raise QueueFault("no connection became free", sent=False) from error
        finally:
            if not has_turn:
                self._give_up(waiter)

    def _give_up(self, waiter: asyncio.Future[None]) -> None:
        """Leave the queue; a turn that came at the same moment goes to the next."""
        if waiter in self._queue:
            self._queue.remove(waiter)
        elif waiter.done() and not waiter.cancelled():
            self._wake_one()

    def _release(self, connection: Connection) -> None:
        if connection.is_open and not self._is_closed:
            connection.idle_since = asyncio.get_running_loop().time()
            self._idle.append(connection)
        else:
            self._discard(connection)
        self._wake_one()

    def _forget_one(self) -> None:
        self._open -= 1
        self._wake_one()

    def _wake_one(self) -> None:
        while self._queue:
            waiter = self._queue.popleft()
            if not waiter.done():
                waiter.set_result(None)
                return
