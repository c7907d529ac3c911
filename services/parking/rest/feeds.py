# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Open feeds of parking: GeoJSON with map tiles, CSV, NGSI-LD, DATEX II; no plates, few bays blurred."""

import math
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, Router, get
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import PathParameter, QueryParameter

from services.kit.clock import instant
from services.kit.context import Context
from services.kit.errors import InputInvalid
from services.kit.policy.routes import public_route
from services.parking.actions.charging import charging_points
from services.parking.actions.feeds import Box, kerb_rows, kerbs_in, open_zones
from services.parking.domain.charging import charging_feature
from services.parking.domain.datex import status_xml, table_xml
from services.parking.domain.open_zones import OpenZone, feature, ngsi_entity, zones_csv

_OPEN = public_route("rules, zones and blurred counts are open data")
GEOJSON, NGSI = "application/geo+json", "application/ld+json"
CONTEXT = "https://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context-v1.8.jsonld"
FRESH = {"Cache-Control": "public, max-age=30", "Access-Control-Allow-Origin": "*"}
LEAST_ZOOM, MOST_ZOOM = 12, 22
"""A tile of a lower zoom would hold the whole city."""
Held = NamedDependency[Context]
Web = Request[Any, Any, State]
BoxText = Annotated[
    str | None, QueryParameter(name="bbox", description="west,south,east,north in degrees.")
]
Zoom = Annotated[int, PathParameter(description="Zoom, 12 to 22.")]
Column = Annotated[int, PathParameter(description="Column of the tile (Web Mercator).")]
Row = Annotated[str, PathParameter(description="Row of the tile, with or without .geojson.")]


def read_box(text: str) -> Box:
    """A box from "west,south,east,north". Raises InputInvalid."""
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError as wrong:
        raise InputInvalid(path=("bbox",)) from wrong
    if not all(map(math.isfinite, (west, south, east, north))):
        raise InputInvalid(path=("bbox",))
    return Box(south, west, north, east)


def box_of_tile(zoom: int, column: int, row: int) -> Box:
    """The degrees that a Web Mercator tile covers. Raises InputInvalid for a tile that is none."""
    count = 1 << zoom
    if not LEAST_ZOOM <= zoom <= MOST_ZOOM or not (0 <= column < count and 0 <= row < count):
        raise InputInvalid(path=("tile",))

    def latitude(edge: int) -> float:
        return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * edge / count))))

    return Box(
        latitude(row + 1),
        column / count * 360 - 180,
        latitude(row),
        (column + 1) / count * 360 - 180,
    )


async def _zones(context: Context, box: Box | None) -> list[OpenZone]:
    database = context.database
    rows = await kerb_rows(database) if box is None else await kerbs_in(database, box)
    return await open_zones(database, rows, context.clock.now_ms())


def _json(body: Any, media: str) -> Response[bytes]:
    return Response(msgspec.json.encode(body), media_type=media, headers=FRESH)


def _collection(zones: list[OpenZone]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": [feature(one) for one in zones]}


@get("/zones.geojson", guards=[_OPEN])
async def read_geojson(context: Held, bbox: BoxText = None) -> Response[bytes]:
    """Every kerb, or those in a box, with what its sensors know."""
    box = read_box(bbox) if bbox else None
    return _json(_collection(await _zones(context, box)), GEOJSON)


@get("/tiles/{zoom:int}/{column:int}/{row:str}", guards=[_OPEN])
async def read_tile(context: Held, zoom: Zoom, column: Column, row: Row) -> Response[bytes]:
    """The kerbs of a map tile."""
    number = row.removesuffix(".geojson")
    if not (number.isascii() and number.isdigit()):
        raise InputInvalid(path=("tile",))
    box = box_of_tile(zoom, column, int(number))
    return _json(_collection(await _zones(context, box)), GEOJSON)


@get("/zones.csv", guards=[_OPEN])
async def read_csv(context: Held, bbox: BoxText = None) -> Response[bytes]:
    """The same as a table."""
    text = zones_csv(await _zones(context, read_box(bbox) if bbox else None))
    return Response(
        text.encode(), media_type="text/csv; charset=utf-8; header=present", headers=FRESH
    )


@get("/ngsi-ld/entities", guards=[_OPEN])
async def read_ngsi(context: Held, request: Web, bbox: BoxText = None) -> Response[bytes]:
    """The same as NGSI-LD entities of the type OnStreetParking (smart-data-models)."""
    entities = [ngsi_entity(one) for one in await _zones(context, read_box(bbox) if bbox else None)]
    if NGSI in request.headers.get("accept", ""):
        return _json([one | {"@context": CONTEXT} for one in entities], NGSI)
    answer = _json(entities, "application/json")
    answer.headers["Link"] = f'<{CONTEXT}>; rel="http://www.w3.org/ns/json-ld#context"'
    return answer


@get("/datex2/table.xml", guards=[_OPEN])
async def read_table(context: Held) -> Response[bytes]:
    """Sites with their places and sizes (DATEX II 2.3, parkingTablePublication)."""
    now = instant(context.clock.now_ms())
    body = table_xml(await _zones(context, None), now)
    return Response(body, media_type="application/xml", headers=FRESH)


@get("/datex2/status.xml", guards=[_OPEN])
async def read_status(context: Held) -> Response[bytes]:
    """How many spaces are vacant now (DATEX II 2.3, parkingStatusPublication)."""
    now = instant(context.clock.now_ms())
    body = status_xml(await _zones(context, None), now)
    return Response(body, media_type="application/xml", headers=FRESH)


@get("/charging.geojson", guards=[_OPEN])
async def read_charging(context: Held) -> Response[bytes]:
    """Charging points with what their operators told last."""
    found = await charging_points(context.database)
    features = [charging_feature(one) for one in found]
    return _json({"type": "FeatureCollection", "features": features}, GEOJSON)


feed_doors = Router(
    path="/open/v1",
    route_handlers=[
        read_geojson, read_tile, read_csv, read_ngsi, read_table, read_status, read_charging,
    ],
)  # fmt: skip
