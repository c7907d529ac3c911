# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""GraphQL: a default is a value of its type."""

from collections.abc import Iterator

from graphql import (
    BooleanValueNode,
    EnumValueNode,
    FloatValueNode,
    IntValueNode,
    ListValueNode,
    NullValueNode,
    ObjectValueNode,
    StringValueNode,
    ValueNode,
    print_ast,
)

from gateway.supergraph.compose import model, typerefs
from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.model import SubgraphIn, TypeIn
from gateway.supergraph.compose.rules.places import arguments_in, fault

CODE = "INVALID_GRAPHQL"
_LITERALS: dict[str, tuple[type[ValueNode], ...]] = {
    "Int": (IntValueNode,),
    "Float": (FloatValueNode, IntValueNode),
    "String": (StringValueNode,),
    "Boolean": (BooleanValueNode,),
    "ID": (StringValueNode, IntValueNode),
}


def check(subgraph: SubgraphIn) -> Iterator[CompositionError]:
    """Every default of an argument or input field."""
    for coordinate, one, _ in arguments_in(subgraph):
        if one.default is not None and not fits(subgraph, one.default, one.type):
            yield fault(
                CODE,
                f'invalid default {print_ast(one.default)} of "{coordinate}" of type "{one.type}"',
                subgraph=subgraph,
                coordinate=coordinate,
                line=one.line,
            )


def fits(subgraph: SubgraphIn, value: ValueNode, ref: str) -> bool:
    """Whether a literal coerces to a type; custom scalars take anything."""
    if isinstance(value, NullValueNode):
        return not typerefs.is_required(ref)
    ref = ref.removesuffix("!")
    if typerefs.is_list(ref):
        if isinstance(value, ListValueNode):
            return all(fits(subgraph, item, ref[1:-1]) for item in value.values)
        return fits(subgraph, value, ref[1:-1])
    return _fits_named(subgraph, value, ref)


def _fits_named(subgraph: SubgraphIn, value: ValueNode, name: str) -> bool:
    if name in _LITERALS:
        return isinstance(value, _LITERALS[name])
    kind = subgraph.types.get(name)
    if kind is None or kind.kind == model.SCALAR:
        return True
    if kind.kind == model.ENUM:
        return isinstance(value, EnumValueNode) and value.value in kind.values
    return isinstance(value, ObjectValueNode) and _fits_object(subgraph, value, kind)


def _fits_object(subgraph: SubgraphIn, value: ObjectValueNode, kind: TypeIn) -> bool:
    given = {field.name.value: field.value for field in value.fields}
    missing = any(
        typerefs.is_required(one.type) and one.default is None and one.name not in given
        for one in kind.inputs.values()
    )
    return not missing and all(
        name in kind.inputs and fits(subgraph, item, kind.inputs[name].type)
        for name, item in given.items()
    )
