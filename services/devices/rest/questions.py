# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Many entities: by type, place and condition; what types there are; what was observed over time."""

# ruff: noqa: PLR0917 -- Litestar calls handlers by name; the wire has these parameters

from typing import Annotated, Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from services.devices.actions.entities import Ask, find, read_history, sees_everything
from services.devices.domain.aggregating import read_period, summarise
from services.devices.domain.areas import Area, read_area
from services.devices.domain.querying import read_query
from services.devices.domain.reading import read_instant
from services.devices.domain.sharing import OPEN, open_attributes
from services.devices.domain.temporal import temporal_json
from services.devices.domain.writing import entity_json
from services.devices.rest.answers import Fault, Web, answer
from services.devices.rest.entities import form_of
from services.devices.store import entities as store
from services.kit.context import Context
from services.kit.policy.routes import route_permission

_READ = route_permission("devices.entity.read")
MOST_LIMIT = 1_000
FOREVER = 1 << 52
Held = NamedDependency[Context]
Types = Annotated[str, QueryParameter(name="type", description="Types, with commas between.")]
Ids = Annotated[str, QueryParameter(name="id", description="Ids, with commas between.")]
Names = Annotated[str, QueryParameter(name="attrs", description="Attributes, with commas between.")]
Condition = Annotated[str, QueryParameter(name="q", description='For example status=="free".')]
Limit = Annotated[int, QueryParameter(name="limit", ge=0, le=MOST_LIMIT, description="Page size.")]
Offset = Annotated[
    int, QueryParameter(name="offset", ge=0, le=100_000, description="Skip so many.")
]
Options = Annotated[str, QueryParameter(name="options", description="keyValues, concise, count.")]
Count = Annotated[bool, QueryParameter(name="count", description="Tell how many there are in all.")]


def _words(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _area(request: Web) -> Area | None:
    given = request.query_params
    return read_area(given) if "georel" in given else None


@get("/entities", guards=[_READ])
async def query_entities(
    context: Held, request: Web, types: Types = "", ids: Ids = "", attrs: Names = "",
    condition: Condition = "", limit: Limit = 20, offset: Offset = 0, options: Options = "",
    count: Count = False,  # noqa: FBT002 -- a flag of the wire
) -> Response[bytes]:  # fmt: skip
    """Entities that fit; with a place the nearest first."""
    area = _area(request)
    if not (types or ids or attrs or condition or area):
        raise Fault("BadRequestData", 400, "Name a type, ids, attrs, q or a place.")
    asked = Ask(
        types=_words(types), ids=_words(ids), wanted=_words(attrs), area=area, limit=limit,
        query=read_query(condition) if condition else None, offset=offset,
    )  # fmt: skip
    found = await find(context.database, asked, everything=sees_everything(context.caller))
    form = form_of(options)
    body = [
        entity_json(one, shown, form=form, times="sysAttrs" in options) for one, shown in found.page
    ]
    headers = {"NGSILD-Results-Count": str(found.total)} if count or "count" in options else {}
    return answer(request, body, headers=headers)


@get("/types", guards=[_READ])
async def list_types(context: Held, request: Web) -> Response[bytes]:
    """The types there are."""
    found = await context.database.many(store.types)
    everything = sees_everything(context.caller)
    names = [one.type for one in found if everything or one.type in OPEN]
    return answer(
        request, {"id": "urn:ngsi-ld:EntityTypeList:1", "type": "EntityTypeList", "typeList": names}
    )


@get("/attributes", guards=[_READ])
async def list_attributes(context: Held, request: Web) -> Response[bytes]:
    """The open attributes of the types there are."""
    found = await context.database.many(store.types)
    names = sorted({name for one in found for name in open_attributes(one.type)})
    return answer(
        request,
        {"id": "urn:ngsi-ld:AttributeList:1", "type": "AttributeList", "attributeList": names},
    )


@get("/temporal/entities", guards=[_READ])
async def query_history(
    context: Held, request: Web, types: Types = "", ids: Ids = "", attrs: Names = "",
    limit: Limit = 20, options: Options = "",
) -> Response[bytes]:  # fmt: skip
    """What was observed before, after or between instants; aggregated where that is asked for."""
    given = request.query_params
    since, until = _span(given)
    everything = sees_everything(context.caller)
    asked = Ask(types=_words(types), ids=_words(ids), limit=limit)
    found = await find(context.database, asked, everything=everything)
    names = _words(attrs)
    readings = await read_history(
        context.database, [one.id for one, _ in found.page], names=names, since=since,
        until=until, everything=everything,
    )  # fmt: skip
    if "aggregatedValues" in options:
        period = read_period(given.get("aggrPeriodDuration", "PT1H"))
        methods = _words(given.get("aggrMethods", "avg"))
        body = [summarise(one, readings, methods, period) for one, _ in found.page]
    else:
        body = [
            temporal_json(one, readings, short="temporalValues" in options) for one, _ in found.page
        ]
    return answer(request, [one for one in body if len(one) > 2])  # noqa: PLR2004 -- more than id, type


def _span(given: Any) -> tuple[int, int]:
    """Since and until, in milliseconds, from timerel, timeAt and endTimeAt."""
    relation = given.get("timerel", "")
    at, end = read_instant(given.get("timeAt", "")), read_instant(given.get("endTimeAt", ""))
    match relation:
        case "before" if at is not None:
            return 0, at
        case "after" if at is not None:
            return at + 1, FOREVER
        case "between" if at is not None and end is not None and at < end:
            return at, end
        case "":
            return 0, FOREVER
        case _:
            raise Fault("BadRequestData", 400, "timerel needs timeAt (between: and endTimeAt).")


question_doors = [query_entities, list_types, list_attributes, query_history]
