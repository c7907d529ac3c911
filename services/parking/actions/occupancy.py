# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Readings in, free bays out: guarded updates, counts by zone, the nearest free ones, forecasts."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import timedelta

import msgspec

from services.kit.data import Tx
from services.kit.errors import InputInvalid, NotFound
from services.kit.geometry import Point, cell, cells_around, distance
from services.kit.policy import require
from services.kit.wire.caller import Caller
from services.parking.actions.verdicts import Reads
from services.parking.domain.forecast import Forecast, Predictor, filled, slots_in
from services.parking.domain.occupancy import (
    DWELL_MS,
    HEARTBEAT_MS,
    Outcome,
    Reading,
    SpaceState,
    SpaceStatus,
    Zone,
    accept,
    count,
)
from services.parking.store import holds as hold_store
from services.parking.store import spaces as store

MOST_READINGS = 5_000
FIRST_RADIUS_M = 120.0
MOST_RADIUS_M = 2_000.0
MOST_NEAREST = 100
SLOT_MS = 900_000
PROFILE_WEEKS = 8
NEVER = -1


class NewSpace(msgspec.Struct, frozen=True, kw_only=True):
    """A bay with a sensor."""

    id: str
    zone: str
    point: Point
    heartbeat_ms: int = HEARTBEAT_MS


