# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Keys of issuers elsewhere: cached, refreshed in the background, never an amplifier (T7)."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any, Final

from services.kit.wire.tokens.compact import read_object
from services.kit.wire.tokens.keys import KeySet, read_key_set
from services.kit.wire.tokens.memory import Memory
from services.kit.wire.tokens.refusal import TokenRefused

_log = logging.getLogger(__name__)

TTL_SECONDS: Final = 900
ASK_AGAIN_SECONDS: Final = 30
BAD_KID_SECONDS: Final = 60
LAST_SET_SECONDS: Final = 86_400
MAX_DOCUMENT_BYTES: Final = 256 * 1024
_BAD_KIDS: Final = 10_000

Fetch = Callable[[str], Awaitable[bytes]]
"""Reads a https address: no redirects, 3 s, bounded size; raises OSError when it cannot."""


class KeyCache:
    """The key set of one issuer."""

    def __init__(self, url: str, fetch: Fetch, *, now: Callable[[], float]) -> None:
        """Read `url` by `fetch`; `now` gives seconds of the monotonic clock."""
        self._url = url
        self._fetch = fetch
        self._now = now
        self._keys = KeySet(())
        self._read_at = float("-inf")
        self._tried_at = float("-inf")
        self._bad_kids: Memory[str, bool] = Memory(_BAD_KIDS, now=now)
        self._flight: asyncio.Task[None] | None = None

    async def __call__(self, kid: str | None) -> KeySet:
        """The set; waits for a read only when there is none or the key id is new to us."""
        age = self._now() - self._read_at
        if age >= LAST_SET_SECONDS:
            self._keys = KeySet(())
            await self._refresh()
        elif kid is not None and kid not in self._keys:
            await self._look_for(kid)
        elif age >= TTL_SECONDS:
            self._start_refresh()
        return self._keys

    async def _look_for(self, kid: str) -> None:
        if self._bad_kids.get(kid):
            return
        await self._refresh()
        if kid not in self._keys:
            self._bad_kids.put(kid, value=True, until=self._now() + BAD_KID_SECONDS)

    async def _refresh(self) -> None:
        flight = self._start_refresh()
        if flight is not None:
            await asyncio.shield(flight)

    def _start_refresh(self) -> asyncio.Task[None] | None:
        if self._flight is not None:
            return self._flight
        if self._now() - self._tried_at < ASK_AGAIN_SECONDS:
            return None
        self._tried_at = self._now()
        self._flight = asyncio.get_running_loop().create_task(self._read())
        return self._flight

    async def _read(self) -> None:
        try:
            self._keys = read_key_set(_document(await self._fetch(self._url)))
            self._read_at = self._now()
        except (OSError, TypeError, ValueError, TokenRefused) as fault:
            _log.warning("keys of an issuer cannot be read", extra={"reason": type(fault).__name__})
        finally:
            self._flight = None


def _document(body: bytes) -> dict[str, Any]:
    if len(body) > MAX_DOCUMENT_BYTES:
        raise ValueError("the document is too large")
    return read_object(body)
