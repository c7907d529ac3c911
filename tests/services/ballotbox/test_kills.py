# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""kill -9 while ballots are cast: none that was acknowledged is lost, on both databases."""

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from services.ballotbox import store
from services.kit.data import Database, migrate

pytestmark = pytest.mark.anyio
KILLS = int(os.environ.get("TORGET_CHAOS_KILLS", "2"))


async def test_no_acknowledged_ballot_is_lost(database_url: str) -> None:
    database = Database.open(database_url, service="ballotbox")
    await database.start()
    await migrate(database, "services.ballotbox")
    for number in range(KILLS):
        poll = f"kill-{number}-{random.randrange(10**9)}"
        acknowledged = _leaves_until_killed(database_url, poll, after=random.randrange(30, 200))
        kept = {row.leaf for row in await database.many(store.pending_of, poll=poll)}
        assert len(acknowledged) >= 30
        assert acknowledged <= kept
    await database.stop()


def _leaves_until_killed(url: str, poll: str, *, after: int) -> set[str]:
    victim = subprocess.Popen(
        [sys.executable, "-m", "tests.services.ballotbox.caster", url, poll],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[3],
    )
    out = victim.stdout
    assert out is not None
    lines = [out.readline() for _ in range(after + 1)]
    victim.send_signal(signal.SIGKILL)
    lines += out.readlines()
    victim.wait()
    out.close()
    return {line.decode().strip() for line in lines if line.endswith(b"\n")} - {"started"}
