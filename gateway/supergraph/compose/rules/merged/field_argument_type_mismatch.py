# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""All types of an argument have one among them that is a subtype of the others."""

from collections.abc import Iterator

from gateway.supergraph.compose import typerefs
from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.merged import Merged
from gateway.supergraph.compose.merging.relations import named_subtype
from gateway.supergraph.compose.rules.places import clash, fields_of, listed

CODE = "FIELD_ARGUMENT_TYPE_MISMATCH"


def check(merged: Merged) -> Iterator[CompositionError]:
    """Every argument."""
    subtype = named_subtype(merged.possible)
    for kind, field in fields_of(merged):
        for one in field.args.values():
            groups: dict[str, list[str]] = {}
            for subgraph, source in one.sources.items():
                groups.setdefault(source.type, []).append(subgraph)
            if typerefs.narrowest(list(groups), subtype) is None:
                coordinate = f"{kind.name}.{field.name}({one.name}:)"
                yield clash(
                    CODE,
                    f'type of argument "{coordinate}" is incompatible across subgraphs:'
                    f" {listed(groups)}",
                    coordinate,
                )
