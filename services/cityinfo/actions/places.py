# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Finding places: text, filters, open at a time, near, in an order; names that begin with a word."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from math import cos, radians
from typing import Any

import msgspec

from services.cityinfo.actions.schedules import open_schedules, schedule_of
from services.cityinfo.domain.folding import asked
from services.cityinfo.domain.openness import Openness, openness_at
from services.cityinfo.domain.place_query import PlaceQuery, check_query
from services.cityinfo.domain.places import Place
from services.cityinfo.domain.words import tell
from services.cityinfo.store import content as store
from services.cityinfo.store.full_text import asked_for
from services.cityinfo.store.place_search import MOST_SETS, Hit, Mix, first_by_name, searching
from services.kit.data import Database
from services.kit.errors import InputInvalid
from services.kit.geometry import Point, cells_around

MOST_SUGGESTIONS = 20


class Found(msgspec.Struct, frozen=True):
    """A page of places, and how many there are in all."""

    places: list[Place]
    total: int


async def search_places(
    database: Database, query: PlaceQuery, reader: str, *, limit: int, skip: int = 0
) -> Found:
    """Places that are meant, best first. InputInvalid for a question that cannot be."""
    check_query(query)
    words = asked(query.text, reader)
    if query.text.strip() and not words:
        return Found([], 0)
    sets = _sets(query)
    mix = _mix(query, words, len(sets))
    if mix == Mix() and not query.order_by_name:
        return await _all(database, limit, skip)
    parameters: dict[str, Any] = {"most": limit, "skip": skip}
    if mix.by_index:
        parameters["asked"] = asked_for(words, database.dialect, sets=sets)
        if mix.of_languages:
            parameters["languages"] = list(query.languages)
    else:
        parameters |= {f"set{number}": each for number, each in enumerate(sets)}
    if mix.order in ("name", "access", "score"):
        parameters["reader"] = reader
    if mix.order == "score":
        parameters["named"] = asked_for(words, database.dialect, in_name=True)
    if query.open_at is not None:
        parameters["open"] = await open_schedules(database, query.open_at)
    parameters |= _geography(query, by_index=mix.by_index) | _columns(query)
    hits = await database.many(searching(database.dialect, mix), **parameters)
    return Found(await read_places(database, [hit.id for hit in hits]), _total(hits, skip))


def _total(hits: Sequence[Hit], skip: int) -> int:
    return hits[0].total if hits else skip


async def _all(database: Database, limit: int, skip: int) -> Found:
    page, count = first_by_name()
    hits = await database.many(page, most=limit, skip=skip)
    total = await database.one(count)
    return Found(await read_places(database, [hit.id for hit in hits]), total or 0)


def _sets(query: PlaceQuery) -> list[list[str]]:
    """Sets of tags: one of each must be there."""
    found = [[f"keyword:{each}" for each in one] for one in query.keywords]
    for kind, values in (("kind", query.kinds), ("group", query.target_groups),
                         ("division", query.divisions)):  # fmt: skip
        if values:
            found.append([f"{kind}:{each}" for each in values])
    if len(found) > MOST_SETS:
        raise InputInvalid(path=("keywords",), max=MOST_SETS)
    return found


def _mix(query: PlaceQuery, words: list[str], sets: int) -> Mix:
    order = "score" if words else "name"
    if query.order_by_distance is not None:
        order = "farthest" if query.farthest_first else "distance"
    elif query.order_by_accessibility is not None:
        order = "access"
    elif query.order_by_name:
        order = "name"
    return Mix(
        text=bool(words), of_languages=bool(words and query.languages), sets=sets,
        open=query.open_at is not None, cells=query.near is not None, box=query.bbox is not None,
        reservable=query.must_be_reservable, free=query.is_free is not None,
        providers=bool(query.provider_types), owners=bool(query.owner_types), order=order,
    )  # fmt: skip


def _geography(query: PlaceQuery, *, by_index: bool) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if query.near is not None and query.within_metres is not None:
        if not by_index:
            found["cells"] = cells_around(query.near, query.within_metres)
        found |= {
            "near_lat": query.near.lat, "near_lon": query.near.lon,
            "reach": query.within_metres**2, "shrink": _shrink(query.near),
        }  # fmt: skip
    if query.order_by_distance is not None:
        origin = query.order_by_distance
        found |= {"from_lat": origin.lat, "from_lon": origin.lon}
        found.setdefault("shrink", _shrink(origin))
    if query.bbox is not None:
        found |= dict(zip(("west", "south", "east", "north"), query.bbox, strict=True))
    return found


def _shrink(point: Point) -> float:
    return cos(radians(point.lat))


def _columns(query: PlaceQuery) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if query.is_free is not None:
        found["free"] = query.is_free
    if query.provider_types:
        found["providers"] = list(query.provider_types)
    if query.owner_types:
        found["owners"] = list(query.owner_types)
    if query.order_by_accessibility is not None:
        found["profile"] = query.order_by_accessibility.value
    return found


async def read_places(database: Database, ids: Sequence[str]) -> list[Place]:
    """Places in the order of their ids; those that are not there are left out."""
    if not ids:
        return []
    rows = await database.many(store.places_by_id, ids=list(ids))
    found = {row.body.id: row.body for row in rows}
    return [found[each] for each in ids if each in found]


async def suggest(
    database: Database, prefix: str, reader: str, *, languages: Sequence[str] = (), size: int = 5
) -> list[str]:
    """Names of places that have words beginning so, in the reader's language where there is one."""
    if not 1 <= size <= MOST_SUGGESTIONS:
        raise InputInvalid(path=("size",), max=MOST_SUGGESTIONS)
    words = asked(prefix, reader)
    if not words:
        return []
    mix = Mix(text=True, of_languages=bool(languages), order="score")
    parameters: Mapping[str, Any] = {
        "asked": asked_for(words, database.dialect, in_name=True), "reader": reader,
        "named": asked_for(words, database.dialect, in_name=True),
        "most": size * 2, "skip": 0,
    } | ({"languages": list(languages)} if languages else {})  # fmt: skip
    hits = await database.many(searching(database.dialect, mix), **parameters)
    places = await read_places(database, [hit.id for hit in hits])
    told = [tell(each.names, reader) for each in places]
    return list(dict.fromkeys(each.value for each in told if each is not None))[:size]


def openness_of(one: Place, moment: datetime) -> Openness | None:
    """Whether a place is open, and until when; None when nobody has said anything of its hours."""
    return openness_at(schedule_of(one.hours), moment) if one.hours is not None else None
