# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Table and questions of charging points."""

import msgspec

from services.kit.data import (
    BigInteger,
    Boolean,
    Column,
    Instant,
    Integer,
    Json,
    MetaData,
    Table,
    Text,
    among,
    bindparam,
    define,
    delete,
    insert,
    select,
)
from services.parking.domain.charging import ChargingLocation

metadata = MetaData()

charging_location = Table(
    "charging_location",
    metadata,
    Column("id", Text, primary_key=True),
    Column("source", Text, nullable=False),
    Column("cell", BigInteger, nullable=False),
    Column("published", Boolean, nullable=False),
    Column("body", Json(ChargingLocation), nullable=False),
    Column("changed_at", Instant, nullable=False),
)


class Row(msgspec.Struct, frozen=True):
    """A place as it is kept."""

    body: ChargingLocation


class Known(msgspec.Struct, frozen=True):
    """What is known of a place."""

    id: str
    changed_at: int


known = define(
    select(charging_location.c.id, charging_location.c.changed_at).where(
        among(charging_location.c.id, "ids")
    ),
    Known,
)
of_source = define(
    select(charging_location.c.id).where(
        charging_location.c.source == bindparam("source", type_=Text)
    ),
    str,
)
_put = insert(charging_location)
put = define(
    _put.on_conflict_do_update(
        index_elements=["id"],
        set_={
            name: _put.excluded[name]
            for name in ("source", "cell", "published", "body", "changed_at")
        },
    ),
    columns=("id", "source", "cell", "published", "body", "changed_at"),
)
drop = define(delete(charging_location).where(among(charging_location.c.id, "ids")))
published = define(
    select(charging_location.c.body)
    .where(charging_location.c.published)
    .order_by(charging_location.c.id)
    .limit(bindparam("most", type_=Integer)),
    Row,
)
