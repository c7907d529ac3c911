# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Codecs of LoRaWAN sensors: pure functions from (bytes, port) to a status or a health event, never both guessed."""

from collections.abc import Callable
from typing import Final

import msgspec

FREE, OCCUPIED = "free", "occupied"


class FrameUnreadable(ValueError):
    """A frame that the codec of its model cannot read; the message says why."""


class Decoded(msgspec.Struct, frozen=True, kw_only=True):
    """What a frame says. Without `status` the state of the place stays as it is (iot I3)."""

    status: str | None = None
    health: str | None = None
    """A word for a health event: start_up, interference, low_battery, sensor_failed, unknown_code."""
    battery: float | None = None
    """0 to 1."""
    seconds: int | None = None
    """How long the place has been occupied, where the sensor counts it."""
    detail: str = ""


Codec = Callable[[bytes, int], Decoded]


def bosch_parking(payload: bytes, port: int) -> Decoded:
    """Bosch parking lot sensor: port 1 status, 2 heartbeat, 3 start-up."""
    if port in (1, 2):
        _need(payload, 1)
        return Decoded(status=OCCUPIED if payload[0] & 1 else FREE)
    if port == _START_UP_PORT:
        _need(payload, 16)
        firmware = ".".join(str(part) for part in payload[12:15])
        occupied = {0: FREE, 1: OCCUPIED}.get(payload[16] & 1) if len(payload) > 16 else None  # noqa: PLR2004
        return Decoded(
            status=occupied, health="start_up", detail=f"firmware {firmware}, reset {payload[15]}"
        )
    return Decoded(health="unknown_code", detail=f"port {port}")


_START_UP_PORT: Final = 3
_MOKO: Final[dict[int, Decoded]] = {
    0x0B: Decoded(status=FREE),
    0x0C: Decoded(status=OCCUPIED),
    0x0D: Decoded(health="interference"),
    0x0E: Decoded(health="low_battery"),
    0x0F: Decoded(health="sensor_failed", detail="0x0f"),
    0x10: Decoded(health="sensor_failed", detail="0x10"),
}


def moko_lw009(payload: bytes, port: int) -> Decoded:
    """MOKO LW009: the first byte says what it is; a heartbeat alone says nothing of the place."""
    del port
    _need(payload, 1)
    if payload[0] == 0:
        return Decoded(health="heartbeat")
    return _MOKO.get(payload[0]) or Decoded(health="unknown_code", detail=f"0x{payload[0]:02x}")


def generic_parking(payload: bytes, port: int) -> Decoded:
    """Three bytes: how many seconds occupied (two bytes, high one first), then the state."""
    del port
    _need(payload, 3)
    seconds = int.from_bytes(payload[:2], "big")
    if payload[2] not in (0, 1):
        return Decoded(health="unknown_code", detail=f"state {payload[2]}")
    return Decoded(status=OCCUPIED if payload[2] else FREE, seconds=seconds)


CODECS: Final[dict[str, Codec]] = {
    "bosch-pls": bosch_parking,
    "moko-lw009": moko_lw009,
    "generic-parking": generic_parking,
}
"""By the name of the device model."""


def decode(model: str, payload: bytes, port: int) -> Decoded:
    """What a frame of a device of this model says. Raises FrameUnreadable."""
    codec = CODECS.get(model)
    if codec is None:
        raise FrameUnreadable(f'no codec is known for the model "{model}"')
    return codec(payload, port)


def _need(payload: bytes, count: int) -> None:
    if len(payload) < count:
        raise FrameUnreadable(f"{len(payload)} bytes, at least {count} are needed")
