# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The open city at work with its demo content, on SQLite and on PostgreSQL."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from services.kit.wire.caller import Caller, CallerKind
from tests.support.services import Asked, opened
from tests.support.stores import *  # noqa: F403 -- the fixtures of the house

EDITOR = Caller(
    kind=CallerKind.STAFF, sub="editor-1", loa=3, roles=("editor",), auth_time=1_767_225_000
)


START = 1_767_225_600_000
"""2026-01-01 01:00 in Stockholm."""


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest) -> str:
    if request.param == "sqlite":
        return "sqlite://"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture(scope="module")
async def shared(store_url: str) -> AsyncIterator[Asked]:
    async with opened("cityinfo", store_url) as asked:
        yield asked
    if store_url.startswith("postgresql"):
        connection = await asyncpg.connect(store_url)
        await connection.execute('DROP SCHEMA IF EXISTS "cityinfo" CASCADE')
        await connection.close()


@pytest.fixture
def both(shared: Asked) -> Asked:
    """The open city on each database, for questions alone."""
    shared.clock.set(START)
    return shared


@pytest.fixture
async def city() -> AsyncIterator[Asked]:
    """One of the test's own, to change."""
    async with opened("cityinfo", "sqlite://") as asked:
        yield asked
