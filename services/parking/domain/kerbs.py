# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What feeds say of a kerb: how many vehicles it holds, its outline, what it costs, who may stand there."""

from math import cos, hypot, radians

from services.kit.geometry import METRES_PER_DEGREE, Line, Point
from services.parking.domain.regulations import Effect, PermitKind, Regulation, Vehicle

CAR_METRES = 5.5
"""Kerb that one parked car takes."""
BIKE_METRES = 1.2
HALF_WIDTH_M = 1.1


def capacity_of(row: Regulation) -> int:
    """Vehicles that fit: as signed, else by the metres of the kerb; at least one."""
    if row.spaces is not None and row.spaces > 0:
        return row.spaces
    small = {Vehicle.BICYCLE, Vehicle.MOPED, Vehicle.MOTORCYCLE}
    each = (
        BIKE_METRES if row.audience.vehicles and set(row.audience.vehicles) <= small else CAR_METRES
    )
    metres = row.metres if row.metres is not None and row.metres > 0 else row.length_m()
    return max(1, int(metres // each))


def outline(line: Line) -> list[list[float]]:
    """A closed ring of [lon, lat] around a kerb line, two metres wide, counter-clockwise."""
    if len(line) == 1:
        line = (line[0], Point(line[0].lat, line[0].lon + 1e-5))
    scale = cos(radians(line[0].lat))
    left: list[list[float]] = []
    right: list[list[float]] = []
    for index, point in enumerate(line):
        before, after = line[max(0, index - 1)], line[min(len(line) - 1, index + 1)]
        east, north = (after.lon - before.lon) * scale, after.lat - before.lat
        length = hypot(east, north) or 1.0
        off_lat = HALF_WIDTH_M / METRES_PER_DEGREE * east / length
        off_lon = -HALF_WIDTH_M / METRES_PER_DEGREE * north / length / scale
        left.append([round(point.lon + off_lon, 8), round(point.lat + off_lat, 8)])
        right.append([round(point.lon - off_lon, 8), round(point.lat - off_lat, 8)])
    ring = [*right, *reversed(left)]
    return [*ring, ring[0]]


def is_permission(row: Regulation) -> bool:
    """Whether the row permits something; rows of cleaning times do not."""
    return any(rule.effect is Effect.PERMIT for rule in row.rules)


def categories(row: Regulation) -> list[str]:
    """The kerb's categories in the words of smart-data-models' OnStreetParking."""
    tariff = row.tariff()
    found = ["free" if tariff is None or tariff.is_free else "feeCharged"]
    if row.audience.permit is PermitKind.DISABILITY:
        found.append("forDisabled")
    if row.audience.residents:
        found.append("forResidents")
    if any(rule.effect is Effect.LIMIT for rule in row.rules):
        found.append("shortTerm")
    return found
