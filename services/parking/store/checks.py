# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Table and questions of checks by plate: each one kept with officer, purpose, place and answer."""

import msgspec

from services.kit.data import (
    Column,
    Instant,
    Integer,
    MetaData,
    Table,
    Text,
    bindparam,
    define,
    func,
    insert,
    select,
)

metadata = MetaData()

enforcement_check = Table(
    "enforcement_check",
    metadata,
    Column("id", Text, primary_key=True),
    Column("officer", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("plate_key", Text, nullable=False),
    Column("lat_e7", Integer, nullable=False),
    Column("lon_e7", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("feed_version", Integer, nullable=False),
    Column("answer", Text, nullable=False),
    Column("told", Text),
)
"""`told` is what a device answered without asking; NULL when the city was asked. A list that was fetched is a row
too, its answer LIST and its id that of the list."""

LIST = "list"


class Logged(msgspec.Struct, frozen=True):
    """A check that was made."""

    id: str
    officer: str
    purpose: str
    at: int
    answer: str
    told: str | None


_FIELDS = tuple(enforcement_check.c[field.name] for field in msgspec.structs.fields(Logged))
_OFFICER = enforcement_check.c.officer == bindparam("officer", type_=Text)
_SINCE = enforcement_check.c.at > bindparam("since", type_=Instant)

add_check = define(
    insert(enforcement_check).on_conflict_do_nothing(index_elements=["id"]),
    columns=tuple(column.name for column in enforcement_check.columns),
)
"""No row is touched when the check is there already: handing in twice is handing in once."""

checks_since = define(
    select(func.count().label("count")).select_from(enforcement_check).where(_OFFICER, _SINCE), int
)
lists_since = define(
    select(func.count().label("count"))
    .select_from(enforcement_check)
    .where(_OFFICER, _SINCE, enforcement_check.c.answer == LIST),
    int,
)
checks_of = define(
    select(*_FIELDS).where(_OFFICER).order_by(enforcement_check.c.at, enforcement_check.c.id),
    Logged,
)
list_by_id = define(
    select(*_FIELDS).where(
        enforcement_check.c.id == bindparam("id", type_=Text),
        _OFFICER,
        enforcement_check.c.answer == LIST,
    ),
    Logged,
)
