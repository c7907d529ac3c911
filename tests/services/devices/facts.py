# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Entities as sensors send them."""

from typing import Any

from services.devices.domain.writing import iso

NOW = 1_767_225_600_000
"""2026-01-01T00:00:00Z, where the manual clock stands."""


def spot(
    number: int = 1,
    status: str = "free",
    *,
    at: int = NOW,
    sequence: int = 0,
    place: tuple[float, float] | None = None,
) -> dict[str, Any]:
    """A bay, normalised; `place` is (lon, lat)."""
    stamp: dict[str, Any] = {"observedAt": iso(at)}
    if sequence:
        stamp["sequence"] = {"type": "Property", "value": sequence}
    found: dict[str, Any] = {
        "id": f"urn:ngsi-ld:ParkingSpot:t{number}",
        "type": "ParkingSpot",
        "status": {"type": "Property", "value": status} | stamp,
    }
    if place is not None:
        shape = {"type": "Point", "coordinates": list(place)}
        found["location"] = {"type": "GeoProperty", "value": shape} | stamp
    return found
