# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What can be asked of the open city."""

from typing import Annotated

import strawberry

from services.cityinfo.actions import events, places
from services.cityinfo.actions.divisions import read_areas, read_keywords, where_is
from services.cityinfo.graph.events import EventGraph
from services.cityinfo.graph.filters import (
    CityEventFilter,
    PlaceFilter,
    PlaceOrder,
    event_query,
    place_query,
)
from services.cityinfo.graph.guides import (
    AreaType,
    DistrictType,
    GuideType,
    KeywordType,
    district_type,
    guide_type,
    keyword_type,
)
from services.cityinfo.graph.places import PlaceType, point_of
from services.cityinfo.graph.texts import CityPointInput
from services.kit.errors import InputInvalid, NotFound
from services.kit.graph import Connection, Info, Slice, asked, local_id, page
from services.kit.graph_guard import permission

READ = "cityinfo.content.read"
First = Annotated[int | None, strawberry.argument(description="How many at most: 1 to 100.")]
After = Annotated[str | None, strawberry.argument(description="Begin after this cursor.")]
Key = Annotated[strawberry.ID, strawberry.argument(description="Opaque id.")]
LeavesOnly = Annotated[
    bool | None, strawberry.argument(description="Only those without a narrower word.")
]
Words = Annotated[str, strawberry.argument(description="Words to look for; empty: all.")]


@strawberry.type
class Query:
    """What can be asked."""

    @strawberry.field(description="Places, filtered and ordered.", extensions=[permission(READ)])
    async def places(
        self, info: Info,
        filter: Annotated[
            PlaceFilter | None, strawberry.argument(description="Which places; null: all.")
        ] = None,
        order: Annotated[
            PlaceOrder | None,
            strawberry.argument(description="Null: best match first, else by name."),
        ] = None,
        first: First = None, after: After = None,
    ) -> Connection[PlaceType] | None:  # fmt: skip
        """A page of places."""
        wish = asked(first, after)
        skip = _skip(wish)
        found = await places.search_places(
            info.context.database, place_query(filter, order, info), info.context.locale,
            limit=wish.limit, skip=skip,
        )  # fmt: skip
        rows = list(enumerate(found.places, skip + 1))
        return page(
            rows, wish, total=found.total, place=lambda row: str(row[0]),
            node=lambda row: PlaceType(facts=row[1]),
        )  # fmt: skip

    @strawberry.field(
        description="A place; null when there is none.", extensions=[permission(READ)]
    )
    async def place(self, info: Info, id: Key) -> PlaceType | None:
        """A place by its id."""
        try:
            found = await places.read_places(info.context.database, [local_id("Place", id)])
        except NotFound:
            return None
        return PlaceType(facts=found[0]) if found else None

    @strawberry.field(
        description="Names of places with words that begin so.", extensions=[permission(READ)]
    )
    async def place_suggestions(
        self, info: Info,
        prefix: Annotated[str, strawberry.argument(description="The beginning of a word.")],
        languages: Annotated[
            list[str] | None, strawberry.argument(description="Names in these languages alone.")
        ] = None,
        size: Annotated[int, strawberry.argument(description="How many: 1 to 20.")] = 5,
    ) -> list[str]:  # fmt: skip
        """Completions."""
        return await places.suggest(
            info.context.database, prefix, info.context.locale, languages=languages or (), size=size
        )

    @strawberry.field(description="Events, filtered and sorted.", extensions=[permission(READ)])
    async def city_events(
        self, info: Info,
        filter: Annotated[
            CityEventFilter | None, strawberry.argument(description="Which events; null: all.")
        ] = None,
        sort: Annotated[
            str,
            strawberry.argument(
                description="name, start_time, end_time, duration or last_modified_time; `-` reverses."
            ),
        ] = "start_time",
        first: First = None, after: After = None,
    ) -> Connection[EventGraph] | None:  # fmt: skip
        """A page of events."""
        wish = asked(first, after)
        skip = _skip(wish)
        found = await events.search_events(
            info.context.database, event_query(filter), info.context.locale,
            now=info.context.clock.now_ms(), sort=sort, limit=wish.limit, skip=skip,
        )  # fmt: skip
        rows = list(enumerate(found.events, skip + 1))
        return page(
            rows, wish, total=found.total, place=lambda row: str(row[0]),
            node=lambda row: EventGraph(facts=row[1]),
        )  # fmt: skip

    @strawberry.field(
        description="An event; null when there is none.", extensions=[permission(READ)]
    )
    async def city_event(self, info: Info, id: Key) -> EventGraph | None:
        """An event by its id."""
        try:
            return EventGraph(
                facts=await events.read_event(info.context.database, local_id("CityEvent", id))
            )
        except NotFound:
            return None

    @strawberry.field(
        description="Guides, all or those with these words.", extensions=[permission(READ)]
    )
    async def city_guides(self, info: Info, text: Words = "") -> list[GuideType]:
        """Guides."""
        found = await events.search_guides(info.context.database, text, info.context.locale)
        return [guide_type(one, info) for one in found]

    @strawberry.field(
        description="The city district areas with their districts.", extensions=[permission(READ)]
    )
    async def city_areas(self, info: Info) -> list[AreaType]:
        """Areas."""
        return [
            AreaType(
                id=strawberry.ID(area.id), name=area.name,
                districts=[district_type(each) for each in districts],
            )
            for area, districts in await read_areas(info.context.database)
        ]  # fmt: skip

    @strawberry.field(
        description="The district a point lies in; null outside the city or on water.",
        extensions=[permission(READ)],
    )
    async def city_district_at(
        self, info: Info,
        point: Annotated[CityPointInput, strawberry.argument(description="Where.")],
    ) -> DistrictType | None:  # fmt: skip
        """The district of a point."""
        found = await where_is(info.context.database, point_of(point))
        return district_type(found) if found else None

    @strawberry.field(
        description="Words of the ontology, widest first.", extensions=[permission(READ)]
    )
    async def city_keywords(
        self, info: Info,
        below: Annotated[
            strawberry.ID | None, strawberry.argument(description="Only those below this word.")
        ] = None,
        leaves_only: LeavesOnly = None,
    ) -> list[KeywordType]:  # fmt: skip
        """The ontology."""
        found = await read_keywords(
            info.context.database, root=str(below or ""), leaves_only=bool(leaves_only)
        )
        return [keyword_type(one, info) for one in found]


def _skip(wish: Slice) -> int:
    try:
        skip = 0 if wish.after is None else int(wish.after)
    except ValueError:
        skip = -1
    if not 0 <= skip <= 1_000_000:  # noqa: PLR2004 -- more pages than anybody turns
        raise InputInvalid(path=("after",))
    return skip
