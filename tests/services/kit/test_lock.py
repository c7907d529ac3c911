# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""One contract for locks."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from services.kit.clock import ManualClock
from services.kit.lock import LocalLock, Lock, NullLock, RedisLock
from services.kit.redis_client import RedisClient

pytestmark = pytest.mark.anyio


@pytest.fixture(params=["local", "redis"])
async def lock(request: pytest.FixtureRequest) -> AsyncIterator[Lock]:
    if request.param == "local":
        yield LocalLock()
        return
    client = RedisClient(request.getfixturevalue("redis_url"))
    await client.do("FLUSHDB")
    yield RedisLock(client)
    await client.stop()


async def test_one_of_many_gets_it(lock: Lock) -> None:
    got = await asyncio.gather(*(lock.take("import", seconds=60) for _ in range(20)))
    holds = [hold for hold in got if hold is not None]
    assert len(holds) == 1
    assert await lock.take("other", seconds=60) is not None
    assert await lock.give_back(holds[0])
    assert not await lock.give_back(holds[0])


async def test_tokens_grow_with_every_holder(lock: Lock) -> None:
    tokens = []
    for _ in range(3):
        hold = await lock.take("import", seconds=60)
        assert hold is not None
        tokens.append(hold.token)
        await lock.give_back(hold)
    assert tokens == sorted(set(tokens))


async def test_a_lock_ends_by_itself_and_its_late_holder_frees_nobodys() -> None:
    clock = ManualClock()
    lock = LocalLock(clock=clock)
    late = await lock.take("import", seconds=10)
    clock.advance(10)
    new = await lock.take("import", seconds=10)
    assert late is not None
    assert new is not None
    assert not await lock.give_back(late)
    assert await lock.take("import", seconds=10) is None


async def test_redis_ends_a_lock_by_itself(redis_url: str) -> None:
    client = RedisClient(redis_url)
    lock = RedisLock(client)
    late = await lock.take("ending", seconds=10)
    assert 9000 < await client.do("PTTL", "torget:lock:{ending}") <= 10_000
    await client.do("DEL", "torget:lock:{ending}")
    assert await lock.take("ending", seconds=10) is not None
    assert late is not None
    assert not await lock.give_back(late)
    await client.stop()


async def test_without_redis_nobody_gets_a_lock() -> None:
    client = RedisClient("redis://127.0.0.1:1/0")
    assert await RedisLock(client).take("import", seconds=1) is None
    await client.stop()


async def test_the_null_lock_is_everybodys() -> None:
    lock = NullLock()
    first, second = await lock.take("a", seconds=1), await lock.take("a", seconds=1)
    assert first is not None
    assert second is not None
    assert first.token < second.token
    assert await lock.give_back(first)
