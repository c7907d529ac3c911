# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""GCRA, the arithmetic of rate limits (ITU-T I.371, security X1): a bucket is one arrival time.

T = period / limit; tau = burst x T; the new arrival time is max(stored, now) + cost x T, allowed iff it lies
at most tau ahead of now. Refusals move nothing.
"""

import math
from collections.abc import Awaitable, Callable
from typing import Final

import msgspec

MOST_BUCKETS: Final = 100_000
_DUST: Final = 1e-9


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


Spend = Callable[[str, Budget, float], int | Awaitable[int]]
"""Takes units out of a purse: 0, or the seconds after which they will be there."""


class Buckets:
    """The buckets of one process; those longest untouched go when there are too many."""

    def __init__(self, now: Callable[[], float]) -> None:
        """All buckets are full; `now` is in seconds and never runs backwards."""
        self._now = now
        self._arrivals: dict[str, float] = {}

    def take(self, key: str, budget: Budget, cost: float = 1) -> int:
        """Take `cost` units, or say in how many whole seconds they will be there; 0 is taken."""
        now = self._now()
        arrival = max(self._arrivals.get(key, now), now) + cost * budget.interval
        ahead = arrival - now - budget.burst * budget.interval
        if ahead > _DUST:
            return max(1, math.ceil(ahead - _DUST))
        self._arrivals.pop(key, None)
        self._arrivals[key] = arrival
        if len(self._arrivals) > MOST_BUCKETS:
            self._forget_full(now)
        return 0

    def _forget_full(self, now: float) -> None:
        """A bucket whose arrival time has passed is full: forgetting it changes nothing."""
        for key in [key for key, arrival in self._arrivals.items() if arrival <= now]:
            del self._arrivals[key]
        while len(self._arrivals) > MOST_BUCKETS:
            del self._arrivals[next(iter(self._arrivals))]
