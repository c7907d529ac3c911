# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Places by any mix of filters: one statement per mix, made once, ordered and counted by the database."""

from functools import lru_cache
from typing import Any

import msgspec

from services.cityinfo.store.content import access, entry, place, tag
from services.cityinfo.store.full_text import tagged_source, text_source
from services.kit.data import (
    Boolean,
    Float,
    Integer,
    Statement,
    Text,
    among,
    and_,
    bindparam,
    case,
    define,
    distinct,
    exists,
    func,
    literal,
    literal_column,
    select,
)

NO_LANGUAGE: Any = literal_column("''", Text)
"""The language of the row that stands for a place itself; as the partial index spells it."""
NOBODY_KNOWS: Any = literal_column("1000000", Integer)
"""Stands for shortcomings that nobody has counted: those places come last (S4)."""
MOST_SETS = 8
"""So many sets of tags may be asked for at once."""


class Hit(msgspec.Struct, frozen=True):
    """A place that was found, and how many there are in all."""

    id: str
    total: int


class Tally(msgspec.Struct, frozen=True):
    """So many places have so many shortcomings."""

    shortages: int
    places: int


class Mix(msgspec.Struct, frozen=True, kw_only=True):
    """Which filters and which order a question has: what its statement depends on."""

    text: bool = False
    of_languages: bool = False
    sets: int = 0
    """How many sets of tags; without a text in the whole city they are a question of their own."""
    open: bool = False
    cells: bool = False
    box: bool = False
    reservable: bool = False
    free: bool = False
    providers: bool = False
    owners: bool = False
    order: str = "name"
    """name, score, distance, farthest or access."""
    profile: str = ""
    """The order's profile, for order access."""
    of_shortages: bool = False
    """Whether the profile has `shortages` shortcomings, no more, no less."""
    walks: bool = False
    """Whether rows are met in the order of their names and tags are looked up one by one."""

    @property
    def by_index(self) -> bool:
        """Whether the full-text index answers: words anywhere, tags in the whole city."""
        return self.text or (self.sets > 0 and not (self.is_local or self.walks))

    @property
    def is_local(self) -> bool:
        """Whether only a part of the city is looked at."""
        return self.cells or self.box


@lru_cache(maxsize=256)
def searching(dialect: str, mix: Mix) -> Statement[Hit]:
    """The statement of a mix, for one dialect."""
    table = place if mix.is_local and not mix.by_index else entry
    item = place.c.id if table is place else entry.c.item
    source, conditions, score = _source(dialect, mix)
    source, key = _ordered(mix, source, table, item, score)
    statement = select(item.label("id"), func.count().over().label("total"))
    statement = statement.select_from(source).where(*conditions)
    if mix.text:
        statement = statement.group_by(item)
    return define(
        statement.order_by(*key, item)
        .limit(bindparam("most", type_=Integer))
        .offset(bindparam("skip", type_=Integer)),
        Hit,
    )


@lru_cache(maxsize=256)
def counting_by_shortages(dialect: str, mix: Mix) -> Statement[Tally]:
    """How many places of a mix have how many shortcomings, fewest first."""
    source, conditions, _ = _source(dialect, mix)
    shortages = shortages_of(mix)
    return define(
        select(shortages.label("shortages"), func.count().label("places"))
        .select_from(source)
        .where(*conditions)
        .group_by(shortages)
        .order_by(shortages),
        Tally,
    )


@lru_cache(maxsize=256)
def counting(dialect: str, mix: Mix) -> Statement[int]:
    """How many places a mix has, whatever its order."""
    source, conditions, _ = _source(dialect, mix)
    count = func.count(distinct(entry.c.item)) if mix.text else func.count()
    return define(select(count).select_from(source).where(*conditions), int)


