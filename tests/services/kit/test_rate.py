# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""One contract for rate limits, with the golden values of GCRA (security X1)."""

from collections.abc import AsyncIterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit.clock import ManualClock
from services.kit.rate import Budget, LocalRate, NullRate, Rate, RedisRate, Verdict
from services.kit.redis_client import RedisClient

pytestmark = pytest.mark.anyio

BUDGET = Budget(60, 60, 10)


@pytest.fixture(params=["local", "redis"])
async def rate(request: pytest.FixtureRequest, manual_clock: ManualClock) -> AsyncIterator[Rate]:
    if request.param == "local":
        yield LocalRate(clock=manual_clock)
        return
    client = RedisClient(request.getfixturevalue("redis_url"))
    await client.do("FLUSHDB")
    yield RedisRate(client, instant=manual_clock)
    await client.stop()


async def test_golden_values(rate: Rate, manual_clock: ManualClock) -> None:  # security X1
    async def at(seconds: float, cost: float = 1) -> Verdict:
        manual_clock.advance(seconds - manual_clock.monotonic())
        return await rate.spend("r1", BUDGET, cost=cost)

    assert [(await at(0)).allowed for _ in range(10)] == [True] * 10
    assert await at(0) == Verdict(False, 1)
    assert not (await at(0.5)).allowed
    assert (await at(1)).allowed
    assert not (await at(1)).allowed
    assert (await at(5, 4)).allowed
    assert not (await at(5)).allowed
    assert (await at(100, 10)).allowed
    assert not (await at(100)).allowed


async def test_a_refusal_costs_nothing_and_names_the_wait(rate: Rate, manual_clock) -> None:
    await rate.spend("r1", BUDGET, cost=10)
    for _ in range(50):
        assert await rate.spend("r1", BUDGET, cost=3) == Verdict(False, 3)
    manual_clock.advance(3)
    assert (await rate.spend("r1", BUDGET, cost=3)).allowed


async def test_every_key_has_its_own_bucket(rate: Rate) -> None:
    await rate.spend("r1", BUDGET, cost=10)
    assert (await rate.spend("r2", BUDGET, cost=10)).allowed


async def test_redis_judges_by_its_own_clock(redis_url: str) -> None:
    client = RedisClient(redis_url)
    await client.do("FLUSHDB")
    rate = RedisRate(client)
    assert (await rate.spend("r1", BUDGET, cost=10)).allowed
    assert await rate.spend("r1", BUDGET, cost=5) == Verdict(False, 5)
    await client.stop()


async def test_without_redis_each_replica_keeps_its_part(manual_clock: ManualClock) -> None:  # K1
    client = RedisClient("redis://127.0.0.1:1/0")
    rate = RedisRate(client, replicas=3, clock=manual_clock)
    assert (await rate.spend("r1", BUDGET, cost=10)).allowed
    assert await rate.spend("r1", BUDGET) == Verdict(False, 3)
    await client.stop()


async def test_the_null_rate_allows_everything() -> None:
    assert (await NullRate().spend("r1", BUDGET, cost=10_000)).allowed


@given(st.lists(st.tuples(st.floats(0, 5), st.integers(1, 12)), max_size=60))
async def test_never_more_than_burst_and_limit_together(steps: list[tuple[float, int]]) -> None:
    clock = ManualClock()
    rate = LocalRate(clock=clock)
    spent = 0
    for seconds, cost in steps:
        clock.advance(seconds)
        if (await rate.spend("r1", BUDGET, cost=cost)).allowed:
            spent += cost
        assert spent <= BUDGET.burst + clock.monotonic() + 1e-6
