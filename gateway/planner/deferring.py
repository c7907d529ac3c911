# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The parts of an operation that may be answered later (`@defer`)."""

from __future__ import annotations

from typing import Any

import msgspec
from graphql import (
    ArgumentNode,
    BooleanValueNode,
    DirectiveNode,
    DocumentNode,
    NamedTypeNode,
    NameNode,
    NonNullTypeNode,
    OperationDefinitionNode,
    VariableDefinitionNode,
    VariableNode,
    Visitor,
    visit,
)

_SWITCH = "torgetSwitch"


class Deferred(msgspec.Struct, frozen=True):
    """One deferred fragment: its label, the part it lies in, the variable that switches it on."""

    label: str | None
    parent: int
    condition: str | None
    switch: str | None = None
    """The variable without which it is not asked for at all; only in divided documents."""


class Defers:
    """The deferred fragments of an operation; 0 is the part answered at once."""

    def __init__(self) -> None:
        self._found: list[Deferred] = [Deferred(None, 0, None)]
        self._seen: dict[tuple[int, int], int] = {}

    def parts(self) -> tuple[Deferred, ...]:
        """All parts, none if nothing is deferred."""
        return tuple(self._found) if len(self._found) > 1 else ()

    def open(self, node: Any, parent: int) -> int:
        """The number of the deferred part a fragment opens, or that of its parent."""
        for directive in node.directives or ():
            if directive.name.value == "defer":
                return self._open(node, directive, parent)
        return parent

    def _open(self, node: Any, directive: Any, parent: int) -> int:
        label: str | None = None
        condition: str | None = None
        switch: str | None = None
        for arg in directive.arguments or ():
            if arg.name.value == _SWITCH:
                switch = arg.value.name.value
            elif arg.name.value == "label":
                label = getattr(arg.value, "value", None)
            elif isinstance(arg.value, BooleanValueNode) and not arg.value.value:
                return parent
            elif isinstance(arg.value, VariableNode):
                condition = arg.value.name.value
        key = (id(node), parent)
        if key not in self._seen:
            self._seen[key] = len(self._found)
            self._found.append(Deferred(label, parent, condition, switch))
        return self._seen[key]


def divide(document: DocumentNode) -> DocumentNode:
    """The document with a switch at every deferred fragment: it is asked for only if that is on."""
    divider = _Divider(
        {
            given.variable.name.value
            for one in document.definitions
            if isinstance(one, OperationDefinitionNode)
            for given in one.variable_definitions or ()
        }
    )
    divided: DocumentNode = visit(document, divider)
    definitions = tuple(
        VariableDefinitionNode(
            variable=_variable(name),
            type=NonNullTypeNode(type=NamedTypeNode(name=NameNode(value="Boolean"))),
            default_value=BooleanValueNode(value=False),
            directives=(),
        )
        for name in divider.switches
    )
    return DocumentNode(
        definitions=tuple(
            _with(one, variable_definitions=(*(one.variable_definitions or ()), *definitions))
            if isinstance(one, OperationDefinitionNode)
            else one
            for one in divided.definitions
        )
    )


class _Divider(Visitor):
    def __init__(self, taken: set[str]) -> None:
        super().__init__()
        self.taken = taken
        self.switches: list[str] = []

    def leave_fragment_spread(self, node: Any, *_: Any) -> Any:
        return self._divided(node)

    def leave_inline_fragment(self, node: Any, *_: Any) -> Any:
        return self._divided(node)

    def _divided(self, node: Any) -> Any:
        defers = [one for one in node.directives or () if one.name.value == "defer"]
        if not defers:
            return None
        name = f"{_SWITCH}{len(self.switches)}"
        while name in self.taken:
            name += "_"
        self.switches.append(name)
        (defer,) = defers
        mark = ArgumentNode(name=NameNode(value=_SWITCH), value=_variable(name))
        marked = _with(defer, arguments=(*(defer.arguments or ()), mark))
        include = DirectiveNode(
            name=NameNode(value="include"),
            arguments=(ArgumentNode(name=NameNode(value="if"), value=_variable(name)),),
        )
        others = [one for one in node.directives if one is not defer]
        return _with(node, directives=(*others, marked, include))


def _variable(name: str) -> VariableNode:
    return VariableNode(name=NameNode(value=name))


def _with(node: Any, **changes: Any) -> Any:
    """A copy of a node with other parts."""
    kept = {key: getattr(node, key, None) for key in node.keys if key != "loc"}
    return type(node)(**{**kept, **changes})
