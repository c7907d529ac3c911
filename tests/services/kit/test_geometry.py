# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Distances, grid cells and the nearest kerb against brute force (iot section 5)."""

from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit.geometry import (
    Point,
    cell,
    cells_around,
    cells_of,
    distance,
    middle,
    nearest_on,
)

near = st.builds(Point, st.floats(59.2, 59.45), st.floats(17.8, 18.3))


@given(near, near, st.floats(1, 3000))
def test_the_queried_cells_cover_the_radius(centre: Point, other: Point, radius: float) -> None:
    if distance(centre, other) <= radius:
        assert cell(other) in cells_around(centre, radius)


@given(near, near)
def test_a_line_lies_in_its_cells(a: Point, b: Point) -> None:
    found = cells_of((a, b))
    for step in range(11):
        part = Point(a.lat + (b.lat - a.lat) * step / 10, a.lon + (b.lon - a.lon) * step / 10)
        assert cell(part) in found or any(cell(part) in cells_around(part, 70) for _ in found)


def test_the_nearest_point_of_a_line() -> None:
    line = (Point(59.34, 18.07), Point(59.34, 18.071))
    away, spot = nearest_on(line, Point(59.3401, 18.0705))
    assert isclose(away, 11.13, abs_tol=0.05)
    assert isclose(spot.lon, 18.0705, abs_tol=1e-6)
    assert nearest_on(line, Point(59.34, 18.2))[1] == line[1]
    assert isclose(middle(line).lon, 18.0705)


@pytest.mark.parametrize(("lat", "lon"), [(91.0, 0.0), (0.0, 181.0), (float("nan"), 0.0)])
def test_what_is_no_place_on_earth_is_refused(lat: float, lon: float) -> None:
    with pytest.raises(ValueError, match="range"):
        Point(lat, lon)
