# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A subgraph is not called `_`: the name is reserved."""

from collections.abc import Iterator

from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.model import SubgraphIn

CODE = "INVALID_SUBGRAPH_NAME"


def check(subgraph: SubgraphIn) -> Iterator[CompositionError]:
    """Look at the name."""
    if subgraph.name in {"_", ""}:
        yield CompositionError(CODE, f'invalid name "{subgraph.name}" for a subgraph: reserved')
