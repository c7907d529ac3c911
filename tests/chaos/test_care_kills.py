# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Twenty kills of the escalation engine and of the alarm receiver: 0 lost, 0 sent after an acknowledgement."""

import random
from pathlib import Path

import pytest

from tests.support.care_killing import kill_engines, kill_receivers

pytestmark = pytest.mark.anyio
KILLS = 20


async def test_twenty_kills_of_the_engine(database_url: str, tmp_path: Path) -> None:
    tally = await kill_engines(
        database_url, tmp_path, kills=KILLS, alerts_per_kill=15, chance=random.Random()
    )
    assert tally.alerts == 300
    assert tally.duplicates <= max(1, tally.sent // 100), tally


async def test_twenty_kills_of_the_receiver(database_url: str) -> None:
    assert (
        await kill_receivers(database_url, kills=KILLS, alarms_per_kill=60, chance=random.Random())
        == 21 * 60
    )
