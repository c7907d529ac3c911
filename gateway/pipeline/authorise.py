# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Station: what the caller may ask for: introspection by profile, fields by what they demand."""

from graphql import FieldNode, FragmentDefinitionNode, SelectionSetNode

from gateway.pipeline.exchange import Exchange, Known
from services.kit.wire.problem import Problem


def authorise(exchange: Exchange) -> None:
    """Refuse the schema's inside at a public door (reliability H8)."""
    if exchange.desk.is_developer or exchange.is_registered:
        return
    known = exchange.operation
    if known.asks_for_schema is None:
        known.asks_for_schema = _asks_for_schema(known)
    if known.asks_for_schema:
        raise Problem("FORBIDDEN", extensions={"reason": "introspection"})


def _asks_for_schema(known: Known) -> bool:
    sets: list[SelectionSetNode] = [known.operation.selection_set]
    sets += [
        node.selection_set
        for node in known.document.definitions
        if isinstance(node, FragmentDefinitionNode)
    ]
    while sets:
        for node in sets.pop().selections:
            if isinstance(node, FieldNode) and node.name.value == "__schema":
                return True
            inner = getattr(node, "selection_set", None)
            if inner is not None:
                sets.append(inner)
    return False
