# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A visible default holds no hidden enum value or input field."""

from collections.abc import Iterator

from graphql import EnumValueNode, ListValueNode, ObjectValueNode, ValueNode

from gateway.supergraph.compose import typerefs
from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.merged import ArgumentOut, Merged
from gateway.supergraph.compose.rules.places import clash

CODE = "DEFAULT_VALUE_USES_INACCESSIBLE"


def check(merged: Merged) -> Iterator[CompositionError]:
    """Every default of a visible argument or input field."""
    for kind in merged.types.values():
        if kind.hidden:
            continue
        spots = [(f"{kind.name}.{one.name}", one) for one in kind.inputs.values()]
        for field in kind.fields.values():
            if not field.hidden:
                spots += [
                    (f"{kind.name}.{field.name}({one.name}:)", one) for one in field.args.values()
                ]
        for coordinate, one in spots:
            yield from _check(merged, coordinate, one)


def _check(merged: Merged, coordinate: str, one: ArgumentOut) -> Iterator[CompositionError]:
    if one.hidden or one.default is None:
        return
    for spot in _hidden_in(merged, typerefs.named(one.type), one.default):
        message = f'"{spot}" is @inaccessible but is used in the default of "{coordinate}"'
        yield clash(CODE, message, coordinate)


def _hidden_in(merged: Merged, name: str, value: ValueNode) -> Iterator[str]:
    kind = merged.types.get(name)
    if kind is None:
        return
    match value:
        case ListValueNode():
            for item in value.values:
                yield from _hidden_in(merged, name, item)
        case EnumValueNode():
            known = kind.values.get(value.value)
            if known is not None and known.hidden:
                yield f"{name}.{value.value}"
        case ObjectValueNode():
            for field in value.fields:
                inner = kind.inputs.get(field.name.value)
                if inner is None:
                    continue
                if inner.hidden:
                    yield f"{name}.{inner.name}"
                yield from _hidden_in(merged, typerefs.named(inner.type), field.value)
        case _:
            pass
