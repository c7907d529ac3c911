# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What happens to a permit while it holds: another vehicle for a while or for good, another district (P5, P6)."""

from datetime import datetime

import msgspec

from i18n import t
from services.kit.clock import milliseconds
from services.kit.crypto.sealing import KeyChest
from services.kit.data import Tx
from services.kit.errors import Conflict, InputInvalid, NotFound
from services.kit.ids import new_id
from services.kit.policy import require
from services.kit.wire.caller import Caller
from services.parking.actions.permits import own_permit, tell_change
from services.parking.actions.plates import (
    LOCAL,
    all_keys,
    current_key,
    current_secret,
    seal_plate,
)
from services.parking.actions.rights import time_of
from services.parking.domain.permits import (
    LIVE,
    TEMPORARY_AT_LEAST_MS,
    PermitStatus,
    Validity,
    lent_too_often,
    may_lend,
)
from services.parking.domain.plates import HOME
from services.parking.store import permits as store

LENT_TOO_OFTEN = t(
    "parking.error.lent_too_often",
    "Ett annat fordon får stå på tillståndet högst två gånger på ett år. Ansök om ett eget tillstånd för det.",
)


class LendVehicle(msgspec.Struct, frozen=True, kw_only=True):
    """The wish that another vehicle stands in for the permit's own for a while."""

    permit: str
    plate: str
    country: str = HOME
    start: datetime
    end: datetime


class ChangeVehicle(msgspec.Struct, frozen=True, kw_only=True):
    """The wish that a permit is for another vehicle from now on; `version` is the permit's as it was read."""

    permit: str
    version: int
    plate: str
    country: str = HOME


class MovePermit(msgspec.Struct, frozen=True, kw_only=True):
    """The wish that a permit holds in another district, because its holder has moved."""

    permit: str
    version: int
    area: str


async def lend_vehicle(
    tx: Tx, caller: Caller, given: LendVehicle, *, chest: KeyChest = LOCAL
) -> store.Permit:
    """Let another vehicle stand in, an hour at least, twice a year at most; it ends by itself.

    Meanwhile the permit's own vehicle has no right by it. Raises InputInvalid.
    """
    await tx.one(store.take_turns, id=given.permit)
    permit = await own_permit(tx, caller, given.permit)
    start, end = milliseconds(given.start), milliseconds(given.end)
    first, last = time_of(permit.start_day, permit.end_day, max(end, tx.now))
    lent = await tx.many(store.lent_by, permits=[permit.id])
    if lent_too_often(start, [one.starts_at for one in lent]):
        raise InputInvalid(LENT_TOO_OFTEN, path=("permitId",))
    if (
        permit.status is not PermitStatus.VALID
        or start < tx.now - TEMPORARY_AT_LEAST_MS
        or not may_lend(Validity(permit.id, first, last), start, end)
        or any(one.starts_at < end and start < one.ends_at for one in lent)
    ):
        raise InputInvalid(path=("end",))
    epoch, key = await current_key(tx, given.plate, given.country, chest=chest)
    _, secret = await current_secret(tx, chest)
    name = new_id()
    await tx.run(
        store.lend, id=name, permit=permit.id, plate_key=key, epoch=epoch, starts_at=start,
        ends_at=end, plate_sealed=seal_plate(
            secret, name, permit.owner, given.plate, given.country, table="permit_vehicle"
        ),
    )  # fmt: skip
    await tell_change(tx, permit)
    return permit


async def return_vehicle(tx: Tx, caller: Caller, permit_id: str) -> store.Permit:
    """End what is lent now: the permit's own vehicle has its right back. Doing it twice is doing it once."""
    await tx.one(store.take_turns, id=permit_id)
    permit = await own_permit(tx, caller, permit_id)
    if await tx.run(store.give_back, key=permit.id, now=tx.now):
        await tell_change(tx, permit)
    return permit


async def change_vehicle(
    tx: Tx, caller: Caller, given: ChangeVehicle, *, chest: KeyChest = LOCAL
) -> store.Permit:
    """Put another vehicle in the place of the permit's own. Conflict when it has a permit of its own."""
    permit = await own_permit(tx, caller, given.permit)
    keys = await all_keys(tx, given.plate, given.country, chest=chest)
    if permit.status not in LIVE or await tx.many(
        store.live_of_plates, owner=permit.owner, plate_keys=keys
    ):
        raise Conflict(path=("plate",))
    epoch, key = await current_key(tx, given.plate, given.country, chest=chest)
    _, secret = await current_secret(tx, chest)
    sealed = seal_plate(secret, permit.id, permit.owner, given.plate, given.country, table="permit")
    changed = await tx.one(
        store.change_vehicle, id=permit.id, read_version=given.version, new_plate_key=key,
        new_epoch=epoch, new_sealed=sealed, now=tx.now,
    )  # fmt: skip
    if changed is None:
        raise Conflict
    await tell_change(tx, changed)
    return changed


async def ask_move(tx: Tx, caller: Caller, given: MovePermit) -> store.Permit:
    """Ask for another district; until an officer has decided, the permit holds where it did."""
    permit = await own_permit(tx, caller, given.permit)
    area = given.area.strip()
    if permit.status is not PermitStatus.VALID or not area or area == permit.area:
        raise InputInvalid(path=("area",))
    asked = await tx.one(
        store.ask_move, id=permit.id, read_version=given.version, new_area=area, now=tx.now
    )
    if asked is None:
        raise Conflict
    await tx.emit("parking.permit.requested", asked.id, {"id": asked.id})
    return asked


async def decide_move(tx: Tx, caller: Caller, permit_id: str, *, granted: bool) -> store.Permit:
    """An officer grants or refuses another district. Every district costs the same: no money moves."""
    require(caller, "parking.permit.decide")
    permit = await tx.one(store.by_id, id=permit_id)
    if permit is None or permit.wanted_area is None:
        raise NotFound
    decided = await tx.one(
        store.decide_move, id=permit.id, read_version=permit.version, now=tx.now,
        new_area=permit.wanted_area if granted else permit.area,
    )  # fmt: skip
    if decided is None:
        raise Conflict
    await tell_change(tx, decided)
    return decided
