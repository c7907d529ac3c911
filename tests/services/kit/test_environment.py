# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Servers that go away and come back: nothing acknowledged is lost, and all heals by itself."""

import asyncio
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.kit.cache import RedisCache
from services.kit.data import Database, StorageUnavailable, Tx
from services.kit.rate import Budget, RedisRate
from services.kit.redis_client import RedisClient, RedisGone
from services.kit.testing import postgres, redis, servers
from tests.services.kit.data import pots

pytestmark = pytest.mark.anyio


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="torget-own-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


async def test_postgresql_restarts_and_all_heals(folder: Path) -> None:  # reliability K2
    server = await asyncio.to_thread(postgres.launch, folder)
    try:
        database = Database.open(server.url, service="parking")
        await database.start()
        await pots.make_tables(database)
        kept: list[str] = []

        async def add(number: int) -> None:
            async def unit(tx: Tx) -> None:
                await tx.run(pots.ADD, id=f"p{number}", size=1)

            await database.transact(unit)
            kept.append(f"p{number}")

        await asyncio.gather(*(add(number) for number in range(20)))
        await asyncio.to_thread(servers.stop, server.pid, first=postgres.STOP_AT_ONCE)
        with pytest.raises(StorageUnavailable) as refused:
            await add(100)
        assert (refused.value.status, refused.value.retryable) == (503, True)
        with pytest.raises(StorageUnavailable):
            await database.one(pots.COUNT)
        assert not await database.writable()
        server = await asyncio.to_thread(postgres.serve, folder)
        begun = time.monotonic()
        await add(101)
        assert time.monotonic() - begun < 2
        assert {pot.id for pot in await database.many(pots.OF_SIZES, sizes=[1])} == set(kept)
        await database.stop()
    finally:
        await asyncio.to_thread(servers.stop, server.pid, first=signal.SIGINT)


async def test_redis_goes_and_comes_back(folder: Path) -> None:  # reliability K1
    port = redis.free_port()
    server = await asyncio.to_thread(lambda: redis.launch(folder, port=port))
    try:
        client = RedisClient(server.url)
        cache, rate = RedisCache(client), RedisRate(client, replicas=2)
        await cache.put("a", b"1", seconds=60)
        assert await cache.get("a") == b"1"
        await asyncio.to_thread(servers.stop, server.pid)
        begun = time.monotonic()
        for _ in range(50):
            assert await cache.get("a") is None
            await rate.spend("r1", Budget(1000), cost=0.1)
        assert time.monotonic() - begun < 1
        assert client.resting
        server = await asyncio.to_thread(lambda: redis.launch(folder, port=port))
        async with asyncio.timeout(1):
            while True:
                try:
                    await client.do("PING")
                except RedisGone:
                    await asyncio.sleep(0.05)
                else:
                    break
        await cache.put("a", b"2", seconds=60)
        assert await cache.get("a") == b"2"
        await client.stop()
    finally:
        await asyncio.to_thread(servers.stop, server.pid)
