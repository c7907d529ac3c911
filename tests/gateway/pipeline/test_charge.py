# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Callers pay for operations out of purses of their own (security X1)."""

from typing import Any

import pytest
from msgspec.structs import replace

from gateway.pipeline.settings import GatewaySettings
from gateway.protection.spending import Budgets, purse_of, units_of
from services.kit.clock import ManualClock
from services.kit.wire.caller import ANONYMOUS, Caller, CallerKind
from services.kit.wire.gcra import Buckets, Budget
from tests.support.asgi import AsgiClient
from tests.support.shop import Town

pytestmark = pytest.mark.anyio

QUERY = "{ __typename }"
ALARM = ("raise", "query Raise { __typename }")
SETTINGS = GatewaySettings(
    budgets=Budgets(anonymous=Budget(60, 60, 3), known=Budget(60, 60, 10)),
    registered=(ALARM,),
    alarm_operations=frozenset({"Raise"}),
)


class World:
    """A gateway that counts, with a caller and an address of one's choice."""

    def __init__(self) -> None:
        self.clock = ManualClock()
        self.town = Town()
        self.caller = ANONYMOUS
        self.gateway = self.town.gateway(
            SETTINGS,
            authenticate=self.admit,
            spend=Buckets(self.clock.monotonic).take,
            now=self.clock.monotonic,
        )

    async def admit(self, head: Any) -> Caller:
        del head
        return self.caller

    async def ask(self, body: Any, address: str = "192.0.2.7") -> Any:
        async def app(scope: Any, receive: Any, send: Any) -> None:
            await self.gateway(scope | {"client": (address, 1)}, receive, send)

        return await AsgiClient(app).post(body)


def person(sub: str) -> Caller:
    return Caller(kind=CallerKind.RESIDENT, sub=sub)


async def test_golden_values_at_the_door() -> None:  # security X1
    world = World()
    world.caller = person("r1")
    for _ in range(10):
        assert (await world.ask({"query": QUERY})).status == 200
    refused = await world.ask({"query": QUERY})
    assert refused.status == 429
    assert refused.headers["retry-after"] == "1"
    (error,) = refused.json["errors"]
    assert error["extensions"]["code"] == "RATE_LIMITED"
    assert error["extensions"]["retryable"] is True
    world.clock.advance(0.5)
    assert (await world.ask({"query": QUERY})).status == 429
    world.clock.advance(0.5)
    assert (await world.ask({"query": QUERY})).status == 200


async def test_everybody_pays_out_of_her_own_purse() -> None:
    world = World()
    world.caller = person("r1")
    while (await world.ask({"query": QUERY})).status == 200:
        pass
    world.caller = person("r2")
    assert (await world.ask({"query": QUERY})).status == 200


async def test_the_unknown_share_the_purse_of_their_network() -> None:
    world = World()
    for host in ("192.0.2.7", "192.0.2.8", "192.0.2.9"):
        assert (await world.ask({"query": QUERY}, host)).status == 200
    assert (await world.ask({"query": QUERY}, "192.0.2.10")).status == 429
    assert (await world.ask({"query": QUERY}, "198.51.100.1")).status == 200


async def test_an_alarm_is_never_limited_away() -> None:
    world = World()
    world.caller = person("r1")
    while (await world.ask({"query": QUERY})).status == 200:
        pass
    for _ in range(30):
        answer = await world.ask({"documentId": ALARM[0], "operationName": "Raise"})
        assert answer.status == 200


async def test_what_is_refused_is_not_fetched() -> None:
    world = World()
    world.caller = person("r1")
    for _ in range(10):
        await world.ask({"query": QUERY})
    assert (await world.ask({"query": "{ places { id } }"})).status == 429
    assert world.town.asked == []


def test_a_purse_belongs_to_who_acts_and_this_machine_has_none() -> None:
    acting = replace(person("r1"), act_for="r9")
    assert purse_of(acting, "192.0.2.7") == purse_of(person("r1"), None) == "resident:r1"
    assert purse_of(ANONYMOUS, "192.0.2.7") == "net:192.0.2.0/24"
    assert purse_of(ANONYMOUS, "127.0.0.1") is None
    assert (units_of(0), units_of(99), units_of(250)) == (1, 1, 3)
