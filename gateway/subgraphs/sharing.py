# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Equal queries in flight share one fetch, only between callers with equal facts (U9).

What is shared is the answer as it came. Whoever gets it may change what she reads in it while merging, so
everybody reads it for herself; that is a tenth of the work of copying what another has read.
"""

import asyncio
from collections.abc import Awaitable, Callable

from services.kit.wire.caller import Caller
from services.kit.wire.pool import HttpAnswer
from services.kit.wire.subgraph import FetchResult

Key = tuple[bytes, Caller, str, tuple[tuple[bytes, bytes], ...]]
Fetched = tuple[FetchResult, HttpAnswer | None]
"""A result, and the answer that others may read again; None for what is not to be shared."""


class Sharing:
    """Who is fetching what right now."""

    __slots__ = ("_running",)

    def __init__(self) -> None:
        """Nobody is."""
        self._running: dict[Key, asyncio.Future[HttpAnswer | None] | None] = {}

    async def run(
        self,
        key: Key,
        fetch: Callable[[], Awaitable[Fetched]],
        read: Callable[[HttpAnswer], FetchResult],
    ) -> FetchResult:
        """Fetch, or read the answer of an equal fetch. One that failed or was given up is not read."""
        running = self._running
        if key in running:
            shared = running[key]
            if shared is None:
                shared = running[key] = asyncio.get_running_loop().create_future()
            answer = await asyncio.shield(shared)
            return read(answer) if answer is not None else (await fetch())[0]
        running[key] = None
        answer: HttpAnswer | None = None
        try:
            result, answer = await fetch()
            return result
        finally:
            waiting = running.pop(key)
            if waiting is not None and not waiting.done():
                waiting.set_result(answer)
