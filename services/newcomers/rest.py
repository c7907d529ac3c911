# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Open doors of newcomers: the guide to take along, and its pages in the shapes of Integreat's v3 interface."""

from typing import Annotated, Any

from litestar import Response, Router, get
from litestar.di import NamedDependency
from litestar.params import PathParameter, QueryParameter

from i18n import registry
from services.kit.clock import instant
from services.kit.context import Context
from services.kit.errors import NotFound
from services.kit.policy.routes import public_route
from services.newcomers.actions import guide
from services.newcomers.domain import integreat
from services.newcomers.domain.offline import Delta, Manifest
from services.newcomers.store import guide as store

_OPEN = public_route("the guide is for everybody")
Held = NamedDependency[Context]
Language = Annotated[str, PathParameter(description="A BCP 47 tag.")]
Region = Annotated[str, PathParameter(description="Always stockholm.")]
Base = Annotated[str, PathParameter(description="The version a device has.")]
File = Annotated[str, PathParameter(description="A path of the manifest.")]
Url = Annotated[str, QueryParameter(description="The path of the page.")]


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


def _here(region: str) -> None:
    if region != integreat.REGION:
        raise NotFound


routes = [
    Router(
        path="/",
        route_handlers=[
            read_manifest, read_file, read_delta, read_regions, read_pages, read_page,
            read_children, read_locations,
        ],
    )
]  # fmt: skip
