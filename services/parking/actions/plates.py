# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Fingerprints of plates under this year's secret, and under those of years still alive."""

import secrets
from datetime import timedelta

from services.kit.clock import instant
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


async def current_key(tx: Tx, plate: str, country: str = HOME) -> tuple[int, str]:
    """Epoch and fingerprint of a plate now; the year's secret is made when first needed."""
    _check(plate, country)
    year = to_local(instant(tx.now)).year
    known = {one.epoch: one for one in await tx.many(store.epochs)}
    if year not in known:
        await tx.run(
            store.add_epoch, epoch=year, secret=secrets.token_bytes(KEY_BYTES), since=tx.now
        )
        known = {one.epoch: one for one in await tx.many(store.epochs)}
    return year, plate_key(known[year].secret, plate, country)


async def all_keys(tx: Tx, plate: str, country: str = HOME) -> list[str]:
    """The fingerprints of a plate under every secret that still names sessions."""
    _check(plate, country)
    return [plate_key(one.secret, plate, country) for one in await tx.many(store.epochs)]


async def forget_plates(tx: Tx) -> int:
    """Wipe plates and fingerprints on time, and secrets that name nobody any more; rows touched."""
    day = round(PLATE_KEPT.total_seconds() * 1000)
    keys = round(KEY_KEPT.total_seconds() * 1000)
    touched = await tx.run(store.wipe_plates, before=tx.now - day)
    touched += await tx.run(store.forget_keys, before=tx.now - keys)
    touched += await tx.run(permit_store.drop_epochs, current=to_local(instant(tx.now)).year)
    return touched


def _check(plate: str, country: str) -> None:
    try:
        normal_plate(plate)
        normal_country(country)
    except PlateInvalid as invalid:
        raise Problem("PARKING_PLATE_INVALID", path=("plate",)) from invalid