def _source(dialect: str, mix: Mix) -> tuple[Any, list[Any], Any]:
    """Where a mix is looked for, its conditions, and the score of a row."""
    if mix.is_local and not mix.by_index:
        return place, conditions_of(mix, place), literal(0)
    score: Any = literal(0)
    if mix.text:
        source, found, score = text_source(dialect)
        conditions = [found]
        if mix.of_languages:
            conditions.append(among(entry.c.language, "languages"))
    elif mix.by_index:
        source, found = tagged_source(dialect)
        conditions = [found]
    else:
        source, conditions = entry, [entry.c.language == NO_LANGUAGE]
    conditions.append(entry.c.lat.is_not(None))
    return source, conditions + conditions_of(mix, entry), score


def _ordered(mix: Mix, source: Any, table: Any, item: Any, score: Any) -> tuple[Any, list[Any]]:
    """The source with what the order needs, and the order. A place has several rows only for a text."""
    one: Any = func.max if mix.text else _itself
    key: list[Any] = []
    if mix.order == "access" and table is entry:
        key = [one(shortages_of(mix))]
    elif mix.order == "access":
        judged = and_(access.c.place == item, access.c.profile == bindparam("profile"))
        source = source.outerjoin(access, judged)
        key = [func.coalesce(access.c.shortages, NOBODY_KNOWS)]
    elif mix.order == "score":
        key = [one(score).desc()]
    elif mix.order in ("distance", "farthest"):
        away = one(_squared_distance(table))
        key = [away if mix.order == "distance" else away.desc()]
    if mix.order in ("name", "access"):
        mine, reader = entry.alias("mine"), bindparam("reader", type_=Text)
        is_mine = and_(mine.c.item == item, mine.c.language == reader)
        if mix.text:
            found = func.max(case((entry.c.language == reader, entry.c.sort)))
            elsewhere = select(mine.c.sort).where(is_mine).correlate(entry).scalar_subquery()
            key.append(func.coalesce(found, elsewhere, func.max(entry.c.first)))
        else:
            source = source.outerjoin(mine, is_mine)
            key.append(func.coalesce(mine.c.sort, table.c.sort))
    return source, key


def shortages_of(mix: Mix) -> Any:
    """Shortcomings for the order's profile; more than there can be when nobody has looked."""
    return func.coalesce(entry.c[mix.profile], NOBODY_KNOWS)


def _itself(column: Any) -> Any:
    return column


def conditions_of(mix: Mix, table: Any) -> list[Any]:
    """What a row of `place` or of `entry` must fulfil beside words."""
    found: list[Any] = []
    if not mix.by_index:
        item = place.c.id if table is place else table.c.item
        found += [
            exists().where(tag.c.item == item, among(tag.c.tag, f"set{number}"))
            for number in range(mix.sets)
        ]
    if mix.open:
        found.append(among(table.c.schedule, "open"))
    if mix.cells:
        if not mix.by_index:
            found.append(among(place.c.cell, "cells"))
        found.append(_squared_distance(table, "near") <= bindparam("reach", type_=Float))
    if mix.box:
        found += [
            table.c.lat.between(bindparam("south", type_=Float), bindparam("north", type_=Float)),
            table.c.lon.between(bindparam("west", type_=Float), bindparam("east", type_=Float)),
        ]
    if mix.of_shortages:
        found.append(shortages_of(mix) == bindparam("shortages", type_=Integer))
    return found + _of_columns(mix, table)


def _of_columns(mix: Mix, table: Any) -> list[Any]:
    found: list[Any] = []
    if mix.reservable:
        found.append(table.c.reservable)
    if mix.free:
        found.append(table.c.is_free == bindparam("free", type_=Boolean))
    if mix.providers:
        found.append(among(table.c.provider_type, "providers"))
    if mix.owners:
        found.append(among(table.c.owner_type, "owners"))
    return found


def _squared_distance(table: Any, which: str = "from") -> Any:
    """Square metres on the plane that touches the city; `<which>_lat`, `_lon` and `shrink` are given."""
    north = (table.c.lat - bindparam(f"{which}_lat", type_=Float)) * 111_195.0
    east = (
        (table.c.lon - bindparam(f"{which}_lon", type_=Float))
        * 111_195.0
        * bindparam("shrink", type_=Float)
    )
    return north * north + east * east
