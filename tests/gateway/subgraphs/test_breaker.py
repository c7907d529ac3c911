# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The circuit breaker, its probe and the budget of repetitions (reliability 2, U5, U9)."""

import asyncio
import json

import pytest
from msgspec.structs import replace

from gateway.subgraphs.breaker import Breaker, BreakerState
from gateway.subgraphs.budget import RetryBudget
from gateway.subgraphs.remote import RemoteSettings, RemoteSubgraph
from services.kit.clock import ManualClock
from services.kit.wire.caller import Caller, CallerKind
from services.kit.wire.deadline import Deadline
from services.kit.wire.subgraph import FetchContext, FetchRequest
from tests.support.asgi import until
from tests.support.misbehaving import Writer, answer, misbehaving

REQUEST = FetchRequest(query="{ a }")


def context(caller: str = "", *, seconds: float = 5.0) -> FetchContext:
    now = asyncio.get_running_loop().time()
    who = Caller(kind=CallerKind.RESIDENT, sub=caller)
    return FetchContext(deadline=Deadline.after(seconds, now=now), caller=who)


def test_ten_failures_of_the_last_twenty_open_it() -> None:  # reliability 2
    clock = ManualClock()
    breaker = Breaker(now=clock.monotonic)
    for _ in range(9):
        breaker.fail()
        breaker.succeed()
    assert breaker.admits()
    breaker.fail()
    assert breaker.state is BreakerState.OPEN
    assert not breaker.admits()


def test_failures_long_ago_do_not_count() -> None:
    clock = ManualClock()
    breaker = Breaker(now=clock.monotonic)
    for _ in range(9):
        breaker.fail()
    clock.advance(11)
    breaker.fail()
    assert breaker.admits()


def test_it_stays_open_longer_each_time_and_lets_one_call_through() -> None:
    clock = ManualClock()
    breaker = Breaker(now=clock.monotonic)
    for _ in range(10):
        breaker.fail()
    for seconds in (1, 2, 4, 8, 10, 10):
        clock.advance(seconds - 0.01)
        assert not breaker.admits()
        clock.advance(0.02)
        assert breaker.admits()
        assert not breaker.admits()
        breaker.fail()
    breaker.succeed()
    assert breaker.admits()


def test_a_call_given_up_by_the_client_says_nothing() -> None:
    clock = ManualClock()
    breaker = Breaker(now=clock.monotonic)
    for _ in range(10):
        breaker.fail()
    clock.advance(1.1)
    assert breaker.admits()
    breaker.withdraw()
    assert breaker.admits()


def test_the_budget_is_a_tenth_and_ten_a_second() -> None:  # reliability U5
    clock = ManualClock()
    budget = RetryBudget(clock.monotonic)
    assert [budget.spend() for _ in range(11)].count(True) == 10
    for _ in range(30):
        budget.earn()
    assert [budget.spend() for _ in range(5)].count(True) == 3
    clock.advance(0.5)
    assert [budget.spend() for _ in range(9)].count(True) == 5


@pytest.mark.anyio
async def test_the_probe_closes_it_when_the_service_is_back() -> None:
    is_well = False

    async def behave(body: bytes, writer: Writer) -> None:
        good = answer({"data": {"__typename": "Query", "a": 1}})
        writer.write(good if is_well else answer(b"", status="500 Oops"))

    async with misbehaving(behave) as server:
        subgraph = RemoteSubgraph("s", server.url)
        for _ in range(10):
            await subgraph.fetch(REQUEST, context())
        refused = await subgraph.fetch(REQUEST, context())
        assert refused.errors[0]["extensions"]["reason"] == "breaker_open"
        is_well = True
        started = asyncio.get_running_loop().time()
        await until(lambda: subgraph.breaker.state is BreakerState.CLOSED)
        assert asyncio.get_running_loop().time() - started < 1.0
        assert (await subgraph.fetch(REQUEST, context())).data == {"__typename": "Query", "a": 1}
        await subgraph.close()


@pytest.mark.anyio
async def test_equal_queries_of_one_caller_share_a_fetch_and_others_do_not() -> None:  # U9
    release = asyncio.Event()

    async def behave(body: bytes, writer: Writer) -> None:
        await release.wait()
        writer.write(answer({"data": {"a": json.loads(body)["query"]}}))

    async with misbehaving(behave) as server:
        subgraph = RemoteSubgraph("s", server.url)
        calls = [subgraph.fetch(REQUEST, context(who)) for who in ("a", "a", "a", "b")]
        tasks = [asyncio.ensure_future(call) for call in calls]
        await until(lambda: len(server.requests) == 2)
        release.set()
        results = await asyncio.gather(*tasks)
        assert len(server.requests) == 2
        assert all(result.data == {"a": "{ a }"} for result in results)
        await subgraph.close()


@pytest.mark.anyio
async def test_the_one_who_fetches_may_leave_without_taking_the_others_along() -> None:  # U9
    release = asyncio.Event()

    async def behave(body: bytes, writer: Writer) -> None:
        await release.wait()
        writer.write(answer({"data": {"a": 1}}))

    async with misbehaving(behave) as server:
        subgraph = RemoteSubgraph("s", server.url)
        first = asyncio.ensure_future(subgraph.fetch(REQUEST, context()))
        second = asyncio.ensure_future(subgraph.fetch(REQUEST, context()))
        await until(lambda: len(server.requests) == 1)
        first.cancel()
        release.set()
        assert (await second).data == {"a": 1}
        await subgraph.close()


@pytest.mark.anyio
async def test_headers_carry_deadline_locale_key_and_signature() -> None:
    async def behave(body: bytes, writer: Writer) -> None:
        writer.write(answer({"data": {"a": 1}}))

    def sign(given: FetchContext, body: bytes, service: str) -> dict[bytes, bytes]:
        return {b"torget-caller": f"{given.caller.sub}|{service}|{len(body)}".encode()}

    async with misbehaving(behave) as server:
        settings = RemoteSettings(fetch_seconds=3.0)
        subgraph = RemoteSubgraph("s", server.url, sign=sign, settings=settings)
        asked = context("r1", seconds=8.0)
        await subgraph.fetch(REQUEST, replace(asked, forwarded=((b"authorization", b"Bearer x"),)))
        head = server.heads[0].lower()
        assert b"authorization: bearer x\r\n" in head
        assert b"torget-deadline: 3000\r\n" in head or b"torget-deadline: 2999\r\n" in head
        assert b"accept-language: sv\r\n" in head
        assert b"torget-caller: r1|s|17\r\n" in head
        await subgraph.close()


@pytest.mark.anyio
async def test_a_spent_deadline_sends_nothing() -> None:
    async def behave(body: bytes, writer: Writer) -> None:
        writer.write(answer({"data": {"a": 1}}))

    async with misbehaving(behave) as server:
        subgraph = RemoteSubgraph("s", server.url)
        result = await subgraph.fetch(REQUEST, context(seconds=0.04))
        assert result.errors[0]["extensions"]["reason"] == "timeout"
        assert server.requests == []
        await subgraph.close()
