# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""An external field resolves nothing, so it cannot provide or require."""

from collections.abc import Iterator

from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.model import SubgraphIn
from gateway.supergraph.compose.rules.places import fault, fields_in

CODE = "EXTERNAL_COLLISION_WITH_ANOTHER_DIRECTIVE"


def check(subgraph: SubgraphIn) -> Iterator[CompositionError]:
    """Every external field."""
    for kind, field in fields_in(subgraph):
        if not field.declared_external:
            continue
        for one in field.applied:
            if one.spec == "provides":
                yield fault(
                    CODE,
                    f'"{kind.name}.{field.name}" is external and cannot have @{one.name}',
                    subgraph=subgraph,
                    coordinate=f"{kind.name}.{field.name}",
                    line=one.line,
                )
