# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Silence is unknown; kept frames are read again; the command line says both (iot I4, I8)."""

import base64
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from services.devices.actions.entities import read_one
from services.devices.actions.silence import mark_silent
from services.devices.actions.taking_in import take_in
from services.devices.actions.uplinks import read_frames_again, register_device, take_uplink
from services.devices.commands import group
from services.devices.domain import codecs
from services.devices.domain.codecs import Decoded
from services.devices.domain.reading import read_entity
from services.devices.domain.uplinks import Device
from services.kit.clock import ManualClock
from services.kit.data import Database
from tests.services.devices.conftest import GATEWAY

pytestmark = pytest.mark.anyio
BAY = "urn:ngsi-ld:ParkingSpot:l1"
MINUTE = 60_000


def uplink(code: int, at: str, count: int) -> dict[str, Any]:
    payload = base64.b64encode(bytes((code,))).decode()
    frame = {"f_port": 1, "f_cnt": count, "frm_payload": payload}
    return {"end_device_ids": {"device_id": "d1"}, "received_at": at, "uplink_message": frame}


async def hear(database: Database, code: int, at: str, count: int) -> None:
    meant = await take_uplink(database, uplink(code, at, count))
    now = database.clock.now_ms()
    await database.transact(lambda tx: take_in(tx, [read_entity(one, now) for one in meant]))


async def state(database: Database) -> tuple[Any, ...]:
    found = await read_one(database, BAY)
    assert found is not None
    held = found.attributes["status"]
    return held.value, held.flags


@pytest.fixture
async def bay(store: Database) -> Database:
    given = Device(
        id="d1", model="moko-lw009", entity=BAY, type="ParkingSpot", heartbeat_ms=10 * MINUTE
    )
    await store.transact(lambda tx: register_device(tx, GATEWAY, given))
    return store


async def test_silence_is_unknown_and_the_next_word_ends_it(
    bay: Database, manual_clock: ManualClock
) -> None:
    await hear(bay, 0x0B, "2026-01-01T00:00:00Z", 1)
    manual_clock.advance(24 * 60)
    assert (await bay.transact(mark_silent)).outcomes == ()
    manual_clock.advance(60)
    assert (await bay.transact(mark_silent)).count() == {"changed": 1}
    assert await state(bay) == ("unknown", ("silent",))
    assert (await bay.transact(mark_silent)).outcomes == ()
    await hear(bay, 0x0C, "2026-01-01T00:25:30Z", 2)
    assert await state(bay) == ("occupied", ())


async def test_a_word_from_before_the_silence_does_not_end_it(
    bay: Database, manual_clock: ManualClock
) -> None:
    await hear(bay, 0x0B, "2026-01-01T00:00:00Z", 1)
    manual_clock.advance(30 * 60)
    await bay.transact(mark_silent)
    await hear(bay, 0x0C, "2026-01-01T00:10:00Z", 2)
    assert await state(bay) == ("unknown", ("silent",))


async def test_frames_are_read_again_by_a_newer_codec(
    bay: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await hear(bay, 0x0B, "2026-01-01T00:00:00Z", 1)
    same = await read_frames_again(bay, 0)
    assert set(same.count()) == {"duplicate"}
    corrected = {**codecs.CODECS, "moko-lw009": lambda _payload, _port: Decoded(status="occupied")}
    monkeypatch.setattr(codecs, "CODECS", corrected)
    assert (await read_frames_again(bay, 0)).count() == {"changed": 1, "duplicate": 1}
    assert await state(bay) == ("occupied", ())
    assert set((await read_frames_again(bay, 0)).count()) == {"duplicate"}


def test_the_command_line(tmp_path: Path) -> None:
    def run(*words: str) -> Any:
        return CliRunner().invoke(group, list(words), env={"TORGET_DATA_DIR": str(tmp_path)})

    made = run("register", "d1", "--model", "bosch-pls", "--entity", BAY)
    assert (made.exit_code, BAY in made.stdout) == (0, True)
    assert run("register", "d1", "--model", "bosch-pls", "--entity", "no uri").exit_code == 2
    assert run("replay").exit_code == 0
    bad = run("replay", "--since", "yesterday")
    assert (bad.exit_code, len(bad.stderr.splitlines())) == (2, 1)
    assert run("refused").exit_code == 0
