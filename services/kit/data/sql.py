# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The words of SQLAlchemy Core that a store may use, and three of our own that suit both databases."""

from typing import Any

import msgspec
from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    and_,
    bindparam,
    case,
    cast,
    column,
    delete,
    desc,
    distinct,
    exists,
    false,
    func,
    literal,
    literal_column,
    not_,
    null,
    or_,
    select,
    text,
    true,
    tuple_,
    union_all,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import BindParameter, ColumnElement
from sqlalchemy.types import TypeDecorator

__all__ = [
    "BigInteger",
    "Boolean",
    "CheckConstraint",
    "Column",
    "Float",
    "ForeignKey",
    "Index",
    "Instant",
    "Integer",
    "Json",
    "LargeBinary",
    "MetaData",
    "PrimaryKeyConstraint",
    "Serial",
    "Table",
    "Text",
    "UniqueConstraint",
    "among",
    "and_",
    "bindparam",
    "case",
    "cast",
    "column",
    "delete",
    "desc",
    "distinct",
    "exists",
    "false",
    "func",
    "insert",
    "literal",
    "literal_column",
    "not_",
    "null",
    "or_",
    "select",
    "text",
    "true",
    "tuple_",
    "union_all",
    "update",
]

Instant = BigInteger
"""UTC milliseconds. A date type of a database never meets an instant (stack D4)."""

Serial = BigInteger().with_variant(Integer, "sqlite")
"""A whole number that the database counts up by itself when it is the primary key."""


_encode = msgspec.json.Encoder().encode


class Json(TypeDecorator[Any]):
    """A value kept as JSON text; read back as the type it was declared with.

    `Json(Tariff)` stores a msgspec Struct, `Json()` any JSON value.
    """

    impl = Text
    cache_ok = True

    def __init__(self, shape: Any = Any) -> None:
        """Remember the shape in which the value is read back."""
        super().__init__()
        self.shape = shape
        decode = msgspec.json.Decoder(shape).decode

        def from_text(value: Any) -> Any:
            """The value, decoded into the declared shape; NULL is None."""
            return None if value is None else decode(value)

        self.from_text = from_text

    @staticmethod
    def to_text(value: Any) -> str | None:
        """JSON text of the value; None stays NULL."""
        return None if value is None else _encode(value).decode()

    def process_bind_param(self, value: Any, dialect: Any) -> str | None:
        """The same, as SQLAlchemy asks for it."""
        del dialect
        return self.to_text(value)

    def process_result_value(self, value: Any, dialect: Any) -> Any:
        """The same, as SQLAlchemy asks for it."""
        del dialect
        return self.from_text(value)


class _JsonList(TypeDecorator[Any]):
    """A list handed to SQLite as JSON text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> str:
        del dialect
        return msgspec.json.encode(list(value)).decode()


class _Among(ColumnElement[bool]):
    """`column` is one of the items of one list parameter, however long the list (stack D3)."""

    inherit_cache = False
    type = Boolean()
    _is_implicitly_boolean = True  # no "= 1" behind it, which would hide the index from SQLite

    def __init__(self, left: ColumnElement[Any], items: BindParameter[Any]) -> None:
        self.left = left
        self.items = items


@compiles(_Among, "sqlite")
def _among_sqlite(element: _Among, compiler: SQLCompiler, **options: Any) -> str:
    left = compiler.process(element.left, **options)
    items = compiler.process(element.items, **options)
    return f"{left} IN (SELECT value FROM json_each({items}))"  # noqa: S608 -- compiled SQL


@compiles(_Among, "postgresql")
def _among_postgresql(element: _Among, compiler: SQLCompiler, **options: Any) -> str:
    left = compiler.process(element.left, **options)
    return f"{left} = ANY ({compiler.process(element.items, **options)})"


def among(left: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """The condition that `left` is in the list given as parameter `name`; an empty list has no rows."""
    kind = ARRAY(left.type).with_variant(_JsonList(), "sqlite")
    return _Among(left, bindparam(name, type_=kind, required=True))
