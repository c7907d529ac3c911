# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Zones as open data: NGSI-LD OnStreetParking, GeoJSON, CSV; counts of few bays are not shown (O7)."""

import csv
import io
from collections.abc import Iterable
from typing import Any

import msgspec

from services.kit.clock import instant
from services.kit.geometry import middle
from services.parking.domain.kerbs import capacity_of, categories
from services.parking.domain.occupancy import Zone
from services.parking.domain.regulations import Effect, Regulation

SPOT_STATUSES = {"free": "free", "occupied": "occupied", "out_of_service": "closed"}
COLUMNS: tuple[str, ...] = (
    "id", "street", "address", "district", "area", "lat", "lon", "capacity", "total", "known",
    "free", "blurred", "observed_at", "method", "tariff", "citation",
)  # fmt: skip


class OpenZone(msgspec.Struct, frozen=True):
    """A kerb with what its sensors know."""

    row: Regulation
    zone: Zone | None
    """None: it has no sensors."""

    @property
    def method(self) -> str:
        """How the counts came about."""
        return "singleSpaceDetection" if self.zone is not None else "none"


def iso(milliseconds: int | None) -> str | None:
    """An instant as feeds write it."""
    if milliseconds is None:
        return None
    return instant(milliseconds).isoformat(timespec="seconds").replace("+00:00", "Z")


def ngsi_entity(one: OpenZone) -> dict[str, Any]:
    """The kerb as a normalised OnStreetParking; every required attribute is there."""
    row, zone = one.row, one.zone
    pairs = [[point.lon, point.lat] for point in row.line]
    shape: dict[str, Any] = {"type": "LineString", "coordinates": pairs}
    if len(pairs) == 1:
        shape = {"type": "Point", "coordinates": pairs[0]}
    found: dict[str, Any] = {
        "id": f"urn:ngsi-ld:OnStreetParking:{row.id}",
        "type": "OnStreetParking",
        "location": {"type": "GeoProperty", "value": shape},
        "category": _property(categories(row)),
        "occupancyDetectionType": _property([one.method]),
        "totalSpotNumber": _property(zone.total if zone else capacity_of(row)),
    }
    if row.street:
        found["name"] = _property(row.street)
    limit = next((rule.max_seconds for rule in row.rules if rule.effect is Effect.LIMIT), 0)
    if limit:
        found["maximumParkingDuration"] = _property(f"PT{limit // 60}M")
    tariff = row.tariff()
    if tariff is not None:
        charge = "free" if tariff.is_free else "flat" if tariff.is_constant else "other"
        found["chargeType"] = _property([charge])
    if zone is not None and not zone.blurred:
        stamp = {"observedAt": iso(zone.observed_at)} if zone.observed_at is not None else {}
        found["availableSpotNumber"] = _property(zone.free) | stamp
        found["occupiedSpotNumber"] = _property(zone.known - zone.free) | stamp
        if zone.observed_at is not None:
            found["occupancyModified"] = _property(iso(zone.observed_at))
    return found


def _property(value: Any) -> dict[str, Any]:
    return {"type": "Property", "value": value}


def feature(one: OpenZone) -> dict[str, Any]:
    """The kerb as a GeoJSON feature."""
    pairs = [[point.lon, point.lat] for point in one.row.line]
    shape: dict[str, Any] = {"type": "LineString", "coordinates": pairs}
    if len(pairs) == 1:
        shape = {"type": "Point", "coordinates": pairs[0]}
    return {"type": "Feature", "id": one.row.id, "geometry": shape, "properties": facts(one)}


def facts(one: OpenZone) -> dict[str, Any]:
    """The flat facts of a kerb, as GeoJSON properties and CSV columns have them."""
    row, zone = one.row, one.zone
    centre, tariff = middle(row.line), row.tariff()
    return {
        "id": row.id, "street": row.street, "address": row.address, "district": row.district,
        "area": row.area, "lat": round(centre.lat, 7), "lon": round(centre.lon, 7),
        "capacity": capacity_of(row), "total": zone.total if zone else None,
        "known": zone.known if zone else None, "free": zone.free if zone else None,
        "blurred": zone.blurred if zone else None,
        "observed_at": iso(zone.observed_at) if zone else None, "method": one.method,
        "tariff": tariff.text if tariff else None, "citation": row.citation,
    }  # fmt: skip


def zones_csv(zones: Iterable[OpenZone]) -> str:
    """All kerbs as CSV (RFC 4180), a header line first; texts that a sheet would run are quoted away."""
    lines = io.StringIO()
    writer = csv.DictWriter(lines, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    for one in zones:
        writer.writerow({name: _cell(value) for name, value in facts(one).items()})
    return lines.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str) and value[:1] in "=+-@\t\r":
        return f"'{value}"
    return "" if value is None else value
