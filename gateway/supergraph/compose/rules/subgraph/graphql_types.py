# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""GraphQL: types exist and stand where their kind may stand."""

from collections.abc import Iterator

from gateway.supergraph.compose import model, typerefs
from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.model import SubgraphIn, TypeIn
from gateway.supergraph.compose.rules.places import arguments_in, fault, fields_in
from gateway.supergraph.compose.specs import BUILT_IN_SCALARS

CODE = "INVALID_GRAPHQL"
_INPUT = frozenset({model.SCALAR, model.ENUM, model.INPUT})
_OUTPUT = frozenset({model.SCALAR, model.ENUM, model.OBJECT, model.INTERFACE, model.UNION})


def check(subgraph: SubgraphIn) -> Iterator[CompositionError]:
    """Every reference to a type."""
    for kind, field in fields_in(subgraph):
        message = _misplaced(subgraph, field.type, _OUTPUT, "an output type")
        if message is not None:
            coordinate = f"{kind.name}.{field.name}"
            yield fault(CODE, message, subgraph=subgraph, coordinate=coordinate, line=field.line)
    for coordinate, one, _ in arguments_in(subgraph):
        message = _misplaced(subgraph, one.type, _INPUT, "an input type")
        if message is not None:
            yield fault(CODE, message, subgraph=subgraph, coordinate=coordinate, line=one.line)
    for kind in subgraph.types.values():
        yield from _check_names(subgraph, kind)


def _misplaced(subgraph: SubgraphIn, ref: str, allowed: frozenset[str], wanted: str) -> str | None:
    name = typerefs.named(ref)
    if name in BUILT_IN_SCALARS or name in subgraph.spec_types:
        return None
    kind = subgraph.types.get(name)
    if kind is None:
        return f'unknown type "{name}"'
    return None if kind.kind in allowed else f'"{name}" is not {wanted}'


def _check_names(subgraph: SubgraphIn, kind: TypeIn) -> Iterator[CompositionError]:
    for names, wanted in ((kind.members, model.OBJECT), (kind.interfaces, model.INTERFACE)):
        for name, line in names.items():
            other = subgraph.types.get(name)
            if other is None:
                message = f'unknown type "{name}"'
            elif other.kind != wanted:
                message = f'"{name}" is not an {wanted.lower()} type'
            else:
                continue
            yield fault(CODE, message, subgraph=subgraph, coordinate=kind.name, line=line)
