# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Statements compiled once per dialect into text, a binder and a reader: all private names are here.

SQLAlchemy is pinned; `tests/services/kit/data/test_statements.py` holds every name used below.
"""

# ruff: noqa: SLF001
# pyright: reportPrivateUsage=false

import enum
import inspect
import linecache
import types
import typing
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal

import msgspec
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import Float, NullType

Dialect = Literal["sqlite", "postgresql"]

_FLOAT8 = 701
"""The number of `double precision` in PostgreSQL's catalogue."""

_SCALARS = (int, str, float, bool, bytes)
_dialects: dict[str, Any] = {}
_count = 0


class Compiled(msgspec.Struct, frozen=True, gc=False):
    """A statement in the words of one database."""

    sql: str
    bind: Callable[[Mapping[str, Any]], tuple[Any, ...]]
    """Named parameters -> positional ones; TypeError names what is missing or unknown."""
    read: Callable[[Sequence[Any]], Any]
    """One row of the driver -> Row."""
    read_all: Callable[[Iterable[Sequence[Any]]], list[Any]]
    """All rows of the driver -> list of Row."""
    writes: bool


def dialect_of(name: Dialect) -> Any:
    """SQLAlchemy's dialect object, made once; the one for asyncpg is imported only when asked for."""
    if name not in _dialects:
        if name == "sqlite":
            from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite  # noqa: PLC0415

            _dialects[name] = SQLiteDialect_pysqlite()
        else:
            from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg  # noqa: PLC0415

            _dialects[name] = PGDialect_asyncpg()
    return _dialects[name]


def compile_statement(
    source: Any, row: Any, *, columns: tuple[str, ...], dialect: Dialect
) -> Compiled:
    """Compile `source` for one dialect; `columns` are the ones an INSERT or UPDATE sets by name."""
    spoken = dialect_of(dialect)
    compiled: SQLCompiler = source.compile(dialect=spoken, column_keys=list(columns) or None)
    if "POSTCOMPILE" in compiled.string:
        raise TypeError("in_() is compiled anew for every list: use among(column, name)")
    read, read_all = _readers(compiled, row, spoken)
    return Compiled(compiled.string, _binder(compiled), read, read_all, not source.is_select)


def default_columns(source: Any) -> tuple[str, ...]:
    """The columns a bare `insert(table)` sets: all but those that the database fills (stack D2)."""
    if not source.is_insert or source._values or source._multi_values or source.select is not None:
        return ()
    table = source.table
    counted = table._autoincrement_column
    return tuple(
        column.key
        for column in table.columns
        if column.server_default is None
        and column.computed is None
        and column.identity is None
        and column is not counted
    )


def sets_nothing(source: Any) -> bool:
    """Whether an UPDATE says no column that it sets."""
    return bool(source.is_update) and not source._values


def result_columns(source: Any) -> list[tuple[str, bool]]:
    """Name and "may be NULL as far as the table says" of every column that the statement returns."""
    if source.is_select:
        found = list(source.selected_columns)
    elif source.is_dml:
        found = list(source._returning)
        found = [
            c for item in found for c in (item.columns if hasattr(item, "columns") else (item,))
        ]
    else:
        found = []
    return [(column.key, bool(getattr(column, "nullable", False))) for column in found]


def _generate(code: str, names: dict[str, Any], entry: str) -> Any:
    """Run generated code that tracebacks can show."""
    global _count  # noqa: PLW0603 -- a running number for file names
    _count += 1
    filename = f"<statement {_count}>"
    linecache.cache[filename] = (len(code), None, code.splitlines(keepends=True), filename)
    exec(compile(code, filename, "exec"), names)  # noqa: S102 -- code made here from column names
    return names[entry]


