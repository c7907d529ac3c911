# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""GraphQL: a composite type has fields, an enum values, a union members."""

from collections.abc import Iterator

from gateway.supergraph.compose import model
from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.model import SubgraphIn
from gateway.supergraph.compose.rules.places import fault

CODE = "INVALID_GRAPHQL"


def check(subgraph: SubgraphIn) -> Iterator[CompositionError]:
    """Every type; roots may be left with protocol fields only, extensions may add nothing."""
    for kind in subgraph.types.values():
        if kind.kind == model.SCALAR or kind.only_extended or kind.name in model.ROOTS.values():
            continue
        if not (kind.fields or kind.inputs or kind.values or kind.members):
            yield fault(
                CODE,
                f'type "{kind.name}" is empty',
                subgraph=subgraph,
                coordinate=kind.name,
                line=kind.line,
            )
