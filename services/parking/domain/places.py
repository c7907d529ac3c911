# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Which regulations speak about a point: the nearest kerb line and what lies upon the same spot."""

from collections import defaultdict
from collections.abc import Iterable

import msgspec

from services.kit.geometry import (
    Line,
    Point,
    cells_around,
    cells_of,
    distance,
    middle,
    nearest_on,
)
from services.parking.domain.regulations import Band, Effect, Regulation

REACH_M = 25.0
"""A point farther than this from every kerb line has no data."""
SAME_SPOT_M = 1.5
"""Lines this near to the spot lie upon it; the other side of a street is farther away."""
INWARD_M = 2.0
"""How far the spot keeps from a line's end, so that the next bay does not join in."""
BAN_M = 10.0
"""Temporary and general bans are drawn coarsely: they count within this distance."""


class Place(msgspec.Struct, frozen=True):
    """A spot at the kerb with every regulation that lies upon it, nearest first."""

    spot: Point
    distance_m: float
    regulations: tuple[Regulation, ...]


class Streets:
    """Regulations found by grid cell; built once, then read only."""

    def __init__(self, regulations: Iterable[Regulation]) -> None:
        """Index each regulation under every cell that its line comes through."""
        self._cells: dict[int, list[Regulation]] = defaultdict(list)
        self._size = 0
        for regulation in regulations:
            self._size += 1
            for number in cells_of(regulation.line):
                self._cells[number].append(regulation)

    def __len__(self) -> int:
        """How many regulations there are."""
        return self._size

    def near(self, point: Point, radius_m: float) -> list[tuple[float, Regulation]]:
        """Regulations within a radius in metres, nearest first, each once."""
        found: dict[str, tuple[float, Regulation]] = {}
        for number in cells_around(point, radius_m):
            for regulation in self._cells.get(number, ()):
                if regulation.id not in found:
                    found[regulation.id] = (nearest_on(regulation.line, point)[0], regulation)
        near = [pair for pair in found.values() if pair[0] <= radius_m]
        return sorted(near, key=lambda pair: (pair[0], pair[1].id))

    def place(self, point: Point, reach_m: float = REACH_M) -> Place | None:
        """The place that a point means; None when no kerb line is within reach."""
        near = self.near(point, reach_m)
        return place_at(point, [regulation for _, regulation in near])


def place_at(point: Point, near: Iterable[Regulation]) -> Place | None:
    """The place that a point means among the regulations around it; None without any."""
    ranked = sorted(
        ((nearest_on(regulation.line, point)[0], regulation) for regulation in near),
        key=lambda pair: (pair[0], pair[1].length_m(), pair[1].id),
    )
    if not ranked:
        return None
    away, first = ranked[0]
    spot = _inward(first.line, nearest_on(first.line, point)[1])
    upon = tuple(
        regulation
        for far, regulation in ranked
        if nearest_on(regulation.line, spot)[0] <= SAME_SPOT_M
        or (far <= BAN_M and _is_ban(regulation))
    )
    return Place(spot, away, upon)


def _is_ban(regulation: Regulation) -> bool:
    return any(
        rule.effect is Effect.FORBID and rule.band <= Band.NO_PARKING for rule in regulation.rules
    )


def _inward(line: Line, spot: Point) -> Point:
    """The spot, moved off the end of its line, at most to the middle."""
    for end, following in ((line[0], line[1:]), (line[-1], line[-2::-1])):
        if distance(spot, end) >= INWARD_M or len(line) == 1:
            continue
        centre = middle(line)
        if distance(centre, end) <= INWARD_M:
            return centre
        left = INWARD_M
        at = end
        for corner in following:
            step = distance(at, corner)
            if step >= left:
                part = left / step
                return Point(
                    at.lat + (corner.lat - at.lat) * part, at.lon + (corner.lon - at.lon) * part
                )
            left -= step
            at = corner
    return spot
