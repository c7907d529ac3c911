# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""An interface object has a key, and its subgraph knows no implementation of the interface."""

from collections.abc import Iterator

from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.model import SubgraphIn
from gateway.supergraph.compose.rules.places import fault

CODE = "INTERFACE_OBJECT_USAGE_ERROR"


def check(subgraph: SubgraphIn) -> Iterator[CompositionError]:
    """Every interface object."""
    for kind in subgraph.types.values():
        if kind.interface_object and not kind.keys:
            yield fault(
                CODE,
                f'@interfaceObject needs an entity, but "{kind.name}" has no @key',
                subgraph=subgraph,
                coordinate=kind.name,
                line=kind.line,
            )
