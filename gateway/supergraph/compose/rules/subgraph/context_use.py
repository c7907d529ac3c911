# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""`@fromContext` selects exactly one fitting field of a context that is set."""

from collections.abc import Iterator

from gateway.supergraph.compose import model, typerefs
from gateway.supergraph.compose.contexts import split_selection
from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.fieldsets import FieldSetBroken, Pick, read
from gateway.supergraph.compose.marks import find, text
from gateway.supergraph.compose.model import ArgumentIn, FieldIn, SubgraphIn, TypeIn
from gateway.supergraph.compose.rules.places import fault, fields_in

NOT_SET = "CONTEXT_NOT_SET"
NO_CONTEXT = "NO_CONTEXT_IN_SELECTION"
SELECTION = "CONTEXT_INVALID_SELECTION"
NO_KEY = "CONTEXT_NO_RESOLVABLE_KEY"


def check(subgraph: SubgraphIn) -> Iterator[CompositionError]:
    """Every contextual argument."""
    for kind, field in fields_in(subgraph):
        for one in field.args.values():
            applied = find(one.applied, "fromContext")
            if applied is None:
                continue
            value = text(applied.args.get("field")) or ""
            coordinate = f"{kind.name}.{field.name}({one.name}:)"
            for code, message in _check(subgraph, kind, field, one, value):
                yield fault(
                    code,
                    f'@fromContext on "{coordinate}": {message}',
                    subgraph=subgraph,
                    coordinate=coordinate,
                    line=applied.line,
                )


def _check(
    subgraph: SubgraphIn, kind: TypeIn, field: FieldIn, one: ArgumentIn, value: str
) -> Iterator[tuple[str, str]]:
    if kind.kind == model.INTERFACE or _implements(subgraph, kind, field):
        yield NOT_SET, "it cannot be used on an interface field or its implementation"
        return
    if one.default is not None:
        yield NOT_SET, "the argument has a default"
        return
    found = split_selection(value)
    if found is None:
        yield NO_CONTEXT, f'"{value}" does not start with $context'
        return
    name, selection = found
    setters = [
        other
        for other in subgraph.types.values()
        for applied in other.applied
        if applied.spec == "context" and text(applied.args.get("name")) == name
    ]
    if not setters:
        yield NOT_SET, f'context "{name}" is never set'
        return
    if not any(key.resolvable for key in kind.keys):
        yield NO_KEY, f'type "{kind.name}" has no resolvable key'
    try:
        picks = read(selection)
    except FieldSetBroken as broken:
        yield SELECTION, f'"{selection.strip()}" cannot be read: {broken}'
        return
    for setter in setters:
        for concrete in _concrete(subgraph, setter):
            message = _misfit(subgraph, concrete, picks, one)
            if message is not None:
                yield SELECTION, message
                return


def _implements(subgraph: SubgraphIn, kind: TypeIn, field: FieldIn) -> bool:
    above = (subgraph.types.get(name) for name in kind.interfaces)
    return any(other is not None and field.name in other.fields for other in above)


def _concrete(subgraph: SubgraphIn, kind: TypeIn) -> list[TypeIn]:
    if kind.kind == model.UNION:
        return [subgraph.types[name] for name in kind.members if name in subgraph.types]
    if kind.kind == model.INTERFACE:
        return [other for other in subgraph.types.values() if kind.name in other.interfaces]
    return [kind]


def _misfit(
    subgraph: SubgraphIn, kind: TypeIn, picks: tuple[Pick, ...], one: ArgumentIn
) -> str | None:
    """Why the selection does not give exactly one value of the argument's type."""
    fitting = [
        pick
        for pick in picks
        if pick.on is None or pick.on == kind.name or pick.on in kind.interfaces
    ]
    if any(pick.directives or pick.alias for pick in picks):
        return "aliases and directives are not allowed in the selection"
    if len(fitting) != 1:
        return f'the selection must give exactly one field for type "{kind.name}"'
    pick = fitting[0]
    return _misfit_of(subgraph, kind, pick, one)


def _misfit_of(subgraph: SubgraphIn, kind: TypeIn, pick: Pick, one: ArgumentIn) -> str | None:
    if pick.on is not None:
        return _misfit(subgraph, kind, pick.picks, one)
    field = kind.fields.get(pick.name)
    if field is None:
        return f'type "{kind.name}" has no field "{pick.name}"'
    target = subgraph.types.get(typerefs.named(field.type))
    if pick.picks and target is not None:
        return _misfit(subgraph, target, pick.picks, one)
    message = None
    if target is not None and target.kind in {model.OBJECT, model.INTERFACE, model.UNION}:
        message = f'"{kind.name}.{pick.name}" is no leaf'
    elif one.type.removesuffix("!") != field.type.removesuffix("!"):
        message = f'"{kind.name}.{pick.name}" is of type "{field.type}", not "{one.type}"'
    return message
