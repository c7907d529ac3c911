# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What open feeds are made of: kerbs with the counts of their sensors, near a place or everywhere."""

from collections.abc import Sequence

import msgspec

from services.kit.errors import InputInvalid
from services.kit.geometry import Point, nearest_on
from services.parking.actions.occupancy import read_zones
from services.parking.actions.verdicts import Reads, kerbs
from services.parking.domain.kerbs import is_permission
from services.parking.domain.ltf import CLEANING_LAYER, PREFIXES
from services.parking.domain.open_zones import OpenZone
from services.parking.domain.regulations import Regulation
from services.parking.store import regulations as store
from services.parking.store import sessions as session_store
from services.parking.store import spaces as space_store

MOST_KERBS = 50_000
MOST_RADIUS_M = 5_000.0
LARGEST_BOX = 0.5
"""Degrees; a larger box is refused."""


class Box(msgspec.Struct, frozen=True):
    """A rectangle in degrees."""

    south: float
    west: float
    north: float
    east: float

    def holds(self, row: Regulation) -> bool:
        """Whether any point of a kerb lies inside."""
        return any(
            self.south <= one.lat <= self.north and self.west <= one.lon <= self.east
            for one in row.line
        )


async def kerb_rows(reads: Reads) -> list[Regulation]:
    """Every kerb where something is permitted."""
    found: list[Regulation] = []
    for layer in PREFIXES:
        if layer != CLEANING_LAYER:
            rows = await reads.many(store.of_layer, layer=layer, most=MOST_KERBS)
            found += [row.body for row in rows if is_permission(row.body)]
    return found


async def kerbs_in(reads: Reads, box: Box) -> list[Regulation]:
    """Kerbs inside a box, found by grid cells. Raises InputInvalid for a box that is none or too large."""
    found = await kerbs(reads, *circle_of(box))
    return [row for row in found if is_permission(row) and box.holds(row)]


def circle_of(box: Box) -> tuple[Point, float]:
    """The circle around a box: centre and metres. Raises InputInvalid for a box that is none or too large."""
    wide, high = box.east - box.west, box.north - box.south
    if not (0 < wide <= LARGEST_BOX and 0 < high <= LARGEST_BOX):
        raise InputInvalid(path=("bbox",))
    try:
        centre = Point((box.south + box.north) / 2, (box.west + box.east) / 2)
        corner = Point(box.north, box.east)
    except ValueError as wrong:
        raise InputInvalid(path=("bbox",)) from wrong
    return centre, nearest_on((corner,), centre)[0]


async def kerbs_near(reads: Reads, point: Point, radius_m: float) -> list[Regulation]:
    """Kerbs within a radius, nearest first."""
    if not 0 < radius_m <= MOST_RADIUS_M:
        raise InputInvalid(path=("radius",))
    near = [
        (nearest_on(row.line, point)[0], row)
        for row in await kerbs(reads, point, radius_m)
        if is_permission(row)
    ]
    near.sort(key=lambda pair: (pair[0], pair[1].id))
    return [row for away, row in near if away <= radius_m]


async def open_zones(reads: Reads, rows: Sequence[Regulation], now: int) -> list[OpenZone]:
    """Kerbs with the counts of their sensors, where they have any."""
    names = set(await reads.many(space_store.zones))
    counted = await read_zones(reads, [row.id for row in rows if row.id in names], now)
    return [OpenZone(row, counted.get(row.id)) for row in rows]


async def area_counts(reads: Reads, now: int) -> dict[str, int]:
    """Stays that go on now, by kerb."""
    rows = await reads.many(session_store.counts_by_kerb, now=now)
    return {row.regulation: row.count for row in rows}
