# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A message survives kill -9 between the database and the channel, and goes out once."""

import json
import signal
import subprocess
import sys

import pytest

from tests.house.source import ROOT

SCRIPT = """
import asyncio, os, signal, sys
import msgspec
from i18n import t
from services.kit.channels import ChannelKind, PushKeys, RecordingChannel
from services.kit.clock import ManualClock
from services.kit.data import Database, migrate
from services.kit.jobs import Worker
from services.kit.wire.cloudevents import Event
from services.kit.wire.notice import Notice
from services.residents.actions.inbox import receive
from services.residents.jobs import make_jobs
from services.residents.store import shell
from pathlib import Path

folder, when, now = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])


async def main():
    database = Database.open(f"sqlite:///{folder}", service="residents", clock=ManualClock(now))
    await database.start()
    await migrate(database, "services.residents")
    channels = {kind: RecordingChannel(kind, folder) for kind in ChannelKind}
    push = channels[ChannelKind.PUSH]
    real = push.send

    async def dying(message):
        if when == "after":
            await real(message)
        os.kill(os.getpid(), signal.SIGKILL)

    if when != "never":
        push.send = dying
        notice = msgspec.to_builtins(Notice(title=t("residents.demo.welcome", "Hej")))
        event = Event(id="0190-1", source="/services/care", type="care.notice.wanted", subject="ada", time=1, data=notice)

        async def unit(tx):
            await tx.run(shell.put_device, id="d", person="ada", platform="web", endpoint="https://push.example/1",
                         keys=PushKeys(p256dh="k", auth="a"), app_version="", added_at=tx.now)
            await receive(tx, event)

        await database.transact(unit)
    await Worker(database, make_jobs(database, channels)).run_due()
    await database.stop()


asyncio.run(main())
"""


def run(folder, when, now):
    return subprocess.run(
        [sys.executable, "-c", SCRIPT, str(folder), when, str(now)],
        cwd=ROOT,
        check=False,
        timeout=60,
        capture_output=True,
    )


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_message_survives_kill_9_and_goes_out_once(tmp_path, when):
    start = 1_767_225_600_000
    killed = run(tmp_path, when, start)
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    for minute in (1, 2, 20):
        again = run(tmp_path, "never", start + minute * 60_000)
        assert again.returncode == 0, again.stderr.decode()
    lines = (tmp_path / "outgoing-push.jsonl").read_text().splitlines()
    assert len(lines) == 1
    assert json.loads(lines[0])["to"] == "https://push.example/1"
