# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Locks that spare work, never ones that keep data right: those are constraints and leases (D5, D6).

A lock ends by itself after its time. Its token grows with every holder of a name, so whoever stores
the token beside what it writes can refuse a holder that woke up late.
"""

import hashlib
from typing import Protocol

import msgspec

from services.kit.clock import Clock, SystemClock
from services.kit.ids import new_id
from services.kit.redis_client import RedisClient, RedisGone, RedisRefused, Script


class Hold(msgspec.Struct, frozen=True):
    """A lock that was got."""

    name: str
    token: int
    """Larger than that of every earlier holder of the name."""
    secret: str


class Lock(Protocol):
    """Try once; give back."""

    async def take(self, name: str, *, seconds: float) -> Hold | None:
        """The lock, or None when somebody else has it."""
        ...

    async def give_back(self, hold: Hold) -> bool:
        """False when it had ended meanwhile."""
        ...


class LocalLock:
    """Among the tasks of this process."""

    def __init__(self, *, clock: Clock | None = None) -> None:
        """Nobody holds anything."""
        self._clock = clock or SystemClock()
        self._held: dict[str, tuple[Hold, float]] = {}
        self._token = 0

    async def take(self, name: str, *, seconds: float) -> Hold | None:
        """The lock, or None."""
        now = self._clock.monotonic()
        found = self._held.get(name)
        if found is not None and found[1] > now:
            return None
        self._token += 1
        hold = Hold(name, self._token, new_id())
        self._held[name] = (hold, now + seconds)
        return hold

    async def give_back(self, hold: Hold) -> bool:
        """End it before its time."""
        found = self._held.get(hold.name)
        if found is None or found[0] != hold:
            return False
        del self._held[hold.name]
        return found[1] > self._clock.monotonic()


_TAKE = """
if redis.call('set', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then
  return redis.call('incr', KEYS[2])
end
return 0
"""
_GIVE_BACK = """
if redis.call('get', KEYS[1]) == ARGV[1] then
  return redis.call('del', KEYS[1])
end
return 0
"""


def _script(text: str) -> Script:
    return Script(text, hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest())


class RedisLock:
    """Among replicas. While Redis is gone nobody gets a lock, and the work waits."""

    _take_script = _script(_TAKE)
    _give_back_script = _script(_GIVE_BACK)

    def __init__(self, redis: RedisClient) -> None:
        """Keys begin with `torget:lock:`."""
        self._redis = redis

    async def take(self, name: str, *, seconds: float) -> Hold | None:
        """The lock, or None."""
        secret = new_id()
        keys = [f"torget:lock:{{{name}}}", f"torget:lock:{{{name}}}:token"]
        try:
            token = await self._redis.script(
                self._take_script, keys, [secret, max(1, round(seconds * 1000))]
            )
        except (RedisGone, RedisRefused):
            return None
        return Hold(name, token, secret) if token else None

    async def give_back(self, hold: Hold) -> bool:
        """End it before its time, if it is still ours."""
        try:
            return bool(
                await self._redis.script(
                    self._give_back_script, [f"torget:lock:{{{hold.name}}}"], [hold.secret]
                )
            )
        except (RedisGone, RedisRefused):
            return False


class NullLock:
    """Everybody gets every lock: for one process with one task."""

    def __init__(self) -> None:
        """No holder yet."""
        self._token = 0

    async def take(self, name: str, *, seconds: float) -> Hold | None:
        """The lock, always."""
        del seconds
        self._token += 1
        return Hold(name, self._token, "")

    async def give_back(self, hold: Hold) -> bool:
        """As if it had been held."""
        return hold.token > 0
