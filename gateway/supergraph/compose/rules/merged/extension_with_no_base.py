# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Federation 1: what one subgraph extends, another defines (roots apart)."""

from collections.abc import Iterator, Mapping

from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.model import ROOTS, SubgraphIn
from gateway.supergraph.compose.rules.places import fault

CODE = "EXTENSION_WITH_NO_BASE"


def check(subgraphs: Mapping[str, SubgraphIn]) -> Iterator[CompositionError]:
    """Every type that was only extended."""
    defined = {
        kind.name
        for subgraph in subgraphs.values()
        for kind in subgraph.types.values()
        if not kind.only_extended
    }
    for subgraph in subgraphs.values():
        for kind in subgraph.types.values():
            if kind.only_extended and kind.name not in defined and kind.name not in ROOTS.values():
                yield fault(
                    CODE,
                    f'type "{kind.name}" is extended, but no subgraph defines it',
                    subgraph=subgraph,
                    coordinate=kind.name,
                    line=kind.line,
                )
