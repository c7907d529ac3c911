# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What is external in some subgraphs is resolved in another."""

from collections.abc import Iterator

from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.merged import Merged
from gateway.supergraph.compose.rules.places import clash, fields_of, quoted

CODE = "EXTERNAL_MISSING_ON_BASE"


def check(merged: Merged) -> Iterator[CompositionError]:
    """Every field that all its sources call external."""
    for kind, field in fields_of(merged):
        if not field.sources or field.from_interface_object:
            continue
        if all(source.external for source in field.sources.values()):
            coordinate = f"{kind.name}.{field.name}"
            yield clash(
                CODE,
                f'field "{coordinate}" is marked @external on all the subgraphs in which it is'
                f" listed ({quoted(set(field.sources))})",
                coordinate,
            )
