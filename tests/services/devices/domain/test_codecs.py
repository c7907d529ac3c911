# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Codec tables as byte vectors; an unknown code gives a health event and never a status (iot section 4.3)."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.devices.domain.codecs import CODECS, FrameUnreadable, decode
from services.devices.domain.entities import EntityRefused
from services.devices.domain.uplinks import read_uplink

VECTORS = [
    ("bosch-pls", "01", 1, "occupied", None),
    ("bosch-pls", "00", 1, "free", None),
    ("bosch-pls", "01", 2, "occupied", None),
    ("bosch-pls", "00", 2, "free", None),
    ("bosch-pls", "000000000000000000000000" + "001e05" + "01" + "01", 3, "occupied", "start_up"),
    ("bosch-pls", "000000000000000000000000" + "001e05" + "01", 3, None, "start_up"),
    ("bosch-pls", "01", 9, None, "unknown_code"),
    ("moko-lw009", "00", 1, None, "heartbeat"),
    ("moko-lw009", "0b", 1, "free", None),
    ("moko-lw009", "0c", 1, "occupied", None),
    ("moko-lw009", "0d", 1, None, "interference"),
    ("moko-lw009", "0e", 1, None, "low_battery"),
    ("moko-lw009", "0f", 1, None, "sensor_failed"),
    ("moko-lw009", "10", 1, None, "sensor_failed"),
    ("moko-lw009", "77", 1, None, "unknown_code"),
    ("generic-parking", "012c01", 1, "occupied", None),
    ("generic-parking", "000000", 1, "free", None),
    ("generic-parking", "000007", 1, None, "unknown_code"),
]


@pytest.mark.parametrize(("model", "payload", "port", "status", "health"), VECTORS)
def test_vectors(
    model: str, payload: str, port: int, status: str | None, health: str | None
) -> None:
    said = decode(model, bytes.fromhex(payload), port)
    assert (said.status, said.health) == (status, health)


def test_seconds_and_firmware_are_read() -> None:
    assert decode("generic-parking", bytes.fromhex("012c01"), 1).seconds == 300
    start = decode("bosch-pls", bytes(12) + bytes((0, 30, 5, 1)), 3)
    assert start.detail == "firmware 0.30.5, reset 1"


@given(st.sampled_from(sorted(CODECS)), st.binary(max_size=30), st.integers(0, 255))
def test_any_frame_is_read_or_refused(model: str, payload: bytes, port: int) -> None:
    try:
        said = decode(model, payload, port)
    except FrameUnreadable:
        return
    assert said.status in (None, "free", "occupied")
    assert said.status is not None or said.health is not None


def uplink(**frame: object) -> dict:
    payload = base64.b64encode(b"\x0c").decode()
    return {
        "end_device_ids": {"device_id": "bay-1", "dev_eui": "70b3d57ed0000001"},
        "received_at": "2026-01-01T00:00:00.123456789Z",
        "uplink_message": {"f_port": 1, "f_cnt": 7, "frm_payload": payload} | frame,
    }


def test_an_uplink_is_read() -> None:
    frame = read_uplink(uplink())
    assert (frame.device, frame.counter, frame.payload) == ("bay-1", 7, b"\x0c")
    assert frame.observed_at == 1_767_225_600_123


@pytest.mark.parametrize(
    "sent",
    [{}, [], None, uplink(frm_payload="?"), uplink(f_cnt=-1), uplink(f_port=300), uplink(f_cnt="x"),
     uplink(frm_payload=base64.b64encode(bytes(300)).decode()), uplink(received_at="yesterday")],
)  # fmt: skip
def test_a_bad_uplink_is_refused(sent: object) -> None:
    with pytest.raises(EntityRefused):
        read_uplink(sent)
