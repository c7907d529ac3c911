# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The shape of an answer as types: reading JSON into them checks it, encoding them needs no projection.

Every object position gets a struct that reads what the subgraph calls its fields, and, if the client calls
them otherwise or is not to see all of them, a second one of the same layout as which it is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Any, Final, Literal

import msgspec
from graphql import GraphQLEnumType

from gateway.planner.generating import INT_LIMIT
from gateway.planner.outputs import inside, is_list, is_required
from gateway.planner.projection import ShapeField, ShapeNode

FAULTS: Final = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, ValueError)
SCALAR: Final[Any] = str | int | float | bool | None
"""What a field may be that only the gateway asks for."""
_ANYTHING: Final[Any] = str | int | float | bool | list[Any] | dict[str, Any]
_INT = Annotated[int, msgspec.Meta(ge=-INT_LIMIT, lt=INT_LIMIT)]
_LEAVES: dict[str, Any] = {
    "String": str, "ID": str, "Boolean": bool, "Int": _INT, "Float": int | float,
}  # fmt: skip
_MOST_NODES: Final = 300


class Unfit(Exception):
    """The shape is more than types can say."""


class Position(msgspec.Struct):
    """The objects at one position."""

    node: ShapeNode
    fields: list[ShapeField]
    """In the client's order."""
    hidden: list[str] = []
    """Keys that only the gateway reads."""
    later: set[str] = set()
    """Keys that other fetches than the one that brings the object fill in."""
    read: Any = None
    shown: Any = None
    """Its class in the client's answer, if that is another."""
    attributes: dict[str, str] = {}
    """By the key in the subgraph's answer."""
    again: list[tuple[str, str]] = []
    """Attributes that show the value of another one under a second name."""

    def of(self, key: str) -> ShapeField | None:
        """The client's field under a key of the subgraph's answer."""
        return next((one for one in self.fields if one.source == key), None)


def chosen(node: ShapeNode, truth: Mapping[str, bool]) -> list[ShapeField]:
    """The fields of a node that the client gets, in order."""
    placed = [(field.position(truth), field) for field in node.classes[0][1]]
    placed = [(at, field) for at, field in placed if at is not None]
    return [field for _, field in sorted(placed, key=lambda one: one[0] or 0)]


class Shapes:
    """Makes the types of one operation."""

    def __init__(self, truth: Mapping[str, bool]) -> None:
        """Nothing has been made; `truth` decides about conditional fields."""
        self.truth = truth
        self.positions: dict[int, Position] = {}
        self.is_open = False
        """Whether a custom scalar occurs, which may be nested to any depth."""

    def position(self, node: ShapeNode) -> Position:
        """The position of a node. Raises Unfit for abstract types and refused fields."""
        known = self.positions.get(node.number)
        if known is not None:
            return known
        if not node.uniform or node.is_abstract or len(self.positions) >= _MOST_NODES:
            raise Unfit
        fields = chosen(node, self.truth)
        seen: set[str] = set()
        for one in fields:
            is_plain = (one.type is None) is (one.name == "__typename")
            if one.is_refused or not is_plain or (one.source in seen and one.node is not None):
                raise Unfit
            seen.add(one.source)
        made = self.positions[node.number] = Position(node, fields)
        return made

    def finish(self, position: Position) -> None:
        """Make the classes of a position and of those below it."""
        if position.read is not None:
            return
        kinds: dict[str, Any] = {}
        keys: list[str] = []
        defaults: dict[str, Any] = {}
        attributes: dict[str, str] = {}
        for number, field in enumerate(position.fields):
            name = f"f{number}"
            keys.append(field.key)
            if field.name == "__typename":
                kinds[name], defaults[name] = Literal[field.owner], field.owner
                attributes.setdefault("__typename", name)
                continue
            if field.source in attributes:
                position.again.append((name, attributes[field.source]))
                kinds[name], defaults[name] = Any, None
                continue
            kinds[name] = self.value(field)
            attributes[field.source] = name
            if field.source in position.later:
                kinds[name], defaults[name] = kinds[name] | None, None
        for number, key in enumerate(position.hidden):
            name = f"h{number}"
            kinds[name], defaults[name] = SCALAR, None
            attributes[key] = name
            keys.append(f" {name}")
        sources = {name: key for key, name in attributes.items()}
        for name, key in zip(kinds, keys, strict=True):
            sources.setdefault(name, f" {key}")
        position.attributes = attributes
        fields = [
            (name, kind, defaults[name]) if name in defaults else (name, kind)
            for name, kind in kinds.items()
        ]
        title = f"Shape{position.node.number}"
        position.read = msgspec.defstruct(title, fields, rename=sources, kw_only=True, gc=False)
        shown = dict(zip(kinds, keys, strict=True))
        if shown != sources:
            position.shown = msgspec.defstruct(
                title,
                [(name, Any, msgspec.UNSET) for name in kinds],
                rename=shown,
                kw_only=True,
                gc=False,
            )

    def value(self, field: ShapeField) -> Any:
        """The type of a field's value."""
        return self._type(field.type, field.node)

    def _type(self, given: Any, node: ShapeNode | None) -> Any:
        if is_required(given):
            return self._bare(inside(given), node)
        return self._bare(given, node) | None

    def _bare(self, given: Any, node: ShapeNode | None) -> Any:
        if is_list(given):
            return list[self._type(inside(given), node)]
        if node is not None:
            position = self.position(node)
            self.finish(position)
            return position.read
        if isinstance(given, GraphQLEnumType):
            return Literal[tuple(given.values)]
        leaf = _LEAVES.get(given.name)
        if leaf is None:
            self.is_open = True
            return _ANYTHING
        return leaf


