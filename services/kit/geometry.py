# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Distances in the street: points, lines, grid cells, and the city's SWEREF 99 TM coordinates."""

from itertools import pairwise
from math import asin, atan2, cos, cosh, degrees, floor, hypot, radians, sin, sinh, sqrt

import msgspec

GRID_METRES = 250.0
METRES_PER_DEGREE = 111_320.0
EARTH_RADIUS = 6_371_008.8
REFERENCE_COS = cos(radians(59.33))
"""Of the city's reference latitude: the grid is square there."""
MAX_LATITUDE = 90.0
MAX_LONGITUDE = 180.0


class Point(msgspec.Struct, frozen=True):
    """A place in WGS 84 degrees."""

    lat: float
    lon: float

    def __post_init__(self) -> None:
        """Refuse what is no place on earth (NaN included)."""
        if not (abs(self.lat) <= MAX_LATITUDE and abs(self.lon) <= MAX_LONGITUDE):
            raise ValueError("latitude or longitude is out of range")


Line = tuple[Point, ...]
"""One point (a bay) or several (a kerb line)."""


def cell(point: Point) -> int:
    """The number of the 250 m grid cell. Exceeds 32 bits."""
    column = floor(point.lon * METRES_PER_DEGREE * REFERENCE_COS / GRID_METRES)
    return (column << 24) + floor(point.lat * METRES_PER_DEGREE / GRID_METRES)


def cells_around(point: Point, radius_m: float) -> list[int]:
    """All cells that the square around the point's circle touches, by column then row."""
    column = point.lon * METRES_PER_DEGREE * REFERENCE_COS
    row = point.lat * METRES_PER_DEGREE
    stretch = REFERENCE_COS / max(cos(radians(point.lat)), 0.01)
    wide = radius_m * max(1.0, stretch) * 1.01
    return [
        (x << 24) + y
        for x in range(
            floor((column - wide) / GRID_METRES), floor((column + wide) / GRID_METRES) + 1
        )
        for y in range(
            floor((row - radius_m * 1.01) / GRID_METRES),
            floor((row + radius_m * 1.01) / GRID_METRES) + 1,
        )
    ]


def cells_of(line: Line) -> frozenset[int]:
    """Every cell that a line comes through, found by walking it in steps of a quarter cell."""
    found = {cell(line[0])}
    for a, b in pairwise(line):
        steps = int(distance(a, b) // (GRID_METRES / 4)) + 1
        for step in range(1, steps + 1):
            part = step / steps
            found.add(cell(Point(a.lat + (b.lat - a.lat) * part, a.lon + (b.lon - a.lon) * part)))
    return frozenset(found)


def distance(a: Point, b: Point) -> float:
    """Great-circle metres between two points (haversine)."""
    half_lat, half_lon = radians(b.lat - a.lat) / 2, radians(b.lon - a.lon) / 2
    inside = sin(half_lat) ** 2 + cos(radians(a.lat)) * cos(radians(b.lat)) * sin(half_lon) ** 2
    return 2 * EARTH_RADIUS * asin(min(1.0, sqrt(inside)))


def nearest_on(line: Line, point: Point) -> tuple[float, Point]:
    """The distance in metres from a point to a line, and the line's nearest point."""
    if len(line) == 1:
        return distance(point, line[0]), line[0]
    scale = METRES_PER_DEGREE * cos(radians(point.lat))
    best, spot = float("inf"), line[0]
    for a, b in pairwise(line):
        ax, ay = (a.lon - point.lon) * scale, (a.lat - point.lat) * METRES_PER_DEGREE
        dx, dy = (b.lon - a.lon) * scale, (b.lat - a.lat) * METRES_PER_DEGREE
        length = dx * dx + dy * dy
        part = min(1.0, max(0.0, -(ax * dx + ay * dy) / length)) if length else 0.0
        away = hypot(ax + part * dx, ay + part * dy)
        if away < best:
            best = away
            spot = Point(a.lat + (b.lat - a.lat) * part, a.lon + (b.lon - a.lon) * part)
    return best, spot


def middle(line: Line) -> Point:
    """The point half-way along a line."""
    if len(line) == 1:
        return line[0]
    lengths = [distance(a, b) for a, b in pairwise(line)]
    left = sum(lengths) / 2
    for a, b, length in zip(line, line[1:], lengths, strict=False):
        if length and left <= length:
            part = left / length
            return Point(a.lat + (b.lat - a.lat) * part, a.lon + (b.lon - a.lon) * part)
        left -= length
    return line[-1]


# Gauss-Krüger, GRS 80 ellipsoid, parameters of SWEREF 99 TM (Lantmäteriet's formulas).
_AXIS, _FLATTENING = 6_378_137.0, 1 / 298.257222101
_CENTRAL_MERIDIAN, _SCALE, _FALSE_EASTING = 15.0, 0.9996, 500_000.0
_N = _FLATTENING / (2 - _FLATTENING)
_RADIUS = _AXIS / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64)
_DELTA = (
    _N / 2 - 2 * _N**2 / 3 + 37 * _N**3 / 96 - _N**4 / 360,
    _N**2 / 48 + _N**3 / 15 - 437 * _N**4 / 1440,
    17 * _N**3 / 480 - 37 * _N**4 / 840,
    4397 * _N**4 / 161_280,
)


def from_sweref99tm(north: float, east: float) -> Point:
    """The WGS 84 point of SWEREF 99 TM metres (they differ by less than a metre)."""
    xi, eta = north / (_SCALE * _RADIUS), (east - _FALSE_EASTING) / (_SCALE * _RADIUS)
    flat_xi, flat_eta = xi, eta
    for order, delta in enumerate(_DELTA, 1):
        flat_xi -= delta * sin(2 * order * xi) * cosh(2 * order * eta)
        flat_eta -= delta * cos(2 * order * xi) * sinh(2 * order * eta)
    conformal = asin(sin(flat_xi) / cosh(flat_eta))
    longitude = _CENTRAL_MERIDIAN + degrees(atan2(sinh(flat_eta), cos(flat_xi)))
    return Point(degrees(_geodetic(conformal)), longitude)


def _geodetic(conformal: float) -> float:
    """The geodetic latitude, in radians, of a conformal one."""
    squared = _FLATTENING * (2 - _FLATTENING)
    a = squared + squared**2 + squared**3 + squared**4
    b = -(7 * squared**2 + 17 * squared**3 + 30 * squared**4) / 6
    c = (224 * squared**3 + 889 * squared**4) / 120
    d = -(4279 * squared**4) / 1260
    s = sin(conformal)
    return conformal + s * cos(conformal) * (a + b * s**2 + c * s**4 + d * s**6)


def is_square_metres(first: float, second: float) -> bool:
    """Whether a coordinate pair is plainly in metres, not degrees."""
    return abs(first) > MAX_LONGITUDE or abs(second) > MAX_LONGITUDE
