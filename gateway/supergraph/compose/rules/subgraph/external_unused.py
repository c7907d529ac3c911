# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""An external field must serve a key, a requirement, a provision, a context or an interface."""

from collections.abc import Iterator

from gateway.supergraph.compose import model
from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.model import SubgraphIn
from gateway.supergraph.compose.rules.places import fault, fields_in

CODE = "EXTERNAL_UNUSED"


def check(subgraph: SubgraphIn) -> Iterator[CompositionError]:
    """Every external field; Federation 1 had them dropped at the upgrade."""
    for kind, field in fields_in(subgraph):
        if kind.kind == model.OBJECT and field.external and not field.used:
            yield fault(
                CODE,
                f'field "{kind.name}.{field.name}" is marked @external but no @key, @provides,'
                " @requires, @fromContext or interface needs it",
                subgraph=subgraph,
                coordinate=f"{kind.name}.{field.name}",
                line=field.line,
            )
