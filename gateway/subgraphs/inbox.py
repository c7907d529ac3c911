# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Where the results of one subscription at a subgraph wait; when it is full, the oldest goes."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Final

from services.kit.wire.subgraph import FetchResult

WAITING_EVENTS: Final = 1024
EVENT_BYTES: Final = 1_048_576
"""The largest single event."""


class Inbox:
    """Filled by whoever listens, emptied by whoever answers."""

    __slots__ = ("_queue", "is_complete")

    def __init__(self) -> None:
        """Start empty."""
        self._queue: asyncio.Queue[FetchResult | None] = asyncio.Queue(WAITING_EVENTS)
        self.is_complete = False
        """Whether the source said that it is done."""

    def put(self, result: FetchResult) -> None:
        """Add a result, unless the source has already ended."""
        if not self.is_complete:
            self._add(result)

    def complete(self) -> None:
        """The source is done: nothing follows."""
        self.is_complete = True
        self._add(None)

    def _add(self, result: FetchResult | None) -> None:
        if self._queue.full():
            self._queue.get_nowait()
        self._queue.put_nowait(result)

    async def results(
        self, listen: Callable[[], Awaitable[FetchResult | None]]
    ) -> AsyncGenerator[FetchResult]:
        """Run `listen` beside the reader and pass on what it puts here.

        What `listen` returns is the fault that ended a stream before its source said it was done.
        Closing the generator cancels it.
        """

        async def run() -> None:
            try:
                fault = await listen()
                if fault is not None:
                    self.put(fault)
            finally:
                self.complete()

        task = asyncio.get_running_loop().create_task(run())
        try:
            while (result := await self._queue.get()) is not None:
                yield result
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
