# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The language service at work, its database on each store, and engines of the test's choosing."""

from collections.abc import AsyncIterator, Iterator

import pytest

from services.kit import policy
from services.kit.data import Database, migrate
from services.language.clients.apertium import ApertiumCommand
from services.language.clients.bootstrap import bench
from services.language.clients.guarding import Guard
from services.language.policy import rules
from services.language.settings import Settings
from tests.support.services import Asked, opened
from tests.support.stores import *  # noqa: F403 -- the fixtures of the house


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(autouse=True)
def engines() -> Iterator[None]:
    """Apertium alone, and a budget of a thousand words."""
    bench.use(Guard([ApertiumCommand()]), Settings(budget=1000))
    yield
    bench.use(None)


@pytest.fixture
async def language() -> AsyncIterator[Asked]:
    """The service at work with its demo words."""
    async with opened("language", "sqlite://") as asked:
        yield asked


@pytest.fixture
async def texts(open_database) -> Database:
    """The schema of language on an empty store; on SQLite and on PostgreSQL."""
    policy.register(rules)
    database = open_database("language")
    await database.start()
    await migrate(database, "services.language")
    return database
