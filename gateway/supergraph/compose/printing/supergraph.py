# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The supergraph SDL: the types with their join marks, below the header."""

from collections.abc import Iterable, Sequence

from gateway.supergraph.compose import model
from gateway.supergraph.compose.merged import DirectiveOut, FieldOut, Merged, TypeOut, Written
from gateway.supergraph.compose.printing import joins, sdl
from gateway.supergraph.compose.printing.header import print_header

_KEYWORD = {
    model.OBJECT: "type",
    model.INTERFACE: "interface",
    model.UNION: "union",
    model.ENUM: "enum",
    model.INPUT: "input",
    model.SCALAR: "scalar",
}


_BRACE = "\n{"  # on a line of its own below the marks


def _keep_all(applied: Sequence[Written]) -> Iterable[Written]:
    return applied


def print_supergraph(merged: Merged) -> str:
    """The whole supergraph; types by name."""
    parts = [print_header(merged)]
    parts.extend(print_directive(one) for one in merged.directives.values())
    parts.extend(_print_type(merged, kind) for kind in merged.types.values())
    return "\n".join(parts)


def print_directive(one: DirectiveOut) -> str:
    """A directive definition."""
    given = sdl.arguments(one.args.values(), _keep_all, "")
    repeatable = " repeatable" if one.repeatable else ""
    return (
        f"{sdl.describe(one.description, '')}directive @{one.name}{given}{repeatable}"
        f" on {' | '.join(one.locations)}\n"
    )


def _print_type(merged: Merged, kind: TypeOut) -> str:
    implements = f" implements {' & '.join(kind.interfaces)}" if kind.interfaces else ""
    marks = [
        *joins.join_implements(merged, kind),
        *(joins.join_type(join) for join in kind.joins),
        *joins.join_members(merged, kind),
        *kind.applied,
        *(joins.join_directive(one) for one in kind.carried),
    ]
    lines = "".join(f"\n  {one}" for one in marks)
    head = f"{sdl.describe(kind.description, '')}{_KEYWORD[kind.kind]} {kind.name}{implements}"
    if kind.kind == model.UNION:
        return f"{head}{lines}\n  = {' | '.join(kind.members)}\n"
    body = [_print_field(field) for field in kind.fields.values()]
    body += [
        f"{sdl.describe(one.description, '  ')}  {sdl.argument(one, _keep_all)}"
        f"{sdl.mark(joins.join_field(join) for join in one.joins)}"
        for one in kind.inputs.values()
    ]
    body += [
        f"{sdl.describe(value.description, '  ')}  {value.name}"
        f"{sdl.mark([*joins.join_values(merged, value), *value.applied])}"
        for value in kind.values.values()
    ]
    return f"{head}{lines}{sdl.block(body).replace(' {', _BRACE, 1)}\n"


def _print_field(field: FieldOut) -> str:
    given = sdl.arguments(field.args.values(), _keep_all, "  ")
    marks = [
        *(joins.join_field(join) for join in field.joins),
        *field.applied,
        *(joins.join_directive(one) for one in field.carried),
    ]
    return (
        f"{sdl.describe(field.description, '  ')}  {field.name}{given}: {field.type}"
        f"{sdl.mark(marks)}"
    )
