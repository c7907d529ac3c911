# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Writes regulations back in the shapes of LTF-Tolken: GeoJSON, JSONP, and simple-feature GML."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from xml.etree import ElementTree as ET

from services.kit.geometry import Line
from services.parking.domain.ltf import PREFIXES
from services.parking.domain.regulations import Regulation

CRS = "urn:ogc:def:crs:EPSG::4326"
WFS = "http://www.opengis.net/wfs/2.0"
GML = "http://www.opengis.net/gml/3.2"
LTF = "http://openparking.stockholm.se/LTF"
_CALLBACK = re.compile(r"[A-Za-z_$][\w$.]{0,99}")


def bbox_of(lines: Sequence[Line]) -> list[float]:
    """West, south, east, north of some lines; empty without any."""
    points = [point for line in lines for point in line]
    if not points:
        return []
    longitudes = [point.lon for point in points]
    latitudes = [point.lat for point in points]
    return [min(longitudes), min(latitudes), max(longitudes), max(latitudes)]


def feature_of(row: Regulation) -> dict[str, Any]:
    """The row as the city sends it; its own properties unchanged."""
    pairs = [[point.lon, point.lat] for point in row.line]
    geometry: dict[str, Any] = {"type": "LineString", "coordinates": pairs}
    if len(pairs) == 1:
        geometry = {"type": "Point", "coordinates": pairs[0]}
    return {
        "type": "Feature",
        "id": row.id,
        "geometry": geometry,
        "geometry_name": "GEOMETRY",
        "properties": row.source,
        "bbox": bbox_of([row.line]),
    }


def collection_of(rows: Sequence[Regulation], total: int, at: datetime) -> dict[str, Any]:
    """A feature collection of some of `total` rows, as answered at an instant (UTC)."""
    return {
        "type": "FeatureCollection",
        "features": [feature_of(row) for row in rows],
        "totalFeatures": total,
        "numberMatched": total,
        "numberReturned": len(rows),
        "timeStamp": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "crs": {"type": "name", "properties": {"name": CRS}},
        "bbox": bbox_of([row.line for row in rows]),
    }


def is_callback(name: str) -> bool:
    """Whether a JSONP callback is a plain function name."""
    return _CALLBACK.fullmatch(name) is not None


def xml_of(layer: str, rows: Sequence[Regulation], total: int, at: datetime) -> bytes:
    """The same collection as XML, which the feed answers by default."""
    root = ET.Element(
        f"{{{WFS}}}FeatureCollection",
        {
            "numberMatched": str(total),
            "numberReturned": str(len(rows)),
            "timeStamp": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        },
    )
    for row in rows:
        member = ET.SubElement(root, f"{{{WFS}}}member")
        feature = ET.SubElement(member, f"{{{LTF}}}{PREFIXES[layer]}", {f"{{{GML}}}id": row.id})
        for name, value in row.source.items():
            if value is not None and re.fullmatch(r"[A-Za-z_][\w.-]*", name):
                ET.SubElement(feature, f"{{{LTF}}}{name}").text = _plain(str(value))
        shape = ET.SubElement(feature, f"{{{LTF}}}GEOMETRY")
        line = ET.SubElement(shape, f"{{{GML}}}LineString", {"srsName": CRS})
        ET.SubElement(line, f"{{{GML}}}posList").text = " ".join(
            f"{point.lon} {point.lat}" for point in row.line
        )
    return ET.tostring(root, encoding="utf-8", xml_declaration=True)


def _plain(text: str) -> str:
    """The text without characters that XML cannot hold."""
    return re.sub("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)
