# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""One contract for caches; the null one never has anything, and neither does a Redis that is gone."""

import time
from collections.abc import AsyncIterator

import pytest

from services.kit.cache import Cache, LocalCache, NullCache, RedisCache
from services.kit.clock import ManualClock
from services.kit.redis_client import RedisClient

pytestmark = pytest.mark.anyio


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[RedisClient]:
    client = RedisClient(redis_url)
    await client.do("FLUSHDB")
    yield client
    await client.stop()


@pytest.fixture(params=["local", "redis"])
def cache(request: pytest.FixtureRequest, redis: RedisClient) -> Cache:
    return LocalCache() if request.param == "local" else RedisCache(redis)


async def test_what_is_put_is_got_until_it_is_dropped(cache: Cache) -> None:
    assert await cache.get("a") is None
    await cache.put("a", b"\x00\xff", seconds=60)
    await cache.put("b", b"", seconds=60)
    assert await cache.get("a") == b"\x00\xff"
    assert await cache.get("b") == b""
    await cache.put("a", b"2", seconds=60)
    assert await cache.get("a") == b"2"
    await cache.drop("a")
    await cache.drop("a")
    assert await cache.get("a") is None


async def test_no_time_is_no_keeping(cache: Cache) -> None:
    await cache.put("a", b"1", seconds=0)
    assert await cache.get("a") is None


async def test_time_ends_a_value(redis: RedisClient) -> None:
    clock = ManualClock()
    local = LocalCache(clock=clock)
    await local.put("a", b"1", seconds=10)
    clock.advance(9.9)
    assert await local.get("a") == b"1"
    clock.advance(0.1)
    assert await local.get("a") is None
    assert local.size == 0
    await RedisCache(redis).put("a", b"1", seconds=10)
    assert 9000 < await redis.do("PTTL", "torget:cache:a") <= 10_000


async def test_the_local_cache_is_bounded_in_entries_and_bytes() -> None:
    few = LocalCache(most_entries=2)
    for key in "abc":
        await few.put(key, b"1", seconds=60)
        await few.get("a")
    assert [await few.get(key) for key in "abc"] == [b"1", None, b"1"]
    small = LocalCache(most_bytes=1000)
    await small.put("big", b"x" * 2000, seconds=60)
    for number in range(100):
        await small.put(str(number), b"x" * 100, seconds=60)
        assert small.size <= 1000
    assert await small.get("big") is None


async def test_without_redis_every_get_is_a_quick_miss() -> None:  # reliability K1
    client = RedisClient("redis://127.0.0.1:1/0")
    cache = RedisCache(client)
    begun = time.perf_counter()
    for number in range(200):
        await cache.put(str(number), b"1", seconds=60)
        assert await cache.get(str(number)) is None
        await cache.drop(str(number))
    assert time.perf_counter() - begun < 1
    await client.stop()


async def test_the_null_cache_keeps_nothing() -> None:
    cache = NullCache()
    await cache.put("a", b"1", seconds=60)
    assert await cache.get("a") is None
    await cache.drop("a")
