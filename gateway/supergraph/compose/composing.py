# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Composition: subgraph SDLs become one supergraph, or a list of the rules they break (§3.2)."""

import gc
from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager

from graphql import DocumentNode, GraphQLError, parse

from gateway.supergraph.compose import marks
from gateway.supergraph.compose.facts import Composition, CompositionError, SubgraphSource
from gateway.supergraph.compose.hints import GATHERERS
from gateway.supergraph.compose.links import LinkBroken, federation_link, read_links
from gateway.supergraph.compose.merging.assemble import merge
from gateway.supergraph.compose.merging.guards import merge_guards
from gateway.supergraph.compose.model import SubgraphIn
from gateway.supergraph.compose.printing.api import print_api
from gateway.supergraph.compose.printing.supergraph import print_supergraph
from gateway.supergraph.compose.reading import read_subgraph
from gateway.supergraph.compose.rules import merged as between
from gateway.supergraph.compose.rules import subgraph as alone
from gateway.supergraph.compose.rules.merged import transitive_auth
from gateway.supergraph.compose.satisfiability import check_satisfiability
from gateway.supergraph.compose.tags import cut
from gateway.supergraph.compose.upgrade import FED_1, upgrade

_Errors = tuple[CompositionError, ...]


def compose(
    sources: Sequence[SubgraphSource],
    *,
    include_tags: Iterable[str] = (),
    exclude_tags: Iterable[str] = (),
) -> Composition:
    """The composition of the sources; with tags, the contract they select.

    Never raises for what the sources say: every fault is an error of the answer.
    """
    with _collector_at_rest():
        return _compose(sources, frozenset(include_tags), frozenset(exclude_tags))


def _compose(
    sources: Sequence[SubgraphSource], include: frozenset[str], exclude: frozenset[str]
) -> Composition:
    subgraphs, errors = read_sources(sources)
    if errors:
        return Composition(None, None, errors)
    by_name = {subgraph.name: subgraph for subgraph in subgraphs}
    errors = tuple(error for rule in between.EARLY_RULES for error in rule(by_name))
    if errors:
        return Composition(None, None, errors)
    merged = merge(subgraphs)
    guards = merge_guards(merged)
    cut(merged, include=include, exclude=exclude)
    errors = tuple(error for rule in between.RULES for error in rule(merged))
    if not errors:
        errors = (*check_satisfiability(merged), *transitive_auth.check(merged, guards))
    if errors:
        return Composition(None, None, errors)
    hints = tuple(hint for gather in GATHERERS for hint in gather(merged))
    return Composition(print_supergraph(merged), print_api(merged), (), hints)


@contextmanager
def _collector_at_rest() -> Generator[None]:
    """Parsing makes nodes that all stay: looking for garbage among them costs 40 %."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def read_sources(sources: Sequence[SubgraphSource]) -> tuple[list[SubgraphIn], _Errors]:
    """Every subgraph parsed, upgraded and held against the rules it must hold on its own."""
    subgraphs: list[SubgraphIn] = []
    errors: list[CompositionError] = []
    for source in sorted(sources, key=lambda source: source.name):
        read = _read(source)
        if isinstance(read, SubgraphIn):
            subgraphs.append(read)
        else:
            errors.extend(read)
    if errors:
        return [], tuple(errors)
    for subgraph in subgraphs:
        errors.extend(error for rule in alone.GRAPHQL_RULES for error in rule(subgraph))
    if errors:
        return [], tuple(errors)
    for subgraph in subgraphs:
        marks.mark(subgraph)
    upgrade(subgraphs)
    for subgraph in subgraphs:
        errors.extend(error for rule in alone.RULES for error in rule(subgraph))
    return subgraphs, tuple(errors)


def _read(source: SubgraphSource) -> SubgraphIn | _Errors:
    try:
        document: DocumentNode = parse(source.sdl)
    except GraphQLError as error:
        line = error.locations[0].line if error.locations else None
        return (CompositionError("INVALID_GRAPHQL", error.message, source.name, None, line),)
    try:
        links = read_links(document)
    except LinkBroken as error:
        return (CompositionError(error.code, error.message, source.name, None, error.line),)
    federation = federation_link(links)
    version = (federation.version or FED_1) if federation else FED_1
    return read_subgraph(source.name, source.url, document, links=links, version=version)
