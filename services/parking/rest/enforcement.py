# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Doors of enforcers and of everybody, as Parkkihubi has them: checks by plate; areas with blurred counts."""

from typing import Annotated, Any

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from services.kit.context import Context
from services.kit.policy.routes import public_route
from services.parking.actions import enforcement as actions
from services.parking.actions.feeds import area_counts, kerb_rows
from services.parking.actions.plates import chest_of
from services.parking.domain.kerbs import capacity_of
from services.parking.domain.ltf_writing import bbox_of
from services.parking.domain.operators import OperatorRole, TellingWrong, read_location, read_time
from services.parking.rest.parkkihubi import (
    FAULTS,
    Web,
    object_of,
    operator_of,
    page,
    said,
    shown_time,
)

_KEY = public_route("an enforcer shows a key of its own (Authorization: ApiKey)")
_OPEN = public_route("areas and blurred counts are open data")
FEWEST_SHOWN = 4
"""Counts below are shown as 0 (parking O7)."""
Held = NamedDependency[Context]
Plate = Annotated[str, QueryParameter(name="reg_num", description="The registration number.")]


@post("/check_parking", guards=[_KEY])
async def check_parking(context: Held, request: Web) -> Response[bytes]:
    """May this vehicle stand here; the answer names neither owner nor permit."""
    operator = await operator_of(context, request, OperatorRole.ENFORCER)
    raw = await object_of(request)
    plate, point = raw.get("registration_number"), read_location(raw.get("location"))
    if not isinstance(plate, str) or not plate.strip():
        raise TellingWrong("registration_number", "This field is required.")
    if point is None:
        raise TellingWrong("location", "This field is required.")
    at, chest = read_time(raw, "time"), chest_of(context.resources)
    found = await context.database.transact(
        lambda tx: actions.check_parking(tx, operator, plate, point, at, chest=chest)
    )
    return said(
        {
            "allowed": found.allowed,
            "end_time": shown_time(found.end),
            "location": {"payment_zone": found.zone, "permit_area": found.area},
            "time": shown_time(found.at),
        }
    )


@get("/valid_parking", guards=[_KEY])
async def list_valid(context: Held, request: Web, plate: Plate = "") -> Response[bytes]:
    """Valid stays of a plate; without a plate nothing is shown."""
    operator = await operator_of(context, request, OperatorRole.ENFORCER)
    if not plate:
        raise TellingWrong(
            "reg_num", "Either time or registration number is required; here: the number."
        )
    at, chest = read_time(dict(request.query_params), "time"), chest_of(context.resources)
    rows = await context.database.transact(
        lambda tx: actions.valid_stays(tx, operator, plate, at, chest=chest)
    )
    shown = [
        {
            "id": row.id, "registration_number": plate, "zone": row.zone, "domain": row.domain,
            "operator": row.operator, "time_start": shown_time(row.started_at),
            "time_end": shown_time(row.paid_until),
        }
        for row in rows
    ]  # fmt: skip
    return said(page(shown))


@get("/valid_permit_item", guards=[_KEY])
async def list_permits(context: Held, request: Web, plate: Plate = "") -> Response[bytes]:
    """Valid permits of operators for a plate."""
    operator = await operator_of(context, request, OperatorRole.ENFORCER)
    if not plate:
        raise TellingWrong("reg_num", "The registration number is required.")
    at, chest = read_time(dict(request.query_params), "time"), chest_of(context.resources)
    rows = await context.database.transact(
        lambda tx: actions.valid_permits(tx, operator, plate, at, chest=chest)
    )
    shown = [
        {
            "registration_number": plate, "area": row.area, "start_time": shown_time(row.start),
            "end_time": shown_time(row.end),
        }
        for row in rows
    ]  # fmt: skip
    return said(page(shown))


@get("/parking_area", guards=[_OPEN])
async def list_parking_areas(context: Held) -> Response[bytes]:
    """Every kerb with an estimate of how many vehicles it holds, as GeoJSON."""
    features: list[dict[str, Any]] = []
    for row in await kerb_rows(context.database):
        pairs = [[point.lon, point.lat] for point in row.line]
        features.append(
            {
                "type": "Feature",
                "id": row.id,
                "bbox": bbox_of([row.line]),
                "geometry": {"type": "MultiLineString", "coordinates": [pairs]},
                "properties": {"capacity_estimate": capacity_of(row)},
            }
        )
    body = {"type": "FeatureCollection", "count": len(features), "next": None, "previous": None}
    return said(body | {"features": features})


@get("/parking_area_statistics", guards=[_OPEN])
async def list_statistics(context: Held) -> Response[bytes]:
    """How many vehicles stand at each kerb by what was told; 3 and fewer are shown as 0."""
    counts = await area_counts(context.database, context.clock.now_ms())
    rows = [
        {"id": name, "current_parking_count": count if count >= FEWEST_SHOWN else 0}
        for name, count in sorted(counts.items())
    ]
    return said(page(rows))


enforcement_doors = Router(
    path="/enforcement/v1",
    route_handlers=[check_parking, list_valid, list_permits],
    exception_handlers=FAULTS,
)
public_doors = Router(
    path="/public/v1",
    route_handlers=[list_parking_areas, list_statistics],
    exception_handlers=FAULTS,
)
