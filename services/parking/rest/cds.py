# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Kerbs as Curb Data Specification 1.0.1: zones and policies; what we do not have answers 501."""

import math
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, Router, get
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import PathParameter

from services.kit.clock import instant
from services.kit.context import Context
from services.kit.errors import InputInvalid
from services.kit.geometry import Point
from services.kit.policy.routes import public_route
from services.parking.actions.feeds import Box, kerb_rows, kerbs_in, kerbs_near
from services.parking.domain import cds
from services.parking.domain.local_time import to_local
from services.parking.domain.regulations import Regulation
from services.parking.store import regulations as store

_OPEN = public_route("curbs are open data")
MEDIA = "application/vnd.cds+json;version=1.0"
VERSION = "1.0.1"
ACCEPTED = ("*/*", "application/*", "application/json", "application/vnd.cds+json")
CENTIMETRES = 100
OPTIONAL = [
    "/curbs/areas", "/curbs/spaces", "/events/events", "/events/status", "/metrics/sessions",
    "/metrics/aggregates",
]  # fmt: skip
Held = NamedDependency[Context]
Web = Request[Any, Any, State]
Name = Annotated[str, PathParameter(description="The id.")]


class CdsFault(Exception):
    """A refusal in CDS's own form."""

    def __init__(self, status: int, error: str, description: str) -> None:
        """`error` is a word for machines."""
        super().__init__(description)
        self.status = status
        self.error = error
        self.description = description


def _answer_fault(_: Web, fault: CdsFault) -> Response[bytes]:
    body: dict[str, Any] = {
        "error": fault.error,
        "error_description": fault.description,
        "error_details": [],
    }
    return Response(msgspec.json.encode(body), status_code=fault.status, media_type=MEDIA)


def _answer_input(request: Web, _: InputInvalid) -> Response[bytes]:
    return _answer_fault(request, CdsFault(400, "bad_param", "A parameter is out of range."))


async def _envelope(context: Context, request: Web, data: dict[str, Any]) -> Response[bytes]:
    accepts = request.headers.get("accept", "*/*")
    wanted = [part.split(";")[0].strip() for part in accepts.split(",")]
    if not any(one in ACCEPTED for one in wanted):
        raise CdsFault(406, "not_acceptable", f"Ask for {MEDIA}.")
    body = {
        "version": VERSION,
        "time_zone": "Europe/Stockholm",
        "last_updated": await _changed_at(context),
        "currency": "SEK",
        "author": "Torget",
        "data": data,
    }
    return Response(
        msgspec.json.encode(body), media_type=MEDIA, headers={"Access-Control-Allow-Origin": "*"}
    )


async def _changed_at(context: Context) -> int:
    return await context.database.one(store.feed_changed_at) or 0


def _number(request: Web, name: str) -> float | None:
    text = request.query_params.get(name)
    if text is None:
        return None
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise CdsFault(400, "bad_param", f"{name} is no number.")
    return value


async def _rows(context: Context, request: Web) -> list[Regulation]:
    """Kerbs in the box or around the place that was asked for, valid at the time asked for."""
    box = [_number(request, name) for name in ("min_lat", "min_lng", "max_lat", "max_lng")]
    place = [_number(request, name) for name in ("lat", "lng", "radius")]
    if any(one is not None for one in box) and not all(one is not None for one in box):
        raise CdsFault(400, "bad_param", "min_lat, min_lng, max_lat, max_lng: all or none.")
    if any(one is not None for one in place) and not all(one is not None for one in place):
        raise CdsFault(400, "bad_param", "lat, lng, radius: all or none.")
    match box, place:
        case [float(south), float(west), float(north), float(east)], _:
            rows = await kerbs_in(context.database, Box(south, west, north, east))
        case _, [float(lat), float(lng), float(radius)]:
            try:
                point = Point(lat, lng)
            except ValueError as wrong:
                raise InputInvalid(path=("lat",)) from wrong
            rows = await kerbs_near(context.database, point, radius / CENTIMETRES)
        case _:
            rows = await kerb_rows(context.database)
    at = _number(request, "time")
    if at is not None and not 0 <= at < 1e14:  # noqa: PLR2004 -- the year 5138
        raise CdsFault(400, "bad_param", "time is in milliseconds since 1970.")
    day = to_local(instant(int(at if at is not None else context.clock.now_ms()))).date()
    return [row for row in rows if row.is_valid(day)]


@get("/curbs/zones", guards=[_OPEN])
async def list_zones(context: Held, request: Web) -> Response[bytes]:
    """Kerbs as zones."""
    since = await _changed_at(context)
    zones = [cds.zone(row, since) for row in await _rows(context, request)]
    return await _envelope(context, request, {"zones": zones})


@get("/curbs/zones/{name:str}", guards=[_OPEN])
async def read_zone(context: Held, request: Web, name: Name) -> Response[bytes]:
    """One zone."""
    since = await _changed_at(context)
    for row in await kerb_rows(context.database):
        if cds.zone_id(row) == name:
            return await _envelope(context, request, {"zones": [cds.zone(row, since)]})
    raise CdsFault(404, "not_found", "There is no such zone.")


@get("/curbs/policies", guards=[_OPEN])
async def list_policies(context: Held, request: Web) -> Response[bytes]:
    """What holds at kerbs."""
    now, since = instant(context.clock.now_ms()), await _changed_at(context)
    found = [one for row in await _rows(context, request) for one in cds.policies(row, now, since)]
    return await _envelope(context, request, {"policies": found})


@get("/curbs/policies/{name:str}", guards=[_OPEN])
async def read_policy(context: Held, request: Web, name: Name) -> Response[bytes]:
    """One policy."""
    now, since = instant(context.clock.now_ms()), await _changed_at(context)
    for row in await kerb_rows(context.database):
        for one in cds.policies(row, now, since):
            if one["curb_policy_id"] == name:
                return await _envelope(context, request, {"policies": [one]})
    raise CdsFault(404, "not_found", "There is no such policy.")


@get(OPTIONAL, guards=[_OPEN])
async def not_there() -> None:
    """Optional endpoints that we do not have."""
    raise CdsFault(501, "not_implemented", "This optional endpoint is not offered.")


cds_doors = Router(
    path="/cds",
    route_handlers=[list_zones, read_zone, list_policies, read_policy, not_there],
    exception_handlers={CdsFault: _answer_fault, InputInvalid: _answer_input},
)
