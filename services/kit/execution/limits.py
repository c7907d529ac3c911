# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""How large an operation is, measured before it is validated (reliability Q1-Q3; stack K3)."""

from typing import Final

import msgspec
from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
)

TOKENS: Final = 15_000
"""Lexical tokens of the largest document."""


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What an operation may hold. A service's own door: the gateway asks for less."""

    depth: int = 40
    fields: int = 5000
    """After fragments are expanded."""
    definitions: int = 110
    compiled_fields: int = 400
    """Operations that are not registered and larger than this stay on graphql-core."""


class Measure(msgspec.Struct, frozen=True):
    """Depth and fields of a selection, fragments expanded."""

    depth: int
    fields: int


class LimitExceeded(Exception):
    """The operation is larger than allowed."""

    def __init__(self, limit: str, most: int) -> None:
        """Name the limit and its value."""
        super().__init__(limit)
        self.limit = limit
        self.most = most


def check_size(document: DocumentNode, limits: Limits) -> None:
    """Raise LimitExceeded for a document that is too large; work is linear in its text."""
    if len(document.definitions) > limits.definitions:
        raise LimitExceeded("definitions", limits.definitions)
    scale = _Scale(document)
    for node in document.definitions:
        if isinstance(node, OperationDefinitionNode):
            size = scale.selection(node.selection_set)
            if size.depth > limits.depth:
                raise LimitExceeded("depth", limits.depth)
            if size.fields > limits.fields:
                raise LimitExceeded("fields", limits.fields)


class _Scale:
    """Measures each fragment once; a cycle counts as nothing, validation refuses it."""

    def __init__(self, document: DocumentNode) -> None:
        self._fragments = {
            node.name.value: node
            for node in document.definitions
            if isinstance(node, FragmentDefinitionNode)
        }
        self._known: dict[str, Measure] = {}

    def selection(self, chosen: SelectionSetNode) -> Measure:
        depth, fields = 0, 0
        for node in chosen.selections:
            inner = Measure(0, 0)
            if isinstance(node, FragmentSpreadNode):
                inner = self._fragment(node.name.value)
            elif isinstance(node, InlineFragmentNode):
                inner = self.selection(node.selection_set)
            elif isinstance(node, FieldNode):
                below = self.selection(node.selection_set) if node.selection_set else Measure(0, 0)
                inner = Measure(below.depth + 1, below.fields + 1)
            depth = max(depth, inner.depth)
            fields += inner.fields
        return Measure(depth, fields)

    def _fragment(self, name: str) -> Measure:
        known = self._known.get(name)
        if known is None:
            self._known[name] = Measure(0, 0)
            fragment = self._fragments.get(name)
            if fragment is None:
                return self._known[name]
            known = self._known[name] = self.selection(fragment.selection_set)
        return known
