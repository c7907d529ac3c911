# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Bays as the devices service tells of them (NGSI-LD ParkingSpot): where they are, free or taken."""

from collections.abc import Mapping
from typing import Any, cast

import msgspec

from services.kit.geometry import Point
from services.parking.domain.occupancy import Reading, SpaceStatus

KIND = "ParkingSpot"
SITE_PREFIXES = ("urn:ngsi-ld:OnStreetParking:", "urn:ngsi-ld:OffStreetParking:")
STATUSES = {
    "free": SpaceStatus.FREE,
    "occupied": SpaceStatus.OCCUPIED,
    "closed": SpaceStatus.OUT_OF_SERVICE,
    "unknown": SpaceStatus.UNKNOWN,
}
FROM_DEVICES = "devices"


class Bay(msgspec.Struct, frozen=True):
    """A bay that is told of with its place."""

    id: str
    zone: str
    point: Point


class Heard(msgspec.Struct, frozen=True):
    """What an event says of bays; reasons for what could not be used, each with its count."""

    new: tuple[Bay, ...]
    readings: tuple[Reading, ...]
    refused: dict[str, int]


def bays_of(data: Mapping[str, Any]) -> Heard:
    """The bays and readings of a `devices.state.changed`; what is of another type says nothing."""
    new: list[Bay] = []
    readings: list[Reading] = []
    refused: dict[str, int] = {}
    changes = data.get("changes")
    for each in cast("list[Any]", changes) if isinstance(changes, list) else []:
        if data.get("type") != KIND:
            break
        try:
            name, values = each["id"], each["values"]
            if (bay := _bay(name, values)) is not None:
                new.append(bay)
            if "status" in values:
                status, observed, sequence = values["status"]
                if status not in STATUSES:
                    refused["unknown_status"] = refused.get("unknown_status", 0) + 1
                    continue
                readings.append(
                    msgspec.convert(
                        {
                            "space": name, "status": STATUSES[status], "observed_at": observed,
                            "sequence": sequence, "source": FROM_DEVICES,
                        },
                        Reading,
                    )
                )  # fmt: skip
        except (KeyError, TypeError, ValueError, IndexError):
            refused["unreadable"] = refused.get("unreadable", 0) + 1
    return Heard(tuple(new), tuple(readings), refused)


def _bay(name: str, values: Mapping[str, Any]) -> Bay | None:
    """A bay with its place; None when the event does not tell where it is."""
    if "location" not in values:
        return None
    lon, lat = values["location"][0]["coordinates"][:2]
    site = str(values["refParkingSite"][0]) if "refParkingSite" in values else ""
    for prefix in SITE_PREFIXES:
        site = site.removeprefix(prefix)
    return Bay(name, site or name, Point(float(lat), float(lon)))
