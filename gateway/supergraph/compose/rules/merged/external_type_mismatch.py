# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""An external copy has the type of the merged field, or a subtype."""

from collections.abc import Iterator

from gateway.supergraph.compose import typerefs
from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.merged import Merged
from gateway.supergraph.compose.merging.relations import named_subtype
from gateway.supergraph.compose.rules.places import fault, fields_of

CODE = "EXTERNAL_TYPE_MISMATCH"


def check(merged: Merged) -> Iterator[CompositionError]:
    """Every external copy."""
    subtype = named_subtype(merged.possible)
    for kind, field in fields_of(merged):
        for subgraph, source in field.sources.items():
            if source.external and not typerefs.is_subtype(source.type, field.type, subtype):
                coordinate = f"{kind.name}.{field.name}"
                yield fault(
                    CODE,
                    f'"{coordinate}" is external with type "{source.type}", but "{field.type}"'
                    " where it is resolved",
                    subgraph=subgraph,
                    coordinate=coordinate,
                    line=source.line,
                )
