# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Charging points as their operators tell them (OCPI 2.2.1 and 2.3, module Locations)."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, cast

import msgspec

from services.kit.clock import instant, milliseconds
from services.kit.geometry import Point


class EvseStatus(StrEnum):
    """The state of a charging point."""

    AVAILABLE = "AVAILABLE"
    BLOCKED = "BLOCKED"
    CHARGING = "CHARGING"
    INOPERATIVE = "INOPERATIVE"
    OUTOFORDER = "OUTOFORDER"
    PLANNED = "PLANNED"
    REMOVED = "REMOVED"
    RESERVED = "RESERVED"
    UNKNOWN = "UNKNOWN"


class Connector(msgspec.Struct, frozen=True):
    """A plug."""

    standard: str
    power_type: str
    watts: int | None = None


class Evse(msgspec.Struct, frozen=True):
    """A point at which one vehicle charges."""

    uid: str
    status: EvseStatus
    connectors: tuple[Connector, ...]
    changed_at: int


class ChargingLocation(msgspec.Struct, frozen=True, kw_only=True):
    """A place with charging points."""

    id: str
    """country/party/id: unique over all operators."""
    name: str
    address: str
    point: Point
    evses: tuple[Evse, ...]
    published: bool
    changed_at: int


class ChargingRead(msgspec.Struct, frozen=True):
    """What an answer of an operator holds; refused entries with their reasons."""

    locations: tuple[ChargingLocation, ...]
    refused: tuple[tuple[str, str], ...]
    doubts: tuple[str, ...]
    """What was read as unknown: a status that OCPI does not have."""


class ChargingUnreadable(ValueError):
    """An answer that is no OCPI answer at all."""


class _Coordinates(msgspec.Struct):
    latitude: float
    longitude: float


class _Connector(msgspec.Struct):
    standard: str
    power_type: str
    max_electric_power: int | None = None
    max_voltage: int | None = None
    max_amperage: int | None = None


class _Evse(msgspec.Struct):
    uid: str
    status: str
    last_updated: str
    connectors: list[_Connector] = []


class _Location(msgspec.Struct):
    country_code: str
    party_id: str
    id: str
    coordinates: _Coordinates
    last_updated: str
    name: str | None = None
    address: str | None = None
    publish: bool = True
    evses: list[_Evse] = []


def read_locations(body: bytes) -> ChargingRead:
    """Every location of an OCPI answer, or of a bare list. Raises ChargingUnreadable."""
    try:
        document = msgspec.json.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as broken:
        raise ChargingUnreadable("the answer is not JSON") from broken
    listed: Any = (
        cast("dict[str, Any]", document).get("data") if isinstance(document, dict) else document
    )
    if isinstance(listed, dict):
        listed = [listed]
    if not isinstance(listed, list):
        raise ChargingUnreadable("the answer holds no list of locations")
    found: dict[str, ChargingLocation] = {}
    refused: list[tuple[str, str]] = []
    doubts: list[str] = []
    for number, each in enumerate(cast("list[Any]", listed), 1):
        try:
            one = _location(each, doubts)
        except (msgspec.ValidationError, ValueError) as wrong:
            named = cast("dict[str, Any]", each).get("id") if isinstance(each, dict) else None
            refused.append((str(named or f"entry {number}")[:100], str(wrong)[:300]))
            continue
        if one.id not in found or one.changed_at > found[one.id].changed_at:
            found[one.id] = one
    return ChargingRead(tuple(found.values()), tuple(refused), tuple(doubts))


def _location(given: Any, doubts: list[str]) -> ChargingLocation:
    told = msgspec.convert(given, _Location, strict=False)
    name = f"{told.country_code.upper()}/{told.party_id.upper()}/{told.id}"
    return ChargingLocation(
        id=name, name=told.name or "", address=told.address or "", published=told.publish,
        point=Point(told.coordinates.latitude, told.coordinates.longitude),
        evses=tuple(_evse(one, name, doubts) for one in told.evses),
        changed_at=_moment(told.last_updated),
    )  # fmt: skip


def _evse(told: _Evse, place: str, doubts: list[str]) -> Evse:
    status = EvseStatus.UNKNOWN
    if told.status in set(EvseStatus):
        status = EvseStatus(told.status)
    else:
        doubts.append(f'{place}: status "{told.status[:40]}" of {told.uid} is unknown')
    plugs = tuple(Connector(one.standard, one.power_type, _watts(one)) for one in told.connectors)
    return Evse(told.uid, status, plugs, _moment(told.last_updated))


def _watts(one: _Connector) -> int | None:
    """The power as told, else from voltage and current; three phases carry root three times as much."""
    if one.max_electric_power is not None:
        return one.max_electric_power
    if one.max_voltage is None or one.max_amperage is None:
        return None
    factor = 1.732 if one.power_type == "AC_3_PHASE" else 1.0
    return round(one.max_voltage * one.max_amperage * factor)


def _moment(text: str) -> int:
    """UTC milliseconds; an instant without zone is UTC, as OCPI says."""
    moment = datetime.fromisoformat(text)
    return milliseconds(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def charging_feature(one: ChargingLocation) -> dict[str, Any]:
    """The place as a GeoJSON feature: how many points, how many are available, the strongest plug."""
    points = [evse for evse in one.evses if evse.status is not EvseStatus.REMOVED]
    powers = [plug.watts for evse in points for plug in evse.connectors if plug.watts is not None]
    newest = max((evse.changed_at for evse in points), default=one.changed_at)
    return {
        "type": "Feature",
        "id": one.id,
        "geometry": {"type": "Point", "coordinates": [one.point.lon, one.point.lat]},
        "properties": {
            "name": one.name,
            "address": one.address,
            "points": len(points),
            "available": sum(evse.status is EvseStatus.AVAILABLE for evse in points),
            "unknown": sum(evse.status is EvseStatus.UNKNOWN for evse in points),
            "standards": sorted({plug.standard for evse in points for plug in evse.connectors}),
            "most_watts": max(powers, default=None),
            "observed_at": instant(newest).isoformat().replace("+00:00", "Z"),
        },
    }
