# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The real databases, and a small table to write into."""

import pytest

from services.kit.data import Database
from tests.services.kit.data import pots


@pytest.fixture
async def store(database: Database) -> Database:
    await pots.make_tables(database)
    return database
