# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What `@composeDirective` names exists, is linked, and means the same in all subgraphs."""

from collections.abc import Iterator

from gateway.supergraph.compose.composed import composed_names, owning_link
from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.marks import text
from gateway.supergraph.compose.merged import Merged
from gateway.supergraph.compose.model import SubgraphIn
from gateway.supergraph.compose.rules.places import clash, fault, quoted
from gateway.supergraph.compose.specs import MERGED_ANYWAY

CODE = "DIRECTIVE_COMPOSITION_ERROR"


def check(merged: Merged) -> Iterator[CompositionError]:
    """Every composed directive."""
    for subgraph in merged.subgraphs.values():
        for one in subgraph.applied:
            if one.spec != "composeDirective":
                continue
            message = _wrong(subgraph, text(one.args.get("name")))
            if message is not None:
                yield fault(CODE, message, subgraph=subgraph, coordinate="schema", line=one.line)
    yield from _disagreements(merged)


def _wrong(subgraph: SubgraphIn, name: str | None) -> str | None:
    if name is None:
        return "the name argument of @composeDirective must be a string"
    if not name.startswith("@"):
        return f'the name "{name}" of @composeDirective must start with @'
    spec = subgraph.spellings.get(name[1:])
    if name[1:] not in subgraph.directives and spec is None:
        return f'directive "{name}" is not defined in this subgraph'
    if spec is not None:
        known = spec in MERGED_ANYWAY
        return None if known else f'composing federation directive "{name}" is not supported'
    if owning_link(subgraph, name[1:]) is None:
        return f'directive "{name}" does not come from a linked feature'
    return None


def _disagreements(merged: Merged) -> Iterator[CompositionError]:
    identities: dict[str, dict[str, set[str]]] = {}
    majors: dict[str, set[int]] = {}
    for subgraph in merged.subgraphs.values():
        composing = composed_names(subgraph)
        for name in composing:
            owner = owning_link(subgraph, name)
            if owner is not None:
                identities.setdefault(name, {}).setdefault(owner[0].identity, set()).add(
                    subgraph.name
                )
                majors.setdefault(owner[0].identity, set()).add((owner[0].version or (0, 0))[0])
    for name, groups in identities.items():
        if len(groups) > 1:
            message = (
                f'composed directive "@{name}" comes from different features: {quoted(set(groups))}'
            )
            yield clash(CODE, message, "schema")
    for identity, versions in majors.items():
        if len(versions) > 1:
            message = f'feature "{identity}" requested with major version mismatch across subgraphs'
            yield clash(CODE, message, "schema")
