# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A box with one open poll, on each store."""

import pytest

from services.ballotbox.actions.publishing import open_board
from services.kit.data import Database, migrate
from tests.services.ballotbox.voters import definition
from tests.support.stores import *  # noqa: F403 -- the fixtures of the house


@pytest.fixture
async def box(open_database) -> Database:
    database = open_database("ballotbox")
    await database.start()
    await migrate(database, "services.ballotbox")
    await database.transact(lambda tx: open_board(tx, definition()))
    return database
