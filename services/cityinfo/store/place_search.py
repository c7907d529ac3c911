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
    define,
    exists,
    func,
    literal,
    select,
)

MOST_SETS = 8
"""So many sets of tags may be asked for at once."""


class Hit(msgspec.Struct, frozen=True):
    """A place that was found, and how many there are in all."""

    id: str
    total: int


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

    @property
    def by_index(self) -> bool:
        """Whether the full-text index answers: words anywhere, tags in the whole city."""
        return self.text or (self.sets > 0 and not self.is_local)

    @property
    def is_local(self) -> bool:
        """Whether only a part of the city is looked at."""
        return self.cells or self.box


@lru_cache(maxsize=256)
def searching(dialect: str, mix: Mix) -> Statement[Hit]:
    """The statement of a mix, for one dialect."""
    table = entry if mix.by_index else place
    item = entry.c.item if mix.by_index else place.c.id
    score: Any = literal(0)
    source: Any = place
    conditions: list[Any] = []
    if mix.text:
        source, found, score = text_source(dialect)
        conditions.append(found)
        if mix.of_languages:
            conditions.append(among(entry.c.language, "languages"))
    elif mix.by_index:
        source, found = tagged_source(dialect)
        conditions.append(found)
    if mix.by_index:
        conditions.append(entry.c.lat.is_not(None))
    conditions += _conditions(mix, table)
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


def _ordered(mix: Mix, source: Any, table: Any, item: Any, score: Any) -> tuple[Any, list[Any]]:
    """The source with what the order needs, and the order. A place has several rows only for a text."""
    one: Any = func.max if mix.text else _itself
    key: list[Any] = []
    if mix.order == "access":
        judged = and_(access.c.place == item, access.c.profile == bindparam("profile"))
        source = source.outerjoin(access, judged)
        key = [func.coalesce(one(access.c.shortages), 1_000_000)]
    elif mix.order == "score":
        key = [one(score).desc()]
    elif mix.order in ("distance", "farthest"):
        away = one(_squared_distance(table))
        key = [away if mix.order == "distance" else away.desc()]
    if mix.order in ("name", "access"):
        mine, own = entry.alias("mine"), entry.alias("own")
        reader = bindparam("reader", type_=Text)
        source = source.outerjoin(mine, and_(mine.c.item == item, mine.c.language == reader))
        title: Any = one(table.c.sort)
        if mix.text:
            source = source.outerjoin(own, and_(own.c.item == item, own.c.language == ""))
            title = one(own.c.sort)
        key.append(func.coalesce(one(mine.c.sort), title))
    return source, key


def _itself(column: Any) -> Any:
    return column


@lru_cache(maxsize=2)
def first_by_name() -> tuple[Statement[Hit], Statement[int]]:
    """Places without any filter, in the order of their Swedish names, and how many there are."""
    page = select(place.c.id.label("id"), literal(0).label("total")).order_by(
        place.c.sort, place.c.id
    )
    return (
        define(
            page.limit(bindparam("most", type_=Integer)).offset(bindparam("skip", type_=Integer)),
            Hit,
        ),
        define(select(func.count()).select_from(place), int),
    )


def _conditions(mix: Mix, table: Any) -> list[Any]:
    found: list[Any] = []
    if not mix.by_index:
        found += [
            exists().where(tag.c.item == place.c.id, among(tag.c.tag, f"set{number}"))
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
