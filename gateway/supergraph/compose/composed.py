# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Custom directives that teams carry into the supergraph with `@composeDirective`."""

from collections.abc import Mapping

from gateway.supergraph.compose.links import Link
from gateway.supergraph.compose.marks import text
from gateway.supergraph.compose.merged import ComposedDirective
from gateway.supergraph.compose.model import SubgraphIn


def composed_names(subgraph: SubgraphIn) -> list[str]:
    """The names a subgraph asks to compose, without @."""
    found: list[str] = []
    for one in subgraph.applied:
        if one.spec == "composeDirective":
            name = text(one.args.get("name"))
            if name is not None and name.startswith("@"):
                found.append(name[1:])
    return found


def owning_link(subgraph: SubgraphIn, name: str) -> tuple[Link, str] | None:
    """The link that brings a directive into a subgraph, and its name in that spec."""
    for link in subgraph.links:
        for imported in link.imports:
            if imported.local == f"@{name}":
                return link, imported.name.removeprefix("@")
    for link in subgraph.links:
        if name == link.namespace:
            return link, link.name
        if name.startswith(f"{link.namespace}__"):
            return link, name.removeprefix(f"{link.namespace}__")
    return None


def compose_directives(subgraphs: Mapping[str, SubgraphIn]) -> dict[str, ComposedDirective]:
    """The composed directives by local name, each with the newest link of its feature."""
    found: dict[str, ComposedDirective] = {}
    for subgraph in subgraphs.values():
        for name in composed_names(subgraph):
            owner = owning_link(subgraph, name)
            definition = subgraph.directives.get(name)
            if owner is None or definition is None:
                continue
            link, spec_name = owner
            version = link.version or (0, 0)
            known = found.get(name)
            if known is None or known.version < version:
                found[name] = ComposedDirective(
                    name=name,
                    identity=link.identity,
                    version=version,
                    url=link.url,
                    spec_name=spec_name,
                    repeatable=definition.repeatable,
                )
    return found
