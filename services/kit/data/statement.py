# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Statements: SQL written once, checked against the Struct it fills, compiled once per dialect."""

from typing import Any, Generic, TypeVar, overload

import msgspec

from services.kit.data.compiling import (
    Compiled,
    Dialect,
    compile_statement,
    default_columns,
    options_of,
    result_columns,
    sets_nothing,
)

R = TypeVar("R")

_SCALARS = (int, str, float, bool, bytes)


class Statement(Generic[R]):
    """A statement and the row it gives; compiled the first time that a database asks for it."""

    __slots__ = ("_columns", "_other", "_postgresql", "_row", "_source", "_sqlite")

    def __init__(
        self, source: Any, row: type[R] | None, columns: tuple[str, ...], other: Any = None
    ) -> None:
        """Keep the source, and `other` for PostgreSQL; use `define`, which checks them."""
        self._source = source
        self._other = other
        self._row = row
        self._columns = columns
        self._sqlite: Compiled | None = None
        self._postgresql: Compiled | None = None

    def for_sqlite(self) -> Compiled:
        """The statement in the words of SQLite."""
        form = self._sqlite
        if form is None:
            form = self._sqlite = self._compile("sqlite")
        return form

    def for_postgresql(self) -> Compiled:
        """The statement in the words of PostgreSQL."""
        form = self._postgresql
        if form is None:
            form = self._postgresql = self._compile("postgresql")
        return form

    def _compile(self, dialect: Dialect) -> Compiled:
        apart = dialect == "postgresql" and self._other is not None
        source = self._other if apart else self._source
        return compile_statement(source, self._row, columns=self._columns, dialect=dialect)


@overload
def define(source: Any) -> Statement[None]: ...
@overload
def define(
    source: Any, row: type[R], *, columns: tuple[str, ...] = (), postgresql: Any = None
) -> Statement[R]: ...
@overload
def define(
    source: Any, row: None = None, *, columns: tuple[str, ...] = (), postgresql: Any = None
) -> Statement[None]: ...
def define(
    source: Any,
    row: type[Any] | None = None,
    *,
    columns: tuple[str, ...] = (),
    postgresql: Any = None,
) -> Statement[Any]:
    """Define a statement of a store.

    `row` is a frozen msgspec Struct whose fields are exactly the columns, a scalar type for one
    column, or None. `columns` names what an INSERT or UPDATE sets from parameters; a bare
    `insert(table)` sets every column that the database does not fill itself, and each must be
    given. `postgresql` says the same in other words where the databases have no words in common:
    text search, say, with `text("place_text MATCH :q").bindparams(bindparam("q", type_=Text))` in
    a `where`, or a whole `text(...).columns(column("id", Text))`. Values are parameters always,
    never part of the text. Raises TypeError when Struct and columns differ or a column may be NULL and the field
    may not be None.
    """
    for one in (source, postgresql):
        if row is not None and one is not None:
            _check(row, result_columns(one))
    if not columns and sets_nothing(source):
        raise TypeError("an update needs values(...) or columns=(...)")
    return Statement(source, row, columns or default_columns(source), postgresql)


def _check(row: type[Any], columns: list[tuple[str, bool]]) -> None:
    """Refuse a row that does not fit the columns."""
    if row in _SCALARS:
        if len(columns) != 1:
            raise TypeError(
                f"{row.__name__} holds one column, the statement returns {len(columns)}"
            )
        return
    fields = {field.name: field.type for field in msgspec.structs.fields(row)}
    names = [name for name, _ in columns]
    if sorted(names) != sorted(fields):
        raise TypeError(
            f"{row.__name__} has the fields {sorted(fields)}, the statement returns {sorted(names)}"
        )
    for name, nullable in columns:
        options = options_of(fields[name])
        if nullable and type(None) not in options and Any not in options:
            raise TypeError(f"{row.__name__}.{name} cannot be None, but its column can be NULL")
