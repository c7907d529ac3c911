# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Operations that one fetch answers in the very shape the client gets (stack N1).

A service of this process that executes GraphQL itself may then hand its answer over ready for the encoder.
"""

from __future__ import annotations

from graphql import FieldNode, OperationDefinitionNode, SelectionSetNode, parse

from gateway.planner.outputs import named_type
from gateway.planner.plan import Plan
from gateway.planner.projection import Projection, ShapeField, ShapeNode
from gateway.planner.shapes import chosen

Roots = tuple[tuple[str, str], ...]
"""The client's root keys in order, each with the key of the fetch."""


def whole_roots(plan: Plan, projection: Projection, veiled: frozenset[str]) -> Roots | None:
    """The root keys if everything below them has the client's names, order and types; else None.

    `veiled` are enums with values that clients may not see.
    """
    if plan.kind != "query" or len(plan.steps) != 1 or plan.steps[0].when is not None:
        return None
    if projection.is_guarded or projection.conditions or not projection.root.uniform:
        return None
    (operation,) = parse(plan.steps[0].query).definitions
    if not isinstance(operation, OperationDefinitionNode):
        return None
    asked = _fields_of(operation.selection_set)
    fields = chosen(projection.root, {})
    if asked is None or any(one.type is None or one.source not in asked for one in fields):
        return None
    if not all(_is_whole(one, asked[one.source], veiled) for one in fields):
        return None
    return tuple((one.key, one.source) for one in fields)


def _is_whole(field: ShapeField, asked: FieldNode, veiled: frozenset[str]) -> bool:
    if field.node is not None:
        return asked.selection_set is not None and _fits(field.node, asked.selection_set, veiled)
    return field.type is not None and named_type(field.type).name not in veiled


def _fits(node: ShapeNode, selection: SelectionSetNode, veiled: frozenset[str]) -> bool:
    asked = _fields_of(selection)
    if asked is None or not node.uniform or node.is_abstract:
        return False
    fields = chosen(node, {})
    if any(one.key != one.source for one in fields) or [one.key for one in fields] != list(asked):
        return False
    return all(_is_whole(one, asked[one.key], veiled) for one in fields)


def _fields_of(selection: SelectionSetNode) -> dict[str, FieldNode] | None:
    """The fields of a selection by response key, in order; None if there is more than fields."""
    found: dict[str, FieldNode] = {}
    for node in selection.selections:
        if not isinstance(node, FieldNode) or node.directives:
            return None
        found[node.alias.value if node.alias else node.name.value] = node
    return found
