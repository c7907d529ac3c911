# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Finding places: text, filters, open at a time, near, in an order; names that begin with a word."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from services.cityinfo.actions.finding import Cut, ask, find_page
from services.cityinfo.actions.schedules import open_schedules, schedule_of
from services.cityinfo.domain.folding import asked
from services.cityinfo.domain.openness import Openness, openness_at
from services.cityinfo.domain.place_query import PlaceQuery, check_query
from services.cityinfo.domain.places import Place
from services.cityinfo.domain.words import tell
from services.cityinfo.store import content as store
from services.cityinfo.store.full_text import asked_for
from services.cityinfo.store.place_search import Mix, searching
from services.kit.data import Database
from services.kit.errors import InputInvalid

MOST_SUGGESTIONS = 20


class Found(msgspec.Struct, frozen=True):
    """A page of places, and how many there are in all."""

    places: list[Place]
    total: int


async def search_places(
    database: Database, query: PlaceQuery, reader: str, *, limit: int, skip: int = 0
) -> Found:
    """Places that are meant, best first. InputInvalid for a question that cannot be."""
    moment = check_query(query).open_at
    schedules = () if moment is None else await open_schedules(database, moment)
    question = ask(query, reader, schedules)
    if query.text.strip() and not question.words:
        return Found([], 0)
    page = await find_page(database, question, Cut(limit, skip))
    return Found(await read_places(database, page.ids), page.total)


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
    named = asked_for(words, database.dialect, in_name=True)
    parameters: dict[str, Any] = {
        "asked": named, "named": named, "reader": reader, "most": size * 2, "skip": 0,
    } | ({"languages": list(languages)} if languages else {})  # fmt: skip
    hits = await database.many(searching(database.dialect, mix), **parameters)
    places = await read_places(database, [hit.id for hit in hits])
    told = [tell(each.names, reader) for each in places]
    return list(dict.fromkeys(each.value for each in told if each is not None))[:size]


def openness_of(one: Place, moment: datetime) -> Openness | None:
    """Whether a place is open, and until when; None when nobody has said anything of its hours."""
    return openness_at(schedule_of(one.hours), moment) if one.hours is not None else None
