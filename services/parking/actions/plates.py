# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Fingerprints of plates under this year's secret, and under those of years still alive.

A year's secret is stored wrapped under a key from a file (services/kit/crypto/sealing), so a copy of the
database alone names nobody. Wrapping keys are one a year too; the yearly job wraps older secrets anew.
"""

import hashlib
import hmac
import secrets
from datetime import timedelta

import msgspec

from services.kit.clock import instant
from services.kit.context import Resources
from services.kit.crypto.files import secret_file
from services.kit.crypto.sealing import KeyChest, Place, SealBroken, WrappedKey, seal, unseal
from services.kit.data import Tx
from services.kit.errors import Problem
from services.parking.domain.local_time import to_local
from services.parking.domain.plates import (
    HOME,
    KEY_BYTES,
    PlateInvalid,
    normal_country,
    normal_plate,
    plate_key,
)
from services.parking.store import permits as permit_store
from services.parking.store import sessions as store

PLATE_KEPT = timedelta(hours=24)
"""After its end a session's plate is wiped; its fingerprint lives as long as a fine may be disputed."""
KEY_KEPT = timedelta(days=60)
WHOSE = "plates"
LOCAL = KeyChest({"process": secrets.token_bytes(KEY_BYTES)}, "process")
"""For a process without a data folder: what it wraps opens in it alone."""


def chest_of(resources: Resources) -> KeyChest:
    """The wrapping keys of the data folder; this year's is made when first needed."""
    if resources.folder is None:
        return LOCAL
    folder = resources.folder / "keys" / "parking-plates"
    year = str(to_local(instant(resources.clock.now_ms())).year)
    secret_file(folder / year, lambda: secrets.token_bytes(KEY_BYTES))
    found = {path.name: path.read_bytes() for path in folder.iterdir() if path.name.isdigit()}
    return KeyChest(found, max(found))


async def current_key(
    tx: Tx, plate: str, country: str = HOME, *, chest: KeyChest = LOCAL
) -> tuple[int, str]:
    """Epoch and fingerprint of a plate now; the year's secret is made when first needed."""
    epoch, secret = await current_secret(tx, chest)
    _check(plate, country)
    return epoch, plate_key(secret, plate, country)


async def current_secret(tx: Tx, chest: KeyChest) -> tuple[int, bytes]:
    """This year and its secret."""
    year = to_local(instant(tx.now)).year
    known = {one.epoch: one for one in await tx.many(store.epochs)}
    if year not in known:
        wrapped = msgspec.json.encode(chest.new_key(WHOSE, year))
        await tx.run(store.add_epoch, epoch=year, secret=wrapped, since=tx.now)
        known = {one.epoch: one for one in await tx.many(store.epochs)}
    return year, _opened(known[year], chest)


async def all_keys(
    tx: Tx, plate: str, country: str = HOME, *, chest: KeyChest = LOCAL
) -> list[str]:
    """The fingerprints of a plate under every secret that still names sessions, newest first."""
    _check(plate, country)
    epochs = await tx.many(store.epochs)
    return [plate_key(_opened(one, chest), plate, country) for one in epochs]


def seal_plate(secret: bytes, session: str, owner: str, plate: str, country: str = HOME) -> bytes:
    """The plate itself, readable only as long as the session may be disputed."""
    told = f"{normal_country(country)}|{normal_plate(plate)}"
    return seal(_sealing_key(secret), 1, told, _place(session, owner))


async def read_plate(tx: Tx, session: str, owner: str, *, chest: KeyChest = LOCAL) -> str | None:
    """The plate of a session as it was given; None once it was wiped."""
    row = await tx.one(store.plate_of, id=session)
    if row is None or row.plate_sealed is None:
        return None
    for epoch in await tx.many(store.epochs):
        try:
            key = _sealing_key(_opened(epoch, chest))
            return unseal({1: key}, row.plate_sealed, _place(session, owner)).partition("|")[2]
        except SealBroken:
            continue
    return None


async def wrap_anew(tx: Tx, chest: KeyChest) -> int:
    """Wrap every secret under the newest key; how many had to be."""
    count = 0
    for one in await tx.many(store.epochs):
        held = _held(one)
        fresh = chest.rewrap(held) if held is not None else None
        if fresh is not None and fresh != held:
            await tx.run(store.put_secret, epoch=one.epoch, new_secret=msgspec.json.encode(fresh))
            count += 1
    return count


async def forget_plates(tx: Tx) -> int:
    """Wipe plates and fingerprints on time, and secrets that name nobody any more; rows touched."""
    day = round(PLATE_KEPT.total_seconds() * 1000)
    keys = round(KEY_KEPT.total_seconds() * 1000)
    touched = await tx.run(store.wipe_plates, before=tx.now - day)
    touched += await tx.run(store.forget_keys, before=tx.now - keys)
    touched += await tx.run(permit_store.drop_epochs, current=to_local(instant(tx.now)).year)
    return touched


def _held(one: store.Epoch) -> WrappedKey | None:
    """The wrapped secret; None for one that an older version stored bare."""
    if len(one.secret) == KEY_BYTES:
        return None
    return msgspec.json.decode(one.secret, type=WrappedKey)


def _opened(one: store.Epoch, chest: KeyChest) -> bytes:
    held = _held(one)
    return one.secret if held is None else chest.open(held)


def _sealing_key(secret: bytes) -> bytes:
    return hmac.new(secret, b"parking: sealing plates", hashlib.sha256).digest()


def _place(session: str, owner: str) -> Place:
    return Place(table="session", column="plate_sealed", row=session, subject=owner)


def _check(plate: str, country: str) -> None:
    try:
        normal_plate(plate)
        normal_country(country)
    except PlateInvalid as invalid:
        raise Problem("PARKING_PLATE_INVALID", path=("plate",)) from invalid
