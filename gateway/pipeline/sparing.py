# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Which subgraphs an operation may ask: those it would not cost more than they may be asked for."""

from __future__ import annotations

from collections.abc import Mapping

from gateway.executor.variables import coerce_variables
from gateway.pipeline.exchange import Exchange
from gateway.planner import PlanningError, Prepared
from gateway.subgraphs.spared import SparedSubgraph
from services.kit.wire.problem import Problem
from services.kit.wire.subgraph import Subgraph


def affordable(exchange: Exchange, prepared: Prepared) -> Mapping[str, Subgraph]:
    """The subgraphs, with those spared that the plan's fetches would cost too much (federation 4.6).

    Only where the operator has set budgets; entities and inputs fetched on the way count, too.
    """
    subgraphs = exchange.version.subgraphs
    budgets = exchange.desk.subgraph_costs
    if not budgets or not exchange.desk.settings.enforces_cost:
        return subgraphs
    variables, errors = coerce_variables(prepared, exchange.variables)
    if errors:
        return subgraphs
    try:
        costs = prepared.cost.estimate(variables).by_graph
    except PlanningError as error:
        raise Problem("COST_INVALID_SLICING_ARGUMENTS") from error
    spared = {
        name: SparedSubgraph(name, cost=costs[name], most=most)
        for name, most in budgets.items()
        if costs.get(name, 0) > most
    }
    return {**subgraphs, **spared} if spared else subgraphs
