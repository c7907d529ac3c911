# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Station: what the caller may ask for: introspection by profile, fields by what they demand."""

from graphql import FieldNode, FragmentDefinitionNode, SelectionSetNode

from gateway.pipeline.exchange import Exchange, Known
from gateway.protection.demands import find_demands, meets, rules_of
from gateway.protection.withholding import withhold
from services.kit.wire.problem import Problem


def authorise(exchange: Exchange) -> None:
    """Refuse the schema's inside at a public door (reliability H8); withhold refused fields."""
    known = exchange.operation
    if not exchange.desk.is_developer and not exchange.is_registered:
        if known.asks_for_schema is None:
            known.asks_for_schema = _asks_for_schema(known)
        if known.asks_for_schema:
            raise Problem("FORBIDDEN", extensions={"reason": "introspection"})
    supergraph = exchange.version.supergraph
    if not supergraph.auth:
        return
    if known.demands is None:
        known.demands = find_demands(
            known.document, known.operation, supergraph.api, supergraph.auth
        )
    if known.demands:
        _withhold(exchange, known, known.demands)


def _withhold(exchange: Exchange, known: Known, demands: frozenset[str]) -> None:
    """Go on with the operation less what its caller may not see; its plan fetches nothing of that."""
    supergraph = exchange.version.supergraph
    judge = exchange.desk.judge
    refused = frozenset(
        coordinate
        for coordinate in demands
        for rule in rules_of(coordinate, supergraph.api, supergraph.auth)
        if not meets(rule, exchange.caller, judge)
    )
    if not refused:
        return
    reduced = known.reduced.get(refused)
    if reduced is None:
        document, operation = withhold(known.document, known.operation, supergraph.api, refused)
        reduced = known.reduced[refused] = Known(document, operation, known.locale)
        reduced.is_valid = True
    if reduced.kind == "subscription":
        raise Problem("UNAUTHORIZED_FIELD_OR_TYPE")
    exchange.known = reduced
    exchange.is_reduced = True


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
