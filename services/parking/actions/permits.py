# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Permits: asked for, granted, extended, ended with a refund; what a resident holds now."""

from datetime import date

import msgspec

from services.kit.clock import instant, milliseconds
from services.kit.crypto.sealing import KeyChest
from services.kit.data import Database, Tx
from services.kit.errors import Conflict, InputInvalid, NotFound
from services.kit.ids import new_id
from services.kit.policy import require
from services.kit.wire.caller import Caller
from services.parking.actions.plates import (
    LOCAL,
    all_keys,
    current_key,
    current_secret,
    seal_plate,
)
from services.parking.actions.verdicts import Reads
from services.parking.domain.local_time import start_of, to_local
from services.parking.domain.permits import (
    LIVE,
    MOST_MONTHS,
    STEPS,
    EndWhen,
    PermitStatus,
    PermitType,
    ends_on,
    may_extend,
    month_price,
    months_after,
    refund,
)
from services.parking.domain.plates import HOME
from services.parking.domain.regulations import HeldPermit, PermitKind
from services.parking.store import permits as store

RESIDENT_MONTH_ORE = 110_000
"""The city's price of a resident permit a month, from 2026-01-01; other sources say otherwise."""


REMIND_DAYS = (7, 1)
"""So many days before its last day a holder is told that her permit ends."""


class ApplyPermit(msgspec.Struct, frozen=True, kw_only=True):
    """The wish for a permit; `months` None = open-ended, renewed each month."""

    kind: PermitType
    area: str
    plate: str
    country: str = HOME
    start: date
    months: int | None = None
    second_of: str | None = None


class EndPermit(msgspec.Struct, frozen=True, kw_only=True):
    """The wish to end a permit."""

    permit: str
    version: int
    when: EndWhen


def today_of(tx: Tx) -> date:
    """The local date of a transaction."""
    return to_local(instant(tx.now)).date()


async def apply_for_permit(
    tx: Tx, caller: Caller, given: ApplyPermit, *, chest: KeyChest = LOCAL
) -> store.Permit:
    """Hand in a request; one live permit per owner and vehicle."""
    require(caller, "parking.permit.apply")
    if given.start < today_of(tx) or not given.area.strip():
        raise InputInvalid(path=("start",) if given.area.strip() else ("area",))
    if given.months is not None and not 1 <= given.months <= MOST_MONTHS:
        raise InputInvalid(path=("months",))
    end = months_after(given.start, given.months) if given.months else None
    if given.second_of is not None:
        end = await _inside_primary(tx, caller, given.second_of, end)
    epoch, key = await current_key(tx, given.plate, given.country, chest=chest)
    _, secret = await current_secret(tx, chest)
    keys = await all_keys(tx, given.plate, given.country, chest=chest)
    if await tx.many(store.live_of_plates, owner=caller.subject, plate_keys=keys):
        raise Conflict(path=("plate",))
    name = new_id()
    price = month_price(RESIDENT_MONTH_ORE, second_vehicle=given.second_of is not None)
    found = await tx.one(
        store.add_permit, id=name, owner=caller.subject, kind=given.kind, area=given.area.strip(),
        plate_key=key, epoch=epoch, start_day=given.start.toordinal(),
        end_day=end.toordinal() if end else None, primary_permit=given.second_of,
        month_ore=0 if given.kind is PermitType.DISABILITY else price,
        status=PermitStatus.PRELIMINARY, version=1, changed_at=tx.now, wanted_area=None,
        plate_sealed=seal_plate(
            secret, name, caller.subject, given.plate, given.country, table="permit"
        ),
    )  # fmt: skip
    if found is None:
        raise Conflict(path=("plate",))
    await tx.emit("parking.permit.requested", found.id, {"id": found.id})
    return found


async def _inside_primary(tx: Tx, caller: Caller, primary: str, end: date | None) -> date | None:
    """The end of a second vehicle's permit: not after that of the first."""
    first = await tx.one(store.by_id, id=primary)
    if first is None or first.owner != caller.subject or first.status is not PermitStatus.VALID:
        raise InputInvalid(path=("secondOf",))
    if first.end_day is None:
        return end
    last = date.fromordinal(first.end_day)
    return last if end is None else min(end, last)


async def decide_permit(tx: Tx, caller: Caller, permit_id: str, *, granted: bool) -> store.Permit:
    """An officer grants or refuses what was asked for."""
    require(caller, "parking.permit.decide")
    permit = await tx.one(store.by_id, id=permit_id)
    if permit is None:
        raise NotFound
    decided = await _step(tx, permit, PermitStatus.VALID if granted else PermitStatus.CANCELLED)
    await _set_reminders(tx, decided)
    return decided


