# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What is open to everybody: types and attributes by allow-list, never a whole registry row (iot R5)."""

_PLACE = frozenset({"location", "name", "description", "category", "address", "areaServed"})
_COUNTS = frozenset(
    {
        "totalSpotNumber", "availableSpotNumber", "occupiedSpotNumber", "extraSpotNumber",
        "outOfServiceSlotNumber", "occupancyModified", "occupancy", "status", "chargeType",
        "maximumParkingDuration", "permitActiveHours", "occupancyDetectionType", "requiredPermit",
        "reservationType", "priceRatePerMinute", "refParkingSpot",
    }
)  # fmt: skip

OPEN: dict[str, frozenset[str]] = {
    "ParkingSpot": _PLACE | {"status", "refParkingSite", "refParkingGroup", "width", "length"},
    "OnStreetParking": _PLACE | _COUNTS,
    "OffStreetParking": _PLACE | _COUNTS,
    "ParkingGroup": _PLACE | _COUNTS,
    "Streetlight": _PLACE | {"status", "powerState", "illuminanceLevel"},
    "WasteContainer": _PLACE | {"status", "fillingLevel", "binFullnessThreshold", "dateLastEmptying"},
    "AirQualityObserved": _PLACE | {"temperature", "relativeHumidity", "NO2", "PM10", "PM25", "CO2"},
    "WeatherObserved": _PLACE | {"temperature", "relativeHumidity", "windSpeed", "precipitation"},
}  # fmt: skip
"""Attributes that everybody may read, by type of entity; another type is open to nobody."""

_NONE: frozenset[str] = frozenset()


def open_attributes(kind: str) -> frozenset[str]:
    """The attributes of a type that everybody may read."""
    return OPEN.get(kind, _NONE)