def _binder(compiled: SQLCompiler) -> Callable[[Mapping[str, Any]], tuple[Any, ...]]:
    """A function from named parameters to the driver's positional ones."""
    names: dict[str, Any] = {}
    parts: list[str] = []
    wanted: list[str] = []
    for name in compiled.positiontup or ():
        bind = compiled.binds[name]
        process = _short_way(bind.type, "to_text") or compiled._bind_processors.get(name)
        if isinstance(bind.type, NullType):
            raise TypeError(f"parameter {bind.key} needs a type: bindparam({bind.key!r}, Integer)")
        if bind.required:
            key = bind.key
            wanted.append(key)
            value = f"p[{key!r}]"
            if process is not None:
                names[f"b{len(parts)}"] = process
                value = f"b{len(parts)}({value})"
        else:
            fixed = f"k{len(parts)}"
            names[fixed] = bind.value if process is None else process(bind.value)  # type: ignore[operator]
            value = fixed
        parts.append(value)
    needed = frozenset(wanted)
    names["refuse"] = _refuser(needed)
    code = (
        "def bind(p):\n"
        f"    if len(p) != {len(needed)}: refuse(p)\n"
        f"    try: return ({''.join(part + ', ' for part in parts)})\n"
        "    except KeyError: refuse(p); raise\n"
    )
    return _generate(code, names, "bind")


def _refuser(needed: frozenset[str]) -> Callable[[Mapping[str, Any]], None]:
    def refuse(given: Mapping[str, Any]) -> None:
        missing, unknown = sorted(needed - given.keys()), sorted(given.keys() - needed)
        if missing or unknown:
            raise TypeError(f"parameters missing: {missing}, unknown: {unknown}")

    return refuse


def _readers(compiled: SQLCompiler, row: Any, spoken: Any) -> tuple[Any, Any]:
    """Functions from driver rows to `row`; processors of column types and enums included."""
    if row is None:
        return _nothing, list
    columns: Any = compiled._result_columns or []
    names: dict[str, Any] = {"Row": row}
    values: dict[str, str] = {}
    shapes = _enums(row)
    for index, entry in enumerate(columns):
        process = _short_way(entry[3], "from_text") or entry[3]._cached_result_processor(
            spoken, _wire_type(entry[3])
        )
        value = f"r[{index}]"
        if process is not None:
            names[f"p{index}"] = process
            value = f"p{index}({value})"
        if entry[0] in shapes:
            names[f"e{index}"] = _enum_reader(shapes[entry[0]])
            value = f"e{index}({value})"
        values[entry[0]] = value
    if row in _SCALARS:
        made = next(iter(values.values()))
    else:
        made = f"Row({', '.join(f'{field}={value}' for field, value in _ordered(row, values))})"
        if not _has_keywords(row):
            made = f"Row({', '.join(value for _, value in _ordered(row, values))})"
    code = f"def read(r): return {made}\ndef read_all(rows): return [{made} for r in rows]\n"
    read = _generate(code, names, "read")
    return read, names["read_all"]


def _short_way(kind: Any, name: str) -> Any:
    """A type's own function from or to the driver's value, without SQLAlchemy's layers; None if it has none."""
    return getattr(kind, name, None)


def _wire_type(kind: Any) -> int | None:
    """What PostgreSQL calls the type, for the one kind of column whose reader asks."""
    return _FLOAT8 if isinstance(kind, Float) else None


def _nothing(row: Sequence[Any]) -> None:
    """The reader of statements that were defined without a Row."""


def _ordered(row: Any, values: dict[str, str]) -> list[tuple[str, str]]:
    return [(field.name, values[field.name]) for field in msgspec.structs.fields(row)]


def _has_keywords(row: Any) -> bool:
    """Whether some fields are taken by keyword alone."""
    parameters = inspect.signature(row).parameters.values()
    return any(parameter.kind is parameter.KEYWORD_ONLY for parameter in parameters)


def _enums(row: Any) -> dict[str, type[enum.Enum]]:
    if row in _SCALARS:
        return {}
    found: dict[str, type[enum.Enum]] = {}
    for field in msgspec.structs.fields(row):
        for option in options_of(field.type):
            if isinstance(option, type) and issubclass(option, enum.Enum):
                found[field.name] = option
    return found


def options_of(kind: Any) -> tuple[Any, ...]:
    """The members of a union, or the type alone."""
    if typing.get_origin(kind) in (typing.Union, types.UnionType):
        return typing.get_args(kind)
    return (kind,)


def _enum_reader(kind: type[enum.Enum]) -> Callable[[Any], Any]:
    members = {member.value: member for member in kind}

    def read(value: Any) -> Any:
        return None if value is None else members[value]

    return read
