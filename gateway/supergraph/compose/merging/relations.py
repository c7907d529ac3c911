# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Who implements what across all subgraphs, and the subtype relation that follows."""

from collections.abc import Callable, Mapping

from gateway.supergraph.compose import model
from gateway.supergraph.compose.model import SubgraphIn


def possible_types(subgraphs: Mapping[str, SubgraphIn]) -> dict[str, frozenset[str]]:
    """Abstract type -> all types below it, interfaces included; members and implements unite."""
    below: dict[str, set[str]] = {}
    for subgraph in subgraphs.values():
        for kind in subgraph.types.values():
            if kind.kind == model.UNION:
                below.setdefault(kind.name, set()).update(kind.members)
            elif kind.kind == model.INTERFACE:
                below.setdefault(kind.name, set())
            for interface in kind.interfaces:
                below.setdefault(interface, set()).add(kind.name)
    return {name: frozenset(members) for name, members in below.items()}


def named_subtype(possible: Mapping[str, frozenset[str]]) -> Callable[[str, str], bool]:
    """Whether one named type is a strict subtype of another."""

    def is_below(low: str, high: str) -> bool:
        return low in possible.get(high, ())

    return is_below
