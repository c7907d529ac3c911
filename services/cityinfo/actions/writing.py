# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Writing content: a thing and everything it is found by, in one transaction."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from services.cityinfo.actions.schedules import hash_of_hours
from services.cityinfo.domain.accessibility import Profile
from services.cityinfo.domain.collation import sort_key
from services.cityinfo.domain.districts import District, district_at
from services.cityinfo.domain.events import Event
from services.cityinfo.domain.folding import indexed
from services.cityinfo.domain.guides import Guide, Keyword
from services.cityinfo.domain.hours import check_hours
from services.cityinfo.domain.organisations import Organisation
from services.cityinfo.domain.places import Place, shortages, tags_of
from services.cityinfo.domain.words import Words, original_of
from services.cityinfo.store import content as store
from services.cityinfo.store.full_text import mark_of_tag
from services.kit.data import Tx
from services.kit.geometry import Point, cell
from services.kit.policy import require
from services.kit.wire.caller import Caller

EVENT, GUIDE = "event:", "guide:"
"""How ids begin in the index of words; those of places stand there bare, as they are joined."""


async def put_places(tx: Tx, caller: Caller, places: Sequence[Place]) -> None:
    """Keep places, in place of earlier ones with the same ids; districts are found by their points."""
    require(caller, "cityinfo.content.edit")
    districts = [row.body for row in await tx.many(store.districts)]
    placed = [_placed(one, districts) for one in places]
    for one in placed:
        if one.hours is not None:
            check_hours(one.hours)
        await _forget(tx, one.id, one.id)
        await tx.run(store.drop_access, key=one.id)
        await tx.run(store.put_place, **_row(one, tx.now))
    await write_entries(tx, [row for one in placed for row in entries_of(one)])
    await tx.run_each(
        store.add_tag, [{"tag": each, "item": one.id} for one in placed for each in tags_of(one)]
    )
    await tx.run_each(
        store.add_schedule,
        [{"hash": hash_of_hours(one.hours), "hours": one.hours} for one in placed if one.hours],
    )
    await tx.run_each(store.add_access, [row for one in placed for row in _access(one)])
    for one in placed:
        await tx.emit("cityinfo.place.changed", subject=one.id, data={"id": one.id})


async def put_events(tx: Tx, caller: Caller, events: Sequence[Event]) -> None:
    """Keep events, in place of earlier ones with the same ids."""
    require(caller, "cityinfo.content.edit")
    districts = [row.body for row in await tx.many(store.districts)]
    old = {
        row.body.id: row.body
        for row in await tx.many(store.events_by_id, ids=[one.id for one in events])
    }
    for given in events:
        before = old.get(given.id)
        one = _located(given, districts)
        one = msgspec.structs.replace(
            one, modified=tx.now, sequence=before.sequence + 1 if before else one.sequence
        )
        await _forget(tx, EVENT + one.id, one.id)
        await tx.run(
            store.put_event, id=one.id, body=one, start_at=one.start, last_at=one.last,
            super_event=one.super_event, modified=one.modified,
        )  # fmt: skip
        texts = [one.short, one.description]
        await write_entries(tx, _worded_entries(EVENT + one.id, one.name, texts))
        await tx.emit("cityinfo.event.changed", subject=one.id, data={"id": one.id})


async def put_guides(tx: Tx, caller: Caller, guides: Sequence[Guide]) -> None:
    """Keep guides."""
    require(caller, "cityinfo.content.edit")
    for one in guides:
        await _forget_entries(tx, GUIDE + one.id)
        await tx.run(store.put_guide, id=one.id, body=one)
        more = [one.lead, *(text for q in one.questions for text in (q.question, q.answer))]
        await write_entries(tx, _worded_entries(GUIDE + one.id, one.title, more))
        await tx.emit("cityinfo.guide.changed", subject=one.id, data={"id": one.id})


async def put_districts(tx: Tx, caller: Caller, districts: Iterable[District]) -> None:
    """Keep districts."""
    require(caller, "cityinfo.content.edit")
    await tx.run_each(store.put_district, [{"id": one.id, "body": one} for one in districts])


