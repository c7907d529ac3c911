# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The guide in the shapes of Integreat's v3 interface, for its existing apps: read-only."""

from typing import Annotated, Any

from litestar import get
from litestar.params import PathParameter, QueryParameter

from services.kit.clock import instant
from services.kit.errors import NotFound
from services.newcomers.actions import guide
from services.newcomers.actions.city_events import upcoming
from services.newcomers.domain import integreat
from services.newcomers.domain.guide import Shown
from services.newcomers.rest.ways import OPEN, Held, Language, known
from services.newcomers.store import guide as store

Region = Annotated[str, PathParameter(description="Always stockholm.")]
Url = Annotated[str, QueryParameter(description="The path of the page.")]


async def _languages(context: Held) -> tuple[str, ...]:
    return ("sv", *(tag for tag in await guide.offered(context.database) if tag != "sv"))


async def _shape(context: Held, shown: list[Shown]) -> list[dict[str, Any]]:
    tags = await _languages(context)
    return [integreat.page(one, instant(one.page.updated_at), tags) for one in shown]


@get("/api/v3/regions", guards=[OPEN])
async def read_regions(context: Held) -> list[dict[str, Any]]:
    """The one region there is, with its languages."""
    return [integreat.region(await _languages(context))]


@get("/api/v3/{region:str}/languages", guards=[OPEN])
async def read_languages(context: Held, region: Region) -> list[dict[str, Any]]:
    """The languages of the guide."""
    here(region)
    return integreat.languages(await _languages(context))


@get("/api/v3/{region:str}/{language:str}/pages", guards=[OPEN])
async def read_pages(context: Held, region: Region, language: Language) -> list[dict[str, Any]]:
    """Every page, in order."""
    here(region)
    shown = await guide.read_pages(context.database, context.caller, known(language))
    return await _shape(context, shown)


@get("/api/v3/{region:str}/{language:str}/page", guards=[OPEN])
async def read_page(context: Held, region: Region, language: Language, url: Url) -> dict[str, Any]:
    """One page by its path."""
    here(region)
    shown = await guide.read_page(context.database, context.caller, _slug(url), known(language))
    (made,) = await _shape(context, [shown])
    return made


@get("/api/v3/{region:str}/{language:str}/children", guards=[OPEN])
async def read_children(
    context: Held, region: Region, language: Language, url: Url = ""
) -> list[dict[str, Any]]:
    """The pages below one, or those at the top."""
    here(region)
    parent = _slug(url) or None
    shown = await guide.read_pages(context.database, context.caller, known(language))
    return await _shape(context, [one for one in shown if one.page.parent == parent])


@get("/api/v3/{region:str}/{language:str}/parents", guards=[OPEN])
async def read_parents(
    context: Held, region: Region, language: Language, url: Url
) -> list[dict[str, Any]]:
    """The pages above one, nearest first."""
    here(region)
    pages = await guide.read_pages(context.database, context.caller, known(language))
    by_slug = {one.page.slug: one for one in pages}
    if _slug(url) not in by_slug:
        raise NotFound
    above: list[Shown] = []
    current = by_slug.get(by_slug[_slug(url)].page.parent or "")
    while current is not None and current not in above:
        above.append(current)
        current = by_slug.get(current.page.parent or "")
    return await _shape(context, above)


@get("/api/v3/{region:str}/{language:str}/locations", guards=[OPEN])
async def read_locations(context: Held, region: Region, language: Language) -> list[dict[str, Any]]:
    """Places and contacts."""
    here(region)
    places = await context.database.many(store.places)
    return [integreat.location(one.id, one.facts, known(language)) for one in places]


@get("/api/v3/{region:str}/{language:str}/events", guards=[OPEN])
async def read_events(context: Held, region: Region, language: Language) -> list[dict[str, Any]]:
    """What happens in the city from today on, as the city's own calendar has it."""
    here(region)
    return [
        integreat.event(one, known(language))
        for one in await upcoming(context.resources, known(language))
    ]


@get("/api/v3/{region:str}/{language:str}/fcm", guards=[OPEN])
async def read_news(context: Held, region: Region, language: Language) -> list[dict[str, Any]]:
    """News of the last four weeks in the shape of push messages, newest first."""
    here(region)
    shown = await guide.read_notices(context.database, context.caller, known(language))
    tags = await _languages(context)
    return [integreat.notice(one, instant(one.page.updated_at), tags) for one in shown]


def _slug(url: str) -> str:
    return url.rstrip("/").rpartition("/")[2]


def here(region: str) -> None:
    """NOT_FOUND for any region but the one there is."""
    if region != integreat.REGION:
        raise NotFound


handlers = (
    read_regions, read_languages, read_pages, read_page, read_children, read_parents,
    read_locations, read_events, read_news,
)  # fmt: skip
