# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Federation 1: a type in use keeps a field when its unused external ones are dropped."""

from collections.abc import Iterator

from gateway.supergraph.compose import model
from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.model import SubgraphIn
from gateway.supergraph.compose.rules.places import fault

CODE = "TYPE_WITH_ONLY_UNUSED_EXTERNAL"


def check(subgraph: SubgraphIn) -> Iterator[CompositionError]:
    """Every object type of an upgraded subgraph."""
    if subgraph.version != (1, 0):
        return
    for kind in subgraph.types.values():
        if kind.kind == model.OBJECT and not kind.fields and kind.name not in model.ROOTS.values():
            yield fault(
                CODE,
                f'type "{kind.name}" contains only external fields that nothing uses',
                subgraph=subgraph,
                coordinate=kind.name,
                line=kind.line,
            )
