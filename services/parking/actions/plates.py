# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Fingerprints of plates under this year's secret, and under those of years still alive.

A year's secret is stored wrapped under a key from a file (services/kit/crypto/sealing), so a copy of the
database alone names nobody. Wrapping keys are one a year too; the yearly job wraps older secrets anew.
"""

import hashlib
import hmac
import secrets
from contextlib import suppress
from datetime import timedelta

import msgspec

from services.kit.clock import instant
from services.kit.context import Resources
from services.kit.crypto.files import secret_file
from services.kit.crypto.sealing import KeyChest, Place, SealBroken, WrappedKey, seal, unseal
from services.kit.data import Tx
from services.kit.errors import Problem
from services.parking.actions.verdicts import Reads
from services.parking.domain.local_time import to_local
from services.parking.domain.plates import (
    HOME,
    KEY_BYTES,
    PlateInvalid,
    normal_country,
    normal_plate,
    plate_key,
)
from services.parking.store import operators as operator_store
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


async def stands_already(
    tx: Tx, operator: str, domain: str, plate: str, country: str = HOME, *, chest: KeyChest
) -> bool:  # fmt: skip
    """Whether a stay goes on that began under the secret of an earlier year (parking P1).

    Within a year the unique index decides; across its turn one plate has two fingerprints.
    """
    keys = (await all_keys(tx, plate, country, chest=chest))[1:]
    found = keys and await tx.many(
        store.active_of_plate, operator=operator, domain=domain, plate_keys=keys
    )
    return bool(found)


def seal_plate(
    secret: bytes, row: str, owner: str, plate: str, country: str = HOME, *, table: str = "session"
) -> bytes:
    """The plate itself, readable only as long as the session may be disputed or the permit holds."""
    told = f"{normal_country(country)}|{normal_plate(plate)}"
    return seal(_sealing_key(secret), 1, told, _place(row, owner, table))


async def opened_secrets(reads: Reads, chest: KeyChest) -> dict[int, bytes]:
    """The secret of every year that still names anybody."""
    return {one.epoch: _opened(one, chest) for one in await reads.many(store.epochs)}


def unseal_plate(
    secret: bytes, sealed: bytes, row: str, owner: str, *, table: str = "session"
) -> tuple[str, str]:
    """Country and plate. Raises SealBroken."""
    key = {1: _sealing_key(secret)}
    country, _, plate = unseal(key, sealed, _place(row, owner, table)).partition("|")
    return country, plate


async def read_plate(tx: Tx, session: str, owner: str, *, chest: KeyChest = LOCAL) -> str | None:
    """The plate of a session as it was given; None once it was wiped."""
    row = await tx.one(store.plate_of, id=session)
    if row is None or row.plate_sealed is None:
        return None
    for secret in (await opened_secrets(tx, chest)).values():
        with suppress(SealBroken):
            return unseal_plate(secret, row.plate_sealed, session, owner)[1]
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
    touched += await tx.run(permit_store.wipe_plates, before=tx.now - day)
    touched += await tx.run(permit_store.wipe_lent, before=tx.now - day)
    touched += await tx.run(permit_store.forget_lent, before=tx.now - keys)
    touched += await tx.run(operator_store.wipe_lookups, before=tx.now - day)
    year = to_local(instant(tx.now)).year
    touched += await tx.run(permit_store.drop_epochs, current=year, now=tx.now)
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


def _place(row: str, owner: str, table: str) -> Place:
    return Place(table=table, column="plate_sealed", row=row, subject=owner)


def _check(plate: str, country: str) -> None:
    try:
        normal_plate(plate)
        normal_country(country)
    except PlateInvalid as invalid:
        raise Problem("PARKING_PLATE_INVALID", path=("plate",)) from invalid
