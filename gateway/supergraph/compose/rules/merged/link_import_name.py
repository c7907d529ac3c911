# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A composed directive has one name in all subgraphs that compose it."""

from collections.abc import Iterator, Mapping

from gateway.supergraph.compose.composed import composed_names, owning_link
from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.links import FEDERATION
from gateway.supergraph.compose.model import SubgraphIn
from gateway.supergraph.compose.rules.places import clash, listed
from gateway.supergraph.compose.specs import MERGED_ANYWAY

CODE = "LINK_IMPORT_NAME_MISMATCH"


def check(subgraphs: Mapping[str, SubgraphIn]) -> Iterator[CompositionError]:
    """Every merged spec directive and every composed directive that is imported."""
    spelled: dict[tuple[str, str], dict[str, list[str]]] = {}
    for subgraph in subgraphs.values():
        for identity, element, local in _imported(subgraph):
            group = spelled.setdefault((identity, element), {})
            group.setdefault(f'"@{local}"', []).append(subgraph.name)
    for (_, element), groups in spelled.items():
        if len(groups) > 1:
            message = f'"@{element}" is imported with mismatched names: {listed(groups)}'
            yield clash(CODE, message, "schema")


def _imported(subgraph: SubgraphIn) -> Iterator[tuple[str, str, str]]:
    for link in subgraph.links:
        for imported in link.imports:
            element = imported.name.removeprefix("@")
            if element in MERGED_ANYWAY and subgraph.spellings.get(imported.local[1:]) == element:
                yield FEDERATION, element, imported.local[1:]
    for name in composed_names(subgraph):
        owner = owning_link(subgraph, name)
        if owner is not None:
            yield owner[0].identity, owner[1], name
