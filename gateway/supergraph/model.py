# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The supergraph as the planner sees it: who declares which type and field, and under what terms."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from graphql import GraphQLSchema


class Pick(msgspec.Struct, frozen=True):
    """One field of a field set (`fields:` of key, requires, provides), children included."""

    name: str
    args: str = ""
    """Printed arguments with parentheses, empty if none."""
    on: str | None = None
    """The type condition of the fragment around it, if any."""
    kids: tuple[Pick, ...] | None = None


FieldSet = tuple[Pick, ...]


class ContextArgument(msgspec.Struct, frozen=True):
    """An argument the gateway fills from an ancestor object (`@fromContext`)."""

    name: str
    type: str
    context: str
    selection: str


class Key(msgspec.Struct, frozen=True):
    """A key of a type in one graph."""

    fields: FieldSet
    resolvable: bool
    text: str


class FieldIn(msgspec.Struct, frozen=True):
    """A field as one graph declares it."""

    type: str
    """The GraphQL type as text, e.g. `[Book!]!`."""
    named: str
    external: bool = False
    overridden: bool = False
    requires: FieldSet = ()
    provides: FieldSet = ()
    override_from: str | None = None
    label: str | None = None
    context: tuple[ContextArgument, ...] = ()


class TypeIn(msgspec.Struct, frozen=True):
    """A type as one graph declares it."""

    kind: str
    keys: tuple[Key, ...] = ()
    interface_object: bool = False
    implements: frozenset[str] = frozenset()
    members: frozenset[str] = frozenset()


class Graph(msgspec.Struct, frozen=True):
    """A subgraph as the supergraph names it."""

    name: str
    url: str
    enum_value: str


class AuthRule(msgspec.Struct, frozen=True):
    """What a type or field demands of the caller: outer list OR, inner list AND."""

    authenticated: bool = False
    scopes: tuple[tuple[str, ...], ...] = ()
    policies: tuple[tuple[str, ...], ...] = ()


class ListSize(msgspec.Struct, frozen=True):
    """`@listSize` of a field."""

    assumed: int | None = None
    slicing: tuple[str, ...] = ()
    sized: tuple[str, ...] = ()
    require_one: bool = True


class CostRules(msgspec.Struct, frozen=True):
    """Demand control: weights by type, field and argument coordinate, and list sizes."""

    weights: Mapping[str, int] = {}
    sizes: Mapping[str, ListSize] = {}


class Supergraph:
    """Everything read from one supergraph document. Treat as frozen."""

    __slots__ = (
        "api",
        "auth",
        "contexts",
        "cost",
        "fields",
        "graphs",
        "inputs",
        "kinds",
        "labels",
        "possible",
        "possible_in",
        "public",
        "roots",
        "types",
        "veiled",
        "version",
    )

    def __init__(self) -> None:
        self.version: str = ""
        self.api: GraphQLSchema = GraphQLSchema()
        self.graphs: dict[str, Graph] = {}
        self.kinds: dict[str, str] = {}
        self.types: dict[str, dict[str, TypeIn]] = {}
        self.fields: dict[str, dict[str, dict[str, FieldIn]]] = {}
        self.roots: dict[str, str] = {}
        self.possible: dict[str, frozenset[str]] = {}
        self.possible_in: dict[tuple[str, str], frozenset[str]] = {}
        self.public: dict[str, frozenset[str]] = {}
        """Concrete types of every composite type that clients see."""
        self.labels: frozenset[str] = frozenset()
        self.auth: dict[str, AuthRule] = {}
        self.cost: CostRules = CostRules()
        self.contexts: dict[str, tuple[str, ...]] = {}
        self.inputs: frozenset[str] = frozenset()
        self.veiled: frozenset[str] = frozenset()
        """Enums with values that clients do not see."""

    def field_in(self, graph: str, type_name: str, field: str) -> FieldIn | None:
        """The declaration of a field in one graph, or None."""
        by_field = self.fields.get(type_name)
        if by_field is None:
            return None
        by_graph = by_field.get(field)
        return None if by_graph is None else by_graph.get(graph)

    def is_composite(self, type_name: str) -> bool:
        """Whether a type has fields of its own or members that have."""
        return self.kinds.get(type_name) in ("OBJECT", "INTERFACE", "UNION")
