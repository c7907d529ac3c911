# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A type has one kind in all subgraphs; interface objects count as interfaces."""

from collections.abc import Iterator, Mapping

from gateway.supergraph.compose import model
from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.model import SubgraphIn, TypeIn
from gateway.supergraph.compose.rules.places import clash, listed

CODE = "TYPE_KIND_MISMATCH"


def check(subgraphs: Mapping[str, SubgraphIn]) -> Iterator[CompositionError]:
    """Every type name."""
    kinds: dict[str, dict[str, list[str]]] = {}
    for subgraph in subgraphs.values():
        for kind in subgraph.types.values():
            kinds.setdefault(kind.name, {}).setdefault(_kind(kind), []).append(subgraph.name)
    for name, groups in kinds.items():
        if len(groups) > 1:
            yield clash(CODE, f'type "{name}" has different kinds: {listed(groups)}', name)


def _kind(kind: TypeIn) -> str:
    return model.INTERFACE if kind.interface_object else kind.kind
