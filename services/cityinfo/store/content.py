# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Tables of the content, and the statements that read and write single things."""

from typing import Any

import msgspec

from services.cityinfo.domain.accessibility import Profile
from services.cityinfo.domain.districts import District
from services.cityinfo.domain.events import Event
from services.cityinfo.domain.guides import Guide, Keyword
from services.cityinfo.domain.hours import Hours
from services.cityinfo.domain.organisations import Organisation
from services.cityinfo.domain.places import Place
from services.kit.data import (
    BigInteger,
    Boolean,
    Column,
    Float,
    Integer,
    Json,
    MetaData,
    Statement,
    Table,
    Text,
    among,
    bindparam,
    define,
    delete,
    insert,
    select,
)

metadata = MetaData()

place = Table(
    "place",
    metadata,
    Column("id", Text, primary_key=True),
    Column("body", Json(Place), nullable=False),
    Column("sort", Text, nullable=False),
    Column("lat", Float, nullable=False),
    Column("lon", Float, nullable=False),
    Column("cell", BigInteger, nullable=False),
    Column("schedule", Text),
    Column("provider_type", Text, nullable=False),
    Column("owner_type", Text, nullable=False),
    Column("reservable", Boolean, nullable=False),
    Column("is_free", Boolean),
    Column("updated_at", BigInteger, nullable=False),
)
event = Table(
    "event",
    metadata,
    Column("id", Text, primary_key=True),
    Column("body", Json(Event), nullable=False),
    Column("start_at", BigInteger, nullable=False),
    Column("last_at", BigInteger, nullable=False),
    Column("super_event", Text, nullable=False),
    Column("modified", BigInteger, nullable=False),
)
guide = Table(
    "guide",
    metadata,
    Column("id", Text, primary_key=True),
    Column("body", Json(Guide), nullable=False),
)
district = Table(
    "district",
    metadata,
    Column("id", Text, primary_key=True),
    Column("body", Json(District), nullable=False),
)
keyword = Table(
    "keyword",
    metadata,
    Column("id", Text, primary_key=True),
    Column("body", Json(Keyword), nullable=False),
)
organisation = Table(
    "organisation",
    metadata,
    Column("id", Text, primary_key=True),
    Column("body", Json(Organisation), nullable=False),
)
tag = Table(
    "tag", metadata, Column("tag", Text, primary_key=True), Column("item", Text, primary_key=True)
)
access = Table(
    "access",
    metadata,
    Column("place", Text, primary_key=True),
    Column("profile", Text, primary_key=True),
    Column("shortages", Integer, nullable=False),
)
schedule = Table(
    "schedule",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("hours", Json(Hours), nullable=False),
)
_KINDS = {
    "lat": Float, "lon": Float, "schedule": Text, "provider_type": Text, "owner_type": Text,
    "reservable": Boolean, "is_free": Boolean,
} | {profile.value: Integer for profile in Profile}  # fmt: skip
FACTS = tuple(_KINDS)
"""The columns of a place that it is filtered and ordered by, beside words, tags and names."""


def _facts() -> list[Column[Any]]:
    return [Column(name, kind) for name, kind in _KINDS.items()]


entry = Table(
    "entry",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("item", Text, nullable=False),
    Column("language", Text, nullable=False),
    *_facts(),
    Column("first", Text),
    Column("sort", Text, nullable=False),
)
"""A row for each language a thing has texts in; of a place one more, in no language, for its tags.

`sort` is where the name puts it in that language's alphabet, `first` where its own name does; a
profile's column holds its shortcomings, NULL when nobody has looked.
"""
entry_written = Table(
    "entry_written",
    metadata,
    Column("item", Text),
    Column("language", Text),
    *_facts(),
    Column("first", Text),
    Column("sort", Text),
    Column("name", Text),
    Column("more", Text),
    Column("tags", Text),
)
"""The way in: a row of `entry`; on PostgreSQL with its words, which SQLite keeps in `entry_index`."""
entry_index = Table(
    "entry_index",
    metadata,
    Column("rowid", Integer, primary_key=True),
    Column("name", Text),
    Column("more", Text),
    Column("tags", Text),
)
"""FTS5 on SQLite; on PostgreSQL a view that takes no notice, because `entry` has its own index."""


class PlaceBody(msgspec.Struct, frozen=True):
    """A place as stored."""

    body: Place


class EventBody(msgspec.Struct, frozen=True):
    """An event as stored."""

    body: Event


class GuideBody(msgspec.Struct, frozen=True):
    """A guide as stored."""

    body: Guide


class DistrictBody(msgspec.Struct, frozen=True):
    """A district as stored."""

    body: District


class KeywordBody(msgspec.Struct, frozen=True):
    """A keyword as stored."""

    body: Keyword


class OrganisationBody(msgspec.Struct, frozen=True):
    """An organisation as stored."""

    body: Organisation


class StoredHours(msgspec.Struct, frozen=True):
    """Hours under the hash of what they say."""

    hash: str
    hours: Hours


def _put(table: Table) -> Statement[None]:
    """Keep a row, in place of an earlier one."""
    row = insert(table)
    return define(
        row.on_conflict_do_update(
            index_elements=["id"],
            set_={c.name: row.excluded[c.name] for c in table.columns if c.name != "id"},
        ),
        columns=tuple(c.name for c in table.columns),
    )


put_place, put_event = _put(place), _put(event)
put_organisation = _put(organisation)
put_guide, put_district, put_keyword = _put(guide), _put(district), _put(keyword)
drop_place = define(delete(place).where(place.c.id == bindparam("key")))

add_tag = define(insert(tag).on_conflict_do_nothing())
drop_tags = define(delete(tag).where(tag.c.item == bindparam("key")))
add_access = define(insert(access))
drop_access = define(delete(access).where(access.c.place == bindparam("key")))
write_entry = define(insert(entry_written))
_words_given = [bindparam(name, type_=Text).label(name) for name in ("name", "more", "tags")]
index_entry = define(
    insert(entry_index).from_select(
        ["rowid", "name", "more", "tags"],
        select(entry.c.id, *_words_given).where(
            entry.c.item == bindparam("item"), entry.c.language == bindparam("language")
        ),
    )
)
drop_entries = define(delete(entry).where(entry.c.item == bindparam("key")))
drop_from_index = define(
    delete(entry_index).where(
        entry_index.c.rowid.in_(select(entry.c.id).where(entry.c.item == bindparam("key")))
    )
)
add_schedule = define(insert(schedule).on_conflict_do_nothing())

places_by_id = define(select(place.c.body).where(among(place.c.id, "ids")), PlaceBody)
events_by_id = define(select(event.c.body).where(among(event.c.id, "ids")), EventBody)
events_of = define(
    select(event.c.body)
    .where(event.c.super_event == bindparam("key"))
    .order_by(event.c.start_at, event.c.id)
    .limit(500),
    EventBody,
)
events_between = define(
    select(event.c.body)
    .where(event.c.last_at >= bindparam("after"), event.c.start_at <= bindparam("before"))
    .order_by(event.c.start_at, event.c.id),
    EventBody,
)
guides = define(select(guide.c.body).order_by(guide.c.id), GuideBody)
districts = define(select(district.c.body).order_by(district.c.id), DistrictBody)
keywords = define(select(keyword.c.body).order_by(keyword.c.id), KeywordBody)
organisations = define(select(organisation.c.body).order_by(organisation.c.id), OrganisationBody)
schedule_hashes = define(select(schedule.c.hash), str)
schedules_by_hash = define(select(schedule).where(among(schedule.c.hash, "hashes")), StoredHours)
