# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""By what right vehicles stand: paid sessions, permits, vehicles lent to permits, permits of operators (E2)."""

from collections.abc import Sequence
from datetime import date

import msgspec

from services.kit.clock import instant, milliseconds
from services.parking.actions.verdicts import Reads
from services.parking.domain.checks import GRACE_MS, Right
from services.parking.domain.local_time import start_of, to_local
from services.parking.domain.offline import LIFE_MS
from services.parking.domain.permits import PermitStatus, outside
from services.parking.store import operators as operator_store
from services.parking.store import permits as store
from services.parking.store import sessions as session_store

LOOK_BACK_MS = 86_400_000


class Sealed(msgspec.Struct, frozen=True):
    """A right whose plate is sealed, and what the seal is bound to."""

    right: Right
    table: str
    row: str
    owner: str
    epoch: int
    value: bytes


async def rights_of(reads: Reads, keys: list[str], at: int) -> list[Right]:
    """What the plate with these fingerprints may stand on at an instant, and what has just run out."""
    since = at - LOOK_BACK_MS
    sessions = await reads.many(session_store.covering_plates, plate_keys=keys, now=at, since=since)
    rights = [paid_right(one.started_at, one.paid_until, one.zone, one.area) for one in sessions]
    own = await reads.many(store.valid_of_plates, plate_keys=keys)
    lent = await reads.many(store.lent_by, permits=[one.id for one in own])
    for permit in own:
        away = [(one.starts_at, one.ends_at) for one in lent if one.permit == permit.id]
        start, end = time_of(permit.start_day, permit.end_day, at)
        rights += [Right(*span, area=permit.area) for span in outside(start, end, away)]
    lent = await reads.many(store.lent_to_plates, plate_keys=keys, now=at, since=since)
    lenders = {
        one.id: one for one in await reads.many(store.by_ids, ids=[one.permit for one in lent])
    }
    for one in lent:
        permit = lenders[one.permit]
        start, end = time_of(permit.start_day, permit.end_day, at)
        if permit.status is PermitStatus.VALID:
            rights.append(Right(max(start, one.starts_at), min(end, one.ends_at), area=permit.area))
    told = await reads.many(operator_store.allowed_plates, plate_keys=keys, now=at, since=since)
    rights += [Right(one.starts_at, one.ends_at, area=one.area) for one in told]
    return [one for one in rights if since < one.end and one.start <= at]


async def standing(reads: Reads, now: int) -> list[Sealed]:
    """Every right that holds at some instant of an offline list's life, or is in its grace at its start."""
    since, until = now - GRACE_MS, now + LIFE_MS
    found = [
        Sealed(
            paid_right(row.started_at, row.paid_until, row.zone, row.area),
            "session", row.id, row.owner, row.epoch, row.plate_sealed or b"",
        )
        for row in await reads.many(session_store.standing, since=since, until=until)
    ]  # fmt: skip
    found += [
        Sealed(
            Right(row.starts_at, row.ends_at, area=row.area), "permit_lookup",
            f"{row.permit}|{row.plate_key}", "", row.epoch or 0, row.plate_sealed or b"",
        )
        for row in await reads.many(operator_store.standing, since=since, until=until)
    ]  # fmt: skip
    today = to_local(instant(since)).date().toordinal()
    rows = await reads.many(store.standing, today=today)
    lent: dict[str, list[store.Lent]] = {row.id: [] for row in rows}
    for one in await reads.many(store.lent_by, permits=list(lent)):
        lent[one.permit].append(one)
    for row in rows:
        found += _of_permit(row, lent[row.id], until)
    return [one for one in found if one.right.start < until and since < one.right.end]


def _of_permit(row: store.PermitPlate, lent: Sequence[store.Lent], until: int) -> list[Sealed]:
    start, end = time_of(row.start_day, row.end_day, until)
    away = [(one.starts_at, one.ends_at) for one in lent]
    return [
        Sealed(
            Right(max(start, one.starts_at), min(end, one.ends_at), area=row.area),
            "permit_vehicle", one.id, row.owner, one.epoch, one.plate_sealed or b"",
        )
        for one in lent
    ] + [
        Sealed(
            Right(*span, area=row.area), "permit", row.id, row.owner, row.epoch,
            row.plate_sealed or b"",
        )
        for span in outside(start, end, away)
    ]  # fmt: skip


def paid_right(start: int, end: int, zone: int | None, area: str) -> Right:
    """The right of a paid stay: its zone; without a number, its area."""
    if zone is not None or not area:
        return Right(start, end, zone=zone)
    return Right(start, end, area=area)


def time_of(start_day: int, end_day: int | None, at: int) -> tuple[int, int]:
    """A permit's local days as instants; an open end is shown as the end of the day of `at`."""
    last = end_day if end_day is not None else to_local(instant(at)).date().toordinal() + 1
    first, end = (milliseconds(start_of(date.fromordinal(day))) for day in (start_day, last))
    return first, end
