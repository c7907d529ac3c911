# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Tables and questions of the regulation feed: rows by id, by grid cell, by layer."""

import msgspec

from services.kit.data import (
    BigInteger,
    Column,
    Index,
    Instant,
    Integer,
    Json,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    among,
    bindparam,
    define,
    delete,
    func,
    insert,
    or_,
    select,
)
from services.parking.domain.regulations import Regulation

metadata = MetaData()

feed = Table(
    "feed",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False),
    Column("changed_at", Instant, nullable=False),
)
"""One row: goes up whenever any regulation changes."""

regulation = Table(
    "regulation",
    metadata,
    Column("id", Text, primary_key=True),
    Column("layer", Text, nullable=False),
    Column("citation", Text, nullable=False),
    Column("street", Text, nullable=False),
    Column("district", Text, nullable=False),
    Column("area", Text, nullable=False),
    Column("weekday", Integer),
    Column("fingerprint", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("body", Json(Regulation), nullable=False),
)
"""Street, district and area are folded to lower case here; `body` keeps them as written."""

Index("regulation_layer", regulation.c.layer, regulation.c.id)

regulation_cell = Table(
    "regulation_cell",
    metadata,
    Column("cell", BigInteger, nullable=False),
    Column("regulation", Text, nullable=False),
    PrimaryKeyConstraint("cell", "regulation"),
)

refused_row = Table(
    "refused_row",
    metadata,
    Column("id", Text, primary_key=True),
    Column("source", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Instant, nullable=False),
)


class Known(msgspec.Struct, frozen=True):
    """What is stored of a row, enough to see whether it changed."""

    id: str
    fingerprint: str
    version: int


class Refusal(msgspec.Struct, frozen=True):
    """A row that was kept out, and why."""

    id: str
    source: str
    reason: str
    at: int


FEED_ID = 1

feed_version = define(select(feed.c.version).where(feed.c.id == FEED_ID), int)
feed_changed_at = define(select(feed.c.changed_at).where(feed.c.id == FEED_ID), int)

_step = insert(feed)
step_feed = define(
    _step.on_conflict_do_update(
        index_elements=["id"],
        set_={"version": feed.c.version + 1, "changed_at": _step.excluded.changed_at},
    ),
    columns=("id", "version", "changed_at"),
)


class Row(msgspec.Struct, frozen=True):
    """One stored regulation."""

    body: Regulation


class Count(msgspec.Struct, frozen=True):
    """How many rows a layer has, and how many of them could not be read in full."""

    layer: str
    rows: int


known_rows = define(
    select(regulation.c.id, regulation.c.fingerprint, regulation.c.version).where(
        among(regulation.c.id, "ids")
    ),
    Known,
)

ids_of_layer = define(
    select(regulation.c.id).where(regulation.c.layer == bindparam("layer", type_=Text)), str
)

_put = insert(regulation)
put_regulation = define(
    _put.on_conflict_do_update(
        index_elements=["id"],
        set_={
            name: _put.excluded[name]
            for name in (
                "layer", "citation", "street", "district", "area", "weekday", "fingerprint",
                "version", "changed_at", "body",
            )
        },
    ),
    columns=tuple(column.name for column in regulation.columns),
)  # fmt: skip

drop_cells = define(delete(regulation_cell).where(among(regulation_cell.c.regulation, "ids")))

add_cell = define(insert(regulation_cell).on_conflict_do_nothing(), columns=("cell", "regulation"))

drop_regulations = define(delete(regulation).where(among(regulation.c.id, "ids")))

by_ids = define(select(regulation.c.body).where(among(regulation.c.id, "ids")), Row)

in_cells = define(
    select(regulation.c.body)
    .where(
        regulation.c.id.in_(
            select(regulation_cell.c.regulation).where(among(regulation_cell.c.cell, "cells"))
        )
    )
    .order_by(regulation.c.id),
    Row,
)

ids_in_cells = define(
    select(regulation_cell.c.regulation).distinct().where(among(regulation_cell.c.cell, "cells")),
    str,
)

_layer_is = regulation.c.layer == bindparam("layer", type_=Text)
_PAGE = bindparam("most", type_=Integer)

of_layer = define(
    select(regulation.c.body).where(_layer_is).order_by(regulation.c.id).limit(_PAGE), Row
)
of_weekday = define(
    select(regulation.c.body)
    .where(_layer_is, regulation.c.weekday == bindparam("weekday", type_=Integer))
    .order_by(regulation.c.id)
    .limit(_PAGE),
    Row,
)
_NAME = bindparam("name", type_=Text)
of_area = define(
    select(regulation.c.body)
    .where(_layer_is, or_(regulation.c.district == _NAME, regulation.c.area == _NAME))
    .order_by(regulation.c.id)
    .limit(_PAGE),
    Row,
)
of_street = define(
    select(regulation.c.body)
    .where(_layer_is, regulation.c.street == _NAME)
    .order_by(regulation.c.id)
    .limit(_PAGE),
    Row,
)

counts = define(
    select(regulation.c.layer, func.count().label("rows"))
    .group_by(regulation.c.layer)
    .order_by(regulation.c.layer),
    Count,
)

_refuse = insert(refused_row)
put_refusal = define(
    _refuse.on_conflict_do_update(
        index_elements=["id"],
        set_={name: _refuse.excluded[name] for name in ("source", "reason", "at")},
    ),
    columns=("id", "source", "reason", "at"),
)
drop_refusals = define(delete(refused_row).where(among(refused_row.c.id, "ids")))
refusals = define(select(refused_row).order_by(refused_row.c.id).limit(_PAGE), Refusal)
