# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Resolved by several subgraphs means shareable in all of them; subscriptions never are."""

from collections.abc import Iterator

from gateway.supergraph.compose import model
from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.merged import FieldOut, Merged, TypeOut
from gateway.supergraph.compose.model import FieldIn
from gateway.supergraph.compose.rules.places import clash, fields_of, quoted

CODE = "INVALID_FIELD_SHARING"


def check(merged: Merged) -> Iterator[CompositionError]:
    """Every object field (S3)."""
    for kind, field in fields_of(merged):
        if kind.kind == model.INTERFACE and not kind.interface_object_in:
            continue
        resolving = _resolving(merged, kind, field)
        coordinate = f"{kind.name}.{field.name}"
        if kind.name == model.ROOTS["subscription"]:
            if len(resolving) > 1 or any(one.shareable for one in resolving.values()):
                message = f'subscription field "{coordinate}" cannot be shared'
                yield clash(CODE, message, coordinate)
            continue
        plain = [subgraph for subgraph, one in resolving.items() if not one.shareable]
        if plain and len(resolving) > 1:
            yield clash(
                CODE,
                f'non-shareable field "{coordinate}" is resolved from multiple subgraphs: it is'
                f" resolved from {quoted(set(resolving))} and defined as non-shareable in"
                f" {quoted(plain)}",
                coordinate,
            )


def _resolving(merged: Merged, kind: TypeOut, field: FieldOut) -> dict[str, FieldIn]:
    """The sources that resolve the field, interface objects above the type included."""
    found = {
        subgraph: source
        for subgraph, source in field.sources.items()
        if _resolves(source)
        and subgraph not in field.overridden
        and (kind.kind == model.OBJECT or kind.sources[subgraph].interface_object)
    }
    if kind.kind != model.OBJECT or not field.sources:
        return found
    for name in kind.interfaces:
        interface = merged.types.get(name)
        if interface is None or field.name not in interface.fields:
            continue
        for subgraph in interface.interface_object_in:
            source = interface.fields[field.name].sources.get(subgraph)
            if source is not None and _resolves(source):
                found.setdefault(subgraph, source)
    return found


def _resolves(source: FieldIn) -> bool:
    """What is external but provided somewhere is resolved, if not everywhere."""
    return not source.external or source.provided
