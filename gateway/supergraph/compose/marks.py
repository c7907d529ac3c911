# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Marks: what the directives on types and fields come to (external, shareable, keys, uses)."""

from collections.abc import Callable, Iterable

from graphql import BooleanValueNode, EnumValueNode, ListValueNode, StringValueNode, ValueNode

from gateway.supergraph.compose import fieldsets, model, typerefs
from gateway.supergraph.compose.fieldsets import Pick
from gateway.supergraph.compose.model import (
    Applied,
    FieldIn,
    KeyIn,
    Override,
    SubgraphIn,
    TypeIn,
)


def find(applied: Iterable[Applied], spec: str) -> Applied | None:
    """The first application of a spec's directive."""
    return next((one for one in applied if one.spec == spec), None)


def text(value: ValueNode | None) -> str | None:
    """The value if it is a string."""
    return value.value if isinstance(value, StringValueNode) else None


def field_text(value: ValueNode | None, *, lenient: bool) -> str | None:
    """A field set as text; Federation 1 also took lists and bare names."""
    if isinstance(value, StringValueNode):
        return value.value
    if not lenient:
        return None
    if isinstance(value, EnumValueNode):
        return value.value
    if isinstance(value, ListValueNode):
        parts = [field_text(item, lenient=True) for item in value.values]
        if None not in parts:
            return " ".join(part for part in parts if part)
    return None


def mark(subgraph: SubgraphIn) -> None:
    """Fill every mark of every type and field from the applied directives."""
    lenient = subgraph.version == (1, 0)
    for kind in subgraph.types.values():
        if kind.kind in {model.OBJECT, model.INTERFACE}:
            _mark_type(kind, lenient=lenient)
    mark_uses(subgraph)


def _mark_type(kind: TypeIn, *, lenient: bool) -> None:
    kind.interface_object = find(kind.applied, "interfaceObject") is not None
    kind.keys = []
    externals: set[bool] = set()
    shareables: set[bool] = set()
    for one in kind.applied:
        if one.spec == "extends":
            kind.extension = True
        elif one.spec == "external":
            externals.add(one.extension)
        elif one.spec == "shareable":
            shareables.add(one.extension)
        elif one.spec == "key":
            fields = field_text(one.args.get("fields"), lenient=lenient)
            if fields is not None:
                resolvable = one.args.get("resolvable")
                kind.keys.append(
                    KeyIn(
                        fields=fields,
                        resolvable=not (
                            isinstance(resolvable, BooleanValueNode) and not resolvable.value
                        ),
                        line=one.line,
                        extension=one.extension and not lenient,
                    )
                )
    for field in kind.fields.values():
        field.external = field.declared_external = field.extension in externals
        field.shareable = field.extension in shareables
        _mark_field(field, lenient=lenient)


def _mark_field(field: FieldIn, *, lenient: bool) -> None:
    field.requires = field.provides = None
    field.override = None
    for one in field.applied:
        match one.spec:
            case "external":
                field.external = field.declared_external = True
            case "shareable":
                field.shareable = True
            case "requires":
                field.requires = field_text(one.args.get("fields"), lenient=lenient)
            case "provides":
                field.provides = field_text(one.args.get("fields"), lenient=lenient)
            case "override":
                source = text(one.args.get("from"))
                if source is not None:
                    field.override = Override(source, text(one.args.get("label")), one.line)
            case _:
                pass


def mark_uses(subgraph: SubgraphIn) -> None:
    """Fill in_key, in_requires, provided, in_interface, and what follows from them."""
    for kind in subgraph.types.values():
        for field in kind.fields.values():
            field.in_key = field.in_requires = field.provided = field.in_interface = False
    for kind in subgraph.types.values():
        _mark_uses_of(subgraph, kind)
        for interface in kind.interfaces:
            above = subgraph.types.get(interface)
            if above is not None and above.kind == model.INTERFACE:
                for name in kind.fields.keys() & above.fields.keys():
                    kind.fields[name].in_interface = True


def _mark_uses_of(subgraph: SubgraphIn, kind: TypeIn) -> None:
    for key in kind.keys:
        for_each_field(subgraph, kind, key.fields, _mark_key(kind))
    for field in kind.fields.values():
        if field.requires is not None:
            for_each_field(subgraph, kind, field.requires, _mark_requires)
        target = subgraph.types.get(typerefs.named(field.type))
        if field.provides is not None and target is not None:
            for_each_field(subgraph, target, field.provides, _mark_provided)


def _mark_key(kind: TypeIn) -> Callable[[TypeIn, FieldIn], None]:
    """S2, S3: key fields are shareable; on an extension they are not external."""

    def visit(owner: TypeIn, field: FieldIn) -> None:
        field.in_key = True
        field.shareable = True
        if owner is kind and kind.extension:
            field.external = False

    return visit


def _mark_requires(_owner: TypeIn, field: FieldIn) -> None:
    field.in_requires = True


def _mark_provided(_owner: TypeIn, field: FieldIn) -> None:
    field.provided = True
    if field.external:
        field.shareable = True


def for_each_field(
    subgraph: SubgraphIn, kind: TypeIn, fields: str, visit: Callable[[TypeIn, FieldIn], None]
) -> None:
    """Visit every field a field set names, also in the implementations of an interface."""
    try:
        picks = fieldsets.read(fields)
    except fieldsets.FieldSetBroken:
        return
    _walk(subgraph, kind, picks, visit)


def _walk(
    subgraph: SubgraphIn,
    kind: TypeIn,
    picks: tuple[Pick, ...],
    visit: Callable[[TypeIn, FieldIn], None],
) -> None:
    for pick in picks:
        if pick.on is not None:
            target = subgraph.types.get(pick.on) if pick.on else kind
            if target is not None:
                _walk(subgraph, target, pick.picks, visit)
            continue
        field = kind.fields.get(pick.name)
        if field is None:
            continue
        visit(kind, field)
        if kind.kind == model.INTERFACE:
            for other in subgraph.types.values():
                if kind.name in other.interfaces and pick.name in other.fields:
                    visit(other, other.fields[pick.name])
        if pick.picks:
            target = subgraph.types.get(typerefs.named(field.type))
            if target is not None:
                _walk(subgraph, target, pick.picks, visit)
