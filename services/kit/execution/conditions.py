# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Which fields are asked for, decided before a plan is made (GraphQL specification 6.3.2; stack C1, K5)."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from graphql import (
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    ValueNode,
    VariableNode,
)

from services.kit.execution.schema_types import is_abstract

Decided = Mapping[str, bool]
"""The value of each variable that decides about fields."""


class NotCompilable(Exception):
    """The operation stays on graphql-core; the text is the reason that is counted."""


class Fragments:
    """A document's fragments and the fields they bring, for one operation."""

    def __init__(
        self, schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode
    ) -> None:
        """Look at a validated document."""
        self.schema = schema
        self.operation = operation
        self.by_name = {
            node.name.value: node
            for node in document.definitions
            if isinstance(node, FragmentDefinitionNode)
        }

    @cached_property
    def deciding(self) -> tuple[str, ...]:
        """Variables of `@skip` and `@include`, in order of appearance.

        Raises NotCompilable for any other directive and for fragments with variables.
        """
        if self.operation.directives:
            raise NotCompilable("directive")
        found: dict[str, None] = {}
        seen: set[str] = set()
        self._decide(self.operation.selection_set, found, seen)
        return tuple(found)

    def _decide(self, chosen: SelectionSetNode, found: dict[str, None], seen: set[str]) -> None:
        for node in chosen.selections:
            _deciding(node, found)
            if isinstance(node, FragmentSpreadNode):
                name = node.name.value
                fragment = self.by_name[name]
                if fragment.variable_definitions or node.arguments or fragment.directives:
                    raise NotCompilable("fragment variables")
                if name not in seen:
                    seen.add(name)
                    self._decide(fragment.selection_set, found, seen)
            elif isinstance(node, (FieldNode, InlineFragmentNode)) and node.selection_set:
                self._decide(node.selection_set, found, seen)

    def collect(
        self, sets: Iterable[SelectionSetNode], kind: GraphQLObjectType, decided: Decided
    ) -> dict[str, list[FieldNode]]:
        """Fields of a concrete type by response key, in document order, with all their nodes."""
        found: dict[str, list[FieldNode]] = {}
        visited: set[str] = set()
        for chosen in sets:
            self._collect(chosen, kind, decided, (found, visited))
        return found

    def _collect(
        self,
        chosen: SelectionSetNode,
        kind: GraphQLObjectType,
        decided: Decided,
        state: tuple[dict[str, list[FieldNode]], set[str]],
    ) -> None:
        found, visited = state
        for node in chosen.selections:
            if node.directives and not _is_wanted(node, decided):
                continue
            if isinstance(node, FieldNode):
                key = node.alias.value if node.alias else node.name.value
                found.setdefault(key, []).append(node)
            elif isinstance(node, InlineFragmentNode):
                condition = node.type_condition
                if condition is None or self._applies(condition.name.value, kind):
                    self._collect(node.selection_set, kind, decided, state)
            elif isinstance(node, FragmentSpreadNode):
                name = node.name.value
                fragment = self.by_name[name]
                if name not in visited and self._applies(fragment.type_condition.name.value, kind):
                    visited.add(name)
                    self._collect(fragment.selection_set, kind, decided, state)

    def _applies(self, condition: str, kind: GraphQLObjectType) -> bool:
        if condition == kind.name:
            return True
        named: Any = self.schema.get_type(condition)
        return named is not None and is_abstract(named) and self.schema.is_sub_type(named, kind)


def _deciding(node: SelectionNode, found: dict[str, None]) -> None:
    for directive in node.directives or ():
        if directive.name.value not in ("skip", "include"):
            raise NotCompilable("directive")
        value = _condition(directive)
        if isinstance(value, VariableNode):
            found[value.name.value] = None


def _is_wanted(node: SelectionNode, decided: Decided) -> bool:
    for directive in node.directives or ():
        value = _condition(directive)
        variable = isinstance(value, VariableNode)
        holds = decided[value.name.value] if variable else getattr(value, "value", False)
        if holds is (directive.name.value == "skip"):
            return False
    return True


def _condition(directive: DirectiveNode) -> ValueNode:
    """The `if` of a directive; validation has seen that there is one."""
    given: Any = directive.arguments
    return given[0].value
