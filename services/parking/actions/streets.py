# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Rows of the feed by layer, weekday, area, street and place: the questions LTF-Tolken answers."""

from collections.abc import Sequence

from services.kit.errors import InputInvalid, NotFound
from services.kit.geometry import Point, nearest_on
from services.parking.actions.feeds import Box, circle_of
from services.parking.actions.verdicts import Reads, kerbs
from services.parking.domain.ltf import PREFIXES
from services.parking.domain.regulations import Regulation
from services.parking.domain.signs import WEEKDAYS
from services.parking.store import regulations as store

MOST_ROWS = 10_000
MOST_RADIUS_M = 5_000.0


def check_layer(layer: str) -> str:
    """The layer itself; NotFound for one that the feed does not have."""
    if layer not in PREFIXES:
        raise NotFound
    return layer


def weekday_of(name: str) -> int:
    """0 for måndag; InputInvalid for what is no weekday."""
    if name.lower() not in WEEKDAYS:
        raise InputInvalid(path=("weekday",))
    return WEEKDAYS.index(name.lower())


async def all_rows(reads: Reads, layer: str, most: int = MOST_ROWS) -> list[Regulation]:
    """Every row of a layer, in the order of ids."""
    found = await reads.many(store.of_layer, layer=check_layer(layer), most=min(most, MOST_ROWS))
    return [row.body for row in found]


async def rows_on_weekdays(reads: Reads, layer: str, days: Sequence[int]) -> list[Regulation]:
    """Rows that name one of the weekdays."""
    check_layer(layer)
    found: list[Regulation] = []
    for day in sorted(set(days)):
        rows = await reads.many(store.of_weekday, layer=layer, weekday=day, most=MOST_ROWS)
        found += [row.body for row in rows]
    return found


async def rows_in_area(reads: Reads, layer: str, name: str) -> list[Regulation]:
    """Rows of a city district or parking district."""
    name = name.casefold()
    found = await reads.many(store.of_area, layer=check_layer(layer), name=name, most=MOST_ROWS)
    return [row.body for row in found]


async def rows_in_street(reads: Reads, layer: str, name: str) -> list[Regulation]:
    """Rows of a street."""
    name = name.casefold()
    found = await reads.many(store.of_street, layer=check_layer(layer), name=name, most=MOST_ROWS)
    return [row.body for row in found]


async def rows_within(reads: Reads, layer: str, point: Point, radius_m: float) -> list[Regulation]:
    """Rows no farther from a point than a radius in metres, nearest first."""
    check_layer(layer)
    if not 0 < radius_m <= MOST_RADIUS_M:
        raise InputInvalid(path=("radius",))
    near = [
        (nearest_on(row.line, point)[0], row)
        for row in await kerbs(reads, point, radius_m)
        if row.layer == layer
    ]
    near.sort(key=lambda pair: (pair[0], pair[1].id))
    return [row for away, row in near if away <= radius_m]


async def rows_in_box(reads: Reads, layer: str, box: Box) -> list[Regulation]:
    """Rows of a layer with a point inside a box, in the order of ids. InputInvalid for a box that is none."""
    check_layer(layer)
    found = await kerbs(reads, *circle_of(box))
    return sorted((row for row in found if row.layer == layer and box.holds(row)), key=_id)


def _id(row: Regulation) -> str:
    return row.id


async def total_of(reads: Reads, layer: str) -> int:
    """How many rows the layer has."""
    return next((one.rows for one in await reads.many(store.counts) if one.layer == layer), 0)
