# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Every row of every table of a service, on either database: to compare, and to look for somebody in."""

from functools import cache
from typing import Any

import msgspec
from sqlalchemy import select, type_coerce

from services.kit.audit.log import metadata as audit
from services.kit.audit.spot_checks import metadata as spot_checks
from services.kit.data import Database, Statement, Table, Text, define
from services.kit.data.sql import Json
from services.kit.data.tables import metadata as kit
from services.kit.privacy.own_tables import metadata as privacy
from services.kit.privacy.tables import tables_of
from services.kit.running import RunningService
from services.kit.service import Room

Row = dict[str, Any]


def every_table(running: RunningService) -> dict[str, Table]:
    """The service's own tables and those of the kit."""
    found = dict(tables_of(running.service))
    shared = [kit, audit, spot_checks]
    if running.service.has(Room.PRIVACY):
        shared.append(privacy)
    for metadata in shared:
        found |= metadata.tables
    return found


async def rows_of(database: Database, table: Table) -> list[Row]:
    """The rows as they are stored, in the order of their keys."""
    return [msgspec.structs.asdict(row) for row in await database.scan(_everything(table))]


@cache
def _everything(table: Table) -> Statement[Any]:
    columns = [
        type_coerce(column, Text).label(column.name) if isinstance(column.type, Json) else column
        for column in table.columns
    ]
    shape = msgspec.defstruct("Row", [(str(column.name), Any) for column in table.columns])
    return define(select(*columns).order_by(*table.primary_key.columns), shape)


async def all_rows(
    running: RunningService, *, without: tuple[str, ...] = ()
) -> dict[str, list[Row]]:
    """Every row by table, but for the tables named."""
    return {
        name: await rows_of(running.resources.database, table)
        for name, table in every_table(running).items()
        if name not in without
    }


def names(row: Row, person: str) -> bool:
    """Whether any cell of a row names somebody."""
    return any(
        person in value if isinstance(value, str)
        else person.encode() in value if isinstance(value, bytes)
        else False
        for value in row.values()
    )  # fmt: skip
