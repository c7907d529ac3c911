# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A default root name may only be used by the root type itself."""

from collections.abc import Iterator

from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.model import ROOTS, SubgraphIn
from gateway.supergraph.compose.rules.places import fault

CODES = {
    "query": "ROOT_QUERY_USED",
    "mutation": "ROOT_MUTATION_USED",
    "subscription": "ROOT_SUBSCRIPTION_USED",
}


def check(subgraph: SubgraphIn) -> Iterator[CompositionError]:
    """Nothing but the root may be called Query, Mutation or Subscription."""
    for operation, taken in subgraph.misnamed_roots.items():
        yield fault(
            CODES[operation],
            f'the name "{ROOTS[operation]}" is used by a type that is not the root'
            f" of {operation} operations",
            subgraph=subgraph,
            coordinate=ROOTS[operation],
            line=taken,
        )
