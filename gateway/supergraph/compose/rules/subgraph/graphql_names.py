# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""GraphQL: every name is defined once, extensions are of the kind they extend."""

from collections.abc import Iterator

from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.model import SubgraphIn
from gateway.supergraph.compose.rules.places import fault

CODE = "INVALID_GRAPHQL"


def check(subgraph: SubgraphIn) -> Iterator[CompositionError]:
    """What reading noticed, since the model keeps one of each."""
    for message, coordinate, line in subgraph.notices:
        yield fault(CODE, message, subgraph=subgraph, coordinate=coordinate, line=line)
