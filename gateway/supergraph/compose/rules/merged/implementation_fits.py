# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""After the merge an implementation still fits its interfaces: types, arguments."""

from collections.abc import Iterator

from gateway.supergraph.compose import typerefs
from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.merged import FieldOut, Merged
from gateway.supergraph.compose.merging.relations import named_subtype
from gateway.supergraph.compose.rules.places import clash

CODE = "INVALID_GRAPHQL"


def check(merged: Merged) -> Iterator[CompositionError]:
    """Every field that an interface asks for."""
    for kind in merged.types.values():
        for name in kind.interfaces:
            interface = merged.types.get(name)
            for above in interface.fields.values() if interface is not None else ():
                field = kind.fields.get(above.name)
                if field is None:
                    continue
                for message in _misfits(merged, field, above):
                    coordinate = f"{kind.name}.{field.name}"
                    yield clash(
                        CODE,
                        f'"{coordinate}" does not fit interface field "{name}.{above.name}"'
                        f" in the supergraph: {message}",
                        coordinate,
                    )


def _misfits(merged: Merged, field: FieldOut, above: FieldOut) -> Iterator[str]:
    if not typerefs.is_subtype(field.type, above.type, named_subtype(merged.possible)):
        yield f'type "{field.type}" is not "{above.type}"'
    for one in above.args.values():
        own = field.args.get(one.name)
        if own is None:
            yield f'argument "{one.name}" is missing'
        elif own.type != one.type:
            yield f'argument "{one.name}" is "{own.type}", not "{one.type}"'
    for one in field.args.values():
        required = one.type.endswith("!") and one.default is None
        if required and one.name not in above.args:
            yield f'argument "{one.name}" is required but unknown to the interface'
