# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Tables and questions of bays: newest state by id and zone, free ones by grid cell."""

import msgspec

from services.kit.data import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Instant,
    Integer,
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
    select,
    update,
)
from services.parking.domain.occupancy import SpaceStatus

metadata = MetaData()

space = Table(
    "space",
    metadata,
    Column("id", Text, primary_key=True),
    Column("zone", Text, nullable=False),
    Column("lat_e7", Integer, nullable=False),
    Column("lon_e7", Integer, nullable=False),
    Column("cell", BigInteger, nullable=False),
    Column("heartbeat_ms", Integer, nullable=False),
    Column("status", Text, nullable=False),
    Column("observed_at", Instant, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("source", Text, nullable=False),
    Column("since", Instant, nullable=False),
    Column("stale_at", Instant, nullable=False),
    Column("flagged", Boolean, nullable=False),
)

Index("space_zone", space.c.zone)

occupancy_quarter = Table(
    "occupancy_quarter",
    metadata,
    Column("zone", Text, nullable=False),
    Column("slot", Integer, nullable=False),
    Column("occupied", Integer, nullable=False),
    Column("known", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    PrimaryKeyConstraint("zone", "slot"),
)


E7 = 10_000_000
"""Coordinates are whole ten-millionths of a degree (a centimetre): exact on both databases."""


class Space(msgspec.Struct, frozen=True):
    """A bay as stored."""

    id: str
    zone: str
    lat_e7: int
    lon_e7: int
    cell: int
    heartbeat_ms: int
    status: SpaceStatus
    observed_at: int
    sequence: int
    received_at: int
    source: str
    since: int
    stale_at: int
    flagged: bool


class BayPlace(msgspec.Struct, frozen=True):
    """Where a bay is, and of which zone."""

    zone: str
    lat_e7: int
    lon_e7: int


class Free(msgspec.Struct, frozen=True):
    """A bay that was last seen free."""

    id: str
    lat_e7: int
    lon_e7: int
    observed_at: int


class Quarter(msgspec.Struct, frozen=True):
    """A quarter of an hour of a zone."""

    slot: int
    occupied: int
    known: int
    total: int


add_space = define(insert(space).on_conflict_do_nothing(index_elements=["id"]))
by_ids = define(select(space).where(among(space.c.id, "ids")), Space)
of_zone = define(
    select(space).where(space.c.zone == bindparam("zone", type_=Text)).order_by(space.c.id), Space
)
of_zones = define(select(space).where(among(space.c.zone, "zones")).order_by(space.c.id), Space)
zones = define(select(space.c.zone).distinct().order_by(space.c.zone), str)

take_reading = define(
    update(space)
    .where(space.c.id == bindparam("key", type_=Text))
    .values(
        status=bindparam("new_status", type_=Text),
        observed_at=bindparam("observed", type_=Instant),
        sequence=bindparam("number", type_=BigInteger),
        received_at=bindparam("received", type_=Instant),
        source=bindparam("whence", type_=Text),
        since=bindparam("from_when", type_=Instant),
        stale_at=bindparam("stale", type_=Instant),
        flagged=bindparam("flag", type_=Boolean),
    )
)

free_in_cells = define(
    select(space.c.id, space.c.lat_e7, space.c.lon_e7, space.c.observed_at).where(
        among(space.c.cell, "cells"),
        space.c.status == "free",
        space.c.since <= bindparam("settled", type_=Instant),
        space.c.stale_at > bindparam("now", type_=Instant),
    ),
    Free,
)

bays_in_cells = define(
    select(space.c.zone, space.c.lat_e7, space.c.lon_e7).where(among(space.c.cell, "cells")),
    BayPlace,
)

free_everywhere = define(
    select(space.c.id, space.c.lat_e7, space.c.lon_e7, space.c.observed_at).where(
        space.c.status == "free",
        space.c.since <= bindparam("settled", type_=Instant),
        space.c.stale_at > bindparam("now", type_=Instant),
    ),
    Free,
)
"""The scan that the cells spare; kept for comparison."""

_put = insert(occupancy_quarter)
put_quarter = define(
    _put.on_conflict_do_update(
        index_elements=["zone", "slot"],
        set_={name: _put.excluded[name] for name in ("occupied", "known", "total")},
    ),
    columns=("zone", "slot", "occupied", "known", "total"),
)
quarters = define(
    select(
        occupancy_quarter.c.slot,
        occupancy_quarter.c.occupied,
        occupancy_quarter.c.known,
        occupancy_quarter.c.total,
    )
    .where(
        occupancy_quarter.c.zone == bindparam("zone", type_=Text),
        occupancy_quarter.c.slot >= bindparam("first", type_=Integer),
    )
    .order_by(occupancy_quarter.c.slot),
    Quarter,
)
drop_quarters = define(
    delete(occupancy_quarter).where(occupancy_quarter.c.slot < bindparam("first", type_=Integer))
)
how_many = define(select(func.count().label("count")).select_from(space), int)
