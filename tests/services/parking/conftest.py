# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A parking database on each store, and the running service with its demo kerbs."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from litestar.testing import AsyncTestClient

from services.kit import policy
from services.kit.context import Resources
from services.kit.data import Database, migrate
from services.kit.live import Live
from services.kit.web_door import rest_doors
from services.kit.wire.caller import ANONYMOUS, SYSTEM, Caller
from services.kit.wire.front.head import RequestHead
from services.kit.wire.problem import Problem
from services.parking.actions.feed import ImportFeed, import_feed
from services.parking.actions.operators import new_key, put_operator
from services.parking.domain.ltf import read_feed
from services.parking.domain.operators import OperatorRole
from services.parking.policy import rules
from tests.services.parking.facts import collection
from tests.support.services import Asked, opened
from tests.support.stores import *  # noqa: F403 -- the fixtures of the house


@pytest.fixture
async def kerbs(database: Database) -> Database:
    """The schema of parking on an empty store; on SQLite and on PostgreSQL."""
    policy.register(rules)
    await migrate(database, "services.parking")
    return database


@pytest.fixture
async def parking() -> AsyncIterator[Asked]:
    """The service at work with its demo kerbs."""
    async with opened("parking", "sqlite://") as asked:
        yield asked


def resources_of(database: Database) -> Resources:
    """What a service has at hand, without a data folder."""
    return Resources(service="parking", database=database, live=Live(), clock=database.clock)


async def take_in(database: Database, *features: dict[str, Any], whole: bool = False) -> Any:
    """Import rows as the city's own feed."""
    given = ImportFeed(source="test", reading=read_feed(collection(*features)), is_whole=whole)
    return await database.transact(lambda tx: import_feed(tx, SYSTEM, given))


class Hub:
    """The doors with the keys of an operator and of an enforcer."""

    def __init__(self, client: AsyncTestClient, keys: dict[str, str]) -> None:
        self.client = client
        self.keys = keys

    async def ask(self, method: str, path: str, body: Any = None, who: str = "easy") -> Any:
        headers = {"Authorization": f"ApiKey {self.keys[who]}"} if who else {}
        return await self.client.request(method, path, json=body, headers=headers)


@pytest.fixture
async def hub(parking: Asked) -> AsyncIterator[Hub]:
    async def admit(head: RequestHead) -> Caller:
        """The city's own door: it would refuse an operator's key."""
        if head.all(b"authorization"):
            raise Problem("TOKEN_INVALID")
        return ANONYMOUS

    keys = {}
    for name, role in (("easy", "operator"), ("quick", "operator"), ("hand", "enforcer")):
        keys[name] = new_key()
        await parking.database.transact(
            lambda tx, n=name, r=role, k=keys[name]: put_operator(tx, n, OperatorRole(r), k)
        )
    async with AsyncTestClient(rest_doors([parking.running], admit, parking.clock)) as client:
        yield Hub(client, keys)


def stay(**more: Any) -> dict[str, Any]:
    return {
        "registration_number": "ABC123", "time_start": "2025-12-31T23:59:00Z",
        "time_end": "2026-01-01T02:00:00Z", "zone": 3, "location": {"type": "Point", "coordinates": [18.0408, 59.3424]},
    } | more  # fmt: skip
