# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Three ways to a page of places: ask once, walk along an order, widen a circle; the same answer.

Few matches are put in order at one go. Of many, no more are touched than a page needs: by name the
index of names is walked until the page is full, nearest first the circle grows until it holds it.
"""

from collections.abc import Sequence
from math import cos, pi, radians, sqrt
from typing import Any

import msgspec

from services.cityinfo.domain.folding import asked
from services.cityinfo.domain.place_query import PlaceQuery
from services.cityinfo.store.full_text import asked_for
from services.cityinfo.store.place_search import (
    MOST_SETS,
    Mix,
    Tally,
    counting,
    counting_by_shortages,
    searching,
)
from services.cityinfo.store.place_walk import NamedHit, walking
from services.kit.data import Database
from services.kit.errors import InputInvalid
from services.kit.geometry import Point, cells_around

MANY = 1_000
"""From so many matches on, an order is walked instead of made."""
MOST_WALKED = 1_000
"""A page further down than this is put in order at one go."""
WIDEST_METRES = 6_000.0
"""A larger circle has more cells than it spares matches."""
CITY_SQUARE_METRES = 187.2e6
"""Land of the city: only a first guess, the answer does not depend on it."""


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A checked question with what it means to the index."""

    query: PlaceQuery
    reader: str
    words: list[str]
    sets: list[list[str]]
    """Sets of tags: one of each must be there."""
    schedules: Sequence[str]
    """Those that are open when the question wants them to be."""
    mix: Mix
    shortages: int = 0
    """How many shortcomings, for a mix that asks for so many."""


class Page(msgspec.Struct, frozen=True):
    """Ids of a page in order, and how many matches there are in all."""

    ids: list[str]
    total: int


class Cut(msgspec.Struct, frozen=True):
    """Which part of the matches a page shows."""

    limit: int
    skip: int


def ask(query: PlaceQuery, reader: str, schedules: Sequence[str] = ()) -> Question:
    """What a question asks of the index; `schedules` are open when it wants places to be.

    InputInvalid for too many sets of tags.
    """
    words = asked(query.text, reader)
    sets = _sets(query)
    mix = _mix(query, words, len(sets))
    return Question(
        query=query, reader=reader, words=words, sets=sets, schedules=schedules, mix=mix
    )


async def find_page(database: Database, question: Question, cut: Cut) -> Page:
    """The page, by the way that touches least."""
    mix = question.mix
    if not _is_wide(mix) or cut.skip + cut.limit > MOST_WALKED:
        return await _at_once(database, question, cut)
    filters = _filters(question, mix, database.dialect)
    if mix.order == "access":
        tallies = await database.many(counting_by_shortages(database.dialect, mix), **filters)
        total = sum(tally.places for tally in tallies)
        if total >= MANY:
            return Page(await _climb(database, question, cut, tallies), total)
    else:
        total = await database.one(counting(database.dialect, mix), **filters) or 0
        if total >= MANY and mix.order == "name":
            return Page(await _walk(database, question, cut), total)
        if total >= MANY:
            ids = await _widen(database, question, cut, total)
            if ids is not None:
                return Page(ids, total)
    return await _at_once(database, question, cut, total=total)


def _is_wide(mix: Mix) -> bool:
    """Whether there may be more matches than are worth putting in order.

    Circles pay where nothing but columns is asked: matches of tags come out of the index faster than
    each place of a circle is asked for its tags.
    """
    if mix.text or mix.is_local:
        return False
    return mix.order in ("name", "access") or (mix.order == "distance" and mix.sets == 0)


async def _at_once(
    database: Database, question: Question, cut: Cut, *, total: int | None = None
) -> Page:
    mix, dialect = question.mix, database.dialect
    filters = _filters(question, mix, dialect)
    parameters = filters | _order(question, mix, dialect)
    hits = await database.many(searching(dialect, mix), **parameters, most=cut.limit, skip=cut.skip)
    if hits:
        return Page([hit.id for hit in hits], hits[0].total)
    if total is None and cut.skip:
        total = await database.one(counting(dialect, mix), **filters)
    return Page([], total or 0)


async def _climb(
    database: Database, question: Question, cut: Cut, tallies: Sequence[Tally]
) -> list[str]:
    """Fewest shortcomings first, those with equally many by name."""
    mix = msgspec.structs.replace(question.mix, of_shortages=True)
    found: list[str] = []
    skip = cut.skip
    for tally in tallies:
        if skip < tally.places and len(found) < cut.limit:
            level = msgspec.structs.replace(question, mix=mix, shortages=tally.shortages)
            found += await _walk(database, level, Cut(cut.limit - len(found), skip))
        skip = max(0, skip - tally.places)
    return found


