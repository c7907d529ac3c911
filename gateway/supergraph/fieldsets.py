# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Field sets: the selection strings inside `@key`, `@requires` and `@provides`."""

from __future__ import annotations

from functools import lru_cache

from graphql import (
    FieldNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    parse,
    print_ast,
)

from gateway.supergraph.model import FieldSet, Pick


@lru_cache(maxsize=8192)
def read_field_set(text: str) -> FieldSet:
    """Parse a field set, e.g. `id org { id } ... on Book { isbn }`; raises GraphQLSyntaxError."""
    source = text.strip()
    if not source.startswith("{"):
        source = "{" + source + "}"
    definition = parse(source, no_location=True).definitions[0]
    if not isinstance(definition, OperationDefinitionNode):
        raise TypeError(f"not a field set: {text}")
    return _picks(definition.selection_set, None)


def _picks(selection_set: SelectionSetNode, on: str | None) -> FieldSet:
    found: list[Pick] = []
    for node in selection_set.selections:
        if isinstance(node, FieldNode):
            args = ""
            if node.arguments:
                args = "(" + ", ".join(print_ast(one) for one in node.arguments) + ")"
            kids = None if node.selection_set is None else _picks(node.selection_set, None)
            found.append(Pick(node.name.value, args, on, kids))
        elif isinstance(node, InlineFragmentNode):
            inner = on if node.type_condition is None else node.type_condition.name.value
            found.extend(_picks(node.selection_set, inner))
    return tuple(found)


def print_field_set(picks: FieldSet) -> str:
    """Field set as text in one line, conditions included."""
    parts: list[str] = []
    for pick in picks:
        text = pick.name + pick.args
        if pick.kids is not None:
            text += " { " + print_field_set(pick.kids) + " }"
        parts.append(text if pick.on is None else f"... on {pick.on} {{ {text} }}")
    return " ".join(parts)
