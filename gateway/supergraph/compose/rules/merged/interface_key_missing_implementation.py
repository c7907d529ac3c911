# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A subgraph with a resolvable interface key knows every implementation of the interface."""

from collections.abc import Iterator

from gateway.supergraph.compose import model
from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.merged import Merged
from gateway.supergraph.compose.rules.places import fault, quoted

CODE = "INTERFACE_KEY_MISSING_IMPLEMENTATION_TYPE"


def check(merged: Merged) -> Iterator[CompositionError]:
    """Every interface with a key."""
    for kind in merged.types.values():
        if kind.kind != model.INTERFACE:
            continue
        every = {
            name
            for name in merged.possible.get(kind.name, ())
            if name in merged.types and merged.types[name].kind == model.OBJECT
        }
        for subgraph, source in kind.sources.items():
            keys = [key for key in source.keys if key.resolvable]
            if source.interface_object or not keys:
                continue
            local = {
                other.name
                for other in merged.subgraphs[subgraph].types.values()
                if kind.name in other.interfaces
            }
            missing = every - local
            if missing:
                yield fault(
                    CODE,
                    f'interface "{kind.name}" has a resolvable key (@key(fields:'
                    f' "{keys[0].fields}")) but the subgraph does not define'
                    f" {quoted(missing)}, which implement it",
                    subgraph=subgraph,
                    coordinate=kind.name,
                    line=keys[0].line,
                )
