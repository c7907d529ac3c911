# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Checks by plate: minimal answers for parking officers, each one kept with its purpose."""

import msgspec

from services.kit.crypto.sealing import KeyChest
from services.kit.data import Tx
from services.kit.errors import InputInvalid, RateLimited
from services.kit.geometry import Point, nearest_on
from services.kit.ids import new_id
from services.kit.policy import require
from services.kit.wire.caller import Caller
from services.parking.actions.plates import LOCAL, all_keys
from services.parking.actions.rights import rights_of
from services.parking.actions.verdicts import kerbs
from services.parking.domain.checks import Check, PlaceZone, judge_plate
from services.parking.domain.plates import HOME
from services.parking.domain.regulations import Regulation
from services.parking.store import checks as store
from services.parking.store import regulations as feed_store
from services.parking.store.spaces import E7

PER_MINUTE = 30
MINUTE_MS = 60_000
LEAST_REACH_M = 10.0
MOST_ACCURACY_M = 100.0
LONGEST_PURPOSE = 200


class CheckPlate(msgspec.Struct, frozen=True, kw_only=True):
    """A plate seen at a place, and why it is asked about."""

    plate: str
    country: str = HOME
    point: Point
    accuracy_m: float = LEAST_REACH_M
    purpose: str


async def check_plate(
    tx: Tx, caller: Caller, given: CheckPlate, *, chest: KeyChest = LOCAL
) -> Check:
    """Valid, not valid or ambiguous; who asked, why and where is kept. Raises RateLimited."""
    require(caller, "parking.plate.check")
    if not given.purpose.strip() or len(given.purpose) > LONGEST_PURPOSE:
        raise InputInvalid(path=("purpose",))
    if not 0 <= given.accuracy_m <= MOST_ACCURACY_M:
        raise InputInvalid(path=("accuracy",))
    made = await tx.one(store.checks_since, officer=caller.sub, since=tx.now - MINUTE_MS) or 0
    if made >= PER_MINUTE:
        raise RateLimited(60)
    keys = await all_keys(tx, given.plate, given.country, chest=chest)
    places = await places_near(tx, given.point, given.accuracy_m)
    check = judge_plate(await rights_of(tx, keys, tx.now), places, tx.now)
    await tx.run(
        store.add_check, id=new_id(), officer=caller.sub, purpose=given.purpose.strip(),
        plate_key=keys[0] if keys else "", lat_e7=round(given.point.lat * E7),
        lon_e7=round(given.point.lon * E7), at=tx.now,
        feed_version=await tx.one(feed_store.feed_version) or 0, answer=check.answer,
        told=None,
    )  # fmt: skip
    return check


async def places_near(tx: Tx, point: Point, accuracy_m: float) -> list[PlaceZone]:
    """The zone of every kerb that the point may mean, each once."""
    reach = max(accuracy_m, LEAST_REACH_M)
    near = [row for row in await kerbs(tx, point, reach) if nearest_on(row.line, point)[0] <= reach]
    return list(dict.fromkeys(PlaceZone(row.area, zone_of(row)) for row in near))


def zone_of(row: Regulation) -> int | None:
    """The number of the tariff, if it has one: 1 is the dearest."""
    tariff = row.tariff()
    return int(tariff.code) if tariff is not None and tariff.code.isdigit() else None
