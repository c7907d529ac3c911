# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Saved operations in Redis: shared by replicas, absent while Redis is (federation 4.5, K1)."""

from __future__ import annotations

from hashlib import sha256

import pytest

from gateway.city.shelf import KEPT_SECONDS, RedisShelf
from services.kit.redis_client import RedisClient

pytestmark = pytest.mark.anyio

TEXT = "{ places { name } } # på torget"
DIGEST = sha256(TEXT.encode()).hexdigest()


async def test_a_text_put_by_one_replica_is_found_by_another(redis_url: str) -> None:
    clients = [RedisClient(redis_url), RedisClient(redis_url)]
    one, other = (RedisShelf(client) for client in clients)
    await one.put(DIGEST, TEXT)
    assert await other.get(DIGEST) == TEXT
    assert await other.get("0" * 64) is None
    left = await clients[0].do("TTL", f"torget:operation:{DIGEST}")
    assert 0 < left <= KEPT_SECONDS
    await clients[0].do("DEL", f"torget:operation:{DIGEST}")
    for shelf in (one, other):
        await shelf.stop()


async def test_without_redis_the_shelf_is_empty_and_nothing_fails() -> None:
    shelf = RedisShelf(RedisClient("redis://127.0.0.1:9/0"))
    await shelf.put(DIGEST, TEXT)
    assert await shelf.get(DIGEST) is None
    await shelf.stop()
