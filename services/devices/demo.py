# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Sensors of the demonstration city: bays along the demo kerbs, some free, some taken."""

from typing import Any

from services.devices.actions.taking_in import take_in
from services.devices.domain.reading import read_entity
from services.devices.domain.writing import iso
from services.devices.jobs import set_timers
from services.kit.data import Tx

KERBS: tuple[tuple[str, tuple[float, float], tuple[float, float]], ...] = (
    ("LTFR_P_TILLATEN.900001", (18.0798, 59.3374), (18.0806, 59.3372)),
    ("LTFR_P_TILLATEN.900006", (18.0408, 59.3424), (18.0412, 59.3420)),
    ("LTFR_P_TILLATEN.900007", (18.0411, 59.3405), (18.0404, 59.3403)),
    ("LTFR_P_TILLATEN.900010", (18.0899, 59.3345), (18.0905, 59.3352)),
)
"""Regulations of the demonstration feed that have sensors, each with the ends of its kerb."""
BAYS = 6


def bays(now: int) -> list[dict[str, Any]]:
    """Bays with sensors; every third one is free."""
    found: list[dict[str, Any]] = []
    for site, (west, south), (east, north) in KERBS:
        for number in range(BAYS):
            part = (number + 0.5) / BAYS
            stamp = {"observedAt": iso(now - 60_000), "sequence": 1}
            spot = [west + (east - west) * part, south + (north - south) * part]
            found.append(
                {
                    "id": f"urn:ngsi-ld:ParkingSpot:{site}.{number + 1}",
                    "type": "ParkingSpot",
                    "status": {
                        "type": "Property",
                        "value": "free" if number % 3 == 0 else "occupied",
                    }
                    | stamp,
                    "location": {
                        "type": "GeoProperty",
                        "value": {"type": "Point", "coordinates": spot},
                    }
                    | stamp,
                    "category": {"type": "Property", "value": ["onStreet"]} | stamp,
                    "refParkingSite": {
                        "type": "Relationship",
                        "object": f"urn:ngsi-ld:OnStreetParking:{site}",
                    }
                    | stamp,
                }
            )
    return found


async def seed(tx: Tx) -> None:
    """Report the demo bays; what is newer already stays as it is."""
    await take_in(tx, [read_entity(one, tx.now) for one in bays(tx.now)])
    await set_timers(tx)
