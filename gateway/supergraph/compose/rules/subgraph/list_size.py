# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""`@listSize` describes lists: a natural size, Int arguments, list fields of the result."""

from collections.abc import Iterator

from graphql import IntValueNode

from gateway.supergraph.compose import typerefs
from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.marks import find
from gateway.supergraph.compose.merging.dnf import strings
from gateway.supergraph.compose.model import Applied, FieldIn, SubgraphIn
from gateway.supergraph.compose.rules.places import fault, fields_in

NON_LIST = "LIST_SIZE_APPLIED_TO_NON_LIST"
ASSUMED = "LIST_SIZE_INVALID_ASSUMED_SIZE"
SLICING = "LIST_SIZE_INVALID_SLICING_ARGUMENT"
SIZED = "LIST_SIZE_INVALID_SIZED_FIELD"


def check(subgraph: SubgraphIn) -> Iterator[CompositionError]:
    """Every field with a list size."""
    for kind, field in fields_in(subgraph):
        one = find(field.applied, "listSize")
        if one is None:
            continue
        coordinate = f"{kind.name}.{field.name}"
        for code, message in _check(subgraph, field, one):
            yield fault(
                code,
                f'@listSize on "{coordinate}": {message}',
                subgraph=subgraph,
                coordinate=coordinate,
                line=one.line,
            )


def _check(subgraph: SubgraphIn, field: FieldIn, one: Applied) -> Iterator[tuple[str, str]]:
    sized = strings(one.args.get("sizedFields"))
    if not sized and not typerefs.is_list(field.type):
        yield NON_LIST, f'"{field.type}" is not a list'
    size = one.args.get("assumedSize")
    if isinstance(size, IntValueNode) and int(size.value) < 0:
        yield ASSUMED, "assumedSize is negative"
    for path in strings(one.args.get("slicingArguments")) or []:
        yield from _check_slicing(subgraph, field, path)
    target = subgraph.types.get(typerefs.named(field.type))
    for name in sized or []:
        if target is None or not target.fields:
            yield SIZED, f'"{field.type}" has no fields, so "{name}" cannot be sized'
        elif name not in target.fields:
            yield SIZED, f'"{target.name}" has no field "{name}"'
        elif not typerefs.is_list(target.fields[name].type):
            yield NON_LIST, f'its sized field "{target.name}.{name}" is not a list'


def _check_slicing(subgraph: SubgraphIn, field: FieldIn, path: str) -> Iterator[tuple[str, str]]:
    first, *rest = path.split(".")
    one = field.args.get(first)
    for name in rest:
        inner = subgraph.types.get(typerefs.named(one.type)) if one is not None else None
        one = inner.inputs.get(name) if inner is not None else None
    if one is None:
        yield SLICING, f'there is no argument "{path}"'
    elif one.type.removesuffix("!") != "Int":
        yield SLICING, f'slicing argument "{path}" is not an Int'
