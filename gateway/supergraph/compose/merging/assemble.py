# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The whole merge, in the order the parts depend on each other."""

import re
from collections import Counter
from collections.abc import Iterable

from gateway.supergraph.compose.merged import Merged
from gateway.supergraph.compose.merging.directives import merge_directives
from gateway.supergraph.compose.merging.enums import find_uses
from gateway.supergraph.compose.merging.interface_objects import spread_interface_objects
from gateway.supergraph.compose.merging.relations import possible_types
from gateway.supergraph.compose.merging.types import merge_type
from gateway.supergraph.compose.model import SubgraphIn
from gateway.supergraph.compose.specs import DIRECTIVES


def merge(subgraphs: Iterable[SubgraphIn]) -> Merged:
    """The merged supergraph; subgraphs in the order of their names, so order never matters."""
    ordered = sorted(subgraphs, key=lambda subgraph: subgraph.name)
    name_graphs(ordered)
    by_name = {subgraph.name: subgraph for subgraph in ordered}
    merged = Merged(
        subgraphs=by_name,
        types={},
        directives={},
        names=_supergraph_names(ordered),
        composed={},
        possible=possible_types(by_name),
    )
    merge_directives(merged)
    output, given = find_uses(by_name)
    names = sorted({name for subgraph in ordered for name in subgraph.types})
    for name in names:
        merged.types[name] = merge_type(
            merged, name, output=frozenset(output), given=frozenset(given)
        )
    spread_interface_objects(merged)
    return merged


def name_graphs(subgraphs: Iterable[SubgraphIn]) -> None:
    """Give every subgraph its value in join__Graph (§4.1)."""
    ordered = list(subgraphs)
    plain = [_graph_name(subgraph.name) for subgraph in ordered]
    counted = Counter(plain)
    seen: Counter[str] = Counter()
    for subgraph, name in zip(ordered, plain, strict=True):
        seen[name] += 1
        subgraph.graph = f"{name}_{seen[name]}" if counted[name] > 1 else name


def _graph_name(name: str) -> str:
    plain = re.sub(r"[^A-Za-z0-9_]", "_", name).upper()
    if plain[:1].isdigit():
        plain = f"_{plain}"
    return f"{plain}_" if re.search(r"_\d+$", plain) else plain


def _supergraph_names(subgraphs: Iterable[SubgraphIn]) -> dict[str, str]:
    """Spec directive -> its name in the supergraph: the imported alias if there is one."""
    names = {name: name for name in DIRECTIVES}
    for subgraph in subgraphs:
        for link in subgraph.links:
            for imported in link.imports:
                spec = imported.name.removeprefix("@")
                local = imported.local.removeprefix("@")
                known = subgraph.spellings.get(local) == spec
                if known and local != spec and names.get(spec) == spec:
                    names[spec] = local
    return names
