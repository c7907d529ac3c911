# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Which concrete type an object of an interface or union is (GraphQL specification 6.4.3; stack C7)."""

from collections.abc import Callable
from typing import Any

from graphql import (
    GraphQLError,
    GraphQLObjectType,
)
from graphql.pyutils import inspect

from services.kit.execution.info import RawInfo
from services.kit.execution.runtime import StrayAwaitable, is_awaitable, loose
from services.kit.execution.schema_types import is_object
from services.kit.graph.reading import CAST, Reading, is_own_class, told_by_class

Completer = Callable[..., Any]


class Kinds:
    """Finds the generated function for an object at one abstract position.

    `known` maps classes straight to functions; it is filled on first sight, and only where the class
    alone decides.
    """

    def __init__(self, reading: Reading, kind: Any) -> None:
        """For an interface or union of a schema."""
        self._core = reading.core
        self._kind = kind
        self._possible = tuple(reading.core.get_possible_types(kind))
        self._by_class = told_by_class(kind, self._possible)
        self._completers: dict[str, Completer] = {}
        self.known: dict[type, Completer] = {}

    def fill(self, completers: dict[str, Completer]) -> None:
        """Take the generated functions, by type name."""
        self._completers = completers

    def of(self, value: Any, info: RawInfo) -> Completer:
        """The function for an object."""
        told = self._kind.resolve_type(value, info, self._kind)
        if is_awaitable(told):
            told.close()
            raise StrayAwaitable("resolve_type is awaitable in a synchronous operation")
        return self._completer(told, value, info)

    async def waiting_of(self, value: Any, info: RawInfo) -> Completer:
        """`of` where waiting is possible."""
        told = self._kind.resolve_type(value, info, self._kind)
        if is_awaitable(told):
            told = await told
        return self._completer(told, value, info)

    def _completer(self, told: Any, value: Any, info: RawInfo) -> Completer:
        concrete = self._checked(told, value, info)
        check_kind(value, info, concrete)
        found = self._completers[concrete.name]
        if self._by_class and is_own_class(concrete, value.__class__) and not _is_cast(value):
            self.known[value.__class__] = found
        return found

    def _checked(self, told: Any, value: Any, info: RawInfo) -> GraphQLObjectType:
        """The type that `resolve_type` named, or the error graphql-core would raise."""
        kind, nodes = self._kind, info.field_nodes
        where = f"'{info.parent_type}.{info.field_name}'"
        if told is None:
            raise GraphQLError(
                f"Abstract type '{kind}' must resolve to an Object type at runtime for field"
                f" {where}. Either the '{kind}' type should provide a 'resolve_type' function"
                " or each possible type should provide an 'is_type_of' function.",
                nodes,
            )
        if not isinstance(told, str):
            raise GraphQLError(
                f"Abstract type '{kind}' must resolve to an Object type at runtime for field"
                f" {where} with value {inspect(value)}, received '{inspect(told)}',"
                " which is not a valid Object type name.",
                nodes,
            )
        concrete: Any = self._core.get_type(told)
        if concrete is None:
            raise GraphQLError(
                f"Abstract type '{kind}' was resolved to a type '{told}'"
                " that does not exist inside the schema.",
                nodes,
            )
        if not is_object(concrete):
            raise GraphQLError(
                f"Abstract type '{kind}' was resolved to a non-object type '{told}'.", nodes
            )
        if not self._core.is_sub_type(kind, concrete):
            raise GraphQLError(
                f"Runtime Object type '{concrete}' is not a possible type for '{kind}'.", nodes
            )
        return concrete


def check_kind(value: Any, info: RawInfo, kind: GraphQLObjectType) -> None:
    """Hold an object against its type's `is_type_of`, if the type has one."""
    test: Any = kind.is_type_of
    if test is None:
        return
    verdict = test(value, info)
    if is_awaitable(verdict):
        raise StrayAwaitable("is_type_of is awaitable")
    if not verdict:
        raise GraphQLError(
            f"Expected value of type '{kind}' but got: {inspect(value)}.", info.field_nodes
        )


def checked(value: Any, info: RawInfo, kind: GraphQLObjectType) -> Any:
    """An object for a position of a concrete type that checks; None for null."""
    found = loose(value)
    if found is not None:
        check_kind(found, info, kind)
    return found


async def waiting_checked(value: Any, info: RawInfo, kind: GraphQLObjectType) -> Any:
    """`checked` where waiting is possible."""
    return checked(await value if is_awaitable(value) else value, info, kind)


def _is_cast(value: Any) -> bool:
    return getattr(value, CAST, None) is not None
