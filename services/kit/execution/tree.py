# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The fields of an operation with all fragments and conditions worked in (stack C1)."""

from typing import Any

import msgspec
from graphql import (
    FieldNode,
    GraphQLField,
    GraphQLObjectType,
    OperationDefinitionNode,
)

from services.kit.execution.arguments import Given, plan_arguments
from services.kit.execution.conditions import Decided, Fragments, NotCompilable
from services.kit.execution.schema_types import Kind, is_abstract, is_object, named, type_of
from services.kit.graph.reading import Access, Reading, Way, read_access


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One field as it will be executed."""

    key: str
    rank: int
    name: str
    nodes: tuple[FieldNode, ...]
    parent: GraphQLObjectType
    definition: GraphQLField
    access: Access
    given: Given
    children: dict[str, "list[Field]"]
    """By concrete type; empty for leaves."""
    deep: bool
    """Whether this field or anything below it awaits."""

    @property
    def kind(self) -> Kind:
        """Its type with lists and non-nulls."""
        return type_of(self.definition)

    @property
    def title(self) -> str:
        """`Type.field`, as messages have it."""
        return f"{self.parent.name}.{self.name}"


class Tree:
    """Builds the fields of one operation under decided conditions."""

    def __init__(
        self, reading: Reading, fragments: Fragments, decided: Decided, *, limit: int
    ) -> None:
        """`limit` bounds the fields after expansion; above it NotCompilable."""
        self._reading = reading
        self._fragments = fragments
        self._decided = decided
        self._left = limit
        self._definitions: dict[tuple[str, str], Access] = {}

    @property
    def operation(self) -> OperationDefinitionNode:
        """The operation itself."""
        return self._fragments.operation

    def root(self) -> list[Field]:
        """The root fields."""
        kind = self._reading.core.get_root_type(self.operation.operation)
        if kind is None:
            raise NotCompilable("no root type")
        return self._fields(kind, [self.operation.selection_set])

    def _fields(self, parent: GraphQLObjectType, sets: list[Any]) -> list[Field]:
        found: list[Field] = []
        for key, nodes in self._fragments.collect(sets, parent, self._decided).items():
            definition = self._reading.core.get_field(parent, nodes[0].name.value)
            if definition is not None:
                found.append(self._field(parent, definition, key, (len(found), tuple(nodes))))
        return found

    def _field(
        self,
        parent: GraphQLObjectType,
        definition: GraphQLField,
        key: str,
        placed: tuple[int, tuple[FieldNode, ...]],
    ) -> Field:
        self._left -= 1
        if self._left < 0:
            raise NotCompilable("too many fields")
        rank, nodes = placed
        access = self._access(parent, nodes[0].name.value, definition)
        by_name = access.way is Way.CALL and not access.converts
        given = plan_arguments(
            self._reading.core,
            self.operation,
            definition,
            nodes[0],
            names=access.parameters if by_name else None,
        )
        sets = [node.selection_set for node in nodes if node.selection_set]
        children = {
            kind.name: self._fields(kind, sets)
            for kind in self._possible(named(type_of(definition)))
        }
        below = any(child.deep for fields in children.values() for child in fields)
        return Field(
            key=key,
            rank=rank,
            name=nodes[0].name.value,
            nodes=nodes,
            parent=parent,
            definition=definition,
            access=access,
            given=given,
            children=children,
            deep=access.awaits or access.streams or below,
        )

    def _access(self, parent: GraphQLObjectType, name: str, definition: GraphQLField) -> Access:
        place = (parent.name, name)
        known = self._definitions.get(place)
        if known is None:
            known = self._definitions[place] = read_access(self._reading, parent, definition)
        return known

    def _possible(self, kind: Kind) -> list[GraphQLObjectType]:
        if is_object(kind):
            return [kind]
        if is_abstract(kind):
            return list(self._reading.core.get_possible_types(kind))
        return []
