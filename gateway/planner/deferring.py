# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The parts of an operation that may be answered later (`@defer`)."""

from __future__ import annotations

from typing import Any

import msgspec
from graphql import BooleanValueNode, VariableNode


class Deferred(msgspec.Struct, frozen=True):
    """One deferred fragment: its label, the part it lies in, the variable that switches it on."""

    label: str | None
    parent: int
    condition: str | None


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
        for arg in directive.arguments or ():
            if arg.name.value == "label":
                label = getattr(arg.value, "value", None)
            elif isinstance(arg.value, BooleanValueNode) and not arg.value.value:
                return parent
            elif isinstance(arg.value, VariableNode):
                condition = arg.value.name.value
        key = (id(node), parent)
        if key not in self._seen:
            self._seen[key] = len(self._found)
            self._found.append(Deferred(label, parent, condition))
        return self._seen[key]
