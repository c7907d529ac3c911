# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""All types of a field have one among them that the others are subtypes of (inputs: reversed)."""

from collections.abc import Iterator

from gateway.supergraph.compose import typerefs
from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.merged import Merged
from gateway.supergraph.compose.merging.relations import named_subtype
from gateway.supergraph.compose.rules.places import clash, fields_of, listed

CODE = "FIELD_TYPE_MISMATCH"


def check(merged: Merged) -> Iterator[CompositionError]:
    """Every output field by its non-external sources, every input field."""
    subtype = named_subtype(merged.possible)
    for kind, field in fields_of(merged):
        telling = {
            name: source.type for name, source in field.sources.items() if not source.external
        }
        if telling and typerefs.widest(list(telling.values()), subtype) is None:
            yield _clash(f"{kind.name}.{field.name}", telling)
    for kind in merged.types.values():
        for one in kind.inputs.values():
            types = {name: source.type for name, source in one.sources.items()}
            if typerefs.narrowest(list(types.values()), subtype) is None:
                yield _clash(f"{kind.name}.{one.name}", types)


def _clash(coordinate: str, types: dict[str, str]) -> CompositionError:
    groups: dict[str, list[str]] = {}
    for subgraph, ref in types.items():
        groups.setdefault(f'"{ref}"', []).append(subgraph)
    message = f'type of field "{coordinate}" is incompatible across subgraphs: {listed(groups)}'
    return clash(CODE, message, coordinate)
