# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A directive that composition merges says nothing on an external field."""

from collections.abc import Iterator

from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.model import SubgraphIn
from gateway.supergraph.compose.rules.places import fault, fields_in
from gateway.supergraph.compose.specs import MERGED_ANYWAY

CODE = "MERGED_DIRECTIVE_APPLICATION_ON_EXTERNAL"


def check(subgraph: SubgraphIn) -> Iterator[CompositionError]:
    """Every external field."""
    for kind, field in fields_in(subgraph):
        if not field.external:
            continue
        for one in field.applied:
            if one.spec in MERGED_ANYWAY:
                yield fault(
                    CODE,
                    f"cannot apply merged directive @{one.name} to external field"
                    f' "{kind.name}.{field.name}"',
                    subgraph=subgraph,
                    coordinate=f"{kind.name}.{field.name}",
                    line=one.line,
                )
