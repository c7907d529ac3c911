# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Subscriptions: the last state always arrives, each has a queue of its own (iot N1-N3, section 5)."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from litestar.testing import AsyncTestClient

from services.devices.actions.subscriptions import end_expired, subscribe, unsubscribe
from services.devices.actions.watching import Watch
from services.devices.actions.writing import StateWriter
from services.devices.clients.endpoints import open_way, split
from services.devices.clients.notifying import Notifier
from services.devices.domain.reading import read_entity
from services.devices.domain.subscriptions import read_subscription
from services.devices.store import entities as entity_store
from services.devices.store import subscriptions as store_of
from services.kit.data import Database
from services.kit.outbound import PartnerFault, Request
from services.kit.outbound.reach import Reach
from services.kit.wire.caller import Caller
from tests.services.devices.conftest import GATEWAY
from tests.services.devices.facts import NOW, spot
from tests.services.devices.hooks import Hook, listening

pytestmark = pytest.mark.anyio


async def wish(database: Database, hook: Hook, name: str = "urn:s:1", **more: Any) -> None:
    given = {
        "type": "Subscription",
        "entities": [{"type": "ParkingSpot"}],
        "notification": {"endpoint": {"uri": hook.uri}} | more.pop("notification", {}),
    } | more
    body = read_subscription(given, name, database.clock.now_ms())
    await database.transact(lambda tx: subscribe(tx, GATEWAY, body))


async def report(database: Database, *sent: dict[str, Any]) -> None:
    writer = StateWriter(database, watch=Watch())
    await writer.write([read_entity(one, database.clock.now_ms()) for one in sent])


@asynccontextmanager
async def notifying(database: Database) -> AsyncIterator[Notifier]:
    notifier = Notifier(database, reach=Reach(anywhere=True))
    await notifier.start()
    try:
        yield notifier
    finally:
        await notifier.stop()


async def settled(database: Database) -> None:
    """Return when nothing is due for the first subscriber."""
    async with asyncio.timeout(20):
        while await due(database):
            await asyncio.sleep(0.005)


async def due(database: Database, name: str = "urn:s:1") -> list[str]:
    return [one.entity for one in await database.many(store_of.waiting, key=name, most=100)]


async def test_a_change_arrives_as_the_standard_says(store: Database) -> None:
    async with listening(Hook()) as hook, notifying(store):
        await wish(store, hook, watchedAttributes=["status"], q='status=="free"')
        await report(store, spot(1, "free", place=(18.06, 59.33)), spot(2, "occupied"))
        await hook.until(1)
        await settled(store)
    told = hook.told[0]
    assert (told["type"], told["subscriptionId"]) == ("Notification", "urn:s:1")
    assert [one["id"] for one in told["data"]] == [spot(1)["id"]]
    assert told["data"][0]["status"]["value"] == "free"
    assert told["notifiedAt"].endswith("Z")
    assert "application/json" in hook.headers[0]
    assert "link:" in hook.headers[0].lower()


async def test_bursts_are_coalesced_and_the_last_state_arrives(store: Database) -> None:
    # iot N1: the trap is the subscriber who never hears the last change
    chance = random.Random(5)
    async with listening(Hook()) as hook:
        await wish(store, hook, throttling=0)
        for step in range(60):
            await report(
                store, spot(chance.randrange(3), chance.choice(["free", "occupied"]), at=NOW + step)
            )
        assert len(await due(store)) <= 3
        async with notifying(store):
            await hook.until(1)
    last = {one["id"]: one["status"]["value"] for told in hook.told for one in told["data"]}
    rows = await store.many(entity_store.by_ids, ids=[spot(n)["id"] for n in range(3)])
    assert last == {one.id: one.attributes["status"].value for one in rows}


async def test_a_window_holds_back_and_then_tells_the_last_state(
    store: Database, manual_clock
) -> None:
    async with listening(Hook()) as hook, notifying(store) as notifier:
        await wish(store, hook, throttling=60)
        await report(store, spot(1, "free", at=NOW))
        await hook.until(1)
        await report(store, spot(1, "occupied", at=NOW + 1))
        await report(store, spot(1, "free", at=NOW + 2))
        await report(store, spot(1, "occupied", at=NOW + 3))
        await asyncio.sleep(0)
        assert len(hook.told) == 1
        manual_clock.set(NOW - 3_600_000)  # the wall clock may jump; the window does not
        manual_clock._monotonic += 61
        notifier._wake.set()
        await hook.until(2)
    assert [told["data"][0]["status"]["value"] for told in hook.told] == ["free", "occupied"]


