# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Proofs that must not come twice, remembered in Redis by all replicas together (P1)."""

from collections.abc import Callable

from gateway.auth.replays import LocalReplays
from services.kit.redis_client import RedisClient, RedisGone, RedisRefused


class RedisReplays:
    """Shared while Redis answers; while it is gone each replica remembers alone and says so."""

    def __init__(self, redis: RedisClient, *, now: Callable[[], float]) -> None:
        """`now` gives UTC seconds."""
        self._redis = redis
        self._local = LocalReplays(now=now)
        self._is_gone = False

    @property
    def is_shared(self) -> bool:
        """Whether Redis took the last name and is not resting."""
        return not self._is_gone

    async def add_new(self, name: str, seconds: float) -> bool:
        """Remember a name in Redis, else here."""
        if not await self._local.add_new(name, seconds):
            return False
        try:
            answer = await self._redis.do(
                "SET", f"torget:once:{name}", "1", "NX", "PX", int(seconds * 1000)
            )
        except (RedisGone, RedisRefused):
            self._is_gone = True
            return True
        self._is_gone = False
        return answer is not None
