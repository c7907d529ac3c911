# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Composition: subgraph SDLs become one supergraph, or a list of the rules they break (§3.2)."""

from collections.abc import Iterable, Sequence

from graphql import DocumentNode, GraphQLError, parse

from gateway.supergraph.compose import marks
from gateway.supergraph.compose.facts import Composition, CompositionError, SubgraphSource
from gateway.supergraph.compose.links import LinkBroken, federation_link, read_links
from gateway.supergraph.compose.merging.assemble import merge
from gateway.supergraph.compose.model import SubgraphIn
from gateway.supergraph.compose.printing.api import print_api
from gateway.supergraph.compose.printing.supergraph import print_supergraph
from gateway.supergraph.compose.reading import read_subgraph
from gateway.supergraph.compose.satisfiability import check_satisfiability
from gateway.supergraph.compose.upgrade import FED_1, upgrade


def compose(
    sources: Sequence[SubgraphSource],
    *,
    include_tags: Iterable[str] = (),
    exclude_tags: Iterable[str] = (),
) -> Composition:
    """The composition of the sources; with tags, the contract they select.

    Never raises for what the sources say: every fault is an error of the answer.
    """
    subgraphs: list[SubgraphIn] = []
    errors: list[CompositionError] = []
    for source in sources:
        read = _read(source)
        if isinstance(read, SubgraphIn):
            subgraphs.append(read)
        else:
            errors.extend(read)
    if errors:
        return Composition(None, None, tuple(errors))
    for subgraph in subgraphs:
        marks.mark(subgraph)
    upgrade(subgraphs)
    merged = merge(subgraphs)
    del include_tags, exclude_tags
    unsatisfied = tuple(check_satisfiability(merged))
    if unsatisfied:
        return Composition(None, None, unsatisfied)
    return Composition(print_supergraph(merged), print_api(merged))


def _read(source: SubgraphSource) -> SubgraphIn | list[CompositionError]:
    try:
        document: DocumentNode = parse(source.sdl)
    except GraphQLError as error:
        line = error.locations[0].line if error.locations else None
        return [CompositionError("INVALID_GRAPHQL", error.message, source.name, None, line)]
    try:
        links = read_links(document)
    except LinkBroken as error:
        return [CompositionError(error.code, error.message, source.name, None, error.line)]
    federation = federation_link(links)
    version = (federation.version or FED_1) if federation else FED_1
    return read_subgraph(source.name, source.url, document, links=links, version=version)
