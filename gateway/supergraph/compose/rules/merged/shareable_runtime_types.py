# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A shared field of an abstract type can return some type that all its subgraphs know."""

from collections.abc import Iterator

from gateway.supergraph.compose import model, typerefs
from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.merged import Merged
from gateway.supergraph.compose.merging.joins import served_by
from gateway.supergraph.compose.model import SubgraphIn
from gateway.supergraph.compose.rules.places import clash, fields_of, quoted

CODE = "SHAREABLE_HAS_MISMATCHED_RUNTIME_TYPES"
_ABSTRACT = frozenset({model.INTERFACE, model.UNION})


def check(merged: Merged) -> Iterator[CompositionError]:
    """Every object field of an abstract type that several subgraphs resolve."""
    for kind, field in fields_of(merged):
        target = merged.types.get(typerefs.named(field.type))
        if kind.kind != model.OBJECT or target is None or target.kind not in _ABSTRACT:
            continue
        sources = served_by(field)
        if len(sources) <= 1:
            continue
        runtime = {
            name: possible_in(merged, merged.subgraphs[name], typerefs.named(source.type))
            for name, source in sources.items()
        }
        first, *rest = runtime.values()
        if not first.intersection(*rest):
            coordinate = f"{kind.name}.{field.name}"
            yield clash(
                CODE,
                f'shared field "{coordinate}" of type "{field.type}" has no runtime type that'
                f" {quoted(set(sources))} have in common",
                coordinate,
            )


def possible_in(merged: Merged, subgraph: SubgraphIn, name: str) -> frozenset[str]:
    """The runtime types a subgraph can return for a type; an interface object knows none."""
    kind = subgraph.types.get(name)
    if kind is None:
        return frozenset()
    if kind.interface_object:
        return merged.possible.get(name, frozenset())
    if kind.kind == model.UNION:
        return frozenset(kind.members)
    if kind.kind == model.INTERFACE:
        return frozenset(
            other.name
            for other in subgraph.types.values()
            if name in other.interfaces and other.kind == model.OBJECT
        )
    return frozenset({name})
