# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Alarms over HTTP: stored before they are answered, once; signs of life; providers' reports; the commands."""

import asyncio
import json
import os
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from services.care.store import alerts as alert_store
from services.care.store import devices as device_store
from services.kit.clock import ManualClock
from services.kit.data import define, func, select
from services.kit.errors import Problem
from services.kit.web_door import rest_doors
from services.kit.wire.caller import ANONYMOUS, Caller
from services.kit.wire.front.head import RequestHead
from tests.services.care.people import DEVICES, ELIN
from tests.support.asgi import AsgiClient
from tests.support.services import Asked, opened

pytestmark = pytest.mark.anyio
ALARMS = define(select(func.count()).select_from(alert_store.alert), int)
ALARM = {"ref": "R1", "cid": "7000001", "dty": "0003", "stc": "0010"}
ROOT = Path(__file__).parents[3]


@pytest.fixture
async def care() -> AsyncIterator[Asked]:
    async with opened("care", "sqlite://") as asked:
        yield asked


@pytest.fixture
def doors(care: Asked) -> Any:
    who: dict[str, Caller] = {"devices": DEVICES, "staff": ELIN}

    async def admit(head: RequestHead) -> Caller:
        return who.get(head.header(b"x-test") or "", ANONYMOUS)

    return AsgiClient(rest_doors([care.running], admit, ManualClock()))


async def post(doors: AsgiClient, path: str, body: Any, who: str = "devices"):
    given = json.dumps(body).encode()
    return await doors.request(
        "POST", path, body=given,
        headers=[("content-type", "application/json"), ("content-length", str(len(given))), ("x-test", who)],
    )  # fmt: skip


async def test_an_alarm_is_stored_and_the_same_again_is_one(care: Asked, doors: AsgiClient) -> None:
    # care A2
    before = await care.database.one(ALARMS)
    first = await post(doors, "/care/alarms", ALARM)
    assert first.status == 202, first.body
    again = await post(doors, "/care/alarms", ALARM)
    assert (first.json["repeat"], again.json["repeat"]) == (False, True)
    assert first.json["alert"] == again.json["alert"] is not None
    assert await care.database.one(ALARMS) == before + 1


@pytest.mark.parametrize("who", ["", "staff"])
async def test_nobody_else_reports(care: Asked, doors: AsgiClient, who: str) -> None:
    before = await care.database.one(ALARMS)
    refused = await post(doors, "/care/alarms", ALARM, who)
    assert refused.status in (401, 403)
    assert await care.database.one(ALARMS) == before


async def test_an_alarm_without_device_is_told_what_is_missing(doors: AsgiClient) -> None:
    refused = await post(doors, "/care/alarms", ALARM | {"cid": " "})
    assert (refused.status, refused.json["code"]) == (422, "CARE_ALARM_INVALID"), refused.body


async def test_signs_of_life(care: Asked, doors: AsgiClient) -> None:
    care.clock.advance(100)
    assert (await post(doors, "/care/devices/7000001/heartbeat", {})).status == 204
    known = await care.database.one(device_store.device_by_cid, cid="7000001")
    assert known.last_heard == care.clock.now_ms()
    assert (await post(doors, "/care/devices/1/heartbeat", {})).status == 404


async def test_when_the_disk_is_full_nobody_is_told_that_it_is_stored(
    care: Asked, doors: AsgiClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(unit: Any) -> Any:
        raise Problem("STORAGE_FULL")

    with monkeypatch.context() as patch:  # room again before the service stops
        patch.setattr(care.database, "transact", full)
        assert (await post(doors, "/care/alarms", ALARM)).status == 507


def torget(*words: str, folder: Path, **more: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "gateway.city.cli", *words], cwd=ROOT, text=True, capture_output=True, check=False,
        env=os.environ | {"TORGET_DATA_DIR": str(folder)} | more,
    )  # fmt: skip


def test_the_command_line_shows_the_times_of_a_rule(tmp_path: Path) -> None:
    done = torget(
        "care",
        "occurrences",
        "--start",
        "2026-03-28T02:30",
        "--rule",
        "FREQ=DAILY",
        "--days",
        "3",
        folder=tmp_path,
    )
    assert [line.split()[0] for line in done.stdout.splitlines()] == [
        "2026-03-28T01:30:00Z", "2026-03-29T01:30:00Z", "2026-03-30T00:30:00Z",
    ]  # fmt: skip
    assert "shifted" in done.stdout.splitlines()[1]
    wrong = torget(
        "care",
        "occurrences",
        "--start",
        "2026-03-28T02:30",
        "--rule",
        "FREQ=SECONDLY",
        folder=tmp_path,
    )
    assert (wrong.returncode, wrong.stderr.strip()) == (2, "torget: FREQ cannot be used: too_fine.")


def test_the_watchdog_says_when_no_engine_lives(tmp_path: Path) -> None:
    # care A10
    done = torget("care", "watchdog", "--once", folder=tmp_path)
    assert done.returncode == 1
    assert "ESCALATION_ENGINE_DOWN" in done.stderr


async def test_the_receiver_runs_by_command(tmp_path: Path) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "gateway.city.cli", "care", "scaip", "--port", str(port), cwd=ROOT,
        stdout=subprocess.PIPE, env=os.environ | {"TORGET_DATA_DIR": str(tmp_path), "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    assert process.stdout is not None
    try:
        assert str(port).encode() in await process.stdout.readline()
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(
            b"OPTIONS sip:x SIP/2.0\r\nVia: SIP/2.0/TCP 127.0.0.1;branch=z9hG4bK1\r\nFrom: <sip:a@b>;tag=1\r\n"
            b"To: <sip:x>\r\nCall-ID: 1\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n"
        )
        assert (await reader.readline()).startswith(b"SIP/2.0 200")
        writer.close()
    finally:
        process.terminate()
        await process.wait()
