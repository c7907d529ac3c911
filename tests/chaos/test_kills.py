# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Two hundred kills of a busy writer, and workers killed while they run ten thousand timers."""

import os
import random

import pytest

from tests.support.killing import kill_workers, kill_writers

pytestmark = pytest.mark.anyio

KILLS = int(os.environ.get("TORGET_CHAOS_KILLS", "200"))


async def test_no_acknowledged_write_is_lost(database_url: str) -> None:  # reliability D1, D3
    await kill_writers(database_url, KILLS, random.Random())


async def test_every_timer_has_its_effect_once(database_url: str) -> None:  # reliability O6, O8
    await kill_workers(database_url, 10_000, KILLS // 10, random.Random())
