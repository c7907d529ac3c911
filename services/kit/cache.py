# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Caches: bytes for a while, in this process, in Redis, or nowhere. Losing one loses only time (D6)."""

from collections import OrderedDict
from typing import Protocol

from services.kit.clock import Clock, SystemClock
from services.kit.redis_client import RedisClient, RedisGone, RedisRefused

OVERHEAD_BYTES = 200
"""What an entry costs beside its key and value."""


class Cache(Protocol):
    """Get, put, drop. A miss is always possible."""

    async def get(self, key: str) -> bytes | None:
        """The value, unless its time is over or it was pushed out."""
        ...

    async def put(self, key: str, value: bytes, *, seconds: float) -> None:
        """Keep a value for so long at most."""
        ...

    async def drop(self, key: str) -> None:
        """Forget it."""
        ...


class LocalCache:
    """In this process, bounded in entries and bytes; the least recently used go first."""

    def __init__(
        self,
        *,
        most_entries: int = 10_000,
        most_bytes: int = 16_000_000,
        clock: Clock | None = None,
    ) -> None:
        """Empty."""
        self._clock = clock or SystemClock()
        self._most_entries = most_entries
        self._most_bytes = most_bytes
        self._entries: OrderedDict[str, tuple[bytes, float]] = OrderedDict()
        self.size = 0

    async def get(self, key: str) -> bytes | None:
        """The value, unless its time is over."""
        found = self._entries.get(key)
        if found is None:
            return None
        value, until = found
        if until <= self._clock.monotonic():
            await self.drop(key)
            return None
        self._entries.move_to_end(key)
        return value

    async def put(self, key: str, value: bytes, *, seconds: float) -> None:
        """Keep it; others may have to go. A value larger than the whole cache is not kept."""
        await self.drop(key)
        cost = _cost(key, value)
        if cost > self._most_bytes or seconds <= 0:
            return
        self._entries[key] = (value, self._clock.monotonic() + seconds)
        self.size += cost
        while self.size > self._most_bytes or len(self._entries) > self._most_entries:
            oldest, (gone, _) = self._entries.popitem(last=False)
            self.size -= _cost(oldest, gone)

    async def drop(self, key: str) -> None:
        """Forget it."""
        found = self._entries.pop(key, None)
        if found is not None:
            self.size -= _cost(key, found[0])


class RedisCache:
    """In Redis, shared by replicas; while Redis is gone everything is a miss (K1)."""

    def __init__(self, redis: RedisClient, *, prefix: str = "torget:cache:") -> None:
        """Keys of this cache begin with `prefix`."""
        self._redis = redis
        self._prefix = prefix

    async def get(self, key: str) -> bytes | None:
        """The value, or a miss."""
        try:
            return await self._redis.do("GET", self._prefix + key)
        except (RedisGone, RedisRefused):
            return None

    async def put(self, key: str, value: bytes, *, seconds: float) -> None:
        """Keep it, if Redis will."""
        if seconds <= 0:
            return
        try:
            await self._redis.do(
                "SET", self._prefix + key, value, "PX", max(1, round(seconds * 1000))
            )
        except (RedisGone, RedisRefused):
            return

    async def drop(self, key: str) -> None:
        """Forget it; if Redis is gone, its time limit does."""
        try:
            await self._redis.do("DEL", self._prefix + key)
        except (RedisGone, RedisRefused):
            return


class NullCache:
    """Keeps nothing."""

    async def get(self, key: str) -> bytes | None:
        """A miss."""
        del key

    async def put(self, key: str, value: bytes, *, seconds: float) -> None:
        """Gone at once."""

    async def drop(self, key: str) -> None:
        """Nothing to forget."""


def _cost(key: str, value: bytes) -> int:
    return len(key) + len(value) + OVERHEAD_BYTES
