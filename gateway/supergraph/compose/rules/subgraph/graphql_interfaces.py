# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""GraphQL: an implementation has the fields and arguments of its interfaces."""

from collections.abc import Iterator

from gateway.supergraph.compose import model, typerefs
from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.model import FieldIn, SubgraphIn, TypeIn
from gateway.supergraph.compose.rules.places import fault

CODE = "INVALID_GRAPHQL"


def check(subgraph: SubgraphIn) -> Iterator[CompositionError]:
    """Every type that implements something."""
    for kind in subgraph.types.values():
        for name, line in kind.interfaces.items():
            interface = subgraph.types.get(name)
            if interface is None or interface.kind != model.INTERFACE:
                continue
            for message in _check(subgraph, kind, interface):
                yield fault(CODE, message, subgraph=subgraph, coordinate=kind.name, line=line)


def _check(subgraph: SubgraphIn, kind: TypeIn, interface: TypeIn) -> Iterator[str]:
    for name in interface.interfaces:
        if name not in kind.interfaces and name != kind.name:
            yield f'"{kind.name}" must implement "{name}" because "{interface.name}" does'
    for above in interface.fields.values():
        field = kind.fields.get(above.name)
        if field is None:
            yield f'interface field "{interface.name}.{above.name}" is missing on "{kind.name}"'
        else:
            yield from _check_field(subgraph, kind, field, above)


def _check_field(
    subgraph: SubgraphIn, kind: TypeIn, field: FieldIn, above: FieldIn
) -> Iterator[str]:
    def is_below(low: str, high: str) -> bool:
        lower, upper = subgraph.types.get(low), subgraph.types.get(high)
        if lower is None or upper is None:
            return False
        return high in lower.interfaces or low in upper.members

    spot = f"{kind.name}.{field.name}"
    if not typerefs.is_subtype(field.type, above.type, is_below):
        yield f'"{spot}" is of type "{field.type}", its interface says "{above.type}"'
    for one in above.args.values():
        own = field.args.get(one.name)
        if own is None:
            yield f'argument "{one.name}" of the interface is missing on "{spot}"'
        elif own.type != one.type:
            yield f'argument "{spot}({one.name}:)" is "{own.type}", its interface says "{one.type}"'
    for one in field.args.values():
        if one.name not in above.args and one.type.endswith("!") and one.default is None:
            yield f'argument "{spot}({one.name}:)" is required but unknown to the interface'
