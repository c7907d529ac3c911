# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Who may read a field may read what that field pulls from other subgraphs."""

from collections.abc import Iterator

from gateway.supergraph.compose import typerefs
from gateway.supergraph.compose.contexts import split_selection
from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.fieldsets import FieldSetBroken, Pick, read
from gateway.supergraph.compose.marks import find, text
from gateway.supergraph.compose.merged import Merged, TypeOut
from gateway.supergraph.compose.merging.guards import OPEN, Guard, Guards
from gateway.supergraph.compose.model import ArgumentIn, SubgraphIn
from gateway.supergraph.compose.rules.places import fault, fields_of

CODE = "MISSING_TRANSITIVE_AUTH_REQUIREMENTS"


def check(merged: Merged, guards: Guards) -> Iterator[CompositionError]:
    """Every field with `@requires` or `@fromContext`."""
    if not guards.types and not guards.fields:
        return
    for kind, field in fields_of(merged):
        have = guards.of_type(kind.name) & guards.of_field(kind.name, field.name)
        for subgraph, source in field.sources.items():
            wants = [("@requires", _want(merged, guards, kind, source.requires or ""))]
            wants += [
                ("@fromContext", _context(merged, guards, merged.subgraphs[subgraph], one))
                for one in source.args.values()
            ]
            for directive, want in wants:
                if not have.covers(want):
                    coordinate = f"{kind.name}.{field.name}"
                    yield fault(
                        CODE,
                        f'field "{coordinate}" does not specify the auth requirements needed to'
                        f" access what it selects in {directive}",
                        subgraph=subgraph,
                        coordinate=coordinate,
                        line=source.line,
                    )


def _context(merged: Merged, guards: Guards, subgraph: SubgraphIn, one: ArgumentIn) -> Guard:
    applied = find(one.applied, "fromContext")
    found = split_selection(text(applied.args.get("field")) or "") if applied else None
    if found is None:
        return OPEN
    name, selection = found
    want = OPEN
    for kind in subgraph.types.values():
        for context in kind.applied:
            if context.spec == "context" and text(context.args.get("name")) == name:
                want &= _want(merged, guards, merged.types[kind.name], selection)
    return want


def _want(merged: Merged, guards: Guards, kind: TypeOut, fields: str) -> Guard:
    try:
        return _want_of(merged, guards, kind, read(fields)) if fields.strip() else OPEN
    except FieldSetBroken:
        return OPEN


def _want_of(merged: Merged, guards: Guards, kind: TypeOut, picks: tuple[Pick, ...]) -> Guard:
    want = OPEN
    for pick in picks:
        if pick.on is not None:
            target = merged.types.get(pick.on) if pick.on else kind
            if target is not None:
                want &= guards.of_type(target.name)
                want &= _want_of(merged, guards, target, pick.picks)
            continue
        field = kind.fields.get(pick.name)
        if field is None:
            continue
        want &= guards.of_field(kind.name, field.name)
        target = merged.types.get(typerefs.named(field.type))
        if target is not None:
            want &= guards.of_type(target.name)
            want &= _want_of(merged, guards, target, pick.picks)
    return want
