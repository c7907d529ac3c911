# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""An argument taken from a context is so in all subgraphs, or optional where it is plain."""

from collections.abc import Iterator

from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.marks import find
from gateway.supergraph.compose.merged import Merged
from gateway.supergraph.compose.rules.places import clash, fields_of, quoted

CODE = "CONTEXTUAL_ARGUMENT_NOT_CONTEXTUAL_IN_ALL_SUBGRAPHS"


def check(merged: Merged) -> Iterator[CompositionError]:
    """Every contextual argument."""
    for kind, field in fields_of(merged):
        names = {
            one.name
            for source in field.sources.values()
            for one in source.args.values()
            if find(one.applied, "fromContext")
        }
        for name in sorted(names):
            plain = [
                subgraph
                for subgraph, source in field.sources.items()
                if name in source.args
                and not find(source.args[name].applied, "fromContext")
                and source.args[name].type.endswith("!")
                and source.args[name].default is None
            ]
            if plain:
                coordinate = f"{kind.name}.{field.name}({name}:)"
                yield clash(
                    CODE,
                    f'argument "{coordinate}" is contextual in one subgraph but required and not'
                    f" contextual in {quoted(plain)}",
                    coordinate,
                )
