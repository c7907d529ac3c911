# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Registrar and ballot box, on each store."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.services.participation.city import City, opened_city
from tests.support.stores import *  # noqa: F403 -- the fixtures of the house


@pytest.fixture
async def city(database_url: str, tmp_path: Path) -> AsyncIterator[City]:
    """Both services on SQLite and on PostgreSQL, their keys in a folder."""
    async with opened_city(database_url, tmp_path / "keys-of-the-city") as made:
        yield made


@pytest.fixture
async def small_city(tmp_path: Path) -> AsyncIterator[City]:
    """Both services on SQLite alone."""
    async with opened_city("sqlite://", tmp_path / "keys-of-the-city") as made:
        yield made
