# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Open doors of the city's content: lists by the filter contract, and feeds per query and language."""

import hashlib
from collections.abc import Sequence
from typing import Annotated, Any
from urllib.parse import urlencode

import msgspec
from litestar import Request, Response, Router, get
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import PathParameter

from services.cityinfo.actions import events, places
from services.cityinfo.actions.divisions import read_districts
from services.cityinfo.domain.event_query import HERE, EventQuery
from services.cityinfo.domain.events import Event, Publication
from services.cityinfo.domain.feeds import (
    atom_of,
    calendar_of,
    districts_geojson,
    json_feed_of,
    places_geojson,
)
from services.cityinfo.domain.jsonld import event_jsonld, guide_jsonld, place_jsonld
from services.cityinfo.domain.parameters import read_event_query, read_place_query
from services.cityinfo.domain.places import Place
from services.cityinfo.domain.words import tell
from services.kit.clock import instant
from services.kit.context import Context
from services.kit.errors import InputInvalid, NotFound
from services.kit.policy import require
from services.kit.policy.routes import public_route
from services.kit.web import VARY

OPEN = public_route("what the city tells is for everybody")
Held = NamedDependency[Context]
Asking = Request[object, object, State]
Key = Annotated[str, PathParameter(description="The id within the city's content.")]
MOST_IN_FEED = 500
MOST_ON_PAGE = 100
JSON_LD = "application/ld+json"
GEO_JSON = "application/geo+json"
CALENDAR = "text/calendar"
"""The web layer adds the charset."""
JSON_FEED = "application/feed+json"
ATOM = "application/atom+xml; charset=utf-8"


@get("/event", guards=[OPEN])
async def list_events(context: Held, request: Asking) -> Response[bytes]:
    """Events by the filter contract; with `show_deleted` the ids alone."""
    query = _event_query(context, request)
    page, size = _paging(request)
    found = await events.search_events(
        context.database, query, context.locale, now=context.clock.now_ms(),
        sort=request.query_params.get("sort", "start_time"), limit=size, skip=(page - 1) * size,
    )  # fmt: skip
    rows: list[Any] = [
        {"id": each.id, "deleted": each.deleted} if query.show_deleted
        else msgspec.to_builtins(each) | {"name_told": _told(each, context.locale)}
        for each in found.events
    ]  # fmt: skip
    more = page * size < found.total
    return _answer(context, request, msgspec.json.encode({
        "meta": {"count": found.total, "next": _page(request, page + 1) if more else None,
                 "previous": _page(request, page - 1) if page > 1 else None},
        "data": rows,
    }), "application/json")  # fmt: skip


@get("/event/{key:str}", guards=[OPEN])
async def read_event(context: Held, request: Asking, key: Key) -> Response[bytes]:
    """One event as JSON-LD; a deleted one is gone, a replaced one leads to its successor."""
    found = await events.read_event(context.database, key)
    if found.replaced_by:
        there = f"{context.resources.address}/cityinfo/v1/event/{found.replaced_by}"
        return Response(b"", status_code=301, headers={"Location": there})
    if found.deleted:
        body = msgspec.json.encode({"id": found.id, "deleted": True})
        return Response(body, status_code=410, media_type="application/json")
    place = await places.read_places(context.database, [found.place] if found.place else [])
    document = event_jsonld(found, context.locale, place[0] if place else None)
    return _answer(context, request, msgspec.json.encode(document), JSON_LD)


@get("/event.ics", guards=[OPEN])
async def calendar(context: Held, request: Asking) -> Response[bytes]:
    """The events of a query as a calendar to subscribe to."""
    found, where = await _feed(context, request)
    body = calendar_of(found, where, language=context.locale, name="Torget")
    return _answer(context, request, body, CALENDAR)


@get("/event.atom", guards=[OPEN])
async def atom(context: Held, request: Asking) -> Response[bytes]:
    """The events of a query as an Atom feed, latest change first."""
    found, _ = await _feed(context, request, sort="-last_modified_time")
    address = f"{context.resources.address}{request.url.path}?{request.url.query}"
    text = atom_of(found, address=address, title="Torget", language=context.locale)
    return _answer(context, request, text.encode(), ATOM)


@get("/event.feed.json", guards=[OPEN])
async def json_feed(context: Held, request: Asking) -> Response[bytes]:
    """The events of a query as a JSON Feed, latest change first."""
    found, _ = await _feed(context, request, sort="-last_modified_time")
    address = f"{context.resources.address}{request.url.path}?{request.url.query}"
    body = json_feed_of(found, address=address, title="Torget", language=context.locale)
    return _answer(context, request, msgspec.json.encode(body), JSON_FEED)


@get("/event.jsonld", guards=[OPEN])
async def events_linked(context: Held, request: Asking) -> Response[bytes]:
    """The events of a query for search engines."""
    found, where = await _feed(context, request)
    graph = [event_jsonld(each, context.locale, where.get(each.place)) for each in found]
    body = {"@context": "https://schema.org", "@graph": graph}
    return _answer(context, request, msgspec.json.encode(body), JSON_LD)


