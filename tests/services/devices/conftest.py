# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A devices database on each store, and the running service behind its doors."""

from collections.abc import AsyncIterator, Callable

import pytest
from litestar.testing import AsyncTestClient

from services.devices.policy import rules
from services.kit import policy
from services.kit.data import Database, migrate
from services.kit.web_door import rest_doors
from services.kit.wire.caller import ANONYMOUS, Caller, CallerKind
from services.kit.wire.front.head import RequestHead
from tests.support.services import Asked, opened
from tests.support.stores import *  # noqa: F403 -- the fixtures of the house

GATEWAY = Caller(kind=CallerKind.SERVICE, sub="gateway-1")


@pytest.fixture
async def store(open_database: Callable[..., Database]) -> Database:
    """The schema of devices on an empty store; on SQLite and on PostgreSQL."""
    policy.register(rules)
    database = open_database("devices")
    await database.start()
    await migrate(database, "services.devices")
    return database


@pytest.fixture
async def devices() -> AsyncIterator[Asked]:
    """The service at work with its demo bays."""
    async with opened("devices", "sqlite://") as asked:
        yield asked


@pytest.fixture
def door(devices: Asked) -> Callable[[Caller], AsyncTestClient]:
    """A way in for any caller."""

    def client(caller: Caller) -> AsyncTestClient:
        async def admit(_: RequestHead) -> Caller:
            return caller

        return AsyncTestClient(rest_doors([devices.running], admit, devices.clock))

    return client


@pytest.fixture
async def web(door: Callable[[Caller], AsyncTestClient]) -> AsyncIterator[AsyncTestClient]:
    """The door as a gateway of sensors sees it."""
    async with door(GATEWAY) as client:
        yield client


@pytest.fixture
async def public(door: Callable[[Caller], AsyncTestClient]) -> AsyncIterator[AsyncTestClient]:
    """The door as everybody sees it."""
    async with door(ANONYMOUS) as client:
        yield client
