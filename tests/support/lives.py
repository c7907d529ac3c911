# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A whole life in the city: one row about a person in every table of every service that knows people."""

import types
import typing
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from enum import Enum
from typing import Any

import msgspec

from services.kit.data import BigInteger, Boolean, Integer, LargeBinary, Table, Text, define, insert
from services.kit.data.sql import Json
from services.kit.privacy.rights import Rights, Through
from services.kit.running import RunningService
from services.kit.service import Room

FITTING: Mapping[str, dict[str, Any]] = {
    "occurrence": {"state": "closed", "next_action_at": None},
    "rights_request": {"kind": "export"},
    "mandate": {"status": "active", "source": "self", "ended_at": None, "until": 4_000_000_000_000},
    "consent": {"ended_at": None},
    "device": {"next_check_at": 4_000_000_000_000},
    "alert": {"state": "resolved", "next_action_at": None},
}
"""What the tables' own checks, and whoever reads them back while the test asks, need."""


_PLAIN: Mapping[Any, Any] = {
    datetime: datetime(2026, 1, 1, tzinfo=UTC), date: date(2026, 1, 1), time: time(8),
}  # fmt: skip


def rights_of(running: RunningService) -> Rights:
    """What the service says about people."""
    return running.service.load(Room.PRIVACY) if running.service.has(Room.PRIVACY) else Rights()


async def live(running: RunningService, person: str, at: int) -> dict[str, dict[str, Any]]:
    """Write the rows; `at` is the instant of everything. The rows by table."""
    rules = [rule for rule in rights_of(running).retention if rule.subject is not None]
    named = _columns_of_people(rules)
    rows: dict[str, dict[str, Any]] = {}
    for rule in sorted(
        rules, key=lambda r: r.subject.steps if isinstance(r.subject, Through) else 0
    ):
        row = _row(rule.table, person, at, named.get(rule.table.name, set()))
        if isinstance(rule.subject, Through):
            parent = rows[rule.subject.parent.name]
            row[rule.subject.column] = parent[rule.subject.key]
        rows[rule.table.name] = row

    async def unit(tx: Any) -> None:
        for rule in rules:
            await tx.run(define(insert(rule.table)), **rows[rule.table.name])

    await running.resources.database.transact(unit)
    return rows


def _columns_of_people(rules: Iterable[Any]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for rule in rules:
        table, way = rule.table, rule.subject
        while isinstance(way, Through):
            table, way = way.parent, way.subject
        found.setdefault(table.name, set()).add(way)
    return found


def _row(table: Table, person: str, at: int, people: set[str]) -> dict[str, Any]:
    given = {
        str(column.name): person if column.name in people else _value(column, person, at)
        for column in table.columns
    }
    fitting = FITTING.get(str(table.name), {})
    return given | {name: value for name, value in fitting.items() if name in given}


def _value(column: Any, person: str, at: int) -> Any:
    kind = column.type
    if isinstance(kind, Json):
        return _example(kind.shape)
    if isinstance(kind, LargeBinary):
        return person.encode()
    if isinstance(kind, Boolean):
        return False
    if isinstance(kind, BigInteger):
        return at
    if isinstance(kind, Integer):
        return 1
    if isinstance(kind, Text) or hasattr(kind, "length"):
        return f"{person}/{column.name}"
    return 1.0


def _example(shape: Any) -> Any:
    """The plainest value of a shape."""
    origin = typing.get_origin(shape)
    if shape is Any:
        return "x"
    if shape in _PLAIN:
        return _PLAIN[shape]
    if origin in (types.UnionType, typing.Union):
        return _example(next(each for each in typing.get_args(shape) if each is not type(None)))
    if origin is not None:
        return () if origin is tuple and Ellipsis not in typing.get_args(shape) else origin()
    if issubclass(shape, Enum):
        return next(iter(shape))
    if issubclass(shape, msgspec.Struct):
        hints = typing.get_type_hints(shape)
        needed = [each for each in msgspec.structs.fields(shape) if each.required]
        return shape(**{each.name: _example(hints[each.name]) for each in needed})
    return shape()
