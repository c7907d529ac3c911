# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The city's own feed URLs (LTF-Tolken) served back, so its clients go on working."""

# ruff: noqa: PLR0917 -- Litestar calls handlers by name; the wire has these parameters

import re
from collections.abc import Sequence
from typing import Annotated, Any

import msgspec
from litestar import Response, Router, get
from litestar.di import NamedDependency
from litestar.params import PathParameter, QueryParameter

from services.kit.clock import instant
from services.kit.context import Context
from services.kit.errors import InputInvalid
from services.kit.geometry import Point
from services.kit.policy.routes import public_route
from services.parking.actions import streets
from services.parking.domain.local_time import to_local
from services.parking.domain.ltf_writing import collection_of, is_callback, xml_of
from services.parking.domain.regulations import Regulation
from services.parking.rest.feeds import read_box
from services.parking.rest.parkkihubi import Web

_OPEN = public_route("traffic regulations are public law")
Held = NamedDependency[Context]
_COUNT = re.compile(r"[1-9][0-9]{0,5}")
Layer = Annotated[str, PathParameter(description="servicedagar, ptillaten, pbuss, plastbil, ...")]
Day = Annotated[str, PathParameter(description="A weekday in Swedish, for example måndag.")]
Name = Annotated[str, PathParameter(description="As the city spells it; case does not matter.")]
Format = Annotated[
    str, QueryParameter(name="outputFormat", description="json, or xml (the default).")
]
Most = Annotated[
    int,
    QueryParameter(
        name="maxFeatures", ge=1, le=streets.MOST_ROWS, description="At most so many rows."
    ),
]
Callback = Annotated[
    str | None, QueryParameter(name="callback", description="A function name: answers JSONP.")
]
Key = Annotated[
    str | None,
    QueryParameter(name="apiKey", description="Taken for compatibility; none is needed."),
]


@get("/{layer:str}/all", guards=[_OPEN])
async def read_all(
    context: Held, layer: Layer, output: Format = "xml", most: Most = streets.MOST_ROWS,
    callback: Callback = None, key: Key = None,
) -> Response[bytes]:  # fmt: skip
    """Every row of a layer."""
    del key
    rows = await streets.all_rows(context.database, layer, most)
    total = await streets.total_of(context.database, layer)
    return _answer(context, layer, rows, output, most, callback, total)


@get("/{layer:str}/weekday/{day:str}", guards=[_OPEN])
async def read_weekday(
    context: Held, layer: Layer, day: Day, output: Format = "xml", most: Most = streets.MOST_ROWS,
    callback: Callback = None, key: Key = None,
) -> Response[bytes]:  # fmt: skip
    """Rows that name a weekday, for example måndag."""
    del key
    rows = await streets.rows_on_weekdays(context.database, layer, [streets.weekday_of(day)])
    return _answer(context, layer, rows, output, most, callback)


@get("/{layer:str}/untilNextWeekday/{day:str}", guards=[_OPEN])
async def read_until_weekday(
    context: Held, layer: Layer, day: Day, output: Format = "xml", most: Most = streets.MOST_ROWS,
    callback: Callback = None, key: Key = None,
) -> Response[bytes]:  # fmt: skip
    """Rows that name a weekday from today until the next such day."""
    del key
    today = to_local(instant(context.clock.now_ms())).weekday()
    ahead = (streets.weekday_of(day) - today) % 7 or 7
    days = [(today + step) % 7 for step in range(ahead + 1)]
    rows = await streets.rows_on_weekdays(context.database, layer, days)
    return _answer(context, layer, rows, output, most, callback)


@get("/{layer:str}/area/{name:str}", guards=[_OPEN])
async def read_area(
    context: Held, layer: Layer, name: Name, output: Format = "xml", most: Most = streets.MOST_ROWS,
    callback: Callback = None, key: Key = None,
) -> Response[bytes]:  # fmt: skip
    """Rows of a city district or parking district."""
    del key
    rows = await streets.rows_in_area(context.database, layer, name)
    return _answer(context, layer, rows, output, most, callback)


@get("/{layer:str}/street/{name:str}", guards=[_OPEN])
async def read_street(
    context: Held, layer: Layer, name: Name, output: Format = "xml", most: Most = streets.MOST_ROWS,
    callback: Callback = None, key: Key = None,
) -> Response[bytes]:  # fmt: skip
    """Rows of a street."""
    del key
    rows = await streets.rows_in_street(context.database, layer, name)
    return _answer(context, layer, rows, output, most, callback)


@get("/{layer:str}/within", guards=[_OPEN])
async def read_within(
    context: Held, layer: Layer,
    radius: Annotated[float, QueryParameter(description="Metres, at most 5000.")],
    lat: Annotated[float, QueryParameter(description="Degrees north.")],
    lng: Annotated[float, QueryParameter(description="Degrees east.")],
    output: Format = "xml", most: Most = streets.MOST_ROWS, callback: Callback = None, key: Key = None,
) -> Response[bytes]:  # fmt: skip
    """Rows near a place, nearest first."""
    del key
    try:
        point = Point(lat, lng)
    except ValueError as broken:
        raise InputInvalid(path=("lat",)) from broken
    rows = await streets.rows_within(context.database, layer, point, radius)
    return _answer(context, layer, rows, output, most, callback)


@get("/{layer:str}/wfs", guards=[_OPEN])
async def read_features(context: Held, request: Web, layer: Layer) -> Response[bytes]:
    """GetFeature of WFS, its parameters in whatever case: the whole layer, or what lies in a box of degrees."""
    asked = {name.lower(): value for name, value in request.query_params.items()}
    if asked.get("request", "GetFeature").lower() != "getfeature":
        raise InputInvalid(path=("request",))
    most = asked.get("count") or asked.get("maxfeatures") or str(streets.MOST_ROWS)
    if _COUNT.fullmatch(most) is None or int(most) > streets.MOST_ROWS:
        raise InputInvalid(path=("count",))
    output = asked.get("outputformat", "xml").removeprefix("application/")
    box = asked.get("bbox")
    if box is None:
        rows = await streets.all_rows(context.database, layer, int(most))
        total = await streets.total_of(context.database, layer)
        return _answer(context, layer, rows, output, int(most), None, total)
    corners = ",".join(box.split(",")[:4])  # a name of the coordinate system may stand behind
    rows = await streets.rows_in_box(context.database, layer, read_box(corners))
    return _answer(context, layer, rows, output, int(most), None)


def _answer(
    context: Context, layer: str, rows: Sequence[Regulation], output: str, most: int,
    callback: str | None, total: int | None = None,
) -> Response[bytes]:  # fmt: skip
    """The rows in the form that was asked for."""
    at = instant(context.clock.now_ms())
    count = len(rows) if total is None else total
    if output == "xml" and callback is None:
        return Response(xml_of(layer, rows[:most], count, at), media_type="application/xml")
    if output not in ("json", "xml"):
        raise InputInvalid(path=("outputFormat",))
    body: Any = msgspec.json.encode(collection_of(rows[:most], count, at))
    if callback is None:
        return Response(body, media_type="application/json")
    if not is_callback(callback):
        raise InputInvalid(path=("callback",))
    return Response(
        b"/**/" + callback.encode() + b"(" + body + b")",
        media_type="text/javascript; charset=utf-8",
        headers={"X-Content-Type-Options": "nosniff"},
    )


ltf_doors = Router(
    path="/LTF-Tolken/v1",
    route_handlers=[
        read_all,
        read_weekday,
        read_until_weekday,
        read_area,
        read_street,
        read_within,
        read_features,
    ],
)
