# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Holding a bay: every quarter of an hour is a row that one person can have; it ends by itself."""

import msgspec

from services.kit.data import Database, Tx
from services.kit.errors import InputInvalid, NotFound, Problem
from services.kit.ids import new_id
from services.kit.policy import require
from services.kit.wire.caller import Caller
from services.parking.domain.holds import MOST_HELD, Hold, HoldStatus, is_span, slots_of
from services.parking.store import holds as store
from services.parking.store import spaces as space_store


class HoldSpace(msgspec.Struct, frozen=True, kw_only=True):
    """The wish to have a bay kept for [start, end); UTC milliseconds."""

    space: str
    start: int
    end: int


async def hold_space(tx: Tx, caller: Caller, given: HoldSpace) -> Hold:
    """Keep a bay. Raises PARKING_SPACE_TAKEN when any part of the time is somebody else's."""
    require(caller, "parking.hold.make")
    if not is_span(given.start, given.end, tx.now):
        raise InputInvalid(path=("end",))
    if not await tx.many(space_store.by_ids, ids=[given.space]):
        raise NotFound
    if (await tx.one(store.count_held, owner=caller.subject) or 0) >= MOST_HELD:
        raise Problem("PARKING_SPACE_TAKEN", path=("space",))
    hold = Hold(
        id=new_id(), owner=caller.subject, space=given.space, starts_at=given.start,
        ends_at=given.end, status=HoldStatus.HELD, made_at=tx.now,
    )  # fmt: skip
    for slot in slots_of(given.start, given.end):
        if not await tx.run(store.take_slot, space=given.space, slot=slot, hold=hold.id):
            raise Problem("PARKING_SPACE_TAKEN", path=("space",))
    await tx.run(store.add_hold, **msgspec.structs.asdict(hold))
    await tx.schedule("parking.hold", f"hold:{hold.id}", given.end, {"id": hold.id})
    await tx.emit("parking.hold.made", hold.id, {"id": hold.id, "space": hold.space})
    return hold


async def release_hold(tx: Tx, caller: Caller, name: str) -> Hold:
    """Give a bay back before its time; NotFound for anybody else's hold."""
    found = await tx.one(store.by_id, key=name)
    if found is None or found.owner != caller.subject or not caller.subject:
        raise NotFound
    require(caller, "parking.hold.make")
    return await _end(tx, found, HoldStatus.RELEASED)


async def expire_hold(tx: Tx, name: str) -> None:
    """End a hold whose time is over."""
    found = await tx.one(store.by_id, key=name)
    if found is not None and found.ends_at <= tx.now:
        await _end(tx, found, HoldStatus.EXPIRED)


async def list_holds(database: Database, caller: Caller) -> list[Hold]:
    """The caller's own holds."""
    require(caller, "parking.hold.make")
    return await database.many(store.of_owner, owner=caller.subject)


async def _end(tx: Tx, found: Hold, status: HoldStatus) -> Hold:
    ended = await tx.one(store.end_hold, key=found.id, new_status=status)
    if ended is None:
        return found
    await tx.run(store.free_slots, key=found.id)
    await tx.cancel(f"hold:{found.id}")
    await tx.emit("parking.hold.ended", found.id, {"id": found.id, "status": status.value})
    return ended
