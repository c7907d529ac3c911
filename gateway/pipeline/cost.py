# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Station: what the operation would cost, refused before anything is fetched (Q4)."""

from gateway.pipeline.exchange import Exchange
from gateway.pipeline.metrics import note_cost
from gateway.protection.cost import make_formula
from services.kit.wire.problem import Problem


def cost(exchange: Exchange) -> None:
    """Judge by the caller's column, where the supergraph says what things cost."""
    supergraph = exchange.version.supergraph
    if not supergraph.cost.weights and not supergraph.cost.sizes:
        return
    known = exchange.operation
    if known.cost is None:
        known.cost = make_formula(known.document, known.operation, supergraph.api, supergraph.cost)
    units = exchange.units = known.cost(exchange.variables)
    note_cost(units)
    if units > exchange.limits.cost and exchange.desk.settings.enforces_cost:
        raise Problem(
            "COST_ESTIMATED_TOO_EXPENSIVE",
            extensions={"cost": units, "max": exchange.limits.cost},
        )
