# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""`@cost` stands on the fields of implementations, not of interfaces."""

from collections.abc import Iterator

from gateway.supergraph.compose import model
from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.marks import find
from gateway.supergraph.compose.model import SubgraphIn
from gateway.supergraph.compose.rules.places import fault, fields_in

CODE = "COST_APPLIED_TO_INTERFACE_FIELD"


def check(subgraph: SubgraphIn) -> Iterator[CompositionError]:
    """Every interface field."""
    for kind, field in fields_in(subgraph):
        cost = find(field.applied, "cost")
        if kind.kind == model.INTERFACE and cost is not None:
            yield fault(
                CODE,
                f'@cost cannot be applied to interface field "{kind.name}.{field.name}"',
                subgraph=subgraph,
                coordinate=f"{kind.name}.{field.name}",
                line=cost.line,
            )
