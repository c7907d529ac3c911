# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Directives whose definitions or arguments differ between subgraphs."""

from collections.abc import Iterable, Mapping, Sequence

from gateway.supergraph.compose.composed import composed_names, owning_link
from gateway.supergraph.compose.facts import Hint
from gateway.supergraph.compose.hints.wording import debug, info, split, warn
from gateway.supergraph.compose.merged import Merged
from gateway.supergraph.compose.merging.applied import written_args
from gateway.supergraph.compose.model import Applied, DirectiveIn
from gateway.supergraph.compose.specs import EXECUTABLE, MERGED_ANYWAY

PRESENCE = "INCONSISTENT_EXECUTABLE_DIRECTIVE_PRESENCE"
REPEATABLE = "INCONSISTENT_EXECUTABLE_DIRECTIVE_REPEATABLE"
LOCATIONS = "INCONSISTENT_EXECUTABLE_DIRECTIVE_LOCATIONS"
NO_INTERSECTION = "NO_EXECUTABLE_DIRECTIVE_INTERSECTION"
TYPE_REPEATABLE = "INCONSISTENT_TYPE_SYSTEM_DIRECTIVE_REPEATABLE"
TYPE_LOCATIONS = "INCONSISTENT_TYPE_SYSTEM_DIRECTIVE_LOCATIONS"
ARGUMENTS = "INCONSISTENT_NON_REPEATABLE_DIRECTIVE_ARGUMENTS"
MERGED_ARGUMENTS = "MERGED_NON_REPEATABLE_DIRECTIVE_ARGUMENTS"
NEEDLESS = "DIRECTIVE_COMPOSITION_WARN"
NOT_COMPOSED = "DIRECTIVE_COMPOSITION_INFO"
_MERGED = frozenset({"requiresScopes", "policy", "cost", "listSize"})


def gather(merged: Merged) -> Iterable[Hint]:
    """Every definition, then every application that composition had to settle."""
    for name in sorted({name for one in merged.subgraphs.values() for name in one.directives}):
        sources = {
            subgraph.name: subgraph.directives[name]
            for subgraph in merged.subgraphs.values()
            if name in subgraph.directives and subgraph.directives[name].spec is None
        }
        if sources:
            yield from _definitions(merged, name, sources)
    yield from _applications(merged)
    for subgraph in merged.subgraphs.values():
        for name in composed_names(subgraph):
            if subgraph.spellings.get(name) in MERGED_ANYWAY:
                message = f'"@{name}" is composed without @composeDirective'
                yield warn(NEEDLESS, f'{message} (subgraph "{subgraph.name}")', f"@{name}")


def _definitions(merged: Merged, name: str, sources: Mapping[str, DirectiveIn]) -> Iterable[Hint]:
    locations = [frozenset(source.locations) for source in sources.values()]
    repeatable = len({source.repeatable for source in sources.values()}) > 1
    spot = f"@{name}"
    if name in merged.composed:
        if repeatable:
            yield debug(TYPE_REPEATABLE, f'"{spot}" is repeatable in some subgraphs only', spot)
        if len(set(locations)) > 1:
            yield debug(TYPE_LOCATIONS, f'locations of "{spot}" differ between subgraphs', spot)
    elif any(names & EXECUTABLE for names in locations):
        yield from _executable(merged, spot, sources)
        if repeatable:
            yield warn(REPEATABLE, f'"{spot}" is repeatable in some subgraphs only', spot)
    else:
        for subgraph in sources:
            if owning_link(merged.subgraphs[subgraph], name) is not None:
                message = f'"{spot}" of subgraph "{subgraph}" is linked but not composed'
                yield info(NOT_COMPOSED, message, spot)


def _executable(merged: Merged, spot: str, sources: Mapping[str, DirectiveIn]) -> Iterable[Hint]:
    first, *rest = [EXECUTABLE.intersection(source.locations) for source in sources.values()]
    if len(sources) < len(merged.subgraphs):
        where = split(merged.subgraphs, sources)
        yield warn(PRESENCE, f'"{spot}" is left out of the supergraph: {where}', spot)
    elif not first.intersection(*rest):
        yield warn(NO_INTERSECTION, f'"{spot}" has no location that all subgraphs share', spot)
    elif any(names != first for names in rest):
        yield warn(LOCATIONS, f'"{spot}" keeps only the locations all subgraphs share', spot)


def _applications(merged: Merged) -> Iterable[Hint]:
    for kind in merged.types.values():
        yield from _settled(merged, kind.name, [source.applied for source in kind.sources.values()])
        for field in kind.fields.values():
            groups = [source.applied for source in field.sources.values()]
            yield from _settled(merged, f"{kind.name}.{field.name}", groups)


def _settled(
    merged: Merged, coordinate: str, groups: Sequence[Sequence[Applied]]
) -> Iterable[Hint]:
    if len(groups) == 1:
        return
    texts: dict[str, set[str]] = {}
    for group in groups:
        for one in group:
            name = one.spec or one.name
            composed = merged.composed.get(name)
            single = name in {"deprecated", "specifiedBy", *_MERGED}
            if single or (composed is not None and not composed.repeatable):
                texts.setdefault(name, set()).add(written_args(one.args))
    for name, given in texts.items():
        if len(given) <= 1:
            continue
        if name in _MERGED:
            message = f'arguments of @{name} on "{coordinate}" differ and were merged'
            yield info(MERGED_ARGUMENTS, message, coordinate)
        else:
            message = f'arguments of @{name} on "{coordinate}" differ: the most frequent win'
            yield warn(ARGUMENTS, message, coordinate)
