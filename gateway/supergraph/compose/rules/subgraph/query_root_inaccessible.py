# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The query root cannot be hidden."""

from collections.abc import Iterator

from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.marks import find
from gateway.supergraph.compose.model import ROOTS, SubgraphIn
from gateway.supergraph.compose.rules.places import fault

CODE = "QUERY_ROOT_TYPE_INACCESSIBLE"


def check(subgraph: SubgraphIn) -> Iterator[CompositionError]:
    """Look at Query."""
    root = subgraph.types.get(ROOTS["query"])
    if root is not None and find(root.applied, "inaccessible") is not None:
        yield fault(
            CODE,
            f'type "{root.name}" is @inaccessible but is the root of queries',
            subgraph=subgraph,
            coordinate=root.name,
            line=root.line,
        )
