# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A parking database on each store, and the running service with its demo kerbs."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from services.kit import policy
from services.kit.context import Resources
from services.kit.data import Database, migrate
from services.kit.live import Live
from services.kit.wire.caller import SYSTEM
from services.parking.actions.feed import ImportFeed, import_feed
from services.parking.domain.ltf import read_feed
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
