# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The way to an address that came from data: judged, pinned to what was judged, judged anew each minute."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from typing import Final
from urllib.parse import urlsplit

from services.kit.errors import SettingsProblem
from services.kit.outbound.exchange import PartnerFault, Reply, Request, Transport
from services.kit.outbound.http import HttpTransport
from services.kit.outbound.reach import Reach

PINNED_SECONDS: Final = 60.0

Connect = Callable[..., Transport]
"""(origin, *, plain, address) -> a transport that connects to that address alone."""


class GuardedTransport:
    """Carries requests to one origin, if the guard lets it; a name that moves inside is refused."""

    def __init__(
        self,
        origin: str,
        reach: Reach,
        *,
        connect: Connect = HttpTransport,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """Open nothing yet."""
        self._origin = origin
        self._reach = reach
        self._connect = connect
        self._now = now
        self._way: Transport | None = None
        self._address: str = ""
        self._judged_at = 0.0
        self._turn = asyncio.Lock()
        self._calls: Counter[Transport] = Counter()

    async def send(self, request: Request, *, most_bytes: int) -> Reply:
        """The whole answer. Raises PartnerFault: refused when nobody may be called there."""
        async with self._turn:
            way = await self._judged()
            self._calls[way] += 1
        try:
            return await way.send(request, most_bytes=most_bytes)
        finally:
            self._calls[way] -= 1
            if way is not self._way:
                await self._retire(way)

    async def stop(self) -> None:
        """Close connections."""
        way, self._way = self._way, None
        if way is not None:
            await way.stop()

    async def _judged(self) -> Transport:
        way = self._way
        if way is not None and self._now() - self._judged_at < PINNED_SECONDS:
            return way
        try:
            address = await self._reach.judge(self._origin, kept=self._address)
        except PartnerFault:
            await self._leave()
            raise
        if self._way is None or address != self._address:
            await self._leave()
            self._way = self._open(address)
        self._address, self._judged_at = address, self._now()
        return self._way

    async def _leave(self) -> None:
        """Take this way no more; calls that are under way on it end by themselves."""
        way, self._way = self._way, None
        if way is not None:
            await self._retire(way)

    async def _retire(self, way: Transport) -> None:
        if self._calls[way] == 0:
            del self._calls[way]
            await way.stop()

    def _open(self, address: str) -> Transport:
        host = urlsplit(self._origin).hostname or ""
        try:
            return self._connect(
                self._origin,
                plain=self._reach.is_own(host),
                address=f"[{address}]" if ":" in address else address,
            )
        except SettingsProblem:
            raise PartnerFault("refused", sent=False) from None
