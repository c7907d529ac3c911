# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A field that overrides must resolve: it cannot be external, nor of an interface object."""

from collections.abc import Iterator

from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.model import SubgraphIn
from gateway.supergraph.compose.rules.places import fault, fields_in

CODE = "OVERRIDE_COLLISION_WITH_ANOTHER_DIRECTIVE"


def check(subgraph: SubgraphIn) -> Iterator[CompositionError]:
    """Every override."""
    for kind, field in fields_in(subgraph):
        if field.override is None:
            continue
        coordinate = f"{kind.name}.{field.name}"
        if field.declared_external:
            message = f'@override cannot be used on external field "{coordinate}"'
        elif kind.interface_object:
            message = f'@override cannot be used on "{coordinate}" of an interface object'
        else:
            continue
        yield fault(
            CODE, message, subgraph=subgraph, coordinate=coordinate, line=field.override.line
        )