def list_depth(type_: Any) -> int:
    """How many lists lie around the objects of a field."""
    depth = 0
    while is_required(type_) or is_list(type_):
        depth += is_list(type_)
        type_ = inside(type_)
    return depth


Read = Callable[[bytes], Any]
"""From a response body to its data in types, with the body; None if it does not fit."""

Dress = Callable[[Any], None]


def make_dressing(shapes: Shapes, roots: Iterable[ShapeField]) -> Mapping[str, Dress]:
    """Functions that show the objects of root fields as the client wants them; none where they are so."""
    writer = _Dressing(shapes)
    made = {field.source: writer.field(field) for field in roots if field.node is not None}
    code = compile("\n".join(writer.lines), "<dressing>", "exec")
    exec(code, writer.names)  # noqa: S102  written below; holds numbers of positions and attributes
    return {key: writer.names[name] for key, name in made.items() if name is not None}


class _Dressing:
    def __init__(self, shapes: Shapes) -> None:
        self.shapes = shapes
        self.lines: list[str] = []
        self.names: dict[str, Any] = {"UNSET": msgspec.UNSET}
        self.known: dict[int, str | None] = {}
        self.count = 0

    def field(self, field: ShapeField) -> str | None:
        """The name of a function that dresses a field's value."""
        node = field.node
        if node is None:
            return None
        inner = self.object(node)
        depth = list_depth(field.type)
        if inner is None or not depth:
            return inner
        self.count += 1
        name = f"l{self.count}"
        pad = " "
        self.lines.append(f"def {name}(v{depth}):")
        for level in range(depth, 0, -1):
            self.lines.append(f"{pad}for v{level - 1} in v{level}:")
            self.lines.append(f"{pad} if v{level - 1} is None: continue")
            pad += " "
        self.lines.append(f"{pad}{inner}(v0)")
        return name

    def object(self, node: ShapeNode) -> str | None:
        """The name of a function that dresses an object; None if nothing has to be done."""
        if node.number in self.known:
            return self.known[node.number]
        position = self.shapes.positions[node.number]
        lines: list[str] = []
        for field in position.fields:
            inner = self.field(field)
            if inner is not None:
                attribute = position.attributes[field.source]
                lines.append(f" v = o.{attribute}")
                lines.append(f" if v is not None: {inner}(v)")
        if position.shown is not None:
            self.names[f"S{node.number}"] = position.shown
            lines.append(f" o.__class__ = S{node.number}")
            lines += [f" o.h{number} = UNSET" for number in range(len(position.hidden))]
            lines += [f" o.{name} = o.{other}" for name, other in position.again]
        name = f"o{node.number}" if lines else None
        if name is not None:
            self.lines += [f"def {name}(o):", *lines]
        self.known[node.number] = name
        return name
