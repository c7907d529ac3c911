# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Checks by the handhelds of a city that speaks Parkkihubi: one plate, one place, a yes or a no, kept."""

import msgspec

from services.kit.crypto.sealing import KeyChest
from services.kit.data import Tx
from services.kit.errors import InputInvalid, RateLimited
from services.kit.geometry import Point
from services.kit.ids import new_id
from services.parking.actions.checks import places_near
from services.parking.actions.plates import LOCAL, all_keys
from services.parking.actions.rights import rights_of
from services.parking.domain.checks import GRACE_MS, PlaceZone, Right, covers
from services.parking.domain.operators import OPEN_END
from services.parking.store import checks as store
from services.parking.store import operators as operator_store
from services.parking.store import regulations as feed_store
from services.parking.store import sessions as session_store
from services.parking.store.spaces import E7

PER_MINUTE = 600
MINUTE_MS = 60_000
REACH_M = 25.0
PURPOSE = "check_parking"


class Parked(msgspec.Struct, frozen=True, kw_only=True):
    """The answer: whether, until when, and what the place asks for."""

    allowed: bool
    end: int | None
    """UTC milliseconds; of a stay that is just over, when it ended; None: no end is known."""
    zone: int | None
    area: str | None
    at: int


async def check_parking(
    tx: Tx, operator: operator_store.Operator, plate: str, point: Point, at: int | None,
    *, chest: KeyChest = LOCAL,
) -> Parked:  # fmt: skip
    """Whether a vehicle may stand at a place; who asked is kept. Raises RateLimited."""
    await _spend(tx, operator)
    moment = tx.now if at is None else at
    places = await places_near(tx, point, REACH_M)
    zones = [place.zone for place in places if place.zone is not None]
    zone = max(zones) if zones else None
    area = next((place.area for place in places if place.area), None)
    keys = await all_keys(tx, plate, chest=chest)
    rights = await rights_of(tx, keys, moment)
    wanted = [PlaceZone(area or "", zone), *places]
    mine = [right for right in rights if any(covers(right, place) for place in wanted)]
    live = [right.end for right in mine if right.start <= moment < right.end]
    over = [right.end for right in mine if moment - GRACE_MS < right.end <= moment]
    end = max(live, default=None) if live else max(over, default=None)
    await tx.run(
        store.add_check, id=new_id(), officer=officer_name(operator), purpose=PURPOSE,
        plate_key=keys[0] if keys else "", lat_e7=round(point.lat * E7),
        lon_e7=round(point.lon * E7), at=tx.now,
        feed_version=await tx.one(feed_store.feed_version) or 0,
        answer="valid" if live else "not_valid", told=None,
    )  # fmt: skip
    shown = None if end == OPEN_END else end
    return Parked(allowed=bool(live), end=shown, zone=zone, area=area, at=moment)


async def valid_stays(
    tx: Tx,
    operator: operator_store.Operator,
    plate: str,
    at: int | None,
    *,
    chest: KeyChest = LOCAL,
) -> list[session_store.Held]:
    """Stays of a plate that are valid at an instant; nobody browses: a plate is always needed."""
    await _spend(tx, operator)
    if not plate:
        raise InputInvalid(path=("reg_num",))
    moment = tx.now if at is None else at
    keys = await all_keys(tx, plate, chest=chest)
    rows = await tx.many(session_store.covering_plates, plate_keys=keys, now=moment, since=moment)
    await _keep(tx, operator, keys, "valid_parking", found=bool(rows))
    return rows


async def valid_permits(
    tx: Tx,
    operator: operator_store.Operator,
    plate: str,
    at: int | None,
    *,
    chest: KeyChest = LOCAL,
) -> list[Right]:
    """Permits of operators for a plate that are valid at an instant."""
    await _spend(tx, operator)
    if not plate:
        raise InputInvalid(path=("reg_num",))
    moment = tx.now if at is None else at
    keys = await all_keys(tx, plate, chest=chest)
    rows = await tx.many(operator_store.allowed_plates, plate_keys=keys, now=moment, since=moment)
    await _keep(tx, operator, keys, "valid_permit_item", found=bool(rows))
    return [Right(one.starts_at, one.ends_at, area=one.area) for one in rows]


async def _keep(
    tx: Tx, operator: operator_store.Operator, keys: list[str], purpose: str, *, found: bool
) -> None:
    await tx.run(
        store.add_check, id=new_id(), officer=officer_name(operator), purpose=purpose,
        plate_key=keys[0] if keys else "", lat_e7=0, lon_e7=0, at=tx.now,
        feed_version=await tx.one(feed_store.feed_version) or 0,
        answer="valid" if found else "not_valid", told=None,
    )  # fmt: skip


async def _spend(tx: Tx, operator: operator_store.Operator) -> None:
    since = tx.now - MINUTE_MS
    made = await tx.one(store.checks_since, officer=officer_name(operator), since=since) or 0
    if made >= PER_MINUTE:
        raise RateLimited(60)


def officer_name(operator: operator_store.Operator) -> str:
    """Under what name an enforcer's checks are kept."""
    return f"operator:{operator.id}"