class Reported(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a batch."""

    outcomes: dict[str, int]
    unknown: tuple[str, ...]
    """Bays that nobody registered: their readings are not kept."""


class Near(msgspec.Struct, frozen=True):
    """A free bay and how far it is."""

    id: str
    point: Point
    metres: float
    observed_at: int


async def add_spaces(tx: Tx, caller: Caller, given: Sequence[NewSpace]) -> None:
    """Register bays; those already there stay as they are."""
    require(caller, "parking.occupancy.report")
    await tx.run_each(
        store.add_space,
        [
            {
                "id": one.id, "zone": one.zone, "lat_e7": round(one.point.lat * store.E7),
                "lon_e7": round(one.point.lon * store.E7),
                "cell": cell(one.point), "heartbeat_ms": one.heartbeat_ms,
                "status": SpaceStatus.UNKNOWN, "observed_at": NEVER, "sequence": 0, "received_at": tx.now,
                "source": "", "since": NEVER, "stale_at": NEVER, "flagged": False,
            }
            for one in given
        ],
    )  # fmt: skip
    if given:
        await schedule_quarter(tx)


async def schedule_quarter(tx: Tx) -> None:
    """Set the timer of the quarter of an hour that runs now."""
    slot = tx.now // SLOT_MS + 1
    await tx.schedule("parking.quarter", f"quarter:{slot}", slot * SLOT_MS)


async def report(tx: Tx, caller: Caller, readings: Sequence[Reading]) -> Reported:
    """Take readings in, in whatever order they come; events tell only of zones that changed."""
    require(caller, "parking.occupancy.report")
    if len(readings) > MOST_READINGS:
        raise InputInvalid(path=("readings",), max=MOST_READINGS)
    rows = await tx.many(store.by_ids, ids=sorted({one.space for one in readings}))
    known = {row.id: row for row in rows}
    states: dict[str, SpaceState | None] = {row.id: state_of(row) for row in rows}
    outcomes: Counter[str] = Counter()
    touched: set[str] = set()
    zones: set[str] = set()
    for one in sorted(readings, key=lambda each: (each.observed_at, each.sequence)):
        row = known.get(one.space)
        if row is None:
            outcomes["unknown"] += 1
            continue
        state, outcome = accept(states[row.id], one, now=tx.now, heartbeat_ms=row.heartbeat_ms)
        outcomes[outcome.value] += 1
        states[row.id] = state
        if outcome in (Outcome.CHANGED, Outcome.CONFIRMED):
            touched.add(row.id)
        if outcome is Outcome.CHANGED:
            zones.add(row.zone)
    await tx.run_each(
        store.take_reading, [_parameters(key, states[key]) for key in sorted(touched)]
    )
    for zone in sorted(zones):
        await tx.emit("parking.occupancy.changed", zone, {"zone": zone})
    missing = tuple(sorted({one.space for one in readings} - set(known)))
    return Reported(outcomes=dict(outcomes), unknown=missing[:MOST_NEAREST])


async def close_space(tx: Tx, caller: Caller, space: str) -> None:
    """Take a bay out of service, now and whatever its sensor said last."""
    require(caller, "parking.occupancy.report")
    rows = await tx.many(store.by_ids, ids=[space])
    for row in rows:
        await tx.run(
            store.take_reading, key=row.id, new_status=SpaceStatus.OUT_OF_SERVICE, observed=tx.now,
            number=row.sequence, received=tx.now, whence=row.source, from_when=tx.now,
            stale=tx.now, flag=False,
        )  # fmt: skip
        await tx.emit("parking.occupancy.changed", row.zone, {"zone": row.zone})


def state_of(row: store.Space) -> SpaceState | None:
    """The stored state of a bay; None when nothing was ever heard of it."""
    if row.observed_at == NEVER:
        return None
    return SpaceState(
        status=row.status, observed_at=row.observed_at, sequence=row.sequence,
        received_at=row.received_at, source=row.source, since=row.since, stale_at=row.stale_at,
        flagged=row.flagged,
    )  # fmt: skip


def _parameters(key: str, state: SpaceState | None) -> dict[str, object]:
    if state is None:
        raise NotFound
    return {
        "key": key, "new_status": state.status, "observed": state.observed_at,
        "number": state.sequence, "received": state.received_at, "whence": state.source,
        "from_when": state.since, "stale": state.stale_at, "flag": state.flagged,
    }  # fmt: skip


async def read_zone(reads: Reads, zone: str, now: int) -> Zone:
    """The counts of a zone now; NotFound for a zone without bays."""
    rows = await reads.many(store.of_zone, zone=zone)
    if not rows:
        raise NotFound
    return count([state_of(row) for row in rows], now)


async def read_zones(reads: Reads, zones: Sequence[str], now: int) -> dict[str, Zone]:
    """The counts of several zones; zones without bays are left out."""
    states: dict[str, list[SpaceState | None]] = defaultdict(list)
    for row in await reads.many(store.of_zones, zones=list(zones)):
        states[row.zone].append(state_of(row))
    return {zone: count(found, now) for zone, found in states.items()}


async def zones_near(reads: Reads, point: Point, radius_m: float) -> set[str]:
    """Zones with a bay within a radius. Raises InputInvalid."""
    if not 0 < radius_m <= MOST_RADIUS_M:
        raise InputInvalid(path=("radius",))
    rows = await reads.many(store.bays_in_cells, cells=cells_around(point, radius_m))
    return {
        row.zone
        for row in rows
        if distance(point, Point(row.lat_e7 / store.E7, row.lon_e7 / store.E7)) <= radius_m
    }


async def nearest_free(
    reads: Reads, point: Point, *, most: int, now: int, radius_m: float = MOST_RADIUS_M
) -> list[Near]:
    """The nearest bays that are free now, nearest first, found by grid cells in growing circles."""
    if not 1 <= most <= MOST_NEAREST or not 0 < radius_m <= MOST_RADIUS_M:
        raise InputInvalid(path=("first",), max=MOST_NEAREST)
    radius = min(FIRST_RADIUS_M, radius_m)
    while True:
        rows = await reads.many(
            store.free_in_cells, cells=cells_around(point, radius), settled=now - DWELL_MS, now=now
        )
        held = set(await reads.many(hold_store.held_spaces, slot=now // SLOT_MS))
        near = ranked([row for row in rows if row.id not in held], point, radius)
        if len(near) >= most or radius >= radius_m:
            return near[:most]
        radius = min(radius * 2, radius_m)


def ranked(rows: Sequence[store.Free], point: Point, radius_m: float) -> list[Near]:
    """Bays within a radius, nearest first."""
    found: list[Near] = []
    for row in rows:
        at = Point(row.lat_e7 / store.E7, row.lon_e7 / store.E7)
        away = distance(point, at)
        if away <= radius_m:
            found.append(Near(row.id, at, away, row.observed_at))
    found.sort(key=lambda one: (one.metres, one.id))
    return found


async def close_quarter(tx: Tx) -> int:
    """Write down the quarter of an hour that has just ended, for every zone; how many zones."""
    slot = tx.now // SLOT_MS - 1
    names = await tx.many(store.zones)
    counted = await read_zones(tx, names, tx.now)
    await tx.run_each(
        store.put_quarter,
        [
            {"zone": zone, "slot": slot, "occupied": one.known - one.free, "known": one.known, "total": one.total}
            for zone, one in counted.items()
        ],
    )  # fmt: skip
    await tx.run(store.drop_quarters, first=slot - PROFILE_WEEKS * 7 * 96)
    return len(counted)


async def forecast_zone(
    reads: Reads, zone: str, ahead: timedelta, now: int
) -> tuple[Forecast, int] | None:
    """What is expected of a zone, and how many bays it has; None without a recent past."""
    slot = now // SLOT_MS - 1
    rows = await reads.many(store.quarters, zone=zone, first=slot - PROFILE_WEEKS * 7 * 96)
    values = {row.slot: row.occupied / row.known for row in rows if row.known}
    if slot not in values:
        return None
    predictor = Predictor(slots_in(ahead))
    whole = filled(values)
    found = [predictor.learn(each, whole[each]) for each in sorted(whole)]
    return found[-1], rows[-1].total