async def put_keywords(tx: Tx, caller: Caller, keywords: Iterable[Keyword]) -> None:
    """Keep words of the ontology."""
    require(caller, "cityinfo.content.edit")
    await tx.run_each(store.put_keyword, [{"id": one.id, "body": one} for one in keywords])


async def put_organisations(tx: Tx, caller: Caller, organisations: Iterable[Organisation]) -> None:
    """Keep organisations, in place of earlier ones with the same ids."""
    require(caller, "cityinfo.content.edit")
    rows = [{"id": one.id, "body": one} for one in organisations]
    await tx.run_each(store.put_organisation, rows)


def _row(one: Place, now: int) -> dict[str, Any]:
    return {
        "id": one.id, "body": one, "sort": _first_key(one.names),
        "lat": one.point.lat, "lon": one.point.lon, "cell": cell(one.point),
        "schedule": hash_of_hours(one.hours) if one.hours else None,
        "provider_type": one.provider_type, "owner_type": one.owner_type,
        "reservable": one.reservable, "is_free": one.is_free, "updated_at": now,
    }  # fmt: skip


def _access(one: Place) -> Iterable[Mapping[str, Any]]:
    for profile in Profile:
        count = shortages(one, profile)
        if count is not None:
            yield {"place": one.id, "profile": profile.value, "shortages": count}


def _placed(one: Place, districts: Sequence[District]) -> Place:
    found = district_at(districts, one.point) if not one.district else None
    if found is None:
        return one
    return msgspec.structs.replace(one, district=found.id, area=found.area)


def _located(one: Event, districts: Sequence[District]) -> Event:
    point: Point | None = one.point
    if point is None or one.district:
        return one
    found = district_at(districts, point)
    if found is None:
        return one
    return msgspec.structs.replace(one, district=found.id, area=found.area)


async def _forget(tx: Tx, item: str, key: str) -> None:
    await _forget_entries(tx, item)
    await tx.run(store.drop_tags, key=key)


async def _forget_entries(tx: Tx, item: str) -> None:
    await tx.run(store.drop_from_index, key=item)
    await tx.run(store.drop_entries, key=item)


async def write_entries(tx: Tx, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep rows that things are found by, with their words in the index."""
    words = ("item", "language", "name", "more", "tags")
    await tx.run_each(store.write_entry, rows)
    await tx.run_each(store.index_entry, [{each: row[each] for each in words} for row in rows])


_NO_FACTS: dict[str, Any] = dict.fromkeys(store.FACTS)


def _worded_entries(
    item: str,
    name: Words,
    more: Sequence[Words],
    *,
    tags: Iterable[str] = (),
    facts: Mapping[str, Any] = _NO_FACTS,
) -> list[dict[str, Any]]:
    """A row for each language that a thing has texts in."""
    marks = " ".join(mark_of_tag(each, worded=True) for each in sorted(tags))
    first = _first_key(name)
    rows: list[dict[str, Any]] = []
    for tag in dict.fromkeys((*name, *(tag for each in more for tag in each))):
        rest = " ".join(each[tag].value for each in more if tag in each)
        title = name[tag].value if tag in name else ""
        rows.append(
            {"item": item, "language": tag, "name": indexed(title, tag), "more": indexed(rest, tag),
             "tags": marks, "sort": sort_key(title, tag) if title else first, "first": first, **facts}
        )  # fmt: skip
    return rows


def _first_key(name: Words) -> str:
    """Where the original name puts a thing: the place of all texts without a name of their own."""
    found = original_of(name)
    return sort_key(found[1].value, "sv") if found else ""


def entries_of(one: Place) -> list[dict[str, Any]]:
    """The rows a place is found by: one for each language, one in none for its tags."""
    row = _row(one, 0)
    known = row | {profile.value: shortages(one, profile) for profile in Profile}
    facts = {name: known[name] for name in store.FACTS}
    tags = sorted(tags_of(one))
    itself = {
        "item": one.id, "language": "", "name": "", "more": "", "sort": row["sort"], "first": row["sort"],
        "tags": " ".join(mark_of_tag(each, worded=False) for each in tags), **facts,
    }  # fmt: skip
    return [itself, *_worded_entries(one.id, one.names, [one.description], tags=tags, facts=facts)]