@get("/place", guards=[OPEN])
async def list_places(context: Held, request: Asking) -> Response[bytes]:
    """Places by the filter contract, each name with the language it is in."""
    page, size = _paging(request)
    found = await _places(context, request, size, (page - 1) * size)
    rows = [
        msgspec.to_builtins(each) | {"name_told": _told(each, context.locale)}
        for each in found.places
    ]
    more = page * size < found.total
    return _answer(context, request, msgspec.json.encode({
        "meta": {"count": found.total, "next": _page(request, page + 1) if more else None,
                 "previous": _page(request, page - 1) if page > 1 else None},
        "data": rows,
    }), "application/json")  # fmt: skip


@get("/place/{key:str}", guards=[OPEN])
async def read_place(context: Held, request: Asking, key: Key) -> Response[bytes]:
    """One place as JSON-LD with its opening hours."""
    found = await places.read_places(context.database, [key])
    if not found:
        raise NotFound
    today = instant(context.clock.now_ms()).astimezone(HERE).date()
    document = place_jsonld(found[0], context.locale, today)
    return _answer(context, request, msgspec.json.encode(document), JSON_LD)


@get("/place.geojson", guards=[OPEN])
async def places_map(context: Held, request: Asking) -> Response[bytes]:
    """The places of a query for a map."""
    found = await _places(context, request, MOST_IN_FEED, 0)
    body = places_geojson(found.places, context.locale)
    return _answer(context, request, msgspec.json.encode(body), GEO_JSON)


@get("/district.geojson", guards=[OPEN])
async def districts_map(context: Held, request: Asking) -> Response[bytes]:
    """The city districts as polygons."""
    body = districts_geojson(await read_districts(context.database))
    return _answer(context, request, msgspec.json.encode(body), GEO_JSON)


@get("/guide.jsonld", guards=[OPEN])
async def guides_linked(context: Held, request: Asking) -> Response[bytes]:
    """The guides as pages of questions."""
    found = await events.search_guides(context.database, "", context.locale)
    graph = [guide_jsonld(each, context.locale) for each in found]
    body = {"@context": "https://schema.org", "@graph": graph}
    return _answer(context, request, msgspec.json.encode(body), JSON_LD)


def _event_query(context: Context, request: Asking) -> EventQuery:
    query = read_event_query(request.query_params.multi_items(), context.clock.now_ms())
    if Publication.DRAFT in query.publication_status:
        require(context.caller, "cityinfo.content.edit")
    return query


async def _feed(
    context: Context, request: Asking, *, sort: str = "start_time"
) -> tuple[list[Event], dict[str, Place]]:
    found = await events.search_events(
        context.database, _event_query(context, request), context.locale,
        now=context.clock.now_ms(), sort=sort, limit=MOST_IN_FEED,
    )  # fmt: skip
    ids = {each.place for each in found.events if each.place}
    where = await places.read_places(context.database, sorted(ids))
    return found.events, {each.id: each for each in where}


async def _places(context: Context, request: Asking, size: int, skip: int) -> places.Found:
    query = read_place_query(request.query_params.multi_items(), context.clock.now_ms())
    return await places.search_places(
        context.database, query, context.locale, limit=size, skip=skip
    )


def _told(one: Place | Event, language: str) -> Any:
    told = tell(one.names if isinstance(one, Place) else one.name, language)
    return msgspec.to_builtins(told) if told is not None else None


def _paging(request: Asking) -> tuple[int, int]:
    given: Sequence[str] = (
        request.query_params.get("page", "1"), request.query_params.get("page_size", "20"),
    )  # fmt: skip
    if not all(each.isdecimal() for each in given):
        raise InputInvalid(path=("page",))
    page, size = int(given[0]), int(given[1])
    if not (1 <= page <= 10_000 and 1 <= size <= MOST_ON_PAGE):  # noqa: PLR2004 -- a last page
        raise InputInvalid(path=("page_size",), max=MOST_ON_PAGE)
    return page, size


def _page(request: Asking, number: int) -> str:
    """The address of another page of the same question."""
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != "page"]
    return f"{request.url.path}?{urlencode([*kept, ('page', number)])}"


def _answer(context: Context, request: Asking, body: bytes, media: str) -> Response[bytes]:
    """The body with a strong ETag; 304 when the client has it."""
    mark = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {
        "Content-Language": context.locale,
        "ETag": mark,
        "Vary": VARY,
        "Cache-Control": "public, max-age=60",
    }
    if request.headers.get("if-none-match") == mark:
        return Response(b"", status_code=304, headers=headers)
    return Response(body, media_type=media, headers=headers)


routes = [
    Router(
        path="/v1",
        route_handlers=[
            list_events, read_event, calendar, atom, json_feed, events_linked, list_places, read_place,
            places_map, districts_map, guides_linked,
        ],
    )
]  # fmt: skip
