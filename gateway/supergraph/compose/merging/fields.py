# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Merging of output fields: the widest type, the arguments all know, the joins."""

from collections.abc import Iterable, Mapping

from gateway.supergraph.compose import typerefs
from gateway.supergraph.compose.merged import FieldOut, Merged
from gateway.supergraph.compose.merging.applied import is_hidden, merge_applied, most_frequent
from gateway.supergraph.compose.merging.arguments import merge_arguments
from gateway.supergraph.compose.merging.carried import carry
from gateway.supergraph.compose.merging.joins import join_field
from gateway.supergraph.compose.merging.overrides import find_overridden
from gateway.supergraph.compose.merging.relations import named_subtype
from gateway.supergraph.compose.model import FieldIn


def merge_field(
    merged: Merged, name: str, sources: Mapping[str, FieldIn], *, owners: Iterable[str]
) -> FieldOut:
    """One field of all its sources; external copies say nothing unless there are only such."""
    own = {subgraph: field for subgraph, field in sources.items() if not field.external}
    telling = own or sources
    refs = [field.type for field in telling.values()]
    applied = {subgraph: field.applied for subgraph, field in telling.items()}
    field = FieldOut(
        name=name,
        type=typerefs.widest(refs, named_subtype(merged.possible)) or refs[0],
        args=merge_arguments(merged, {graph: source.args for graph, source in telling.items()}),
        description=most_frequent(source.description for source in telling.values()),
        applied=merge_applied(merged, applied),
        sources=dict(sources),
        overridden=find_overridden(sources),
        carried=carry(merged, applied),
        hidden=is_hidden(applied),
    )
    field.joins = join_field(merged, owners, field)
    return field


def merge_fields(
    merged: Merged, sources: Mapping[str, Mapping[str, FieldIn]], *, owners: Iterable[str]
) -> dict[str, FieldOut]:
    """All fields any source has."""
    owners = tuple(owners)
    names = dict.fromkeys(name for fields in sources.values() for name in fields)
    return {
        name: merge_field(
            merged,
            name,
            {graph: fields[name] for graph, fields in sources.items() if name in fields},
            owners=owners,
        )
        for name in names
    }
