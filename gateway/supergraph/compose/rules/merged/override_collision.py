# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What is taken over must be plainly resolved: no requires, no provides, no interface object."""

from collections.abc import Iterator

from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.merged import Merged
from gateway.supergraph.compose.rules.places import fault, fields_of

CODE = "OVERRIDE_COLLISION_WITH_ANOTHER_DIRECTIVE"


def check(merged: Merged) -> Iterator[CompositionError]:
    """Every source that lost a field."""
    for kind, field in fields_of(merged):
        for subgraph, taker in field.sources.items():
            override = taker.override
            source = field.sources.get(override.source) if override is not None else None
            if override is None or source is None or override.source == subgraph:
                continue
            if source.requires is not None:
                reason = "@requires"
            elif source.provides is not None:
                reason = "@provides"
            elif kind.sources[override.source].interface_object:
                reason = "@interfaceObject"
            else:
                continue
            coordinate = f"{kind.name}.{field.name}"
            yield fault(
                CODE,
                f'@override cannot be used on "{coordinate}" since it is marked with {reason}'
                f' in subgraph "{override.source}"',
                subgraph=subgraph,
                coordinate=coordinate,
                line=override.line,
            )
