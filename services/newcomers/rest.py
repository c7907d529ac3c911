# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Open doors of newcomers: the guide to take along, and its pages in the shapes of Integreat's v3 interface."""

import secrets
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, Router, get, post
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import JSONBody, PathParameter, QueryParameter

from i18n import registry
from services.kit.clock import instant
from services.kit.context import Context
from services.kit.data import Tx
from services.kit.errors import NotFound, Unauthenticated
from services.kit.policy.routes import public_route
from services.kit.wire.caller import Caller, CallerKind
from services.newcomers.actions import guide, interpreters
from services.newcomers.actions.orders import AcceptRequest, Ordered
from services.newcomers.domain import integreat
from services.newcomers.domain.interpreting.orders import Competence, Location
from services.newcomers.domain.offline import Delta, Manifest
from services.newcomers.settings import Settings
from services.newcomers.store import guide as store

_OPEN = public_route("the guide is for everybody")
Held = NamedDependency[Context]
Language = Annotated[str, PathParameter(description="A BCP 47 tag.")]
Region = Annotated[str, PathParameter(description="Always stockholm.")]
Base = Annotated[str, PathParameter(description="The version a device has.")]
File = Annotated[str, PathParameter(description="A path of the manifest.")]
Url = Annotated[str, QueryParameter(description="The path of the page.")]
BrokerName = Annotated[str, PathParameter(description="Which broker.")]
RequestName = Annotated[str, PathParameter(description="Which request.")]
Incoming = Request[object, object, State]


class BrokerAnswer(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What a broker says."""

    accepted: bool
    interpreter: str = ""
    competence: Competence | None = None
    location: Location | None = None
    travel_minutes: int = 0
    travel_km: int = 0


Answered = JSONBody[BrokerAnswer]


def _known(language: str) -> str:
    if not registry.known(language):
        raise NotFound
    return language


@get("/offline/{language:str}/manifest", guards=[_OPEN])
async def read_manifest(context: Held, language: Language) -> Manifest:
    """What the package of a language holds now."""
    made, _ = await guide.make_package(context.database, context.caller, _known(language))
    return made


@get("/offline/{language:str}/files/{file:path}", guards=[_OPEN])
async def read_file(context: Held, language: Language, file: File) -> Response[bytes]:
    """A file of the package."""
    _, files = await guide.make_package(context.database, context.caller, _known(language))
    body = files.get(file.lstrip("/"))
    if body is None:
        raise NotFound
    return Response(body, media_type="application/json")


@get("/offline/{language:str}/deltas/{base:str}", guards=[_OPEN])
async def read_delta(context: Held, language: Language, base: Base) -> Delta:
    """What a device with `base` needs to have the package of now."""
    return await guide.make_delta(context.database, context.caller, _known(language), base)


@get("/api/v3/regions", guards=[_OPEN])
async def read_regions() -> list[dict[str, Any]]:
    """The one region there is, with its languages."""
    return [integreat.region()]


@get("/api/v3/{region:str}/{language:str}/pages", guards=[_OPEN])
async def read_pages(context: Held, region: Region, language: Language) -> list[dict[str, Any]]:
    """Every page, in order."""
    _here(region)
    shown = await guide.read_pages(context.database, context.caller, _known(language))
    return [integreat.page(one, instant(one.page.updated_at)) for one in shown]


@get("/api/v3/{region:str}/{language:str}/page", guards=[_OPEN])
async def read_page(context: Held, region: Region, language: Language, url: Url) -> dict[str, Any]:
    """One page by its path."""
    _here(region)
    slug = url.rstrip("/").rpartition("/")[2]
    shown = await guide.read_page(context.database, context.caller, slug, _known(language))
    return integreat.page(shown, instant(shown.page.updated_at))


@get("/api/v3/{region:str}/{language:str}/children", guards=[_OPEN])
async def read_children(
    context: Held, region: Region, language: Language, url: Url = ""
) -> list[dict[str, Any]]:
    """The pages below one, or those at the top."""
    _here(region)
    parent = url.rstrip("/").rpartition("/")[2] or None
    shown = await guide.read_pages(context.database, context.caller, _known(language))
    return [
        integreat.page(one, instant(one.page.updated_at))
        for one in shown
        if one.page.parent == parent
    ]


@get("/api/v3/{region:str}/{language:str}/locations", guards=[_OPEN])
async def read_locations(context: Held, region: Region, language: Language) -> list[dict[str, Any]]:
    """Places and contacts."""
    _here(region)
    places = await context.database.many(store.places)
    return [integreat.location(one.id, one.facts, _known(language)) for one in places]


@post(
    "/brokers/{broker:str}/requests/{name:str}",
    guards=[public_route("a broker proves itself by its key")],
    status_code=200,
)
async def answer_request(
    context: Held, data: Answered, broker: BrokerName, name: RequestName, request: Incoming
) -> dict[str, str]:
    """A broker's answer: accepted, with the interpreter or without, or declined."""
    settings = context.resources.settings
    key = settings.key_of(broker) if isinstance(settings, Settings) else ""
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    if not key or not secrets.compare_digest(given.encode(), key.encode()):
        raise Unauthenticated
    caller = Caller(kind=CallerKind.SERVICE, sub=f"broker:{broker}")

    async def unit(tx: Tx) -> Ordered:
        await interpreters.check_broker(tx, name, broker)
        if not data.accepted:
            return await interpreters.decline(tx, caller, name)
        answer = AcceptRequest(
            request=name, interpreter=data.interpreter, competence=data.competence,
            location=data.location, travel_minutes=data.travel_minutes, travel_km=data.travel_km,
        )  # fmt: skip
        return await interpreters.accept(tx, caller, answer)

    ordered = await context.database.transact(unit)
    return {"order": ordered.order.number, "status": ordered.order.status.value}


def _here(region: str) -> None:
    if region != integreat.REGION:
        raise NotFound


routes = [
    Router(
        path="/",
        route_handlers=[
            read_manifest, read_file, read_delta, read_regions, read_pages, read_page,
            read_children, read_locations, answer_request,
        ],
    )
]  # fmt: skip
