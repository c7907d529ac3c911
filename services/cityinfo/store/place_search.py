# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Places by any mix of filters: one statement per mix, made once, ordered and counted by the database."""

from functools import lru_cache
from typing import Any

import msgspec

from services.cityinfo.store.content import access, place, tag, title, words
from services.cityinfo.store.full_text import text_source
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
    """How many sets of tags; with a text they stand in the text's own question."""
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
    def is_local(self) -> bool:
        """Whether only a part of the city is looked at."""
        return self.cells or self.box


@lru_cache(maxsize=256)
def searching(dialect: str, mix: Mix) -> Statement[Hit]:
    """The statement of a mix, for one dialect."""
    source: Any = place
    conditions: list[Any] = []
    score: Any = literal(0)
    if mix.text:
        found, condition, score = text_source(dialect)
        source = found.join(place, place.c.id == words.c.item)
        conditions.append(condition)
        if mix.of_languages:
            conditions.append(among(words.c.language, "languages"))
    conditions += _conditions(mix)
    key: list[Any] = []
    if mix.order == "access":
        judged = and_(access.c.place == place.c.id, access.c.profile == bindparam("profile"))
        source = source.outerjoin(access, judged)
        key = [func.coalesce(func.max(access.c.shortages), 1_000_000)]
    elif mix.order == "score":
        key = [func.max(score).desc()]
    elif mix.order in ("distance", "farthest"):
        away = func.max(_squared_distance())
        key = [away if mix.order == "distance" else away.desc()]
    if mix.order in ("name", "access"):
        mine = and_(title.c.item == place.c.id, title.c.language == bindparam("reader", type_=Text))
        source = source.outerjoin(title, mine)
        key.append(func.coalesce(func.max(title.c.sort), func.max(place.c.sort)))
    statement = select(place.c.id.label("id"), func.count().over().label("total"))
    return define(
        statement.select_from(source)
        .where(*conditions)
        .group_by(place.c.id)
        .order_by(*key, place.c.id)
        .limit(bindparam("most", type_=Integer))
        .offset(bindparam("skip", type_=Integer)),
        Hit,
    )


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


def _conditions(mix: Mix) -> list[Any]:
    found: list[Any] = []
    lists = [
        select(tag.c.item).where(among(tag.c.tag, f"set{number}")) for number in range(mix.sets)
    ]
    if lists and mix.is_local:
        found += [
            exists().where(tag.c.item == place.c.id, among(tag.c.tag, f"set{number}"))
            for number in range(mix.sets)
        ]
    elif lists:
        first, *others = lists
        found.append(place.c.id.in_(first.intersect(*others) if others else first))
    if mix.open:
        found.append(among(place.c.schedule, "open"))
    if mix.cells:
        found.append(among(place.c.cell, "cells"))
        found.append(_squared_distance("near") <= bindparam("reach", type_=Float))
    if mix.box:
        found += [
            place.c.lat.between(bindparam("south", type_=Float), bindparam("north", type_=Float)),
            place.c.lon.between(bindparam("west", type_=Float), bindparam("east", type_=Float)),
        ]
    if mix.reservable:
        found.append(place.c.reservable)
    if mix.free:
        found.append(place.c.is_free == bindparam("free", type_=Boolean))
    if mix.providers:
        found.append(among(place.c.provider_type, "providers"))
    if mix.owners:
        found.append(among(place.c.owner_type, "owners"))
    return found


def _squared_distance(which: str = "from") -> Any:
    """Square metres on the plane that touches the city; `<which>_lat`, `_lon` and `shrink` are given."""
    north = (place.c.lat - bindparam(f"{which}_lat", type_=Float)) * 111_195.0
    east = (
        (place.c.lon - bindparam(f"{which}_lon", type_=Float))
        * 111_195.0
        * bindparam("shrink", type_=Float)
    )
    return north * north + east * east
