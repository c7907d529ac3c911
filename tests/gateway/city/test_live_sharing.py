# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What a service tells everybody alike is executed once, whoever listens (stack L1)."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from gateway.city.opening import supergraph_of
from gateway.pipeline.settings import GatewaySettings, Profile
from gateway.subgraphs.local import LocalSubgraph
from gateway.transports import Gateway
from services.kit.geometry import Point
from services.kit.graph.broadcasts import sharing_of
from services.kit.service import Room
from services.kit.wire.caller import SYSTEM, Caller, CallerKind
from services.kit.wire.front.head import RequestHead
from services.kit.wire.subgraph import Sharing
from services.parking import service
from services.parking.actions import occupancy
from services.parking.domain.occupancy import Reading, SpaceStatus
from tests.support.asgi import SocketClient, until
from tests.support.services import Asked, opened

pytestmark = pytest.mark.anyio

COUNTS = 'subscription { parkingOccupancyChanged(zone: "z") { zone free } }'


@pytest.fixture
async def parking() -> AsyncIterator[Asked]:
    async with opened("parking", "sqlite://") as asked:
        yield asked


def gateway_of(parking: Asked) -> Gateway:
    running = parking.running
    local = LocalSubgraph(
        "parking", running.fetch, listen=running.subscribe, sharing=running.sharing
    )

    async def authenticate(head: RequestHead) -> Caller:
        return Caller(kind=CallerKind.RESIDENT, sub=(head.payload or {})["who"], loa=3)

    return Gateway(
        supergraph_of({"parking": running}, {}),
        {"parking": local},
        GatewaySettings(profile=Profile.DEVELOPER),
        authenticate=authenticate,
    )


async def listening(gateway: Gateway, who: str, query: str, locale: str = "sv") -> SocketClient:
    client = SocketClient(gateway)
    await client.begin({"who": who, "Accept-Language": locale})
    client.say({"id": "1", "type": "subscribe", "payload": {"query": query}})
    return client


async def test_everybody_who_watches_a_zone_shares_one_source(parking: Asked) -> None:
    spaces = [
        occupancy.NewSpace(id=str(n), zone="z", point=Point(59.3373, 18.08)) for n in range(5)
    ]
    await parking.database.transact(lambda tx: occupancy.add_spaces(tx, SYSTEM, spaces))

    async def tell(status: SpaceStatus, ago: int) -> None:
        at = parking.clock.now_ms() - ago
        readings = [Reading(space=one.id, observed_at=at, status=status) for one in spaces]
        await parking.database.transact(lambda tx: occupancy.report(tx, SYSTEM, readings))

    await tell(SpaceStatus.OCCUPIED, 120_000)
    gateway = gateway_of(parking)
    listeners = parking.running.resources.live.listeners
    clients: list[SocketClient] = []
    for who in ("a", "b", "c"):
        client = await listening(gateway, who, COUNTS)
        first = await client.read()
        assert first["payload"]["data"] == {"parkingOccupancyChanged": {"zone": "z", "free": 0}}
        clients.append(client)
    await until(lambda: len(listeners) == len(gateway.desk.groups) == 1)
    await tell(SpaceStatus.FREE, 60_000)
    for client in clients:
        told: Any = None
        while told != {"parkingOccupancyChanged": {"zone": "z", "free": 5}}:
            told = (await client.read())["payload"]["data"]
    assert len(listeners) == 1
    for client in clients:
        await client.leave()
    await until(lambda: not listeners)


@pytest.mark.parametrize(
    ("query", "sharing"),
    [
        (COUNTS, Sharing.OPENING),
        ("subscription { ...F } fragment F on Subscription { " + COUNTS[15:], Sharing.OPENING),
        ('subscription { parkingSessionChanged(id: "x") { id } }', Sharing.APART),
        ("subscription { unknown }", Sharing.APART),
        ("{ parkingOccupancyChanged }", Sharing.APART),
        ("subscription {", Sharing.APART),
        ("subscription A { a } subscription B { b }", Sharing.APART),
    ],
)
def test_the_service_says_what_is_told_to_all_alike(query: str, sharing: Sharing) -> None:
    assert sharing_of(service.load(Room.GRAPH), query) is sharing
