# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Two small tables for the tests of the data seam: pots, and plants that stand in them."""

import enum
from typing import Any

import msgspec

from services.kit.data import (
    Boolean,
    CheckConstraint,
    Column,
    Database,
    ForeignKey,
    Instant,
    Integer,
    Json,
    LargeBinary,
    MetaData,
    Table,
    Text,
    among,
    bindparam,
    define,
    delete,
    false,
    func,
    insert,
    select,
    update,
)

metadata = MetaData()

pot = Table(
    "pot",
    metadata,
    Column("id", Text, primary_key=True),
    Column("size", Integer, CheckConstraint("size > 0"), nullable=False),
    Column("colour", Text, nullable=False, server_default="red"),
    Column("cracked", Boolean, nullable=False, server_default=false()),
    Column("made", Instant),
    Column("label", Json(dict[str, Any])),
    Column("photo", LargeBinary),
)
plant = Table(
    "plant",
    metadata,
    Column("name", Text, primary_key=True),
    Column("pot_id", Text, ForeignKey("pot.id"), nullable=False),
)


class Colour(enum.Enum):
    RED = "red"
    BLUE = "blue"


class Pot(msgspec.Struct, frozen=True):
    id: str
    size: int
    colour: Colour
    cracked: bool
    made: int | None
    label: dict[str, Any] | None
    photo: bytes | None


_id = pot.c.id == bindparam("id", type_=Text)
ADD = define(insert(pot), columns=("id", "size"))
ADD_WHOLE = define(
    insert(pot), columns=("id", "size", "colour", "cracked", "made", "label", "photo")
)
PUT = define(
    insert(pot).on_conflict_do_update(
        index_elements=["id"], set_={"size": insert(pot).excluded.size}
    ),
    columns=("id", "size"),
)
SKIP = define(insert(pot).on_conflict_do_nothing(index_elements=["id"]), columns=("id", "size"))
GET = define(select(pot).where(_id), Pot)
AMONG = define(select(pot).where(among(pot.c.id, "ids")).order_by(pot.c.id), Pot)
OF_SIZES = define(select(pot).where(among(pot.c.size, "sizes")).order_by(pot.c.id), Pot)
COUNT = define(select(func.count()).select_from(pot), int)
GROW = define(update(pot).where(_id).values(size=pot.c.size + 1))
PAINT = define(update(pot).where(pot.c.id == bindparam("key", type_=Text)), columns=("colour",))
TAKE = define(delete(pot).where(_id).returning(pot.c.size), int)
DROP = define(delete(pot).where(_id))
PLANT = define(insert(plant), columns=("name", "pot_id"))


async def make_tables(database: Database) -> None:
    """Run this folder's own migration."""
    await database.apply("tests.pots", [(1, "tests.services.kit.data.pots_step")])
