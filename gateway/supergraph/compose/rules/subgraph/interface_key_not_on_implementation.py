# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A key of an interface is a key of each of its local implementations."""

from collections.abc import Iterator

from gateway.supergraph.compose import model
from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.fieldsets import FieldSetBroken, Pick, read
from gateway.supergraph.compose.model import KeyIn, SubgraphIn
from gateway.supergraph.compose.rules.places import fault

CODE = "INTERFACE_KEY_NOT_ON_IMPLEMENTATION"


def check(subgraph: SubgraphIn) -> Iterator[CompositionError]:
    """Every key of every interface."""
    for interface in subgraph.types.values():
        if interface.kind != model.INTERFACE or not interface.keys:
            continue
        for kind in subgraph.types.values():
            if interface.name not in kind.interfaces or kind.kind != model.OBJECT:
                continue
            for key in interface.keys:
                if not any(_fits(key, own) for own in kind.keys):
                    yield fault(
                        CODE,
                        f'key "{key.fields}" on interface "{interface.name}" is missing on'
                        f' implementation type "{kind.name}", or not resolvable there',
                        subgraph=subgraph,
                        coordinate=kind.name,
                        line=key.line,
                    )


def _fits(key: KeyIn, own: KeyIn) -> bool:
    if key.resolvable and not own.resolvable:
        return False
    return _shape(key.fields) == _shape(own.fields)


def _shape(text: str) -> frozenset[object]:
    try:
        return _shape_of(read(text))
    except FieldSetBroken:
        return frozenset()


def _shape_of(picks: tuple[Pick, ...]) -> frozenset[object]:
    return frozenset((pick.name, pick.on, _shape_of(pick.picks)) for pick in picks)