async def test_a_dead_subscriber_delays_nobody(store: Database) -> None:
    # iot N2
    async with listening(Hook(hangs=True)) as dead, listening(Hook()) as well, notifying(store):
        await wish(store, dead, "urn:s:dead")
        await report(store, spot(0))
        await dead.called()
        await wish(store, well, "urn:s:well")
        for step in range(1, 6):
            await report(store, spot(step, at=NOW + step))
            await well.until(step)
        assert dead.calls == 1
    assert len(await due(store, "urn:s:dead")) == 6


async def test_what_failed_is_told_again_in_its_newest_state(store: Database, manual_clock) -> None:
    async with listening(Hook(status=500)) as hook, notifying(store) as notifier:
        await wish(store, hook)
        await report(store, spot(1, "free"))
        await hook.called()
        hook.status = 200
        await report(store, spot(1, "occupied", at=NOW + 1))
        for _ in range(40):
            manual_clock.advance(60)
            notifier._wake.set()
            if hook.told:
                break
            await asyncio.sleep(0.05)
        await hook.until(1)
        await settled(store)
    assert hook.told[-1]["data"][0]["status"]["value"] == "occupied"


async def test_expired_or_ended_subscribers_are_not_told(store: Database, manual_clock) -> None:
    async with listening(Hook()) as hook:
        await wish(store, hook, "urn:s:1", expiresAt="2026-01-01T00:01:00Z")
        await wish(store, hook, "urn:s:2")
        await report(store, spot(1))
        await store.transact(lambda tx: unsubscribe(tx, GATEWAY, "urn:s:2"))
        manual_clock.advance(120)
        async with notifying(store):
            await report(store, spot(2, at=NOW + 1))
            while await due(store) or await due(store, "urn:s:2"):
                await asyncio.sleep(0.01)
        assert hook.told == []
        assert await store.transact(end_expired) == ["urn:s:1"]
        assert await store.transact(end_expired) == []


@pytest.mark.parametrize(
    "uri",
    ["https://127.0.0.1/x", "https://localhost/x", "https://10.0.0.7/x", "https://169.254.169.254/latest",
     "https://[::1]/x", "https://[::ffff:127.0.0.1]/x", "http://example.org/x", "https://0.0.0.0/x",
     "https://[64:ff9b::7f00:1]/x", "https://224.0.0.1/x", "https://10.0.0.7:9443/x"],
)  # fmt: skip
async def test_nobody_makes_the_city_call_into_its_own_network(uri: str) -> None:
    # iot N3
    with pytest.raises(PartnerFault) as refused:
        await open_way(split(uri), Reach()).send(Request(path=split(uri).path))
    assert refused.value.reason == "refused"


async def test_subscriptions_through_the_door(door: Callable[[Caller], AsyncTestClient]) -> None:
    base = "/devices/ngsi-ld/v1/subscriptions"
    given = {
        "type": "Subscription",
        "entities": [{"type": "ParkingSpot", "idPattern": "urn:ngsi-ld:ParkingSpot:.*"}],
        "notification": {"endpoint": {"uri": "https://example.org/hook"}},
    }
    async with door(GATEWAY) as web, door(Caller(kind=GATEWAY.kind, sub="other")) as other:
        made = await web.post(base, json=given)
        assert made.status_code == 201
        place = made.headers["location"]
        read = (await web.get(place)).json()
        assert (read["status"], read["notification"]["timesSent"]) == ("active", 0)
        assert [one["id"] for one in (await web.get(base)).json()] == [read["id"]]
        assert (await other.get(base)).json() == []
        for verb in (
            other.get(place),
            other.delete(place),
            other.patch(place, json={"throttling": 1}),
        ):
            assert (await verb).status_code == 404
        assert (
            await web.patch(place, json={"throttling": 5, "isActive": False})
        ).status_code == 204
        changed = (await web.get(place)).json()
        assert (changed["throttling"], changed["status"]) == (5.0, "paused")
        assert (await web.patch(place, json={"throttling": -5})).status_code == 400
        twice = await web.post(base, json=given | {"id": read["id"]})
        assert twice.status_code == 409
        assert (await web.delete(place)).status_code == 204
        assert (await web.get(place)).status_code == 404
