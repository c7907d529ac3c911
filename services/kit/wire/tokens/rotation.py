# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Signing keys grow old in order: announced, active, retiring, gone; nobody is refused meanwhile.

A new key is published two cache lives before it signs, and an old one verifies until the last token
it signed is dead. A service that meets an unknown key id reads the set anew, at most every 5 s.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from itertools import pairwise
from typing import Any, Final

import msgspec

from services.kit.wire.tokens.keys import KeySet, SigningKey, read_key_set

CACHE_SECONDS: Final = 300
ANNOUNCE_SECONDS: Final = 2 * CACHE_SECONDS
RETIRE_SECONDS: Final = 120
ASK_AGAIN_SECONDS: Final = 5


class AgedKey(msgspec.Struct, frozen=True):
    """A key and the instant, in UTC seconds, from which it signs."""

    key: SigningKey
    active_from: float


class KeyRing:
    """The gateway's own signing keys."""

    def __init__(self, first: SigningKey, *, now: Callable[[], float]) -> None:
        """Sign with `first` from the start."""
        self._now = now
        self._keys: tuple[AgedKey, ...] = (AgedKey(first, now()),)

    def announce(self, key: SigningKey) -> float:
        """Publish a new key; the instant from which it signs."""
        active_from = self._now() + ANNOUNCE_SECONDS
        self._keys = (*self._alive(), AgedKey(key, active_from))
        return active_from

    def active(self) -> SigningKey:
        """The key that signs now."""
        return active_of(self._keys, self._now())

    def document(self) -> dict[str, Any]:
        """The key set as services read it."""
        return {"keys": [aged.key.public_jwk for aged in self._alive()]}

    def _alive(self) -> tuple[AgedKey, ...]:
        return alive_of(self._keys, self._now())


def active_of(keys: tuple[AgedKey, ...], now: float) -> SigningKey:
    """The key that signs at `now`, UTC seconds; of keys in order the last that has begun."""
    found = keys[0].key
    for aged in keys[1:]:
        if aged.active_from <= now:
            found = aged.key
    return found


def alive_of(keys: tuple[AgedKey, ...], now: float) -> tuple[AgedKey, ...]:
    """Keys without those whose successor has signed long enough."""
    pairs = pairwise(keys)
    gone = [old for old, new in pairs if new.active_from + RETIRE_SECONDS <= now]
    return tuple(aged for aged in keys if aged not in gone)


class CallerKeys:
    """What a service knows of the gateway's keys; `fetch` reads the published set."""

    def __init__(
        self, fetch: Callable[[], Awaitable[Mapping[str, Any]]], *, now: Callable[[], float]
    ) -> None:
        """Ask `fetch` when the set is five minutes old or lacks a key, at most every 5 s."""
        self._fetch = fetch
        self._now = now
        self._keys = KeySet(())
        self._read_at = float("-inf")
        self._flight = asyncio.Lock()

    async def __call__(self, kid: str) -> KeySet:
        """The set, fresh enough to judge a token signed with `kid`. Everybody waits for one read."""
        if self._is_stale(kid):
            async with self._flight:
                if self._is_stale(kid):
                    self._read_at = self._now()
                    self._keys = read_key_set(await self._fetch())
        return self._keys

    def _is_stale(self, kid: str) -> bool:
        age = self._now() - self._read_at
        return age >= CACHE_SECONDS or (kid not in self._keys and age >= ASK_AGAIN_SECONDS)
