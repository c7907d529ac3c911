# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Shapes the merged data into the client's answer: response keys, types, conditions, nulls."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from graphql import (
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    is_composite_type,
)

from gateway.planner.generating import generate
from gateway.planner.naming import Naming, Path
from gateway.planner.operation import INTROSPECTION, Alts, Conj, Sel
from gateway.planner.outputs import named_type
from gateway.supergraph.model import Supergraph

Project = Callable[[dict[str, Any]], dict[str, Any]]
MAX_VARIANTS = 16


class ShapeField:
    """One response key of the client: where its value is found and what type it has."""

    __slots__ = (
        "alts",
        "defer",
        "is_refused",
        "key",
        "name",
        "node",
        "order",
        "owner",
        "source",
        "type",
    )

    def __init__(self, sel: Sel, *, source: str, owner: str, type_: Any) -> None:
        self.key = sel.key
        self.name = sel.name
        self.source = source
        self.owner = owner
        self.type = type_
        self.order: list[tuple[int, Conj]] = sel.order
        self.alts: Alts = sel.alts
        self.defer = sel.defer
        self.is_refused = sel.is_refused
        self.node: ShapeNode | None = None

    def position(self, truth: Mapping[str, bool]) -> int | None:
        """Where the field stands among its siblings; None if conditions leave it out."""
        for index, conj in self.order:
            if all(truth.get(name, False) is wanted for name, wanted in conj):
                return index
        return None


class ShapeNode:
    """The answer's objects at one position, by concrete type."""

    __slots__ = ("by_type", "classes", "hidden", "is_abstract", "number", "uniform")

    def __init__(self, number: int) -> None:
        self.number = number
        self.classes: list[tuple[frozenset[str], list[ShapeField]]] = []
        self.by_type: dict[str, list[ShapeField]] = {}
        self.uniform = False
        self.hidden: frozenset[str] = frozenset()
        """Types that can stand here but that clients may not know of: they are null."""
        self.is_abstract = False

    def fields_of(self, obj: Mapping[str, Any]) -> list[ShapeField] | None:
        """The fields of an object; None if its type is unknown here."""
        if self.uniform:
            return self.classes[0][1]
        return self.by_type.get(obj.get("__typename") or "")


class Projection:
    """The answer's shape with its compiled variants, one per set of conditions."""

    __slots__ = ("_variants", "conditions", "is_guarded", "nodes", "root")

    def __init__(self, root: ShapeNode, nodes: list[ShapeNode]) -> None:
        self.root = root
        self.nodes = nodes
        self._variants: dict[tuple[bool, ...], Project] = {}
        self.is_guarded = any(
            field.is_refused for node in nodes for _, fields in node.classes for field in fields
        )
        self.conditions = sorted(
            {
                name
                for node in nodes
                for _, fields in node.classes
                for field in fields
                for _, conj in field.order
                for name, _ in conj
            }
        )

    def variant(self, variables: Mapping[str, Any]) -> Project | None:
        """The compiled projection for these variables; None once there are too many variants."""
        if self.is_guarded:
            return None
        bits = tuple(variables.get(name) is True for name in self.conditions)
        found = self._variants.get(bits)
        if found is None and len(self._variants) < MAX_VARIANTS:
            truth = dict(zip(self.conditions, bits, strict=True))
            found = self._variants[bits] = generate(self.nodes, truth)
        return found


class _Maker:
    def __init__(self, supergraph: Supergraph, naming: Naming) -> None:
        self.schema: GraphQLSchema = supergraph.api
        self.naming = naming
        self.possible = supergraph.public
        self.nodes: list[ShapeNode] = []
        self.everything = supergraph.possible
        self.made: dict[tuple[int, Path], ShapeNode] = {}

    def node(self, sels: list[Sel], path: Path, declared: str) -> ShapeNode:
        known = self.made.get((id(sels), path))
        if known is not None:
            return known
        node = self.made[id(sels), path] = ShapeNode(len(self.nodes))
        self.nodes.append(node)
        types = self.possible[declared]
        node.hidden = self.everything.get(declared, types) - types
        groups: dict[object, list[str]] = {}
        for one in sorted(types):
            groups.setdefault(self._signature(sels, path, one), []).append(one)
        for members in groups.values():
            fields = [self._field(sel, path, members[0]) for sel in sels if members[0] in sel.types]
            node.classes.append((frozenset(members), fields))
            node.by_type.update(dict.fromkeys(members, fields))
        node.uniform = len(node.classes) == 1 and not node.hidden
        node.is_abstract = len(types) > 1 or bool(node.hidden)
        return node

    def _signature(self, sels: list[Sel], path: Path, owner: str) -> object:
        return tuple(
            (
                index,
                str(self._type(owner, sel.name)),
                self.naming.key(path, sel.name, sel.args, frozenset({owner}), twin=sel.twin),
                owner if sel.name == "__typename" and len(path) == 0 else "",
            )
            for index, sel in enumerate(sels)
            if owner in sel.types
        )

    def _type(self, owner: str, name: str) -> Any:
        if name.startswith("__"):
            return None
        parent = self.schema.type_map[owner]
        if isinstance(parent, GraphQLObjectType | GraphQLInterfaceType):
            return parent.fields[name].type
        return None

    def _field(self, sel: Sel, path: Path, owner: str) -> ShapeField:
        type_ = self._type(owner, sel.name)
        source = self.naming.key(path, sel.name, sel.args, frozenset({owner}), twin=sel.twin)
        if sel.name in INTROSPECTION and not path:
            source = f"\0{sel.key}"
        field = ShapeField(sel, source=source, owner=owner, type_=type_)
        if type_ is not None and sel.kids is not None:
            named = named_type(type_)
            if is_composite_type(named):
                field.node = self.node(sel.kids, (*path, source), named.name)
        return field


def make_projection(
    supergraph: Supergraph, naming: Naming, sels: list[Sel], root: str
) -> Projection:
    """The projection of an operation's root selections."""
    maker = _Maker(supergraph, naming)
    node = maker.node(sels, (), root)
    return Projection(node, maker.nodes)


__all__ = ["Project", "Projection", "ShapeField", "ShapeNode", "make_projection"]
