# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Answers that pass through whole: one fetch whose answer already has the shape the client asked for.

For such a plan the shape becomes types, and reading the subgraph's JSON checks them: names, nulls and
values that the projection would check. What does not fit is read again and projected the exact way.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal

import msgspec
from graphql import GraphQLEnumType

from gateway.planner.generating import INT_LIMIT
from gateway.planner.outputs import inside, is_list, is_required
from gateway.planner.plan import Plan
from gateway.planner.projection import Projection, ShapeField, ShapeNode

Read = Callable[[bytes], Any]
"""From a response body to an object that encodes as the client's data; None if it does not fit."""

_INT = Annotated[int, msgspec.Meta(ge=-INT_LIMIT, lt=INT_LIMIT)]
_LEAVES: dict[str, Any] = {
    "String": str, "ID": str, "Boolean": bool, "Int": _INT, "Float": int | float,
}  # fmt: skip
_FAULTS = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, ValueError)


class Unfit(Exception):
    """The shape is more than types can say."""


def make_passing(plan: Plan, projection: Projection) -> Read | None:
    """A reader for a plan of one fetch without conditions or abstract types; else None.

    The root may have aliases and arguments; below it, fields go by their own names.
    """
    if len(plan.steps) != 1 or plan.kind != "query" or plan.steps[0].when is not None:
        return None
    if projection.is_guarded or projection.conditions:
        return None
    types = _Types()
    try:
        fields = types.fields(projection.root)
        sources = list(dict.fromkeys(field.source for field in fields))
        root = types.struct("Root", {one.source: types.value(one) for one in fields})
    except Unfit:
        return None
    answer = msgspec.defstruct(
        "Answer", [("data", root), ("errors", list[msgspec.Raw] | None, None)], gc=False
    )
    decode = msgspec.json.Decoder(answer).decode
    places = [(field.key, sources.index(field.source)) for field in fields]

    def read(body: bytes) -> Any:
        try:
            found: Any = decode(body)
        except _FAULTS:
            return None
        if found.errors:
            return None
        values = msgspec.structs.astuple(found.data)
        return {key: values[at] for key, at in places}

    return read


class _Types:
    def __init__(self) -> None:
        self.made: dict[int, type[msgspec.Struct]] = {}

    def of(self, node: ShapeNode) -> type[msgspec.Struct]:
        known = self.made.get(node.number)
        if known is None:
            fields = self.fields(node)
            if any(field.key != field.source for field in fields):
                raise Unfit
            shown = {field.key: self.value(field) for field in fields}
            known = self.made[node.number] = self.struct(f"Shape{node.number}", shown)
        return known

    def fields(self, node: ShapeNode) -> list[ShapeField]:
        """The fields of a node in the client's order."""
        if not node.uniform or node.is_abstract:
            raise Unfit
        fields = sorted(node.classes[0][1], key=lambda field: field.order[0][0])
        if not fields or any(field.type is None or field.is_refused for field in fields):
            raise Unfit
        return fields

    def struct(self, name: str, shown: dict[str, Any]) -> type[msgspec.Struct]:
        """A type with these names on the wire; attributes have names that Python allows."""
        names = {f"f{number}": key for number, key in enumerate(shown)}
        fields = list(zip(names, shown.values(), strict=True))
        return msgspec.defstruct(name, fields, rename=names, gc=False)

    def value(self, field: ShapeField) -> Any:
        return self.type(field.type, field.node)

    def type(self, given: Any, node: ShapeNode | None) -> Any:
        if is_required(given):
            return self.bare(inside(given), node)
        return self.bare(given, node) | None

    def bare(self, given: Any, node: ShapeNode | None) -> Any:
        if is_list(given):
            return list[self.type(inside(given), node)]
        if node is not None:
            return self.of(node)
        if isinstance(given, GraphQLEnumType):
            return Literal[tuple(given.values)]
        leaf = _LEAVES.get(given.name)
        if leaf is None:
            raise Unfit
        return leaf
