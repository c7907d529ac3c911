# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Alarms in: kept to the byte before anything is answered, one alert per alarm, none lost (care A2, S1-S6)."""

from typing import Any, Final

import msgspec

from services.care.actions.access import own_id
from services.care.actions.alerts import RaiseAlert, append, locked, raise_alert
from services.care.actions.answering import cannot_reach
from services.care.domain.alerts import Happening
from services.care.domain.devices import Device, DeviceMessage, Profile, offline_at
from services.care.domain.occurrences import OccurrenceState
from services.care.domain.scaip import (
    CANCELLED,
    TESTS,
    Alarm,
    MessageType,
    Status,
    priority_of,
    raises_alert,
    status_of,
)
from services.care.domain.triage import MISSED, Source
from services.care.store import devices as store
from services.care.store import occurrences as occurrence_store
from services.care.store import people as people_store
from services.kit.data import Tx
from services.kit.errors import Conflict
from services.kit.ids import new_id
from services.kit.policy import require
from services.kit.wire.caller import Caller

REPEAT_MS: Final = 3_600_000
"""So long the same bytes under the same reference are a repeat; later they are a new alarm."""
DEFAULT_UNIT: Final = "larmcentral"
"""Who sees alarms of devices that nobody has registered."""
REPLY_BATCH: Final = 50
SILENT_BATCH: Final = 100
REPLY_TRIES: Final = 6


class Sender(msgspec.Struct, frozen=True, kw_only=True):
    """Where a message came from and how its answer finds back."""

    source: str
    """`scaip` or `rest`."""
    user: str = ""
    """The name it signed in with, if it had to."""
    from_user: str = ""
    route: dict[str, str] = {}
    wants_reply: bool = True
    """Whether an answer in a message of its own is owed."""


