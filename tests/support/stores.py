# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Real stores for tests: one PostgreSQL and one Redis per run, a database per worker.

Use: `from tests.support.stores import *` in a conftest, or name the fixtures you need.
"""

import asyncio
import os
import re
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import asyncpg
import pytest

from services.kit.clock import ManualClock
from services.kit.data import Database, migrate
from services.kit.testing.postgres import release_postgres, start_postgres
from services.kit.testing.redis import release_redis, start_redis

__all__ = ["database", "database_url", "manual_clock", "open_database", "postgres_url", "redis_url"]

Opener = Callable[..., Database]


def _run_id() -> str:
    return os.environ.get("PYTEST_XDIST_TESTRUNUID", f"alone{os.getpid()}")[:16]


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A URL of this worker's own database on the run's PostgreSQL."""
    server = start_postgres(_run_id())
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    name = f"torget_{worker}_{uuid.uuid4().hex[:8]}"
    asyncio.run(execute(server.url, f'CREATE DATABASE "{name}"'))
    yield server.url.replace("/postgres?", f"/{name}?")
    release_postgres(_run_id())


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """A URL of this worker's own numbered database on the run's Redis."""
    server = start_redis(_run_id())
    worker = re.sub(r"\D", "", os.environ.get("PYTEST_XDIST_WORKER", "gw0"))
    yield re.sub(r"/0$", f"/{int(worker) % 16}", server.url)
    release_redis(_run_id())


@pytest.fixture
def manual_clock() -> ManualClock:
    """A clock that the test moves."""
    return ManualClock()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty store: every test that uses it runs on both databases."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
async def open_database(database_url: str, manual_clock: ManualClock) -> AsyncIterator[Opener]:
    """Opens databases of the test's own; `await` their start; all are stopped and dropped.

    The same service twice is two replicas on one store.
    """
    opened: list[Database] = []

    def open_one(service: str = "parking", *, clock: ManualClock | None = None) -> Database:
        fresh = Database.open(database_url, service=service, clock=clock or manual_clock)
        opened.append(fresh)
        return fresh

    yield open_one
    for one in opened:
        await one.stop()
        if one.dialect == "postgresql":
            await execute(database_url, f'DROP SCHEMA IF EXISTS "{one.service}" CASCADE')


@pytest.fixture
async def database(open_database: Opener) -> Database:
    """A started database of the service `parking` with the kit's tables."""
    fresh = open_database()
    await fresh.start()
    await migrate(fresh)
    return fresh


async def execute(url: str, sql: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(sql)
    finally:
        await connection.close()
