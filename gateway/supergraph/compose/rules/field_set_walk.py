# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The walk over a field set that the rules about `@key`, `@provides`, `@requires` share."""

from collections.abc import Iterator

import msgspec

from gateway.supergraph.compose import model, typerefs
from gateway.supergraph.compose.fieldsets import FieldSetBroken, Pick, read
from gateway.supergraph.compose.model import FieldIn, SubgraphIn, TypeIn

_COMPOSITE = frozenset({model.OBJECT, model.INTERFACE, model.UNION})


class Visit(msgspec.Struct, frozen=True, eq=False):
    """One selected field; under_external: a field above it is external."""

    owner: TypeIn
    field: FieldIn
    pick: Pick
    target: TypeIn | None
    under_external: bool

    @property
    def is_leaf(self) -> bool:
        """Whether nothing is selected below."""
        return not self.pick.picks


Step = Visit | str


def walk(subgraph: SubgraphIn, kind: TypeIn, text: str) -> Iterator[Step]:
    """Visits in order; a string is what makes the field set invalid."""
    try:
        picks = read(text)
    except FieldSetBroken as broken:
        yield str(broken)
        return
    if not picks:
        yield "the selection is empty"
    yield from _walk(subgraph, kind, picks, under_external=False)


def _walk(
    subgraph: SubgraphIn, kind: TypeIn, picks: tuple[Pick, ...], *, under_external: bool
) -> Iterator[Step]:
    for pick in picks:
        if pick.on is not None:
            yield from _walk_fragment(subgraph, kind, pick, under_external=under_external)
        elif pick.name != "__typename":
            field = kind.fields.get(pick.name)
            if field is None:
                yield f'cannot query field "{pick.name}" on type "{kind.name}"'
                continue
            target = _target(subgraph, field)
            yield from _misfits(kind, field, pick, target)
            yield Visit(kind, field, pick, target, under_external)
            if target is not None:
                below = under_external or field.external
                yield from _walk(subgraph, target, pick.picks, under_external=below)


def _walk_fragment(
    subgraph: SubgraphIn, kind: TypeIn, pick: Pick, *, under_external: bool
) -> Iterator[Step]:
    target = subgraph.types.get(pick.on) if pick.on else kind
    if target is None:
        yield f'unknown type "{pick.on}"'
    elif not _overlap(subgraph, kind, target):
        yield f'a value of "{kind.name}" can never be a "{target.name}"'
    else:
        yield from _walk(subgraph, target, pick.picks, under_external=under_external)


def _target(subgraph: SubgraphIn, field: FieldIn) -> TypeIn | None:
    target = subgraph.types.get(typerefs.named(field.type))
    return target if target is not None and target.kind in _COMPOSITE else None


def _misfits(kind: TypeIn, field: FieldIn, pick: Pick, target: TypeIn | None) -> Iterator[str]:
    spot = f"{kind.name}.{field.name}"
    if pick.alias is not None:
        yield f'an alias ("{pick.alias}") is not allowed'
    unknown = [name for name, _ in pick.args if name not in field.args]
    if unknown:
        yield f'field "{spot}" has no argument "{unknown[0]}"'
    if target is not None and not pick.picks:
        yield f'field "{spot}" needs a selection of its fields'
    elif target is None and pick.braces:
        yield f'field "{spot}" is a leaf and takes no selection'


def _overlap(subgraph: SubgraphIn, left: TypeIn, right: TypeIn) -> bool:
    return left is right or bool(_possible(subgraph, left) & _possible(subgraph, right))


def _possible(subgraph: SubgraphIn, kind: TypeIn) -> set[str]:
    if kind.kind == model.UNION:
        return set(kind.members)
    if kind.kind == model.INTERFACE:
        return {other.name for other in subgraph.types.values() if kind.name in other.interfaces}
    return {kind.name}


def has_directives(picks: tuple[Pick, ...]) -> bool:
    """Whether a directive stands anywhere in the selection."""
    return any(pick.directives or has_directives(pick.picks) for pick in picks)