class Received(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a message."""

    message: str
    alert: str | None
    status: Status
    detail: str
    is_repeat: bool
    profile: Profile = Profile()


async def receive_alarm(
    tx: Tx, alarm: Alarm, raw: bytes, sender: Sender, *, unit: str = DEFAULT_UNIT
) -> Received:
    """Keep a message and raise what it asks for. Nothing may be answered before this is committed."""
    device = await tx.one(store.device_by_cid, cid=alarm.cid) if alarm.cid else None
    status, detail = status_of(alarm)
    same = await tx.one(
        store.same_message, cid=alarm.cid, ref=alarm.ref, mty=alarm.mty, body_hash=alarm.body_hash
    )
    if same is not None and tx.now - same.received_at < REPEAT_MS:
        return await _repeat(tx, same, sender, status, detail, device)
    message = _message(tx, alarm, raw, sender, is_again=same is not None)
    if await tx.one(store.add_message, **msgspec.structs.asdict(message)) is None:
        raise Conflict
    if device is not None:
        await _heard(tx, device, alarm)
    alert = await _alert(tx, alarm, sender, device, unit)
    if alert is not None:
        await tx.run(store.set_alert, id=message.id, alert_id=alert)
    await tx.emit("care.alarm.received", message.id, {"message": message.id, "alert": alert})
    return Received(
        message=message.id, alert=alert, status=status, detail=detail, is_repeat=False,
        profile=device.profile if device else Profile(),
    )  # fmt: skip


async def report_alarm(tx: Tx, caller: Caller, alarm: Alarm, raw: bytes, *, unit: str) -> Received:
    """An alarm over REST, from a device or a partner that has signed in."""
    require(caller, "care.device.report")
    sender = Sender(source="rest", user=own_id(caller)[0], wants_reply=False)
    return await receive_alarm(tx, alarm, raw, sender, unit=unit)


async def heartbeat(tx: Tx, caller: Caller, cid: str) -> bool:
    """A sign of life of a device; False when nobody knows it."""
    require(caller, "care.device.report")
    device = await tx.one(store.device_by_cid, cid=cid)
    if device is None:
        return False
    await tx.run(
        store.heard,
        id=device.id,
        now=tx.now,
        tested=None,
        check_at=offline_at(device.heartbeat_s, tx.now),
    )
    return True


async def find_silent(tx: Tx, *, careful: bool = False) -> int:
    """Devices not heard of for too long: P2, and check-ins that rest on them become a visit (S6)."""
    silent = await tx.many(store.silent, now=tx.now, most=1 if careful else SILENT_BATCH)
    for device in silent:
        await tx.run(store.checked, id=device.id)
        await raise_alert(tx, RaiseAlert(
            unit=device.unit, resident=device.resident, device=device.id, source=Source.DEVICE_OFFLINE,
            priority=MISSED, dedup_key=f"offline:{device.id}", policy=device.policy,
            about={"reason": "offline", "lastHeard": device.last_heard, "needs": "visit"},
        ))  # fmt: skip
        if device.resident is not None:
            for one in await tx.many(
                occurrence_store.waiting_of, residents=[device.resident],
                states=[OccurrenceState.OPEN.value], most=10,
            ):  # fmt: skip
                await cannot_reach(tx, one, "device_offline")
    return len(silent)


async def owed_replies(tx: Tx) -> list[DeviceMessage]:
    """Messages whose answer has not been taken yet, also those of a process that was killed (S1)."""
    rows = await tx.many(store.owed, now=tx.now, most=REPLY_BATCH)
    for row in rows:
        last = row.attempts + 1 >= REPLY_TRIES
        await tx.run(
            store.owe_again, id=row.id, tries=row.attempts + 1, new_route=row.route,
            again_at=None if last else tx.now + 35_000 * (row.attempts + 1),
        )  # fmt: skip
    return rows


async def note_replied(tx: Tx, message_id: str) -> None:
    """The sender has been told the answer together with the OK."""
    await tx.run(store.replied, id=message_id, now=tx.now)


async def note_taken(tx: Tx, owed: DeviceMessage) -> None:
    """The sender has taken the answer it was owed; a repeat that came meanwhile is owed its own."""
    await tx.run(store.taken, id=owed.id, tries=owed.attempts + 1, now=tx.now)


def _message(tx: Tx, alarm: Alarm, raw: bytes, sender: Sender, *, is_again: bool) -> DeviceMessage:
    status, detail = status_of(alarm)
    reply = msgspec.json.encode({"ref": alarm.ref, "snu": status.value, "ste": detail}).decode()
    return DeviceMessage(
        id=new_id(), cid=alarm.cid, ref=alarm.ref, mty=alarm.mty,
        body_hash=f"{alarm.body_hash}@{tx.now}" if is_again else alarm.body_hash, raw=raw,
        source=sender.source, received_at=tx.now, fields=msgspec.to_builtins(alarm), alert=None,
        reply=reply if sender.wants_reply else None, route=sender.route, replied_at=None, attempts=0,
        next_try_at=tx.now if sender.wants_reply else None,
    )  # fmt: skip


async def _repeat(  # noqa: PLR0917 -- the facts of one repeat
    tx: Tx, same: DeviceMessage, sender: Sender, status: Status, detail: str, device: Device | None
) -> Received:
    """The same again: nothing is raised twice, the answer is given again (S2)."""
    if sender.wants_reply:
        await tx.run(store.owe_again, id=same.id, tries=0, new_route=sender.route, again_at=tx.now)
    return Received(
        message=same.id, alert=same.alert, status=status, detail=detail, is_repeat=True,
        profile=device.profile if device else Profile(),
    )  # fmt: skip


async def _heard(tx: Tx, device: Device, alarm: Alarm) -> None:
    tested = tx.now if alarm.stc in TESTS else None
    await tx.run(
        store.heard,
        id=device.id,
        now=tx.now,
        tested=tested,
        check_at=offline_at(device.heartbeat_s, tx.now),
    )


async def _alert(
    tx: Tx, alarm: Alarm, sender: Sender, device: Device | None, unit: str
) -> str | None:
    """The alert that the message raises, joins, or comments on."""
    about = _about(alarm, sender, device)
    first = await tx.one(store.first_of_ref, cid=alarm.cid, ref=alarm.ref)
    if first is not None and first.alert is not None and tx.now - first.received_at < REPEAT_MS:
        told = await _comment(tx, first.alert, alarm, about)
        if told is not None:
            return told
    if not raises_alert(alarm):
        return None
    source = Source.SCAIP if sender.source == "scaip" else Source.DEVICE
    lang = "sv"
    if device is not None and device.resident is not None:
        known = await tx.many(people_store.residents_by_id, ids=[device.resident])
        lang = known[0].lang if known else lang
    urgent = device.profile.pri_urgent if device else ()
    raised = await raise_alert(tx, RaiseAlert(
        unit=device.unit if device else unit, resident=device.resident if device else None,
        device=device.id if device else None, source=source,
        priority=priority_of(alarm, urgent) if device and alarm.readable else MISSED,
        dedup_key=f"alarm:{alarm.cid or '-'}:{alarm.ref}:{alarm.body_hash if alarm.ref == '0' else ''}:{tx.now}",
        policy=device.policy if device else "", lang=lang, about=about, actor=f"device:{alarm.cid or '-'}",
    ))  # fmt: skip
    return raised.alert.id


async def _comment(tx: Tx, alert_id: str, alarm: Alarm, about: dict[str, Any]) -> str | None:
    """A further part, an update, or a withdrawal: told on the alert; it never closes it (S2, S6).

    None when the alert is over and this is an alarm: then it is a new one.
    """
    alert = await locked(tx, alert_id)
    if not alert.is_open and raises_alert(alarm):
        return None
    is_withdrawal = alarm.mty == MessageType.RESET or alarm.stc == CANCELLED
    kind = Happening.WITHDRAWN if is_withdrawal else Happening.INFORMATION
    if raises_alert(alarm) and alert.is_open:
        about["priority"] = priority_of(alarm)
    await append(tx, alert, [(kind, about)], actor=f"device:{alarm.cid or '-'}")
    return alert_id


def _about(alarm: Alarm, sender: Sender, device: Device | None) -> dict[str, Any]:
    about: dict[str, Any] = {
        "cid": alarm.cid, "ref": alarm.ref, "mty": alarm.mty, "dty": alarm.dty, "stc": alarm.stc,
        "lco": alarm.lco, "callback": list(alarm.crd), "missing": list(alarm.missing),
        "readable": alarm.readable,
    }  # fmt: skip
    if device is None:
        about["unknown_device"] = True
    named = {each for each in (sender.user, sender.from_user) if each}
    known = {alarm.cid, device.digest_user if device else alarm.cid}
    if sender.source == "scaip" and named - known:
        about["identity_mismatch"] = sorted(named)
    return about
