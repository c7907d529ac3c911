# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Satisfiability: every operation the API schema allows can be answered by the subgraphs (§3.2)."""

from gateway.supergraph.compose.satisfiability.checking import check_satisfiability

__all__ = ["check_satisfiability"]