async def extend_permit(tx: Tx, caller: Caller, permit_id: str, months: int) -> store.Permit:
    """Make a valid permit of fixed length longer, within 14 days of its end (parking P5)."""
    permit = await own_permit(tx, caller, permit_id)
    end = date.fromordinal(permit.end_day) if permit.end_day is not None else None
    if (
        not 1 <= months <= MOST_MONTHS
        or end is None
        or not may_extend(permit.status, end, today_of(tx))
        or permit.wanted_area is not None
    ):
        raise InputInvalid(path=("months",))
    start = date.fromordinal(permit.start_day)
    so_far = (end.year - start.year) * 12 + end.month - start.month
    later = months_after(start, so_far + months)
    longer = await _step(tx, permit, PermitStatus.VALID, later.toordinal())
    await _set_reminders(tx, longer)
    return longer


async def end_permit(tx: Tx, caller: Caller, given: EndPermit) -> store.Permit:
    """End a permit; unused whole months are given back, once (parking P6)."""
    permit = await own_permit(tx, caller, given.permit)
    if permit.version != given.version:
        raise Conflict
    if permit.status not in LIVE or await tx.many(store.secondaries_of, id=permit.id):
        raise Conflict(path=("permit",))
    if permit.status is not PermitStatus.VALID:
        return await _step(tx, permit, PermitStatus.CANCELLED)
    start = date.fromordinal(permit.start_day)
    end = date.fromordinal(permit.end_day) if permit.end_day is not None else None
    last = ends_on(start, end, today_of(tx), given.when)
    back = refund(start, end, last, permit.month_ore) if end else None
    if back is not None:
        await tx.run(
            store.add_refund, permit=permit.id, gross_ore=back.gross_ore, vat_ore=back.vat_ore,
            months=back.months, at=tx.now,
        )  # fmt: skip
    status = PermitStatus.CLOSED if last <= today_of(tx) else PermitStatus.VALID
    return await _step(tx, permit, status, last.toordinal())


async def _step(
    tx: Tx, permit: store.Permit, status: PermitStatus, end_day: int | None = None
) -> store.Permit:
    if status is not permit.status and status not in STEPS[permit.status]:
        raise Conflict
    changed = await tx.one(
        store.change_permit, id=permit.id, read_version=permit.version, new_status=status,
        last=permit.end_day if end_day is None else end_day, now=tx.now,
    )  # fmt: skip
    if changed is None:
        raise Conflict
    await tell_change(tx, changed)
    return changed


async def tell_change(tx: Tx, permit: store.Permit) -> None:
    """Say that a permit has changed; whose and for what stays here."""
    facts = {"id": permit.id, "status": permit.status.value}
    await tx.emit("parking.permit.changed", permit.id, facts)


async def close_permit(tx: Tx, permit: store.Permit) -> store.Permit:
    """Close a permit whose time is over."""
    return await _step(tx, permit, PermitStatus.CLOSED)


async def _set_reminders(tx: Tx, permit: store.Permit) -> None:
    last = permit.end_day
    if permit.status is not PermitStatus.VALID or last is None:
        return
    for days in REMIND_DAYS:
        due = milliseconds(start_of(date.fromordinal(last - days)))
        if due > tx.now:
            await tx.schedule(
                "parking.permit.remind", f"permit:{permit.id}:remind:{last}:{days}", due,
                {"id": permit.id, "endDay": last},
            )  # fmt: skip


async def own_permit(tx: Tx, caller: Caller, permit_id: str) -> store.Permit:
    """A permit of the caller; NotFound for anybody else's."""
    permit = await tx.one(store.by_id, id=permit_id)
    if permit is None:
        raise NotFound
    require(caller, "parking.permit.read", {"owner": permit.owner})
    return permit


async def list_permits(database: Database, caller: Caller, owner: str) -> list[store.Permit]:
    """Somebody's own permits."""
    require(caller, "parking.permit.read", {"owner": owner})
    return await database.many(store.of_owner, owner=owner)


async def held_permits(reads: Reads, owner: str, day: date) -> tuple[HeldPermit, ...]:
    """The permits that hold on a local date, as verdict and price see them."""
    if not owner:
        return ()
    number = day.toordinal()
    kinds = {PermitType.RESIDENT: PermitKind.RESIDENT, PermitType.DISABILITY: PermitKind.DISABILITY}
    return tuple(
        HeldPermit(kinds[one.kind], one.area if one.kind is PermitType.RESIDENT else None)
        for one in await reads.many(store.of_owner, owner=owner)
        if one.kind in kinds and is_valid_on(one, number)
    )


def is_valid_on(permit: store.Permit, day: int) -> bool:
    """Whether a permit holds on a local date given as ordinal."""
    if permit.status is not PermitStatus.VALID or day < permit.start_day:
        return False
    return permit.end_day is None or day < permit.end_day
