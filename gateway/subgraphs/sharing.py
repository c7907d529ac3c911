# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Equal queries in flight share one fetch, only between callers with equal facts (U9).

Whoever gets an answer may change it while merging, so everybody gets one of her own.
"""

import asyncio
from collections.abc import Awaitable, Callable
from copy import deepcopy

from services.kit.wire.caller import Caller
from services.kit.wire.subgraph import FetchResult

Key = tuple[bytes, Caller, str, tuple[tuple[bytes, bytes], ...]]


class Sharing:
    """Who is fetching what right now."""

    __slots__ = ("_running",)

    def __init__(self) -> None:
        """Nobody is."""
        self._running: dict[Key, asyncio.Future[FetchResult | None] | None] = {}

    async def run(self, key: Key, fetch: Callable[[], Awaitable[FetchResult]]) -> FetchResult:
        """Fetch, or take the answer of an equal fetch. One that failed or was given up is not taken."""
        running = self._running
        if key in running:
            shared = running[key]
            if shared is None:
                shared = running[key] = asyncio.get_running_loop().create_future()
            result = await asyncio.shield(shared)
            return deepcopy(result) if result is not None else await fetch()
        running[key] = None
        result: FetchResult | None = None
        try:
            result = await fetch()
            return result
        finally:
            waiting = running.pop(key)
            if waiting is not None and not waiting.done():
                has_data = result is not None and (result.data or result.passed is not None)
                waiting.set_result(deepcopy(result) if has_data else None)
