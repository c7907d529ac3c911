# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Finding events: the window of time by the database, text by the index, the rest by judgement."""

from collections.abc import Sequence

import msgspec

from services.cityinfo.actions.writing import EVENT, GUIDE
from services.cityinfo.domain.collation import sort_key
from services.cityinfo.domain.event_query import ORDERS, EventQuery, judge_of
from services.cityinfo.domain.events import DAY_MS, Event
from services.cityinfo.domain.folding import asked
from services.cityinfo.domain.guides import Guide
from services.cityinfo.domain.organisations import below
from services.cityinfo.domain.words import tell
from services.cityinfo.store import content as store
from services.cityinfo.store.full_text import asked_for, matching
from services.kit.data import Database
from services.kit.errors import InputInvalid, NotFound

MOST_MATCHES = 5_000
_FAR = 2**53


class FoundEvents(msgspec.Struct, frozen=True):
    """A page of events, and how many there are in all."""

    events: list[Event]
    total: int


async def search_events(
    database: Database, query: EventQuery, reader: str, *, now: int, sort: str = "start_time",
    limit: int = 20, skip: int = 0,
) -> FoundEvents:  # fmt: skip
    """Events that are meant, in order. InputInvalid for an unknown order."""
    if query.publisher_ancestor:
        known = [row.body for row in await database.many(store.organisations)]
        family = below(known, query.publisher_ancestor)
        query = msgspec.structs.replace(query, publisher_ancestor=family)
    judge = judge_of(query, now)
    found = [one for one in await _candidates(database, query, reader, now) if judge(one)]
    found = _ordered(found, sort, reader)
    return FoundEvents(found[skip : skip + limit], len(found))


async def _candidates(database: Database, query: EventQuery, reader: str, now: int) -> list[Event]:
    text = f"{query.text} {query.full_text}".strip()
    if text:
        language = query.full_text_language or reader
        ids = await _matching(database, text, language, EVENT, only=query.full_text_language)
        return await read_events(database, ids)
    if query.ids:
        return await read_events(database, query.ids)
    if query.super_event not in (None, "none"):
        rows = await database.many(store.events_of, key=query.super_event)
        return [row.body for row in rows]
    end = query.end
    if query.days is not None:
        end = (now if query.start is None else query.start) + query.days * DAY_MS
    after = query.start if query.start is not None else -_FAR
    rows = await database.many(
        store.events_between, after=after, before=end if end is not None else _FAR
    )
    return [row.body for row in rows]


async def _matching(
    database: Database, text: str, reader: str, prefix: str, *, only: str = ""
) -> list[str]:
    words = asked(text, reader)
    if not words:
        return []
    languages = {"languages": [only]} if only else {}
    rows = await database.many(
        matching(database.dialect, of_languages=bool(only)),
        asked=asked_for(words, database.dialect), reader=reader, prefix=f"{prefix}%",
        named=asked_for(words, database.dialect, in_name=True),
        most=MOST_MATCHES, **languages,
    )  # fmt: skip
    return [item.removeprefix(prefix) for item in rows]


def _ordered(events: list[Event], sort: str, reader: str) -> list[Event]:
    key = sort.removeprefix("-")
    if key == "name":
        places = {one.id: _name_key(one, reader) for one in events}
        return sorted(events, key=lambda e: (places[e.id], e.id), reverse=sort.startswith("-"))
    if key not in ORDERS:
        raise InputInvalid(path=("sort",))
    of = ORDERS[key]
    return sorted(events, key=lambda e: (of(e), e.id), reverse=sort.startswith("-"))


def _name_key(event: Event, reader: str) -> str:
    told = tell(event.name, reader)
    return sort_key(told.value, reader) if told is not None else ""


async def read_events(database: Database, ids: Sequence[str]) -> list[Event]:
    """Events in the order of their ids; those that are not there are left out."""
    if not ids:
        return []
    rows = await database.many(store.events_by_id, ids=list(ids))
    found = {row.body.id: row.body for row in rows}
    return [found[each] for each in ids if each in found]


async def read_event(database: Database, key: str) -> Event:
    """One public event, deleted or replaced ones too: whoever asks must see what became of it."""
    found = await read_events(database, [key])
    if not found or found[0].publication != "public":
        raise NotFound
    return found[0]


async def search_guides(database: Database, text: str, reader: str) -> list[Guide]:
    """Guides, all or those whose text matches, best first."""
    rows = {row.body.id: row.body for row in await database.many(store.guides)}
    if not text.strip():
        return list(rows.values())
    ids = await _matching(database, text, reader, GUIDE)
    return [rows[each] for each in ids if each in rows]
