# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""How large an operation is after its fragments are expanded, counted without expanding (Q2)."""

import re
from collections import Counter
from typing import Final

import msgspec
from graphql import (
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    ListTypeNode,
    ListValueNode,
    NonNullTypeNode,
    ObjectValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    TypeNode,
    ValueNode,
)

TOO_DEEP: Final = 64
_MARKS: Final = re.compile(
    r'"""(?:\\"""|[^"]|"(?!""))*"""|"(?:\\.|[^"\\\n])*"|#[^\n\r]*|[{}\[\]()]'
)
_OPENING: Final = frozenset("{[(")


class Cyclic(Exception):
    """A fragment spreads itself, by whatever way."""


class Measure(msgspec.Struct, frozen=True, kw_only=True):
    """The size of one operation and of the document it stands in."""

    tokens: int
    depth: int
    nesting: int
    fields: int
    aliases: int
    same_key: int
    roots: int
    directives: int
    directives_on_node: int
    fragments: int
    operations: int
    variables: int


class _Part:
    """What one definition holds itself, and which fragments it spreads at which depth."""

    __slots__ = (
        "aliases", "depth", "directives", "fields", "key_sets", "nesting", "on_node", "spreads",
    )  # fmt: skip

    def __init__(self) -> None:
        self.fields = 0
        self.depth = 0
        self.aliases = 0
        self.directives = 0
        self.on_node = 0
        self.nesting = 0
        self.spreads: list[tuple[str, int, int]] = []
        """Fragment, depth, number of the selection set."""
        self.key_sets: list[Counter[str]] = []


class _Total(msgspec.Struct, frozen=True):
    fields: int
    depth: int
    aliases: int
    directives: int
    on_node: int
    nesting: int


def is_nested_deeper(text: str, depth: int) -> bool:
    """Whether brackets of a GraphQL text nest beyond `depth`; one pass, strings left out."""
    if text.count("{") + text.count("[") + text.count("(") <= depth:
        return False
    level = 0
    for match in _MARKS.finditer(text):
        mark = match[0]
        if mark in _OPENING:
            level += 1
            if level > depth:
                return True
        elif len(mark) == 1 and mark != "#":
            level -= 1
    return False


def measure_operation(
    document: DocumentNode, operation: OperationDefinitionNode, *, tokens: int
) -> Measure:
    """Measure one operation. Raises Cyclic. Unknown fragments count as nothing."""
    fragments = {
        node.name.value: node
        for node in document.definitions
        if isinstance(node, FragmentDefinitionNode)
    }
    parts = {name: _read_part(node.selection_set) for name, node in fragments.items()}
    own = _read_part(operation.selection_set)
    _note_directives(own, operation.directives)
    for definition in operation.variable_definitions or ():
        own.nesting = max(own.nesting, _type_nesting(definition.type))
        _note_directives(own, definition.directives)
    order = _order(own, parts)
    totals: dict[str, _Total] = {}
    for name in order:
        totals[name] = _add_up(parts[name], totals)
    total = _add_up(own, totals)
    roots, same_key = (0, 0)
    if total.fields <= _COUNTED_FIELDS:
        roots, same_key = _count_keys(own, parts, order)
    definitions = document.definitions
    return Measure(
        tokens=tokens,
        depth=total.depth,
        nesting=total.nesting,
        fields=total.fields,
        aliases=total.aliases,
        same_key=same_key,
        roots=roots,
        directives=total.directives,
        directives_on_node=total.on_node,
        fragments=len(fragments),
        operations=sum(1 for node in definitions if isinstance(node, OperationDefinitionNode)),
        variables=len(operation.variable_definitions or ()),
    )


_COUNTED_FIELDS: Final = 20_000


def _read_part(selection_set: SelectionSetNode) -> _Part:
    part = _Part()
    _walk(selection_set, part, 1, _open_set(part))
    return part


def _open_set(part: _Part) -> int:
    part.key_sets.append(Counter())
    return len(part.key_sets) - 1


def _walk(selection_set: SelectionSetNode, part: _Part, depth: int, number: int) -> None:
    for node in selection_set.selections:
        _note_directives(part, node.directives)
        if isinstance(node, FieldNode):
            part.fields += 1
            part.depth = max(part.depth, depth)
            part.aliases += node.alias is not None
            part.key_sets[number][(node.alias or node.name).value] += 1
            for argument in node.arguments or ():
                part.nesting = max(part.nesting, _value_nesting(argument.value))
            if node.selection_set is not None:
                _walk(node.selection_set, part, depth + 1, _open_set(part))
        elif isinstance(node, InlineFragmentNode):
            _walk(node.selection_set, part, depth, number)
        elif isinstance(node, FragmentSpreadNode):
            part.spreads.append((node.name.value, depth, number))


def _note_directives(part: _Part, directives: "tuple[DirectiveNode, ...] | None") -> None:
    if not directives:
        return
    part.directives += len(directives)
    part.on_node = max(part.on_node, len(directives))
    for directive in directives:
        for argument in directive.arguments or ():
            part.nesting = max(part.nesting, _value_nesting(argument.value))


def _value_nesting(value: ValueNode) -> int:
    deepest = 0
    level: list[ValueNode] = [value]
    while level:
        below: list[ValueNode] = []
        for node in level:
            if isinstance(node, ListValueNode):
                below += node.values
            elif isinstance(node, ObjectValueNode):
                below += [field.value for field in node.fields]
        deepest += bool(below)
        level = below
    return deepest


def _type_nesting(node: TypeNode) -> int:
    deepest = 0
    while isinstance(node, (ListTypeNode, NonNullTypeNode)):
        deepest += isinstance(node, ListTypeNode)
        node = node.type
    return deepest


def _order(own: _Part, parts: dict[str, _Part]) -> list[str]:
    """Fragments the operation reaches, each after those it spreads."""
    done: dict[str, bool] = {}
    order: list[str] = []
    stack = [name for name, _, _ in own.spreads]
    while stack:
        name = stack[-1]
        part = parts.get(name)
        if part is None or done.get(name):
            stack.pop()
            continue
        if name in done:
            done[name] = True
            order.append(name)
            stack.pop()
            continue
        done[name] = False
        for spread, _, _ in part.spreads:
            if done.get(spread) is False:
                raise Cyclic(spread)
            if spread not in done:
                stack.append(spread)
    return order


def _add_up(part: _Part, totals: dict[str, _Total]) -> _Total:
    fields, depth, aliases = part.fields, part.depth, part.aliases
    directives, on_node, nesting = part.directives, part.on_node, part.nesting
    for name, at, _ in part.spreads:
        below = totals.get(name)
        if below is None:
            continue
        fields += below.fields
        depth = max(depth, at - 1 + below.depth)
        aliases += below.aliases
        directives += below.directives
        on_node = max(on_node, below.on_node)
        nesting = max(nesting, below.nesting)
    return _Total(fields, depth, aliases, directives, on_node, nesting)


def _count_keys(own: _Part, parts: dict[str, _Part], order: list[str]) -> tuple[int, int]:
    """Root fields, and the most often that one key stands in one selection set."""
    tops: dict[str, Counter[str]] = {}
    most = 0
    for name in (*order, None):
        part = own if name is None else parts[name]
        sets = [Counter(keys) for keys in part.key_sets]
        for spread, _, number in part.spreads:
            if spread in tops:
                sets[number].update(tops[spread])
        most = max(most, max((max(keys.values(), default=0) for keys in sets), default=0))
        if name is None:
            return sets[0].total(), most
        tops[name] = sets[0]
    return 0, most
