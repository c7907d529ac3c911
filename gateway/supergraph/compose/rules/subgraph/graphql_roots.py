# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""GraphQL: the roots are object types."""

from collections.abc import Iterator

from gateway.supergraph.compose import model
from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.model import SubgraphIn
from gateway.supergraph.compose.rules.places import fault

CODE = "INVALID_GRAPHQL"


def check(subgraph: SubgraphIn) -> Iterator[CompositionError]:
    """Look at what carries the name of a root."""
    for operation, root in subgraph.roots.items():
        kind = subgraph.types.get(root)
        if kind is None:
            if operation not in subgraph.misnamed_roots:
                yield CompositionError(
                    CODE, f"the {operation} root type is not defined", subgraph.name
                )
        elif kind.kind != model.OBJECT:
            yield fault(
                CODE,
                f'the {operation} root type "{root}" must be an object type',
                subgraph=subgraph,
                coordinate=root,
                line=kind.line,
            )
