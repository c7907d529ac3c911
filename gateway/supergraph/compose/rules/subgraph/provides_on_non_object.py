# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""`@provides` needs a field whose type has fields."""

from collections.abc import Iterator

from gateway.supergraph.compose import model, typerefs
from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.model import SubgraphIn
from gateway.supergraph.compose.rules.places import fault, fields_in

CODE = "PROVIDES_ON_NON_OBJECT_FIELD"
_COMPOSITE = frozenset({model.OBJECT, model.INTERFACE, model.UNION})


def check(subgraph: SubgraphIn) -> Iterator[CompositionError]:
    """Every field that provides."""
    for kind, field in fields_in(subgraph):
        if field.provides is None:
            continue
        target = subgraph.types.get(typerefs.named(field.type))
        if target is None or target.kind not in _COMPOSITE:
            yield fault(
                CODE,
                f'@provides on "{kind.name}.{field.name}": its type "{field.type}" has no fields',
                subgraph=subgraph,
                coordinate=f"{kind.name}.{field.name}",
                line=field.line,
            )