async def _walk(database: Database, question: Question, cut: Cut) -> list[str]:
    """By name in the reader's language; a place without one stands where its own name puts it."""
    most = cut.skip + cut.limit
    mix = msgspec.structs.replace(question.mix, walks=True)
    parameters = _filters(question, mix, database.dialect)
    parameters |= {"reader": question.reader, "most": most}
    own = await database.many(walking(mix, own=True, bounded=False), **parameters)
    bounded = len(own) == most
    if bounded:
        parameters["last"] = own[-1].sort
    others = await database.many(walking(mix, own=False, bounded=bounded), **parameters)
    return [hit.id for hit in sorted([*own, *others], key=_by_name)[cut.skip : most]]


def _by_name(hit: NamedHit) -> tuple[str, str]:
    return hit.sort, hit.id


async def _widen(database: Database, question: Question, cut: Cut, total: int) -> list[str] | None:
    """Nearest first; None when the city around the point is too empty for circles.

    The first circle would hold the page eight times over if matches were spread evenly over the city.
    """
    mix = msgspec.structs.replace(question.mix, cells=True)
    reach = sqrt(8 * (cut.skip + cut.limit) * CITY_SQUARE_METRES / (pi * max(1, total)))
    near = question.query.order_by_distance
    while reach <= WIDEST_METRES:
        query = msgspec.structs.replace(question.query, near=near, within_metres=reach)
        page = await _at_once(
            database, msgspec.structs.replace(question, query=query, mix=mix), cut
        )
        if page.total >= cut.skip + cut.limit:
            return page.ids
        reach *= 2
    return None


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
    profile = query.order_by_accessibility
    if query.order_by_distance is not None:
        order = "farthest" if query.farthest_first else "distance"
    elif profile is not None:
        order = "access"
    elif query.order_by_name:
        order = "name"
    return Mix(
        text=bool(words), of_languages=bool(words and query.languages), sets=sets,
        open=query.open_at is not None, cells=query.near is not None, box=query.bbox is not None,
        reservable=query.must_be_reservable, free=query.is_free is not None,
        providers=bool(query.provider_types), owners=bool(query.owner_types), order=order,
        profile=profile.value if profile is not None else "",
    )  # fmt: skip


def _filters(question: Question, mix: Mix, dialect: str) -> dict[str, Any]:
    """What the conditions of a mix compare with."""
    query = question.query
    found: dict[str, Any] = {}
    if mix.by_index:
        found["asked"] = asked_for(question.words, dialect, sets=question.sets)
        if mix.of_languages:
            found["languages"] = list(query.languages)
    else:
        found |= {f"set{number}": each for number, each in enumerate(question.sets)}
    found |= _area(query, mix)
    if mix.open:
        found["open"] = list(question.schedules)
    if mix.of_shortages:
        found["shortages"] = question.shortages
    if query.is_free is not None:
        found["free"] = query.is_free
    if query.provider_types:
        found["providers"] = list(query.provider_types)
    if query.owner_types:
        found["owners"] = list(query.owner_types)
    return found


def _area(query: PlaceQuery, mix: Mix) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if query.near is not None and query.within_metres is not None:
        if not mix.by_index:
            found["cells"] = cells_around(query.near, query.within_metres)
        found |= {
            "near_lat": query.near.lat, "near_lon": query.near.lon,
            "reach": query.within_metres**2, "shrink": _shrink(query.near),
        }  # fmt: skip
    if query.bbox is not None:
        found |= dict(zip(("west", "south", "east", "north"), query.bbox, strict=True))
    return found


def _order(question: Question, mix: Mix, dialect: str) -> dict[str, Any]:
    """What the order of a mix compares with."""
    query = question.query
    found: dict[str, Any] = {}
    if mix.order in ("name", "access", "score"):
        found["reader"] = question.reader
    if mix.order == "score":
        found["named"] = asked_for(question.words, dialect, in_name=True)
    if query.order_by_distance is not None:
        origin = query.order_by_distance
        found |= {"from_lat": origin.lat, "from_lon": origin.lon}
        found["shrink"] = _shrink(query.near or origin)
    if mix.order == "access" and mix.is_local and not mix.by_index:
        found["profile"] = mix.profile
    return found


def _shrink(point: Point) -> float:
    return cos(radians(point.lat))
