# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What GraphQL or a spec defines cannot be hidden."""

from collections.abc import Iterator

from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.marks import find
from gateway.supergraph.compose.model import SubgraphIn
from gateway.supergraph.compose.rules.places import fault

CODE = "DISALLOWED_INACCESSIBLE"


def check(subgraph: SubgraphIn) -> Iterator[CompositionError]:
    """Built-in scalars, spec types, and the arguments of directives."""
    spots = dict(subgraph.hidden_spec_elements)
    for directive in subgraph.directives.values():
        for argument in directive.args.values():
            if find(argument.applied, "inaccessible") is not None:
                spots[f"@{directive.name}({argument.name}:)"] = argument.line
    for coordinate, line in spots.items():
        yield fault(
            CODE,
            f'"{coordinate}" cannot be @inaccessible: it is not a part of the API',
            subgraph=subgraph,
            coordinate=coordinate,
            line=line,
        )
