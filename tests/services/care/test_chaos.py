# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A few kills of the escalation engine and of the alarm receiver; the long run is `make chaos` (care A8, A9)."""

import random
from pathlib import Path

import pytest

from tests.support.care_killing import kill_engines, kill_receivers

pytestmark = pytest.mark.anyio


async def test_no_step_is_lost_and_nothing_is_sent_after_an_acknowledgement(
    own_url: str, tmp_path: Path
) -> None:
    tally = await kill_engines(
        own_url, tmp_path, kills=2, alerts_per_kill=9, chance=random.Random(6)
    )
    assert (tally.alerts, tally.acknowledged) == (18, 6)


async def test_no_alarm_that_was_acknowledged_is_lost(own_url: str) -> None:
    assert await kill_receivers(own_url, kills=2, alarms_per_kill=30, chance=random.Random(7)) == 90
