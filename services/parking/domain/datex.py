# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Zones as DATEX II 2.3 parking publications (record form): a table of sites, and their status."""

from collections.abc import Iterable
from datetime import datetime
from xml.etree import ElementTree as ET

from services.kit.geometry import middle
from services.parking.domain.kerbs import capacity_of
from services.parking.domain.open_zones import OpenZone, iso

DATEX = "http://datex2.eu/schema/2/2_0"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
TABLE, PUBLISHER = "stockholm-on-street", "torget"


def table_xml(zones: Iterable[OpenZone], at: datetime) -> bytes:
    """Where sites are and how many spaces they have."""
    root, publication = _publication("ParkingTablePublication", at)
    table = _child(
        _child(publication, "parkingTablePublication"), "parkingTable", id=TABLE, version="1"
    )
    _child(table, "parkingTableVersionTime", _time(at))
    for one in zones:
        row = one.row
        record = _child(table, "parkingRecord", id=row.id, version="1")
        record.set(f"{{{XSI}}}type", "UrbanParkingSite")
        _text(_child(record, "parkingName"), row.street or row.citation)
        _child(record, "parkingRecordVersionTime", _time(at))
        _child(
            record, "parkingNumberOfSpaces", str(one.zone.total if one.zone else capacity_of(row))
        )
        place = _child(_child(record, "parkingLocation"), "pointByCoordinates")
        centre = middle(row.line)
        spot = _child(place, "pointCoordinates")
        _child(spot, "latitude", f"{centre.lat:.7f}")
        _child(spot, "longitude", f"{centre.lon:.7f}")
        _child(record, "urbanParkingSiteType", "onStreetParking")
    return _written(root)


def status_xml(zones: Iterable[OpenZone], at: datetime) -> bytes:
    """How many spaces are vacant now; a site whose counts are not shown is left out."""
    root, publication = _publication("ParkingStatusPublication", at)
    status = _child(publication, "parkingStatusPublication")
    reference = _child(status, "parkingTableReference", id=TABLE, version="1")
    reference.set("targetClass", "ParkingTable")
    for one in zones:
        zone = one.zone
        if zone is None or zone.blurred:
            continue
        record = _child(status, "parkingRecordStatus")
        record.set(f"{{{XSI}}}type", "ParkingSiteStatus")
        site = _child(record, "parkingRecordReference", id=one.row.id, version="1")
        site.set("targetClass", "ParkingRecord")
        _child(record, "parkingStatusOriginTime", iso(zone.observed_at) or _time(at))
        counts = _child(record, "parkingOccupancy")
        _child(counts, "parkingNumberOfSpacesOverride", str(zone.known))
        _child(counts, "parkingNumberOfVacantSpaces", str(zone.free))
        _child(counts, "parkingNumberOfOccupiedSpaces", str(zone.known - zone.free))
        share = 100 * (zone.known - zone.free) / zone.known if zone.known else 0
        _child(counts, "parkingOccupancy", f"{share:.1f}")
        _child(record, "parkingSiteStatus", "full" if zone.free == 0 else "spacesAvailable")
        _child(record, "parkingSiteOpeningStatus", "open")
    return _written(root)


def _publication(kind: str, at: datetime) -> tuple[ET.Element, ET.Element]:
    root = ET.Element(f"{{{DATEX}}}d2LogicalModel", {"modelBaseVersion": "2"})
    exchange = _child(_child(root, "exchange"), "supplierIdentification")
    _child(exchange, "country", "se")
    _child(exchange, "nationalIdentifier", PUBLISHER)
    payload = _child(root, "payloadPublication", lang="sv")
    payload.set(f"{{{XSI}}}type", "GenericPublication")
    _child(payload, "publicationTime", _time(at))
    creator = _child(payload, "publicationCreator")
    _child(creator, "country", "se")
    _child(creator, "nationalIdentifier", PUBLISHER)
    _child(payload, "genericPublicationName", kind)
    return root, _child(payload, "genericPublicationExtension")


def _child(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    found = ET.SubElement(parent, f"{{{DATEX}}}{name}", attributes)
    found.text = text
    return found


def _text(parent: ET.Element, text: str) -> None:
    _child(_child(parent, "values"), "value", text, lang="sv")


def _time(at: datetime) -> str:
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")


def _written(root: ET.Element) -> bytes:
    ET.register_namespace("", DATEX)
    ET.register_namespace("xsi", XSI)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True)
