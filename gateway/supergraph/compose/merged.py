# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The supergraph while it is being composed: every element with the subgraphs' sources of it."""

import msgspec
from graphql import ValueNode

from gateway.supergraph.compose.model import (
    ArgumentIn,
    DirectiveIn,
    FieldIn,
    SubgraphIn,
    TypeIn,
    ValueIn,
)


class Written(msgspec.Struct, frozen=True):
    """A directive as it will be printed: name and arguments in text."""

    name: str
    args: str = ""

    def __str__(self) -> str:
        """The SDL of it."""
        return f"@{self.name}({self.args})" if self.args else f"@{self.name}"


class JoinDirective(msgspec.Struct, frozen=True):
    """One `@join__directive`: a subgraph's directive carried as data."""

    graphs: tuple[str, ...]
    name: str
    args: str


class ContextArgument(msgspec.Struct, frozen=True):
    """An argument that the gateway fills from a context."""

    name: str
    type: str
    context: str
    selection: str


class JoinField(msgspec.Struct, frozen=True):
    """One `@join__field`; graph None means: from an interface object only."""

    graph: str | None
    requires: str | None = None
    provides: str | None = None
    type: str | None = None
    external: bool = False
    override: str | None = None
    label: str | None = None
    used_overridden: bool = False
    context: tuple[ContextArgument, ...] = ()


class JoinType(msgspec.Struct, frozen=True):
    """One `@join__type`."""

    graph: str
    key: str | None = None
    extension: bool = False
    resolvable: bool = True
    interface_object: bool = False


class ArgumentOut(msgspec.Struct, eq=False):
    """A merged argument or input field; sources by subgraph name."""

    name: str
    type: str
    default: ValueNode | None
    description: str | None
    applied: tuple[Written, ...]
    sources: dict[str, ArgumentIn]
    joins: tuple[JoinField, ...] = ()
    hidden: bool = False


class FieldOut(msgspec.Struct, eq=False):
    """A merged field; overridden maps a subgraph to the label (or None) that took it away."""

    name: str
    type: str
    args: dict[str, ArgumentOut]
    description: str | None
    applied: tuple[Written, ...]
    sources: dict[str, FieldIn]
    joins: tuple[JoinField, ...] = ()
    overridden: dict[str, str | None] = {}
    carried: tuple[JoinDirective, ...] = ()
    hidden: bool = False
    from_interface_object: bool = False


class ValueOut(msgspec.Struct, eq=False):
    """A merged enum value."""

    name: str
    description: str | None
    applied: tuple[Written, ...]
    sources: dict[str, ValueIn]
    hidden: bool = False


class TypeOut(msgspec.Struct, eq=False):
    """A merged type; interfaces and members in printing order."""

    name: str
    kind: str
    description: str | None
    applied: tuple[Written, ...]
    sources: dict[str, TypeIn]
    joins: tuple[JoinType, ...] = ()
    fields: dict[str, FieldOut] = {}
    inputs: dict[str, ArgumentOut] = {}
    values: dict[str, ValueOut] = {}
    interfaces: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    carried: tuple[JoinDirective, ...] = ()
    hidden: bool = False

    @property
    def interface_object_in(self) -> tuple[str, ...]:
        """The subgraphs that know this interface only as an object."""
        return tuple(name for name, kind in self.sources.items() if kind.interface_object)


class DirectiveOut(msgspec.Struct, eq=False):
    """A merged directive definition."""

    name: str
    args: dict[str, ArgumentOut]
    locations: tuple[str, ...]
    repeatable: bool
    description: str | None
    sources: dict[str, DirectiveIn]


class ComposedDirective(msgspec.Struct, frozen=True):
    """A directive carried through by @composeDirective, with the link of its feature."""

    name: str
    identity: str
    version: tuple[int, int]
    url: str
    spec_name: str
    repeatable: bool


class Merged(msgspec.Struct, eq=False):
    """All of it; possible maps abstract types to the names of their object types."""

    subgraphs: dict[str, SubgraphIn]
    types: dict[str, TypeOut]
    directives: dict[str, DirectiveOut]
    names: dict[str, str]
    composed: dict[str, ComposedDirective]
    possible: dict[str, frozenset[str]]
    used_specs: set[str] = set()
