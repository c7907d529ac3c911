# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A new schema under way: warmed, swapped, nothing dropped (reliability V5)."""

import asyncio
from typing import Any

import pytest
from msgspec.structs import replace

from gateway.pipeline.settings import GatewaySettings, Profile
from tests.support.asgi import AsgiClient, SocketClient, until
from tests.support.shop import SDL, Town, make_supergraph

pytestmark = pytest.mark.anyio

DEVELOPER = GatewaySettings(profile=Profile.DEVELOPER)
ASKED = '{ place(id: "1") { id name reviews { stars } } }'
NEWER = {**SDL, "places": SDL["places"].replace("whoami: String", "whoami: String fresh: Int")}
WITHOUT_TICKS = {**SDL, "places": SDL["places"].replace("forever: Int", "")}


@pytest.fixture
def town() -> Town:
    return Town()


async def test_what_was_asked_often_is_planned_before_the_swap(town: Town) -> None:
    gateway = town.gateway(DEVELOPER)
    client = AsgiClient(gateway)
    for _ in range(2):
        await client.post({"query": ASKED})
    await gateway.swap(make_supergraph(NEWER))
    known = gateway.desk.version.documents.get((ASKED, None))
    assert known is not None
    assert known.is_valid
    assert known.prepared
    assert (await client.post({"query": ASKED})).json["data"]["place"]["name"] == "Plats 1"
    assert (await client.post({"query": "{ fresh }"})).json["data"] == {"fresh": None}


async def test_registered_operations_are_planned_at_the_start_and_stay(town: Town) -> None:
    registered = (("home", "query Home { whoami }"), ("broken", "query B { nope }"))
    gateway = town.gateway(replace(DEVELOPER, registered=registered))
    await gateway.warm()
    documents = gateway.desk.version.documents
    for name in (None, "Home"):
        known = documents.get(("query Home { whoami }", name))
        assert known is not None
        assert known.prepared
    assert documents.get(("query B { nope }", None)) is None


async def test_requests_under_way_end_on_their_version(town: Town) -> None:
    gateway = town.gateway(DEVELOPER)
    client = AsgiClient(gateway)
    loop = asyncio.get_running_loop()
    asked = [
        loop.create_task(client.post({"query": "{ slow(seconds: 0.05) whoami }"}))
        for _ in range(20)
    ]
    await until(lambda: bool(town.asked))
    for sdl in (NEWER, SDL, NEWER):
        await gateway.swap(make_supergraph(sdl))
    for answer in await asyncio.gather(*asked):
        assert answer.json["data"]["slow"] == "done"


async def test_subscriptions_live_on_while_the_schema_allows_them(town: Town) -> None:
    gateway = town.gateway(DEVELOPER)
    socket = SocketClient(gateway)
    await socket.begin()
    payload: dict[str, Any] = {"query": "subscription { forever }"}
    socket.say({"id": "1", "type": "subscribe", "payload": payload})
    assert (await socket.read())["type"] == "next"
    await gateway.swap(make_supergraph(NEWER))
    assert (await socket.read())["type"] == "next"
    await gateway.swap(make_supergraph(WITHOUT_TICKS))
    async with asyncio.timeout(5):
        while (message := await socket.read())["type"] == "next":
            pass
    assert message["type"] == "error"
    (error,) = message["payload"]
    assert error["extensions"]["code"] == "SUBSCRIPTION_SCHEMA_RELOAD"
    assert error["extensions"]["retryable"] is True
    await until(lambda: town.listeners == 0)
    await socket.leave()
