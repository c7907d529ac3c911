# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Kill -9 at any instant: nothing acknowledged is lost, no timer has its effect twice."""

import random

import asyncpg
import pytest

from tests.support.killing import kill_workers, kill_writers

pytestmark = pytest.mark.anyio


@pytest.fixture
async def ledger_url(database_url: str) -> str:
    if database_url.startswith("postgresql"):
        connection = await asyncpg.connect(database_url)
        await connection.execute("DROP SCHEMA IF EXISTS ledger CASCADE")
        await connection.close()
    return database_url


async def test_no_acknowledged_write_is_lost(ledger_url: str) -> None:  # reliability D1, D3
    assert await kill_writers(ledger_url, 2, random.Random(7)) > 40


async def test_every_timer_has_its_effect_once(ledger_url: str) -> None:  # reliability O6, O8
    await kill_workers(ledger_url, 1000, 2, random.Random(7))
