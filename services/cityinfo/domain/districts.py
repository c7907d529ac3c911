# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""City districts and the areas they belong to; which one a point lies in (bounding box, ray casting)."""

from collections.abc import Iterable
from itertools import pairwise

import msgspec

from services.kit.geometry import Point

Ring = tuple[tuple[float, float], ...]
"""(longitude, latitude) pairs, closed; the outer ring runs anti-clockwise (RFC 7946, 3.1.6)."""


class District(msgspec.Struct, frozen=True, kw_only=True):
    """A stadsdel."""

    id: str
    name: str
    area: str
    point: Point
    """A point inside it."""
    polygons: tuple[tuple[Ring, ...], ...]
    """Each an outer ring and its holes."""

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east, north."""
        outer = [pair for polygon in self.polygons for pair in polygon[0]]
        lons, lats = [lon for lon, _ in outer], [lat for _, lat in outer]
        return min(lons), min(lats), max(lons), max(lats)


class Area(msgspec.Struct, frozen=True, kw_only=True):
    """A stadsdelsområde with the districts it has."""

    id: str
    name: str
    districts: tuple[str, ...]


def contains(district: District, point: Point) -> bool:
    """Whether the point lies in the district, holes left out."""
    west, south, east, north = district.box
    if not (west <= point.lon <= east and south <= point.lat <= north):
        return False
    return any(
        _inside(polygon[0], point) and not any(_inside(hole, point) for hole in polygon[1:])
        for polygon in district.polygons
    )


def district_at(districts: Iterable[District], point: Point) -> District | None:
    """The district a point lies in."""
    return next((one for one in districts if contains(one, point)), None)


def _inside(ring: Ring, point: Point) -> bool:
    """Ray casting to the east."""
    inside = False
    for (x1, y1), (x2, y2) in pairwise(ring):
        crosses = (y1 > point.lat) != (y2 > point.lat)
        if crosses and point.lon < (x2 - x1) * (point.lat - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def signed_area(ring: Ring) -> float:
    """Positive for a ring that runs anti-clockwise."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring)) / 2


def wound(ring: Ring, *, outer: bool) -> Ring:
    """The ring as RFC 7946 wants it: outer anti-clockwise, holes clockwise."""
    return ring if (signed_area(ring) > 0) is outer else ring[::-1]
