# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Directives that travel as data in `@join__directive`, for the gateways that know them."""

from collections.abc import Mapping, Sequence

from gateway.supergraph.compose.merged import JoinDirective, Merged
from gateway.supergraph.compose.merging.applied import written_args
from gateway.supergraph.compose.model import Applied

_CARRIED = frozenset({"cacheTag"})


def carry(merged: Merged, sources: Mapping[str, Sequence[Applied]]) -> tuple[JoinDirective, ...]:
    """One per directive and arguments, with all subgraphs that say so."""
    graphs: dict[tuple[str, str], list[str]] = {}
    for subgraph, group in sources.items():
        for one in group:
            if one.spec in _CARRIED:
                key = (f"federation__{one.spec}", written_args(one.args))
                graphs.setdefault(key, []).append(merged.subgraphs[subgraph].graph)
    return tuple(JoinDirective(tuple(names), *key) for key, names in graphs.items())


def carrying(merged: Merged) -> tuple[str, ...]:
    """The subgraphs that use a carried directive."""
    return tuple(
        subgraph.name
        for subgraph in merged.subgraphs.values()
        if any(
            one.spec in _CARRIED
            for kind in subgraph.types.values()
            for one in (*kind.applied, *(o for f in kind.fields.values() for o in f.applied))
        )
    )
