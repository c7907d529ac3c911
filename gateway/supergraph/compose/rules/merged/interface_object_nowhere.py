# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What is an interface object here is an interface elsewhere."""

from collections.abc import Iterator

from gateway.supergraph.compose import model
from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.merged import Merged
from gateway.supergraph.compose.rules.places import clash, fault

CODE = "INTERFACE_OBJECT_USAGE_ERROR"


def check(merged: Merged) -> Iterator[CompositionError]:
    """Every interface object; its subgraph may not define implementations of the interface."""
    for kind in merged.types.values():
        objects = kind.interface_object_in
        if not objects:
            continue
        if len(objects) == len(kind.sources):
            yield clash(
                CODE,
                f'type "{kind.name}" is declared with @interfaceObject in all the subgraphs in'
                " which it is defined",
                kind.name,
            )
            continue
        for subgraph in objects:
            for name in sorted(merged.possible.get(kind.name, ())):
                local = merged.subgraphs[subgraph].types.get(name)
                if local is not None and local.kind == model.OBJECT:
                    yield fault(
                        CODE,
                        f'"{kind.name}" is an interface object here, so its implementation'
                        f' "{name}" cannot be defined here',
                        subgraph=subgraph,
                        coordinate=name,
                        line=local.line,
                    )
