# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Merging of enums: united where only answered, cut where only asked, equal where both."""

from collections.abc import Mapping

from gateway.supergraph.compose import typerefs
from gateway.supergraph.compose.merged import Merged, ValueOut
from gateway.supergraph.compose.merging.applied import is_hidden, merge_applied, most_frequent
from gateway.supergraph.compose.model import SubgraphIn, TypeIn


def find_uses(subgraphs: Mapping[str, SubgraphIn]) -> tuple[set[str], set[str]]:
    """Named types used as output, and as input, anywhere."""
    output: set[str] = set()
    given: set[str] = set()
    for subgraph in subgraphs.values():
        for kind in subgraph.types.values():
            for argument in kind.inputs.values():
                given.add(typerefs.named(argument.type))
            for field in kind.fields.values():
                output.add(typerefs.named(field.type))
                for argument in field.args.values():
                    given.add(typerefs.named(argument.type))
    return output, given


def merge_values(
    merged: Merged, sources: Mapping[str, TypeIn], *, as_input: bool, as_output: bool
) -> dict[str, ValueOut]:
    """S7: the values of an enum by how it is used."""
    names = dict.fromkeys(name for source in sources.values() for name in source.values)
    found: dict[str, ValueOut] = {}
    for name in names:
        having = {
            subgraph: source.values[name]
            for subgraph, source in sources.items()
            if name in source.values
        }
        if as_input and not as_output and len(having) < len(sources):
            continue
        applied = {subgraph: value.applied for subgraph, value in having.items()}
        found[name] = ValueOut(
            name=name,
            description=most_frequent(value.description for value in having.values()),
            applied=merge_applied(merged, applied),
            sources=having,
            hidden=is_hidden(applied),
        )
    return found
