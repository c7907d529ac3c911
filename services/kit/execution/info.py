# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What resolvers may ask about their field; made only where asked for, worked out when read."""

from typing import Any

import msgspec
from graphql import FieldNode, GraphQLField, GraphQLObjectType
from graphql.pyutils import Path

from services.kit.execution.places import At
from services.kit.execution.schema_types import type_of


class Facts(msgspec.Struct, frozen=True):
    """What is the same for every call of one field of a plan."""

    field_name: str
    nodes: list[FieldNode]
    definition: GraphQLField
    parent_type: GraphQLObjectType
    site: int
    field: Any
    """Strawberry's field; None for fields of introspection."""


class RawInfo:
    """Stands where graphql-core's resolve info stands, with the same names."""

    __slots__ = ("_at", "_facts", "_indexes", "_run")

    def __init__(self, run: Any, facts: Facts, at: At, indexes: tuple[int, ...]) -> None:
        """Remember where; everything else is found on demand."""
        self._run = run
        self._facts = facts
        self._at = at
        self._indexes = indexes

    @property
    def field_name(self) -> str:
        """The field's own name."""
        return self._facts.field_name

    @property
    def field_nodes(self) -> list[FieldNode]:
        """All nodes that asked for it."""
        return self._facts.nodes

    @property
    def return_type(self) -> Any:
        """The field's type."""
        return type_of(self._facts.definition)

    @property
    def parent_type(self) -> GraphQLObjectType:
        """The type that has the field."""
        return self._facts.parent_type

    @property
    def path(self) -> Path:
        """Where in the answer."""
        return self._run.plan.sites.linked(self._facts.site, self._at, self._indexes)

    @property
    def schema(self) -> Any:
        """graphql-core's schema."""
        return self._run.plan.reading.core

    @property
    def fragments(self) -> dict[str, Any]:
        """The document's fragments by name."""
        return self._run.plan.fragments.by_name

    @property
    def root_value(self) -> Any:
        """What root resolvers get as source."""
        return self._run.root

    @property
    def operation(self) -> Any:
        """The operation's node."""
        return self._run.plan.fragments.operation

    @property
    def variable_values(self) -> dict[str, Any]:
        """The coerced variables."""
        return self._run.variables

    @property
    def context(self) -> Any:
        """The request's context."""
        return self._run.context

    @property
    def is_awaitable(self) -> Any:
        """Tells whether a value must be awaited."""
        return self._run.plan.reading.is_awaitable

    @property
    def abort_signal(self) -> None:
        """Cancellation comes as asyncio's own."""
        return

    @property
    def async_helpers(self) -> None:
        """Not offered: resolvers use asyncio."""
        return

    @property
    def operation_extensions(self) -> dict[str, Any]:
        """Extensions of the request; the pipeline has dealt with them."""
        return {}
