# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Reads who may see a field (`@authenticated` and kin) and what it costs (`@cost`, `@listSize`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from graphql import TypeDefinitionNode, value_from_ast_untyped

from gateway.supergraph.api import Features
from gateway.supergraph.model import AuthRule, CostRules, ListSize


def read_auth(definitions: list[TypeDefinitionNode], features: Features) -> dict[str, AuthRule]:
    """Rules by coordinate: `Type` or `Type.field`."""
    found: dict[str, AuthRule] = {}
    for coordinate, node in _coordinates(definitions):
        uses = _uses(node)
        rule = AuthRule(
            features.named("authenticated") in uses,
            _groups(uses.get(features.named("requiresScopes"), {}).get("scopes")),
            _groups(uses.get(features.named("policy"), {}).get("policies")),
        )
        if rule != AuthRule():
            found[coordinate] = rule
    return found


def read_cost(definitions: list[TypeDefinitionNode], features: Features) -> CostRules:
    """Weights by coordinate (`Type`, `Type.field`, `Type.field(arg:)`) and list sizes."""
    weights: dict[str, int] = {}
    sizes: dict[str, ListSize] = {}
    cost, size = features.named("cost"), features.named("listSize")
    for coordinate, node in _coordinates(definitions):
        uses = _uses(node)
        if cost in uses:
            weights[coordinate] = int(uses[cost]["weight"])
        if size in uses:
            sizes[coordinate] = _list_size(uses[size])
        for argument in getattr(node, "arguments", None) or ():
            inner = _uses(argument)
            if cost in inner:
                weights[f"{coordinate}({argument.name.value}:)"] = int(inner[cost]["weight"])
    return CostRules(weights, sizes)


def _list_size(args: dict[str, Any]) -> ListSize:
    return ListSize(
        args.get("assumedSize"),
        tuple(args.get("slicingArguments") or ()),
        tuple(args.get("sizedFields") or ()),
        args.get("requireOneSlicingArgument") is not False,
    )


def _coordinates(definitions: list[TypeDefinitionNode]) -> Iterator[tuple[str, Any]]:
    for node in definitions:
        yield node.name.value, node
        for field in getattr(node, "fields", None) or ():
            yield f"{node.name.value}.{field.name.value}", field


def _uses(node: Any) -> dict[str, dict[str, Any]]:
    return {
        one.name.value: {
            arg.name.value: value_from_ast_untyped(arg.value) for arg in one.arguments or ()
        }
        for one in node.directives or ()
    }


def _groups(value: Any) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(str(one) for one in group) for group in value or ())
