# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Rate limits by GCRA in cost units (security X1): a bucket is one number, judged and moved at once.

T = period / limit; tau = burst x T; the new arrival time is max(stored, now) + cost x T, allowed iff it lies
at most tau ahead of now. Refusals move nothing.
"""

import hashlib
import math
from typing import Protocol

import msgspec

from services.kit.clock import Clock, SystemClock
from services.kit.redis_client import RedisClient, RedisGone, RedisRefused, Script

MOST_BUCKETS = 100_000


class Budget(msgspec.Struct, frozen=True):
    """How much may be spent."""

    limit: int
    """Cost units per period."""
    period: float = 60.0
    """Seconds."""
    burst: int = 10
    """Cost units at once."""

    @property
    def interval(self) -> float:
        """Seconds that one unit takes to come back."""
        return self.period / self.limit

    def shared(self, replicas: int) -> "Budget":
        """One replica's part, for the time it must judge alone."""
        return msgspec.structs.replace(self, limit=max(1, self.limit // max(1, replicas)))


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
    """In this process; the buckets longest untouched go when there are too many."""

    def __init__(self, *, clock: Clock | None = None) -> None:
        """All buckets are full."""
        self._clock = clock or SystemClock()
        self._arrivals: dict[str, float] = {}

    async def spend(self, key: str, budget: Budget, *, cost: float = 1) -> Verdict:
        """Take the units, or say when they will be there."""
        now = self._clock.monotonic()
        arrival = max(self._arrivals.get(key, now), now) + cost * budget.interval
        ahead = arrival - now - budget.burst * budget.interval
        if ahead > 1e-9:  # noqa: PLR2004 -- dust of floating point
            return Verdict(False, max(1, math.ceil(ahead - 1e-9)))
        self._arrivals.pop(key, None)
        self._arrivals[key] = arrival
        if len(self._arrivals) > MOST_BUCKETS:
            self._forget_full(now)
        return ALLOWED

    def _forget_full(self, now: float) -> None:
        """A bucket whose arrival time has passed is full: forgetting it changes nothing."""
        for key in [key for key, arrival in self._arrivals.items() if arrival <= now]:
            del self._arrivals[key]
        while len(self._arrivals) > MOST_BUCKETS:
            del self._arrivals[next(iter(self._arrivals))]


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
