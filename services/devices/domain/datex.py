# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Reads DATEX II 2.3 parking publications, facility form and record form, into NGSI-LD entities (iot section 4.5).

Names are matched without their namespace: servers prefix them as they like. What cannot be true is left out or
clamped, and told of; nothing of it becomes a count.
"""

from collections.abc import Iterator, Mapping
from math import isfinite
from typing import Any

import msgspec

from services.devices.domain.reading import read_instant
from services.kit.clock import instant
from services.kit.xml import Element

DAY_MS = 86_400_000
MOST_NUMBER = 10_000_000.0
STALE_MS = DAY_MS
"""A status older than its publication by more is not shown as one of now."""
_STATIC = frozenset({"parkingFacility", "parkingRecord"})
_STATUS = frozenset({"parkingFacilityStatus", "parkingRecordStatus"})
_REFERENCES = frozenset({"parkingFacilityReference", "parkingRecordReference"})
_CAPACITY = ("totalParkingCapacity", "parkingNumberOfSpaces", "parkingNumberOfSpacesOverride")
_TIMES = ("parkingFacilityStatusTime", "parkingStatusOriginTime")
_VACANT = ("totalNumberOfVacantParkingSpaces", "parkingNumberOfVacantSpaces")
_TAKEN = ("totalNumberOfOccupiedParkingSpaces", "parkingNumberOfOccupiedSpaces")
_STATES = ("full", "closed", "spacesAvailable", "open")
"""Of several states the first one here is told."""


class Flag(msgspec.Struct, frozen=True):
    """Something that could not be true, or not be told."""

    id: str
    reason: str


class Facility(msgspec.Struct, frozen=True, kw_only=True):
    """A car park: what is said of it for good, or how it stands."""

    id: str
    name: str = ""
    place: tuple[float, float] | None = None
    """Longitude and latitude, degrees."""
    capacity: int | None = None
    vacant: int | None = None
    occupied: int | None = None
    state: str = ""
    at: int | None = None
    """When it stood so; None for what is said for good. UTC milliseconds."""


class Publication(msgspec.Struct, frozen=True):
    """What a document tells."""

    facilities: tuple[Facility, ...]
    flags: tuple[Flag, ...]


def read_datex(root: Element) -> Publication:
    """Every facility and every status of a document, each fault with its reason."""
    published = read_instant(_first(root, ("publicationTime",)) or "")
    found: list[Facility] = []
    flags: list[Flag] = []
    for node in root.iter():
        name = _local(node)
        if name in _STATIC:
            found.append(_static(node, flags))
        elif name in _STATUS and (reference := _reference(node)):
            status = _status(node, reference, published, flags)
            if status is not None:
                found.append(status)
    return Publication(tuple(found), tuple(flags))


def _static(node: Element, flags: list[Flag]) -> Facility:
    name = _plain(node.get("id") or "")
    lat, lon = _number(node, ("latitude",)), _number(node, ("longitude",))
    place = None
    if lat is not None and lon is not None and abs(lat) <= 90 and abs(lon) <= 180:  # noqa: PLR2004 -- degrees
        place = (lon, lat)
    else:
        flags.append(Flag(name, "bad_place"))
    capacity = _number(node, _CAPACITY)
    return Facility(
        id=name, name=_first(node, ("value",)) or _first(node, ("parkingName",)) or name,
        place=place, capacity=None if capacity is None else int(capacity),
    )  # fmt: skip


def _status(node: Element, name: str, published: int | None, flags: list[Flag]) -> Facility | None:
    at = read_instant(_first(node, _TIMES) or "")
    if at is None or published is None:
        flags.append(Flag(name, "no_time"))
        return None
    if published - at > STALE_MS:
        flags.append(Flag(name, "stale"))
        return None
    vacant, occupied = _number(node, _VACANT), _number(node, _TAKEN)
    capacity = _number(node, _CAPACITY)
    said = {(inner.text or "").strip() for inner in node.iter() if inner is not node}
    return Facility(
        id=name, at=at, state=next((state for state in _STATES if state in said), ""),
        capacity=None if capacity is None else int(capacity),
        vacant=None if vacant is None else int(vacant),
        occupied=None if occupied is None else int(occupied),
    )  # fmt: skip


def entities_of(
    publication: Publication, source: str, capacities: Mapping[str, int]
) -> tuple[list[dict[str, Any]], list[Flag]]:
    """NGSI-LD entities, and counts that had to be clamped; capacities by entity id as far as they are known."""
    known = dict(capacities)
    for one in publication.facilities:
        if one.at is None and one.capacity is not None:
            known[urn_of(one.id, source)] = one.capacity
    flags: list[Flag] = []
    entities = [
        _entity(one, urn_of(one.id, source), known, flags) for one in publication.facilities
    ]
    return entities, flags


def urn_of(name: str, source: str) -> str:
    """The entity of a facility."""
    return f"urn:ngsi-ld:OffStreetParking:{source}:{name}"


def _entity(one: Facility, urn: str, known: Mapping[str, int], flags: list[Flag]) -> dict[str, Any]:
    found: dict[str, Any] = {"id": urn, "type": "OffStreetParking"}
    stamp = {} if one.at is None else {"observedAt": instant(one.at).isoformat()}
    most = one.capacity if one.at is not None and one.capacity is not None else known.get(urn)
    counts = {"availableSpotNumber": one.vacant, "occupiedSpotNumber": one.occupied}
    for name, value in counts.items():
        if value is None:
            continue
        true = max(0, value if most is None else min(value, most))
        if true != value:
            flags.append(Flag(one.id, "impossible_count"))
        found[name] = {"type": "Property", "value": true} | stamp
    if one.state:
        found["status"] = {"type": "Property", "value": one.state} | stamp
    if one.name:
        found["name"] = {"type": "Property", "value": one.name}
    if one.place is not None:
        found["location"] = {
            "type": "GeoProperty",
            "value": {"type": "Point", "coordinates": list(one.place)},
        }
    if one.at is None and one.capacity is not None:
        found["totalSpotNumber"] = {"type": "Property", "value": one.capacity}
    return found


def _local(node: Element) -> str:
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def _plain(name: str) -> str:
    """An id without what some servers hang on to it: 1035[P+R Bondorf]."""
    return name.partition("[")[0].strip()


def _reference(node: Element) -> str:
    """Whose status a node is; empty for the inner node that has its parent's name."""
    found = next((inner for inner in node if _local(inner) in _REFERENCES), None)
    return "" if found is None else _plain(found.get("id") or "")


def _texts(node: Element, names: tuple[str, ...]) -> Iterator[str]:
    for inner in node.iter():
        if _local(inner) in names and inner.text and inner.text.strip():
            yield inner.text.strip()


def _first(node: Element, names: tuple[str, ...]) -> str | None:
    return next(_texts(node, names), None)


def _number(node: Element, names: tuple[str, ...]) -> float | None:
    try:
        found = float(_first(node, names) or "")
    except ValueError:
        return None
    return found if isfinite(found) and abs(found) < MOST_NUMBER else None
