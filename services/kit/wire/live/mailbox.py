# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The bounded queue between a source of results and one reader of them."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from typing import Final

import msgspec

from services.kit.wire.problem import Problem

CAPACITY: Final = 1024
BYTES: Final = 1_000_000
CURSOR_CHARACTERS: Final = 200


class End(msgspec.Struct, frozen=True):
    """The last thing in a mailbox; with `problem`, the source has failed."""

    problem: Problem | None = None
    gone: bool = False
    """The reader has left: nothing more is to be sent."""


class Marked(bytes):
    """An encoded result with the cursor that its reader can resume after."""

    cursor: bytes


def mark(item: bytes, cursor: str | None) -> bytes:
    """The result with its cursor, if it has one that a header line can hold."""
    if cursor is None or not is_cursor(cursor):
        return item
    marked = Marked(item)
    marked.cursor = cursor.encode()
    return marked


def is_cursor(text: str) -> bool:
    """Whether a text can be a cursor: short, printable, without spaces."""
    return (
        0 < len(text) <= CURSOR_CHARACTERS
        and text.isascii()
        and text.isprintable()
        and " " not in text
    )


class Mailbox:
    """Encoded results on their way to one reader; when it is full the oldest result is dropped."""

    __slots__ = (
        "__weakref__",
        "_bytes",
        "_capacity",
        "_end",
        "_items",
        "_on_close",
        "_room",
        "_sink",
        "_waiter",
        "dropped",
    )

    def __init__(
        self, *, capacity: int = CAPACITY, on_close: Callable[[], None] | None = None
    ) -> None:
        """Hold `capacity` results and a million bytes; `on_close` runs once, when reading ends."""
        self._items: deque[bytes] = deque()
        self._bytes = 0
        self._capacity = capacity
        self._end: End | None = None
        self._waiter: asyncio.Future[None] | None = None
        self._room: asyncio.Future[None] | None = None
        self._on_close = on_close
        self._sink: Callable[[bytes], bool] | None = None
        self.dropped = 0

    def attach(self, on_close: Callable[[], None]) -> None:
        """Name what to run when the reader leaves; the source of the results stops there."""
        self._on_close = on_close

    def push_to(self, sink: Callable[[bytes], bool]) -> None:
        """Hand results to `sink` at once while the reader waits for one; False means: keep it."""
        self._sink = sink

    def put(self, item: bytes) -> None:
        """Add a result, dropping the oldest ones that no longer fit."""
        if self._end is not None:
            return
        items = self._items
        if self._waiter is not None and self._sink is not None and not items and self._sink(item):
            return
        items.append(item)
        self._bytes += len(item)
        while len(items) > self._capacity or (self._bytes > BYTES and len(items) > 1):
            self._bytes -= len(items.popleft())
            self.dropped += 1
        self._wake()

    async def put_all(self, source: AsyncIterator[bytes]) -> None:
        """Add every result of `source` without dropping any: wait for the reader instead."""
        async for item in source:
            while len(self._items) >= self._capacity and self._end is None:
                self._room = asyncio.get_running_loop().create_future()
                await self._room
            if self._end is not None:
                return
            self.put(item)

    def end(self, problem: Problem | None = None) -> None:
        """Say that nothing more will come. Results already here are still read."""
        if self._end is None:
            self._end = End(problem)
            self._wake()

    def abandon(self) -> None:
        """Say that the reader has left: what is here is thrown away and the source is stopped."""
        self._items.clear()
        self._end = End(gone=True)
        self._wake()
        self.close()

    def close(self) -> None:
        """Stop the source. Safe to call more than once."""
        if self._end is None:
            self._end = End(gone=True)
        if self._room is not None and not self._room.done():
            self._room.set_result(None)
        on_close, self._on_close = self._on_close, None
        if on_close is not None:
            on_close()

    async def take(self, within: float) -> bytes | End | None:
        """The next result, the end, or None when nothing came within so many seconds."""
        if not self._items and self._end is None:
            loop = asyncio.get_running_loop()
            waiter = self._waiter = loop.create_future()
            timer = loop.call_later(within, _settle, waiter)
            try:
                await waiter
            finally:
                timer.cancel()
                self._waiter = None
        if self._items:
            item = self._items.popleft()
            self._bytes -= len(item)
            if self._room is not None and not self._room.done():
                self._room.set_result(None)
            return item
        return self._end

    def _wake(self) -> None:
        if self._waiter is not None:
            _settle(self._waiter)


def _settle(waiter: asyncio.Future[None]) -> None:
    if not waiter.done():
        waiter.set_result(None)
