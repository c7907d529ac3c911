# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Auth rules stand on object types and their fields; interfaces get them from there."""

from collections.abc import Iterator

from gateway.supergraph.compose import model
from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.model import Applied, SubgraphIn
from gateway.supergraph.compose.rules.places import fault

CODE = "AUTH_REQUIREMENTS_APPLIED_ON_INTERFACE"
_RULES = frozenset({"authenticated", "requiresScopes", "policy"})


def check(subgraph: SubgraphIn) -> Iterator[CompositionError]:
    """Every interface and its fields, every interface object type."""
    for kind in subgraph.types.values():
        spots: list[tuple[str, list[Applied]]] = []
        if kind.kind == model.INTERFACE or kind.interface_object:
            spots.append((kind.name, kind.applied))
        if kind.kind == model.INTERFACE:
            spots += [(f"{kind.name}.{one.name}", one.applied) for one in kind.fields.values()]
        for coordinate, applied in spots:
            for one in applied:
                if one.spec in _RULES:
                    yield fault(
                        CODE,
                        f'@{one.name} cannot be applied on "{coordinate}": an interface gets the'
                        " rules of its implementations",
                        subgraph=subgraph,
                        coordinate=coordinate,
                        line=one.line,
                    )
