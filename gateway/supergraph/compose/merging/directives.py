# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Merging of directive definitions: executable ones that all share, composed ones."""

import msgspec

from gateway.supergraph.compose.composed import compose_directives
from gateway.supergraph.compose.merged import ArgumentOut, DirectiveOut, Merged
from gateway.supergraph.compose.merging.applied import most_frequent
from gateway.supergraph.compose.merging.arguments import default_texts, merge_argument
from gateway.supergraph.compose.model import DirectiveIn
from gateway.supergraph.compose.specs import EXECUTABLE


def merge_directives(merged: Merged) -> None:
    """Fill the directives of the supergraph."""
    merged.composed = compose_directives(merged.subgraphs)
    names = dict.fromkeys(
        name for subgraph in merged.subgraphs.values() for name in subgraph.directives
    )
    for name in names:
        sources = {
            subgraph.name: subgraph.directives[name]
            for subgraph in merged.subgraphs.values()
            if name in subgraph.directives
        }
        if name in merged.composed:
            merged.directives[name] = _definition(merged, name, sources, executable=False)
        elif len(sources) == len(merged.subgraphs) and all(
            source.spec is None for source in sources.values()
        ):
            found = _definition(merged, name, sources, executable=True)
            if found.locations and _same_required(sources):
                merged.directives[name] = found


def _same_required(sources: dict[str, DirectiveIn]) -> bool:
    shapes = {
        frozenset((argument.name, argument.type) for argument in source.args.values())
        for source in sources.values()
    }
    return len(shapes) == 1


def _with_default(argument: ArgumentOut) -> ArgumentOut:
    """A composed directive's argument keeps the default that only some subgraphs declare.

    The directive ends at the gateway, so no subgraph has to agree with what is left out.
    """
    defaults = {text for text in default_texts(argument.sources).values() if text is not None}
    if argument.default is not None or len(defaults) != 1:
        return argument
    given = next(one.default for one in argument.sources.values() if one.default is not None)
    return msgspec.structs.replace(argument, default=given)


def _definition(
    merged: Merged, name: str, sources: dict[str, DirectiveIn], *, executable: bool
) -> DirectiveOut:
    groups = [source.locations for source in sources.values()]
    if executable:
        locations = [
            location
            for location in groups[0]
            if location in EXECUTABLE and all(location in group for group in groups)
        ]
    else:
        locations = list(dict.fromkeys(location for group in groups for location in group))
    arguments = dict.fromkeys(key for source in sources.values() for key in source.args)
    args = {
        key: merge_argument(
            merged,
            key,
            {graph: source.args[key] for graph, source in sources.items() if key in source.args},
        )
        for key in arguments
    }
    return DirectiveOut(
        name=name,
        args=args if executable else {key: _with_default(one) for key, one in args.items()},
        locations=tuple(locations),
        repeatable=(all if executable else any)(source.repeatable for source in sources.values()),
        description=most_frequent(source.description for source in sources.values()),
        sources=sources,
    )
