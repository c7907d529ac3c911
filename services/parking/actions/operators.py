# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Operators of parking: keys of their own, stays they tell of, each a row beside the city's (parking P2)."""

import hashlib
import secrets

import msgspec

from services.kit.crypto.sealing import KeyChest
from services.kit.data import Database, Tx
from services.kit.errors import Conflict, Forbidden, NotFound, Unauthenticated
from services.kit.geometry import Point, nearest_on
from services.kit.ids import new_id
from services.parking.actions.plates import (
    LOCAL,
    current_key,
    current_secret,
    seal_plate,
    stands_already,
)
from services.parking.actions.verdicts import kerbs
from services.parking.domain.operators import (
    EDITABLE,
    OPEN_END,
    OperatorRole,
    Telling,
    Told,
    check_end,
)
from services.parking.domain.sessions import Session, SessionStatus
from services.parking.domain.tariffs import FREE
from services.parking.store import operators as store
from services.parking.store import sessions as session_store

SNAP_M = 50.0
KEY_BYTES = 32
DAY_MS = 86_400_000


class GraceOver(Exception):
    """Two minutes after it was told a stay can only be ended."""


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A stay of an operator, as it is answered."""

    session: Session
    told: Told
    created_at: int


def new_key() -> str:
    """A key for an operator; only its hash is stored."""
    return secrets.token_urlsafe(KEY_BYTES)


def hash_of(key: str) -> str:
    """What is stored of a key."""
    return hashlib.sha256(key.encode()).hexdigest()


async def put_operator(tx: Tx, name: str, role: OperatorRole, key: str) -> None:
    """Make an operator, or give it another key."""
    await tx.run(store.put_operator, id=name, role=role, key_hash=hash_of(key), since=tx.now)


async def judge_key(database: Database, shown: str | None, role: OperatorRole) -> store.Operator:
    """Whose key an Authorization header shows. Raises Unauthenticated, or Forbidden for another role."""
    scheme, _, key = (shown or "").partition(" ")
    if scheme.lower() != "apikey" or not key.strip():
        raise Unauthenticated
    found = await database.one(store.by_key, key_hash=hash_of(key.strip()))
    if found is None:
        raise Unauthenticated
    if found.role is not role:
        raise Forbidden
    return found


async def tell_stay(
    tx: Tx, operator: store.Operator, given: Telling, *, chest: KeyChest = LOCAL
) -> Kept:
    """Keep a stay. Conflict when the operator has one of this plate in this domain already."""
    told = given.told
    epoch, key = await current_key(tx, given.registration_number, chest=chest)
    _, secret = await current_secret(tx, chest)
    if await stands_already(tx, operator.id, told.domain, given.registration_number, chest=chest):
        raise Conflict
    regulation, area = await _place_of(tx, told.location)
    ended = told.time_end is not None and told.time_end <= tx.now
    name = new_id()
    session = await tx.one(
        session_store.start_session, id=name, owner=_owner(operator), operator=operator.id,
        domain=told.domain, plate_key=key, epoch=epoch, regulation=regulation, area=area,
        plate_sealed=seal_plate(secret, name, _owner(operator), given.registration_number),
        zone=told.zone, tariff=FREE, started_at=told.time_start,
        paid_until=told.time_end if told.time_end is not None else OPEN_END, must_end_at=None,
        ended_at=told.time_end if ended else None, charged_ore=0, version=1, changed_at=tx.now,
        status=SessionStatus.ENDED if ended else SessionStatus.ACTIVE,
    )  # fmt: skip
    if session is None:
        raise Conflict
    await tx.run(store.add_stay, session=name, facts=told, created_at=tx.now)
    await _set_end(tx, session)
    await tx.schedule("parking.forget", f"forget:{tx.now // DAY_MS}", tx.now + DAY_MS)
    return Kept(session=session, told=told, created_at=tx.now)


async def change_stay(
    tx: Tx, operator: store.Operator, name: str, given: Telling, *, chest: KeyChest = LOCAL
) -> Kept:
    """Tell a stay anew, within two minutes. Raises GraceOver after that."""
    kept = await read_stay(tx, operator, name)
    if tx.now - kept.created_at > milliseconds_of_grace():
        raise GraceOver
    epoch, key = await current_key(tx, given.registration_number, chest=chest)
    _, secret = await current_secret(tx, chest)
    sealed = seal_plate(secret, name, _owner(operator), given.registration_number)
    return await _put(tx, kept, given.told, store.Plate(key, epoch, sealed))


async def end_stay(tx: Tx, operator: store.Operator, name: str, end: int | None) -> Kept:
    """Say when a stay ends, at any time; its plate stays as it was told."""
    kept = await read_stay(tx, operator, name)
    check_end(kept.told.time_start, end)
    plate = await tx.one(store.plate_of, key=name)
    if plate is None:
        raise NotFound
    return await _put(tx, kept, msgspec.structs.replace(kept.told, time_end=end), plate)


async def withdraw_stay(tx: Tx, operator: store.Operator, name: str) -> None:
    """Take a stay back, within two minutes. Raises GraceOver after that."""
    kept = await read_stay(tx, operator, name)
    if tx.now - kept.created_at > milliseconds_of_grace():
        raise GraceOver
    await tx.run(store.drop_stay, key=name)
    await tx.run(store.drop_session, key=name)


async def read_stay(tx: Tx, operator: store.Operator, name: str) -> Kept:
    """A stay of the operator; NotFound for anybody else's."""
    session = await tx.one(session_store.by_id, id=name)
    stay = await tx.one(store.stay_of, session=name)
    if session is None or stay is None or session.operator != operator.id:
        raise NotFound
    return Kept(session=session, told=stay.facts, created_at=stay.created_at)


def milliseconds_of_grace() -> int:
    """For how long a stay can be changed."""
    return round(EDITABLE.total_seconds() * 1000)


async def _put(tx: Tx, kept: Kept, told: Told, plate: store.Plate) -> Kept:
    ended = told.time_end is not None and told.time_end <= tx.now
    changed = await tx.one(
        store.change_session, key=kept.session.id, new_plate_key=plate.plate_key,
        new_epoch=plate.epoch, new_sealed=plate.plate_sealed, new_zone=told.zone,
        start=told.time_start, end=told.time_end if ended else None, now=tx.now,
        until=told.time_end if told.time_end is not None else OPEN_END,
        new_status=SessionStatus.ENDED if ended else SessionStatus.ACTIVE,
    )  # fmt: skip
    if changed is None:
        raise NotFound
    await tx.run(store.change_stay, key=kept.session.id, new_facts=told)
    await _set_end(tx, changed)
    return Kept(session=changed, told=told, created_at=kept.created_at)


async def _set_end(tx: Tx, session: Session) -> None:
    """A stay ends by itself at the end that was told."""
    if session.ended_at is None and session.paid_until != OPEN_END:
        due = session.paid_until
        await tx.schedule(
            "parking.stop", f"session:{session.id}:stop:{due}", due, {"id": session.id}
        )


async def _place_of(tx: Tx, location: Point | None) -> tuple[str, str]:
    """Regulation and area within 50 metres of a point; empty without any."""
    if location is None:
        return "", ""
    near = [(nearest_on(one.line, location)[0], one) for one in await kerbs(tx, location, SNAP_M)]
    near = sorted(
        (pair for pair in near if pair[0] <= SNAP_M), key=lambda pair: (pair[0], pair[1].id)
    )
    return (near[0][1].id, near[0][1].area) if near else ("", "")


def _owner(operator: store.Operator) -> str:
    return f"operator:{operator.id}"
