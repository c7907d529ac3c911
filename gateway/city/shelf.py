# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Saved operations in Redis, so that a hash one replica has seen is known to all (federation 4.5)."""

from __future__ import annotations

from typing import Final

from services.kit.redis_client import RedisClient, RedisGone, RedisRefused

KEPT_SECONDS: Final = 24 * 3600
"""How long a text lies there after it was last asked for."""


class RedisShelf:
    """A shelf in Redis. While Redis is gone it is empty, and each replica knows its own alone."""

    def __init__(self, redis: RedisClient) -> None:
        """Use one client; `stop` closes it."""
        self._redis = redis

    async def get(self, digest: str) -> str | None:
        """The text; asking keeps it for another day."""
        try:
            found = await self._redis.do("GETEX", _key(digest), "EX", KEPT_SECONDS)
        except (RedisGone, RedisRefused):
            return None
        return found.decode(errors="replace") if isinstance(found, bytes) else None

    async def put(self, digest: str, text: str) -> None:
        """Keep a text for a day."""
        try:
            await self._redis.do("SET", _key(digest), text, "EX", KEPT_SECONDS)
        except (RedisGone, RedisRefused):
            return

    async def stop(self) -> None:
        """Close the connections."""
        await self._redis.stop()


def _key(digest: str) -> str:
    return f"torget:operation:{digest}"
