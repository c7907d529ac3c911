# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Uplinks of The Things Stack v3: a frame with its device, counter and instant; becomes an entity."""

import base64
import binascii
from collections.abc import Mapping
from typing import Any

import msgspec

from services.devices.domain.codecs import Decoded
from services.devices.domain.entities import EntityRefused
from services.devices.domain.reading import read_instant
from services.devices.domain.writing import iso

LARGEST_FRAME = 250
HIGHEST_PORT = 255
REJOIN_BELOW = 16
"""A counter this low after a higher one is a new start, not a late frame (iot I1)."""


class _Ids(msgspec.Struct):
    device_id: str
    dev_eui: str = ""


class _Frame(msgspec.Struct):
    f_port: int = 0
    f_cnt: int = 0
    frm_payload: str = ""
    received_at: str | None = None


class _Uplink(msgspec.Struct):
    end_device_ids: _Ids
    uplink_message: _Frame
    received_at: str | None = None


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """One frame as it came over the air."""

    device: str
    eui: str
    port: int
    counter: int
    payload: bytes
    observed_at: int
    """UTC milliseconds, as the network server stamped it."""


class Device(msgspec.Struct, frozen=True, kw_only=True):
    """A device of the registry's first room: what it is and which entity it speaks of."""

    id: str
    eui: str = ""
    model: str
    entity: str
    type: str
    heartbeat_ms: int = 3_600_000


def read_uplink(given: Any) -> Frame:
    """The frame of an uplink. Raises EntityRefused."""
    try:
        told = msgspec.convert(given, _Uplink)
        payload = base64.b64decode(told.uplink_message.frm_payload, validate=True)
    except (msgspec.ValidationError, binascii.Error, ValueError) as broken:
        raise EntityRefused("bad_uplink", f"The uplink cannot be read: {broken}.") from None
    frame = told.uplink_message
    name = told.end_device_ids.device_id
    if len(payload) > LARGEST_FRAME or not 0 <= frame.f_port <= HIGHEST_PORT or frame.f_cnt < 0:
        raise EntityRefused("bad_uplink", "Port, counter or length is out of range.", entity=name)
    moment = frame.received_at or told.received_at
    observed = read_instant(moment) if moment else None
    if observed is None:
        raise EntityRefused("bad_time", "received_at is no instant.", entity=name)
    return Frame(
        device=name, eui=told.end_device_ids.dev_eui.upper(), port=frame.f_port,
        counter=frame.f_cnt, payload=payload, observed_at=observed,
    )  # fmt: skip


def entities_of(device: Device, frame: Frame, said: Decoded) -> list[Mapping[str, Any]]:
    """What a decoded frame means: the state of the place, and how the device fares."""
    found: list[Mapping[str, Any]] = []
    stamp = {"observedAt": iso(frame.observed_at), "sequence": frame.counter}
    if said.status is not None:
        found.append(
            {
                "id": device.entity,
                "type": device.type,
                "status": {"type": "Property", "value": said.status} | stamp,
                "refDevice": {"type": "Relationship", "object": device_urn(device.id)} | stamp,
            }
        )
    state: dict[str, Any] = {
        "id": device_urn(device.id),
        "type": "Device",
        "dateLastValueReported": {"type": "Property", "value": iso(frame.observed_at)} | stamp,
    }
    if said.health is not None:
        state["deviceState"] = {"type": "Property", "value": said.health} | stamp
    if said.battery is not None:
        state["batteryLevel"] = {"type": "Property", "value": said.battery} | stamp
    found.append(state)
    return found


def device_urn(name: str) -> str:
    """The id of the entity that tells how a device fares."""
    return f"urn:ngsi-ld:Device:{name}"
