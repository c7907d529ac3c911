# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Merging of arguments and input fields: only what every subgraph knows, the narrowest type."""

from collections.abc import Mapping

from graphql import ValueNode, print_ast

from gateway.supergraph.compose import typerefs
from gateway.supergraph.compose.merged import ArgumentOut, Merged
from gateway.supergraph.compose.merging.applied import is_hidden, merge_applied, most_frequent
from gateway.supergraph.compose.merging.relations import named_subtype
from gateway.supergraph.compose.model import ArgumentIn


def merge_argument(merged: Merged, name: str, sources: Mapping[str, ArgumentIn]) -> ArgumentOut:
    """S7: one argument or input field of all its sources."""
    refs = [source.type for source in sources.values()]
    applied = {subgraph: source.applied for subgraph, source in sources.items()}
    return ArgumentOut(
        name=name,
        type=typerefs.narrowest(refs, named_subtype(merged.possible)) or refs[0],
        default=merge_default(sources),
        description=most_frequent(source.description for source in sources.values()),
        applied=merge_applied(merged, applied),
        sources=dict(sources),
        hidden=is_hidden(applied),
    )


def merge_default(sources: Mapping[str, ArgumentIn]) -> ValueNode | None:
    """The default all sources agree on; None if one has none."""
    defaults = [source.default for source in sources.values()]
    if any(default is None for default in defaults):
        return None
    return defaults[0]


def default_texts(sources: Mapping[str, ArgumentIn]) -> dict[str, str | None]:
    """The default of every source as text."""
    return {
        subgraph: print_ast(source.default) if source.default is not None else None
        for subgraph, source in sources.items()
    }


def merge_arguments(
    merged: Merged, sources: Mapping[str, Mapping[str, ArgumentIn]]
) -> dict[str, ArgumentOut]:
    """The arguments present in every source; contextual ones are no part of the API (P11)."""
    names = dict.fromkeys(name for arguments in sources.values() for name in arguments)
    found: dict[str, ArgumentOut] = {}
    for name in names:
        having = {
            subgraph: arguments[name]
            for subgraph, arguments in sources.items()
            if name in arguments
        }
        if any(
            one.spec == "fromContext" for argument in having.values() for one in argument.applied
        ):
            continue
        if len(having) == len(sources):
            found[name] = merge_argument(merged, name, having)
    return found
