# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Rate limits by GCRA in cost units (security X1): in this process, over all replicas, or none."""

import hashlib
from typing import Protocol

import msgspec

from services.kit.clock import Clock, SystemClock
from services.kit.redis_client import RedisClient, RedisGone, RedisRefused, Script
from services.kit.wire.gcra import Buckets, Budget

__all__ = ["ALLOWED", "Budget", "LocalRate", "NullRate", "Rate", "RedisRate", "Verdict"]


class Verdict(msgspec.Struct, frozen=True):
    """Allowed, or not before so many whole seconds."""

    allowed: bool
    retry_after: int = 0


class Rate(Protocol):
    """Spend from the bucket of a key."""

    async def spend(self, key: str, budget: Budget, *, cost: float = 1) -> Verdict:
        """Take `cost` units if they are there."""
        ...


ALLOWED = Verdict(True)


class LocalRate:
    """In this process."""

    def __init__(self, *, clock: Clock | None = None) -> None:
        """All buckets are full."""
        self._buckets = Buckets((clock or SystemClock()).monotonic)

    async def spend(self, key: str, budget: Budget, *, cost: float = 1) -> Verdict:
        """Take the units, or say when they will be there."""
        wait = self._buckets.take(key, budget, cost)
        return Verdict(False, wait) if wait else ALLOWED


_SPEND = """
local now = tonumber(ARGV[4])
if now < 0 then
  local time = redis.call('TIME')
  now = tonumber(time[1]) + tonumber(time[2]) / 1000000
end
local interval = tonumber(ARGV[1])
local tau = tonumber(ARGV[2])
local arrival = tonumber(redis.call('GET', KEYS[1]) or now)
if arrival < now then arrival = now end
arrival = arrival + tonumber(ARGV[3]) * interval
local ahead = arrival - now - tau
if ahead > 0.000001 then
  return math.max(1, math.ceil(ahead - 0.000001))
end
redis.call('SET', KEYS[1], string.format('%.6f', arrival), 'PX', math.ceil((arrival - now) * 1000) + 1000)
return 0
"""


class RedisRate:
    """Shared by replicas, judged in Redis by its own clock; while it is gone each replica judges alone."""

    _script = Script(_SPEND, hashlib.sha1(_SPEND.encode(), usedforsecurity=False).hexdigest())

    def __init__(
        self,
        redis: RedisClient,
        *,
        replicas: int = 1,
        clock: Clock | None = None,
        instant: Clock | None = None,
    ) -> None:
        """`replicas` divides the limit while Redis is gone; `instant` replaces Redis's own clock."""
        self._redis = redis
        self._replicas = replicas
        self._local = LocalRate(clock=clock)
        self._instant = instant

    async def spend(self, key: str, budget: Budget, *, cost: float = 1) -> Verdict:
        """Take the units, or say when they will be there."""
        now = -1 if self._instant is None else self._instant.now_ms() / 1000
        arguments = [budget.interval, budget.burst * budget.interval, cost, now]
        try:
            wait = await self._redis.script(self._script, [f"torget:rate:{key}"], arguments)
        except (RedisGone, RedisRefused):
            return await self._local.spend(key, budget.shared(self._replicas), cost=cost)
        return Verdict(False, int(wait)) if wait else ALLOWED


class NullRate:
    """Allows everything."""

    async def spend(self, key: str, budget: Budget, *, cost: float = 1) -> Verdict:
        """Allowed."""
        del key, budget, cost
        return ALLOWED
