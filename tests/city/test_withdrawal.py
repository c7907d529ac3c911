# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A withdrawn mandate ends what is open under it, though nothing else happens (security G2, B6)."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from gateway.city.assembling import Assembled, assemble_gateway
from gateway.city.opening import open_services
from gateway.city.settings import CitySettings
from services.identity.demo import demo_token
from services.kit.clock import SystemClock
from tests.support.asgi import AsgiClient, SocketClient

pytestmark = pytest.mark.anyio

STATUS = 'subscription { residentStatus(resident: "demo-elder") }'
WITHDRAW = "mutation($i: MandateInput!) { withdrawMandate(input: $i) { userErrors { code } } }"
MANDATES = "{ me { mandates { id status } } }"
SOON_SECONDS = 5
"""Far less than a heartbeat; on a quiet machine it takes milliseconds."""


@pytest.fixture
async def city(tmp_path: Path) -> AsyncIterator[tuple[Assembled, Path]]:
    settings, clock = CitySettings(data_dir=str(tmp_path)), SystemClock()
    services = await open_services(settings, clock)
    assembled = await assemble_gateway(settings, services, clock)
    try:
        yield assembled, tmp_path
    finally:
        await assembled.close()
        await services.stop()


async def test_the_daughter_hears_nothing_more_when_her_mother_withdraws(city: Any) -> None:
    assembled, folder = city
    address = CitySettings(data_dir=str(folder)).address
    token = {who: demo_token(who, folder=folder, address=address) for who in ("elder", "relative")}
    daughter, mother = SocketClient(assembled.app), AsgiClient(assembled.app)
    bearer = ("authorization", f"Bearer {token['elder']}")
    await daughter.begin({"authorization": f"Bearer {token['relative']}"})
    daughter.say({"id": "1", "type": "subscribe", "payload": {"query": STATUS}})
    first = await daughter.read()
    assert first["payload"]["data"]["residentStatus"], first
    answer = (await mother.post({"query": MANDATES}, bearer)).json
    assert "data" in answer, answer
    found = answer["data"]["me"]["mandates"]
    wish = {"query": WITHDRAW, "variables": {"i": {"mandateId": found[0]["id"]}}}
    assert (await mother.post(wish, bearer)).json["data"]["withdrawMandate"]["userErrors"] == []
    async with asyncio.timeout(SOON_SECONDS):
        told = await daughter.read()
    assert told["type"] == "error"
    assert told["payload"][0]["extensions"]["code"] == "DELEGATION_ENDED"
    daughter.say({"id": "2", "type": "subscribe", "payload": {"query": STATUS}})
    refused = await daughter.read()
    assert refused["type"] == "error"
    await daughter.leave()
