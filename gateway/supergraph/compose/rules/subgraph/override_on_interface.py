# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Interface fields cannot be overridden; the fields of the implementations can."""

from collections.abc import Iterator

from gateway.supergraph.compose import model
from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.model import SubgraphIn
from gateway.supergraph.compose.rules.places import fault, fields_in

CODE = "OVERRIDE_ON_INTERFACE"


def check(subgraph: SubgraphIn) -> Iterator[CompositionError]:
    """Every interface field."""
    for kind, field in fields_in(subgraph):
        if kind.kind == model.INTERFACE and field.override is not None:
            yield fault(
                CODE,
                f'@override cannot be used on interface field "{kind.name}.{field.name}"',
                subgraph=subgraph,
                coordinate=f"{kind.name}.{field.name}",
                line=field.override.line,
            )
