# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Plans operations: which subgraph is asked for what, in which order (federation 3.5)."""

from gateway.planner.costing import CostFormula, Estimate
from gateway.planner.granting import Grants, policies_of
from gateway.planner.operation import PlanningError
from gateway.planner.plan import Plan, Step
from gateway.planner.preparing import InvalidDocument, Prepared, find_operation, prepare

__all__ = [
    "CostFormula",
    "Estimate",
    "Grants",
    "InvalidDocument",
    "Plan",
    "PlanningError",
    "Prepared",
    "Step",
    "find_operation",
    "policies_of",
    "prepare",
]
