# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""LoRaWAN frames: kept as they came, decoded by the device's codec, read again by a newer one (iot I8)."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.devices.actions.taking_in import Taken, take_in
from services.devices.domain.codecs import CODECS, FrameUnreadable, decode
from services.devices.domain.entities import EntityRefused
from services.devices.domain.reading import is_id, is_type, read_entity
from services.devices.domain.uplinks import Device, Frame, entities_of, read_uplink
from services.devices.store import devices as store
from services.kit.data import Database, Tx
from services.kit.errors import InputInvalid
from services.kit.policy import require
from services.kit.wire.caller import Caller


async def register_device(tx: Tx, caller: Caller, given: Device) -> Device:
    """Name a device, its model and the entity it speaks of; doing it again replaces."""
    require(caller, "devices.device.register")
    if given.model not in CODECS:
        raise InputInvalid(path=("model",))
    if not is_id(given.entity) or not is_type(given.type) or given.heartbeat_ms <= 0:
        raise InputInvalid(path=("entity",))
    await tx.run(
        store.put_device, id=given.id, eui=given.eui.upper(), model=given.model,
        entity=given.entity, type=given.type, heartbeat_ms=given.heartbeat_ms,
    )  # fmt: skip
    await tx.emit("devices.device.registered", given.id, {"id": given.id, "entity": given.entity})
    return given


async def take_uplink(database: Database, given: Any) -> Sequence[Mapping[str, Any]]:
    """Keep the frame of an uplink and say what it means. Raises EntityRefused."""
    frame = read_uplink(given)
    device = await database.one(store.by_id, key=frame.device)
    if device is None:
        raise EntityRefused("unknown_device", "Register the device first.", entity=frame.device)
    if device.eui and frame.eui and device.eui != frame.eui:
        raise EntityRefused("wrong_device", "The EUI is not the device's.", entity=frame.device)

    async def keep(tx: Tx) -> None:
        await tx.run(
            store.keep_frame, device=frame.device, observed_at=frame.observed_at,
            counter=frame.counter, port=frame.port, payload=frame.payload, received_at=tx.now,
        )  # fmt: skip

    await database.transact(keep)
    return _meaning(device, frame)


async def read_again(database: Database, since: int) -> list[Mapping[str, Any]]:
    """What the kept frames mean by the codecs of today; frames that cannot be read say nothing."""
    found: list[Mapping[str, Any]] = []
    for kept in await database.scan(store.frames, since=since, after=""):
        device = await database.one(store.by_id, key=kept.device)
        if device is None:
            continue
        frame = Frame(
            device=kept.device, eui=device.eui, port=kept.port, counter=kept.counter,
            payload=kept.payload, observed_at=kept.observed_at,
        )  # fmt: skip
        try:
            found += _meaning(device, frame)
        except EntityRefused:
            continue
    return found


def _meaning(device: Device, frame: Frame) -> list[Mapping[str, Any]]:
    try:
        said = decode(device.model, frame.payload, frame.port)
    except FrameUnreadable as broken:
        raise EntityRefused("bad_frame", str(broken), entity=device.id) from None
    return entities_of(device, frame, said)


async def read_frames_again(database: Database, since: int) -> Taken:
    """Take what the kept frames mean today; an equal frame counts only where it says otherwise (I8)."""
    now = database.clock.now_ms()
    meant = await read_again(database, since)
    messages = [read_entity(one, now, corrects=True) for one in meant]
    return await database.transact(lambda tx: take_in(tx, messages))
