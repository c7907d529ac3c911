# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Fast tests for leaf values that need no coercion (stack C4)."""

from datetime import datetime
from typing import Any, Final

import msgspec
from graphql import (
    GraphQLEnumType,
    GraphQLError,
)

from services.kit.execution.schema_types import is_enum


class EnumNames(msgspec.Struct, frozen=True):
    """The members of a Python enum by their own names."""

    members: type
    names: dict[str, str]
    """Name in the graph by `_name_`."""


_TESTS: Final = {
    "String": "{v}.__class__ is not str",
    "ID": "{v}.__class__ is not str",
    "Int": "({v}.__class__ is not int or not -0x80000000 <= {v} <= 0x7FFFFFFF)",
    "Float": "({v}.__class__ is not float or {v} - {v} != 0.0)",
    "Boolean": "{v} is not True and {v} is not False",
}
"""True when the slow path must look; what passes is written by the encoder as it is."""


def fast_test(kind: Any, value: str) -> str:
    """The expression that is true when a built-in scalar needs the slow path; empty for others."""
    return _TESTS.get(kind.name, "").format(v=value)


def native_test(native: type, value: str, name: str) -> str:
    """The same for what the encoder writes itself; `name` stands for the class."""
    test = f"{value}.__class__ is not {name}"
    return f"({test} or {value}.tzinfo is not UTC)" if native is datetime else test


def quick_name(kind: Any) -> EnumNames | None:
    """How members of a Python enum become names; None for every other type."""
    members = getattr(kind, "wrapped_cls", None)
    if not is_enum(kind) or members is None:
        return None
    names = {member.name: _told(kind, member) for member in members}
    if None in names.values():
        return None
    return EnumNames(members, {key: name for key, name in names.items() if name is not None})


def _told(kind: GraphQLEnumType, member: Any) -> str | None:
    try:
        return kind.coerce_output_value(member)
    except (GraphQLError, ValueError):
        return None
