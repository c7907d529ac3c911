# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Merging of types of every kind, and the marks of who has them."""

from collections.abc import Iterable, Mapping

from gateway.supergraph.compose import model
from gateway.supergraph.compose.merged import ArgumentOut, JoinField, JoinType, Merged, TypeOut
from gateway.supergraph.compose.merging.applied import is_hidden, merge_applied, most_frequent
from gateway.supergraph.compose.merging.arguments import merge_argument
from gateway.supergraph.compose.merging.carried import carry
from gateway.supergraph.compose.merging.enums import merge_values
from gateway.supergraph.compose.merging.fields import merge_fields
from gateway.supergraph.compose.model import TypeIn


def merged_kind(sources: Mapping[str, TypeIn]) -> str:
    """The kind of a type; an interface object counts as the interface it stands for."""
    for source in sources.values():
        if not source.interface_object:
            return source.kind
    return model.INTERFACE


def merge_type(
    merged: Merged, name: str, *, output: frozenset[str], given: frozenset[str]
) -> TypeOut:
    """One type of all subgraphs that have it."""
    sources = {
        subgraph.name: subgraph.types[name]
        for subgraph in merged.subgraphs.values()
        if name in subgraph.types
    }
    applied = {subgraph: source.applied for subgraph, source in sources.items()}
    kind = merged_kind(sources)
    found = TypeOut(
        name=name,
        kind=kind,
        description=most_frequent(source.description for source in sources.values()),
        applied=merge_applied(merged, applied),
        sources=sources,
        carried=carry(merged, applied),
        hidden=is_hidden(applied),
        joins=tuple(_join_types(merged, name, sources)),
        interfaces=tuple(
            dict.fromkeys(i for source in sources.values() for i in source.interfaces)
        ),
        members=tuple(dict.fromkeys(m for source in sources.values() for m in source.members)),
    )
    if kind in {model.OBJECT, model.INTERFACE}:
        owners: Iterable[str] = sources
        if name == model.ROOTS["query"]:
            owners = merged.subgraphs
        fields = {subgraph: source.fields for subgraph, source in sources.items()}
        found.fields = merge_fields(merged, fields, owners=owners)
    elif kind == model.ENUM:
        found.values = merge_values(
            merged, sources, as_input=name in given, as_output=name in output
        )
    elif kind == model.INPUT:
        found.inputs = _merge_inputs(merged, sources)
    return found


def _join_types(merged: Merged, name: str, sources: Mapping[str, TypeIn]) -> Iterable[JoinType]:
    if name == model.ROOTS["query"]:
        yield from (JoinType(subgraph.graph) for subgraph in merged.subgraphs.values())
        return
    for subgraph, source in sources.items():
        graph = merged.subgraphs[subgraph].graph
        if not source.keys:
            yield JoinType(graph, interface_object=source.interface_object)
        for key in source.keys:
            yield JoinType(
                graph,
                key=key.fields,
                extension=source.extension or key.extension,
                resolvable=key.resolvable,
                interface_object=source.interface_object,
            )


def _merge_inputs(merged: Merged, sources: Mapping[str, TypeIn]) -> dict[str, ArgumentOut]:
    """S7: the input fields every subgraph knows."""
    names = dict.fromkeys(name for source in sources.values() for name in source.inputs)
    found: dict[str, ArgumentOut] = {}
    for name in names:
        having = {
            subgraph: source.inputs[name]
            for subgraph, source in sources.items()
            if name in source.inputs
        }
        if len(having) < len(sources):
            continue
        argument = merge_argument(merged, name, having)
        if any(source.type != argument.type for source in having.values()):
            argument.joins = tuple(
                JoinField(merged.subgraphs[subgraph].graph, type=source.type)
                for subgraph, source in having.items()
            )
        found[name] = argument
    return found
