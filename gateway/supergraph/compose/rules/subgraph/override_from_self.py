# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A field cannot be taken from the subgraph that takes it."""

from collections.abc import Iterator

from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.model import SubgraphIn
from gateway.supergraph.compose.rules.places import fault, fields_in

CODE = "OVERRIDE_FROM_SELF_ERROR"


def check(subgraph: SubgraphIn) -> Iterator[CompositionError]:
    """Every override."""
    for kind, field in fields_in(subgraph):
        if field.override is not None and field.override.source == subgraph.name:
            yield fault(
                CODE,
                f'source and destination subgraphs "{subgraph.name}" are the same for overridden'
                f' field "{kind.name}.{field.name}"',
                subgraph=subgraph,
                coordinate=f"{kind.name}.{field.name}",
                line=field.override.line,
            )
