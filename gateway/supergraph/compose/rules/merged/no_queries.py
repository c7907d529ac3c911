# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Some subgraph must have a query field."""

from collections.abc import Iterator, Mapping

from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.model import ROOTS, SubgraphIn

CODE = "NO_QUERIES"


def check(subgraphs: Mapping[str, SubgraphIn]) -> Iterator[CompositionError]:
    """Look for any field of Query."""
    root = ROOTS["query"]
    for subgraph in subgraphs.values():
        if "query" in subgraph.roots and subgraph.types[root].fields:
            return
    yield CompositionError(CODE, "no queries found in any subgraph: a supergraph needs one")
