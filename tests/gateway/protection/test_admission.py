# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Who runs, who waits and who is sent away (reliability V1, V2)."""

import asyncio

import pytest

from gateway.pipeline.settings import GatewaySettings, Profile
from gateway.protection.admission import Admission, Lane
from services.kit.clock import ManualClock
from services.kit.wire.problem import Problem
from tests.support.asgi import AsgiClient, until
from tests.support.shop import Town

pytestmark = pytest.mark.anyio


def full(running: int = 10) -> Admission:
    admission = Admission(running=running, now=ManualClock().monotonic)
    while admission.try_enter(Lane.READ):
        pass
    return admission


async def test_alarms_have_slots_of_their_own() -> None:
    admission = full()
    assert admission.running == 9
    assert admission.try_enter(Lane.ALARM)
    assert not admission.try_enter(Lane.WRITE)


async def test_who_waits_gets_the_slot_that_is_given_back_lowest_lane_first() -> None:
    admission = full()
    order: list[Lane] = []

    async def wait(lane: Lane) -> None:
        await admission.enter(lane)
        order.append(lane)

    tasks = [asyncio.ensure_future(wait(lane)) for lane in (Lane.OPEN, Lane.READ, Lane.WRITE)]
    await until(lambda: admission.waiting == 3)
    for number in range(1, 4):
        admission.leave()
        await until(lambda number=number: len(order) == number)
    assert order == [Lane.WRITE, Lane.READ, Lane.OPEN]
    await asyncio.gather(*tasks)


async def test_waiting_is_short_and_ends_in_overloaded() -> None:
    admission = full()
    with pytest.raises(Problem) as raised:
        await admission.enter(Lane.OPEN)
    assert raised.value.code == "OVERLOADED"
    assert 1 <= raised.value.extensions["retryAfter"] <= 5
    assert admission.waiting == 0


async def test_a_full_queue_sends_away_the_highest_lane_and_never_an_alarm() -> None:
    admission = full()
    waiting = [asyncio.ensure_future(admission.enter(Lane.OPEN)) for _ in range(20)]
    await until(lambda: admission.waiting == 20)
    with pytest.raises(Problem):
        await admission.enter(Lane.OPEN)
    write = asyncio.ensure_future(admission.enter(Lane.WRITE))
    alarms = [asyncio.ensure_future(admission.enter(Lane.ALARM)) for _ in range(30)]
    await until(lambda: admission.waiting == 50)
    for _ in range(100):
        admission.leave()
        await asyncio.sleep(0)
        if all(alarm.done() for alarm in alarms):
            break
    assert not any(alarm.exception() for alarm in alarms)
    await asyncio.gather(write, *waiting, return_exceptions=True)


async def test_slots_shrink_while_people_wait_long_and_grow_back() -> None:
    clock = ManualClock()
    admission = Admission(running=20, now=clock.monotonic)
    while admission.try_enter(Lane.READ):
        pass
    task = asyncio.ensure_future(admission.enter(Lane.READ))
    await until(lambda: admission.waiting == 1)
    clock.advance(0.2)
    admission.leave()
    await task
    assert admission.limit < 22
    before = admission.limit
    for _ in range(5):
        clock.advance(0.11)
        admission.leave()
    assert admission.limit > before


async def test_an_overloaded_door_says_503_and_when_to_come_back() -> None:
    town = Town()
    settings = GatewaySettings(profile=Profile.DEVELOPER, running=8, running_most=8)
    client = AsgiClient(town.gateway(settings))
    slow = [
        asyncio.ensure_future(client.post({"query": "{ slow(seconds: 0.6) }"})) for _ in range(40)
    ]
    answers = await asyncio.gather(*slow)
    shed = [answer for answer in answers if answer.status == 503]
    assert shed
    assert all(1 <= int(answer.headers["retry-after"]) <= 5 for answer in shed)
    assert all(answer.json.get("data") for answer in answers if answer.status == 200)
    assert (await client.get("/readyz")).status == 200
