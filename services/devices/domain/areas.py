# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Geographic conditions of NGSI-LD: near a point, and how a geometry lies to another."""

import re
from collections.abc import Mapping
from math import cos, radians
from typing import Any, cast

import msgspec

from services.devices.domain.entities import GEO, Attribute, EntityRefused
from services.kit.geometry import METRES_PER_DEGREE, Point, distance

MOST_METRES = 100_000.0
MOST_CORNERS = 2_000
INSIDE, OUTSIDE = 0.96, 1.04
"""Where flat and round distances surely agree, as shares of the squared radius (within 100 km)."""
RELATIONS = frozenset(
    {"near", "within", "contains", "intersects", "disjoint", "overlaps", "equals"}
)
Ring = tuple[tuple[float, float], ...]


class Area(msgspec.Struct, frozen=True):
    """A condition on where an entity is; positions are (lon, lat)."""

    relation: str
    ring: Ring
    """One position for a point; else the outer ring of a polygon."""
    least_m: float = 0.0
    most_m: float | None = None
    attribute: str = "location"

    @property
    def centre(self) -> Point:
        """The first position."""
        return Point(self.ring[0][1], self.ring[0][0])

    def reach(self) -> tuple[Point, float] | None:
        """A circle that holds everything that can fit; None when anything far away may fit too."""
        if self.relation == "disjoint" or (self.relation == "near" and self.most_m is None):
            return None
        if self.relation == "near" and self.most_m is not None:
            return self.centre, self.most_m
        lons, lats = [lon for lon, _ in self.ring], [lat for _, lat in self.ring]
        middle = Point((min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2)
        return middle, max(distance(middle, Point(lat, lon)) for lon, lat in self.ring) + 1

    def circle(self) -> "Circle | None":
        """The circle that the condition is, if it is one and about the location."""
        if (
            self.relation != "near"
            or self.most_m is None
            or self.least_m
            or self.attribute != "location"
        ):
            return None
        lon, lat = self.ring[0]
        square = self.most_m * self.most_m
        scale = METRES_PER_DEGREE * cos(radians(lat))
        return Circle(lat, lon, scale, square * INSIDE, square * OUTSIDE)

    def holds(self, attributes: Mapping[str, Attribute]) -> bool:
        """Whether the entity lies so."""
        located = attributes.get(self.attribute)
        if located is None or located.kind != GEO:
            return False
        spots = positions(located.value.get("coordinates"))
        return bool(spots) and self._fits(spots)

    def _fits(self, spots: list[tuple[float, float]]) -> bool:
        if self.relation == "near":
            away = min(distance(self.centre, Point(lat, lon)) for lon, lat in spots)
            return self.least_m <= away and (self.most_m is None or away <= self.most_m)
        if len(self.ring) == 1 or self.relation == "equals":
            same = set(spots) == set(self.ring)
            return same != (self.relation == "disjoint")
        inside = [_inside(spot, self.ring) for spot in spots]
        if self.relation == "within":
            return all(inside)
        if self.relation == "contains":
            return len(spots) > 2 and all(_inside(corner, tuple(spots)) for corner in self.ring)  # noqa: PLR2004
        if self.relation == "overlaps":
            return any(inside) and not all(inside)
        return any(inside) != (self.relation == "disjoint")


class Circle(msgspec.Struct, frozen=True, gc=False):
    """A circle made ready for thousands of points: flat, with a belt in which only the round distance can tell."""

    lat: float
    lon: float
    metres_per_degree_east: float
    inside: float
    """Squared metres below which a point surely lies in it."""
    outside: float
    """Squared metres above which a point surely does not."""

    def surely(self, point: Point) -> bool | None:
        """Whether a point is plainly inside or outside; None where only `Area.holds` can tell."""
        north = (point.lat - self.lat) * METRES_PER_DEGREE
        east = (point.lon - self.lon) * self.metres_per_degree_east
        square = north * north + east * east
        if square > self.outside:
            return False
        return True if square < self.inside else None


def read_area(given: Mapping[str, Any]) -> Area:
    """A condition from georel, geometry, coordinates, geoproperty. Raises EntityRefused bad_area."""
    relation, *limits = str(given.get("georel", "")).split(";")
    if relation not in RELATIONS:
        raise _bad(f"georel must be one of {', '.join(sorted(RELATIONS))}")
    least, most = 0.0, None
    for limit in limits:
        found = re.fullmatch(r"(minDistance|maxDistance)==?([0-9]+(?:\.[0-9]+)?)", limit)
        if found is None or relation != "near":
            raise _bad(f'georel: "{limit}" is not understood')
        metres = float(found[2])
        if metres > MOST_METRES:
            raise _bad(f"a distance is at most {MOST_METRES:.0f} metres")
        least, most = (metres, most) if found[1] == "minDistance" else (least, metres)
    shape = given.get("geometry")
    if shape not in ("Point", "Polygon", "LineString", "MultiPoint"):
        raise _bad("geometry must be Point, LineString, MultiPoint or Polygon")
    spots = positions(_decoded(given.get("coordinates")))
    if not spots or len(spots) > MOST_CORNERS or (shape == "Point") != (len(spots) == 1):
        raise _bad("coordinates do not fit the geometry")
    name = given.get("geoproperty", "location")
    return Area(relation, tuple(spots), least, most, name if isinstance(name, str) else "location")


def _decoded(given: Any) -> Any:
    if not isinstance(given, str):
        return given
    try:
        return msgspec.json.decode(given)
    except (msgspec.MsgspecError, RecursionError):
        raise _bad("coordinates are no JSON array") from None


def positions(given: Any) -> list[tuple[float, float]]:
    """Every (lon, lat) of GeoJSON coordinates; of a polygon its outer ring alone."""
    if not isinstance(given, list) or not given:
        return []
    items = cast("list[Any]", given)
    if isinstance(items[0], int | float):
        lon, lat = items[0], items[1] if len(items) > 1 else None
        good = isinstance(lat, int | float) and abs(lon) <= 180 and abs(lat) <= 90  # noqa: PLR2004
        return [(float(lon), float(cast("float", lat)))] if good else []
    if isinstance(items[0], list) and items[0] and isinstance(items[0][0], list):
        return positions(items[0])
    return [spot for item in items for spot in positions(item)]


def _inside(spot: tuple[float, float], ring: Ring) -> bool:
    """Whether a position lies in a ring: a ray to the east crosses it an odd number of times."""
    x, y = spot
    odd = False
    for (ax, ay), (bx, by) in zip(ring, (*ring[1:], ring[0]), strict=True):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            odd = not odd
    return odd


def _bad(text: str) -> EntityRefused:
    return EntityRefused("bad_area", text)
