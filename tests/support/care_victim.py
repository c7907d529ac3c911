# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Processes of care that are meant to be killed: the escalation engine and the alarm receiver.

`python -m tests.support.care_victim engine|receiver URL FOLDER_OR_PORT` says `started` and goes on for ever.
"""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

from services.care.clients.couriers import Couriers
from services.care.clients.engine import Engine
from services.care.clients.receiver import ScaipReceiver
from services.care.policy import rules
from services.care.settings import Settings
from services.kit import policy
from services.kit.audit import open_log
from services.kit.channels import ChannelKind, RecordingChannel
from services.kit.clock import SystemClock
from services.kit.context import Resources
from services.kit.data import Database, migrate
from services.kit.live import Live

KEY = b"k" * 32


async def open_care(url: str) -> Database:
    """A started database of care with its audit log."""
    database = Database.open(url, service="care")
    await database.start()
    await migrate(database, "services.care")
    await open_log(database, "care", KEY)
    policy.register(rules)
    return database


def engine_on(database: Database, folder: Path) -> Engine:
    """An engine whose messages go to files that outlive it."""
    resources = Resources(service="care", database=database, live=Live(), clock=SystemClock())
    return Engine(
        resources,
        Couriers(resources, {kind: RecordingChannel(kind, folder) for kind in ChannelKind}),
    )


async def main() -> None:
    role, url, where = sys.argv[1:4]
    database = await open_care(url)
    if role == "engine":
        await engine_on(database, Path(where)).start()
    else:
        await ScaipReceiver(database, Settings(scaip_port=int(where))).start()
    os.write(1, b"started\n")
    await asyncio.Event().wait()


class CareVictim:
    """The child process, seen from the one who kills it."""

    def __init__(self, role: str, url: str, where: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.care_victim", role, url, where],
            stdout=subprocess.PIPE, cwd=Path(__file__).parents[2],
        )  # fmt: skip
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == b"started\n"

    def kill(self) -> None:
        """Without warning."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()


if __name__ == "__main__":
    asyncio.run(main())
