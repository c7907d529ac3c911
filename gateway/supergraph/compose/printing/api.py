# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The API schema: the supergraph without links, joins and hidden elements."""

from collections.abc import Iterable, Sequence

from gateway.supergraph.compose import model, typerefs
from gateway.supergraph.compose.merged import FieldOut, Merged, TypeOut, Written
from gateway.supergraph.compose.printing import sdl
from gateway.supergraph.compose.printing.supergraph import print_directive
from gateway.supergraph.compose.specs import EXECUTABLE

_PUBLIC = frozenset({"deprecated", "specifiedBy", "oneOf"})


def _keep(applied: Sequence[Written]) -> Iterable[Written]:
    return (one for one in applied if one.name in _PUBLIC)


def print_api(merged: Merged) -> str:
    """S9: the schema clients see; types by name."""
    hidden = frozenset(kind.name for kind in merged.types.values() if kind.hidden)
    parts = [
        print_directive(one)
        for one in merged.directives.values()
        if one.name not in merged.composed or not EXECUTABLE.isdisjoint(one.locations)
    ]
    parts.extend(
        _print_type(kind, hidden) for kind in merged.types.values() if kind.name not in hidden
    )
    return "\n".join(parts)


def _print_type(kind: TypeOut, hidden: frozenset[str]) -> str:
    description = sdl.describe(kind.description, "")
    marks = sdl.mark(_keep(kind.applied))
    if kind.kind == model.UNION:
        members = " | ".join(member for member in kind.members if member not in hidden)
        return f"{description}union {kind.name}{marks} = {members}\n"
    if kind.kind == model.SCALAR:
        return f"{description}scalar {kind.name}{marks}\n"
    if kind.kind == model.ENUM:
        body = [
            f"{sdl.describe(value.description, '  ')}  {value.name}{sdl.mark(_keep(value.applied))}"
            for value in kind.values.values()
            if not value.hidden
        ]
        return f"{description}enum {kind.name}{marks}{sdl.block(body)}\n"
    if kind.kind == model.INPUT:
        body = [
            f"{sdl.describe(one.description, '  ')}  {sdl.argument(one, _keep)}"
            for one in kind.inputs.values()
            if not one.hidden and typerefs.named(one.type) not in hidden
        ]
        return f"{description}input {kind.name}{marks}{sdl.block(body)}\n"
    interfaces = [name for name in kind.interfaces if name not in hidden]
    implements = f" implements {' & '.join(interfaces)}" if interfaces else ""
    keyword = "type" if kind.kind == model.OBJECT else "interface"
    body = [
        _print_field(field, hidden)
        for field in kind.fields.values()
        if not field.hidden and typerefs.named(field.type) not in hidden
    ]
    return f"{description}{keyword} {kind.name}{implements}{marks}{sdl.block(body)}\n"


def _print_field(field: FieldOut, hidden: frozenset[str]) -> str:
    shown = (
        one
        for one in field.args.values()
        if not one.hidden and typerefs.named(one.type) not in hidden
    )
    given = sdl.arguments(shown, _keep, "  ")
    return (
        f"{sdl.describe(field.description, '  ')}  {field.name}{given}: {field.type}"
        f"{sdl.mark(_keep(field.applied))}"
    )
