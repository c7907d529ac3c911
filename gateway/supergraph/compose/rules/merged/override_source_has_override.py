# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A field is taken once: its source does not take it from a third subgraph, or back."""

from collections.abc import Iterator

from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.merged import Merged
from gateway.supergraph.compose.rules.places import fault, fields_of

CODE = "OVERRIDE_SOURCE_HAS_OVERRIDE"


def check(merged: Merged) -> Iterator[CompositionError]:
    """Every override whose source overrides too, or is overridden by another as well."""
    for kind, field in fields_of(merged):
        takers: dict[str, list[str]] = {}
        for subgraph, source in field.sources.items():
            if source.override is not None and source.override.source != subgraph:
                takers.setdefault(source.override.source, []).append(subgraph)
        for origin, subgraphs in takers.items():
            source = field.sources.get(origin)
            chained = source is not None and source.override is not None
            for subgraph in subgraphs:
                override = field.sources[subgraph].override
                if override is None or not chained:
                    continue
                coordinate = f"{kind.name}.{field.name}"
                yield fault(
                    CODE,
                    f'field "{coordinate}" is overridden by "{subgraph}" from "{origin}", which'
                    " overrides it too",
                    subgraph=subgraph,
                    coordinate=coordinate,
                    line=override.line,
                )
