# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What a visible element needs is visible: mandatory inputs, and fields of visible interfaces."""

from collections.abc import Iterator

from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.merged import ArgumentOut, FieldOut, Merged, TypeOut
from gateway.supergraph.compose.rules.places import clash

REQUIRED = "REQUIRED_INACCESSIBLE"
IMPLEMENTED = "IMPLEMENTED_BY_INACCESSIBLE"


def check(merged: Merged) -> Iterator[CompositionError]:
    """Every visible type."""
    for kind in merged.types.values():
        if kind.hidden:
            continue
        for one in kind.inputs.values():
            yield from _required(f"{kind.name}.{one.name}", one)
        for field in kind.fields.values():
            if not field.hidden:
                for one in field.args.values():
                    yield from _required(f"{kind.name}.{field.name}({one.name}:)", one)
            yield from _implemented(merged, kind, field)


def _required(coordinate: str, one: ArgumentOut) -> Iterator[CompositionError]:
    if one.hidden and one.type.endswith("!") and one.default is None:
        message = f'"{coordinate}" is @inaccessible but must be given'
        yield clash(REQUIRED, message, coordinate)


def _implemented(merged: Merged, kind: TypeOut, field: FieldOut) -> Iterator[CompositionError]:
    for name in kind.interfaces:
        interface = merged.types.get(name)
        above = interface.fields.get(field.name) if interface and not interface.hidden else None
        if above is None or above.hidden:
            continue
        coordinate = f"{kind.name}.{field.name}"
        if field.hidden:
            message = f'"{coordinate}" is @inaccessible but implements "{name}.{field.name}"'
            yield clash(IMPLEMENTED, message, coordinate)
            continue
        for one in field.args.values():
            if one.hidden and one.name in above.args and not above.args[one.name].hidden:
                spot = f"{coordinate}({one.name}:)"
                message = f'"{spot}" is @inaccessible but implements an argument of "{name}"'
                yield clash(IMPLEMENTED, message, spot)
