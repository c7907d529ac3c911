# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Tables and questions of entities: the newest state, its history, and counts of what was refused."""

import msgspec

from services.devices.domain.entities import Attribute, Entity
from services.devices.domain.history import Reading
from services.kit.data import (
    BigInteger,
    Column,
    Index,
    Instant,
    Integer,
    Json,
    MetaData,
    PrimaryKeyConstraint,
    Serial,
    Table,
    Text,
    among,
    bindparam,
    define,
    delete,
    func,
    insert,
    select,
    update,
)

metadata = MetaData()

entity = Table(
    "entity",
    metadata,
    Column("id", Text, primary_key=True),
    Column("type", Text, nullable=False),
    Column("cell", BigInteger),
    Column("attributes", Json(dict[str, Attribute]), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("modified_at", Instant, nullable=False),
)
Index("entity_type", entity.c.type, entity.c.id)
Index("entity_cell", entity.c.cell, entity.c.type)

segment = Table(
    "segment",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("bucket", Integer, nullable=False),
    Column("first", Instant, nullable=False),
    Column("last", Instant, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("readings", Json(list[Reading]), nullable=False),
)
"""The history, in pieces: what one batch brought about the entities of one bucket."""

Index("segment_bucket", segment.c.bucket, segment.c.last)
Index("segment_received", segment.c.received_at)

refusal = Table(
    "refusal",
    metadata,
    Column("source", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("day", Integer, nullable=False),
    Column("count", Integer, nullable=False),
    Column("example", Text, nullable=False),
    PrimaryKeyConstraint("source", "reason", "day"),
)


class Piece(msgspec.Struct, frozen=True):
    """A piece of the history."""

    readings: list[Reading]


class Refusals(msgspec.Struct, frozen=True):
    """How often something was refused on a day (days since 1970), with the newest example."""

    source: str
    reason: str
    day: int
    count: int
    example: str


class TypeCount(msgspec.Struct, frozen=True):
    """How many entities of a type there are."""

    type: str
    count: int


_FIELDS = tuple(entity.c[name] for name in Entity.__struct_fields__)
_MOST = bindparam("most", type_=Integer)
_SKIP = bindparam("skip", type_=Integer)

by_ids = define(select(*_FIELDS).where(among(entity.c.id, "ids")), Entity)
locked = define(
    select(*_FIELDS).where(among(entity.c.id, "ids")).order_by(entity.c.id).with_for_update(),
    Entity,
)
"""For a change: on PostgreSQL the rows wait for each other, on SQLite there is one writer."""
of_types = define(
    select(*_FIELDS)
    .where(among(entity.c.type, "types"))
    .order_by(entity.c.id)
    .limit(_MOST)
    .offset(_SKIP),
    Entity,
)
in_cells = define(
    select(*_FIELDS)
    .where(among(entity.c.cell, "cells"), among(entity.c.type, "types"))
    .order_by(entity.c.id)
    .limit(_MOST),
    Entity,
)
types = define(
    select(entity.c.type, func.count().label("count")).group_by(entity.c.type).order_by(entity.c.type),
    TypeCount,
)  # fmt: skip

_put = insert(entity)
put = define(
    _put.on_conflict_do_update(
        index_elements=["id"],
        set_={name: _put.excluded[name] for name in ("cell", "attributes", "modified_at")},
    ),
    columns=("id", "type", "cell", "attributes", "created_at", "modified_at"),
)
drop = define(delete(entity).where(among(entity.c.id, "ids")))
change = define(
    update(entity)
    .where(entity.c.id == bindparam("key", type_=Text))
    .values(
        attributes=bindparam("new_attributes", type_=Json(dict[str, Attribute])),
        modified_at=bindparam("modified", type_=Instant),
    )
)
"""For what has not moved: no index is touched."""
note = define(insert(segment), columns=("bucket", "first", "last", "received_at", "readings"))

pieces = define(
    select(segment.c.readings)
    .where(
        among(segment.c.bucket, "buckets"),
        segment.c.last >= bindparam("since", type_=Instant),
        segment.c.first < bindparam("until", type_=Instant),
    )
    .order_by(segment.c.last.desc())
    .limit(_MOST),
    Piece,
)
forget_history = define(
    delete(segment).where(segment.c.received_at < bindparam("before", type_=Instant))
)

_count = insert(refusal)
count_refusal = define(
    _count.on_conflict_do_update(
        index_elements=["source", "reason", "day"],
        set_={
            "count": refusal.c.count + _count.excluded["count"],
            "example": _count.excluded["example"],
        },
    ),
    columns=("source", "reason", "day", "count", "example"),
)
refusals = define(
    select(refusal).order_by(refusal.c.day.desc(), refusal.c.count.desc()).limit(_MOST), Refusals
)
forget_refusals = define(delete(refusal).where(refusal.c.day < bindparam("before", type_=Integer)))
