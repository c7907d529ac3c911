# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Positions: where a half-answered operation can stand in the subgraphs, and the direct steps.

A position is (subgraph, type there, view); the view is what `@provides` above it gives. A place is
a concrete type of the supergraph with all positions that reach it.
"""

from collections.abc import Iterable, Mapping

from gateway.supergraph.compose import model, typerefs
from gateway.supergraph.compose.fieldsets import FieldSetBroken, Pick, read
from gateway.supergraph.compose.merged import Merged
from gateway.supergraph.compose.model import FieldIn, TypeIn

Position = tuple[str, str, tuple[Pick, ...]]
Positions = frozenset[Position]
Labels = Mapping[str, bool]


def picks_of(text: str | None) -> tuple[Pick, ...]:
    """The picks of a field set; none when there is no set or it is broken."""
    if text is None:
        return ()
    try:
        return read(text)
    except FieldSetBroken:
        return ()


class Terrain:
    """The subgraphs seen from an operation: local types, possible types, who lost which field."""

    def __init__(self, merged: Merged, labels: Labels) -> None:
        """Index the merged supergraph; labels say how every progressive override stands."""
        self.merged = merged
        self.labels = labels
        self._local: dict[tuple[str, str], frozenset[str]] = {}
        self._concrete: dict[str, tuple[str, ...]] = {}
        for subgraph in merged.subgraphs.values():
            for kind in subgraph.types.values():
                self._index(subgraph.name, kind)

    def _index(self, subgraph: str, kind: TypeIn) -> None:
        if kind.kind == model.UNION:
            self._local[subgraph, kind.name] = frozenset(kind.members)
        elif kind.kind == model.OBJECT:
            for interface in kind.interfaces:
                known = self._local.get((subgraph, interface), frozenset())
                self._local[subgraph, interface] = known | {kind.name}

    def concrete(self, name: str) -> tuple[str, ...]:
        """The object types of the supergraph that a value of this type can have."""
        found = self._concrete.get(name)
        if found is None:
            below = sorted(self.merged.possible.get(name, frozenset()) | {name})
            found = self._concrete[name] = tuple(
                low
                for low in below
                if low in self.merged.types and self.merged.types[low].kind == model.OBJECT
            )
        return found

    def type_in(self, subgraph: str, name: str) -> TypeIn | None:
        """A type as one subgraph has it."""
        return self.merged.subgraphs[subgraph].types.get(name)

    def narrow(self, positions: Iterable[Position], name: str) -> Positions:
        """The positions under which the value can be of this concrete type."""
        found: set[Position] = set()
        for subgraph, at, view in positions:
            kind = self.type_in(subgraph, at)
            if kind is None:
                continue
            if kind.interface_object:
                if name in self.merged.possible.get(at, ()):
                    found.add((subgraph, at, self._view_on(view, name)))
            elif at == name or name in self._local.get((subgraph, at), ()):
                found.add((subgraph, name, self._view_on(view, name)))
        return frozenset(found)

    def _view_on(self, view: tuple[Pick, ...], name: str) -> tuple[Pick, ...]:
        if not any(pick.on is not None for pick in view):
            return view
        return tuple(self.picks_on(view, name))

    def picks_on(self, picks: Iterable[Pick], name: str) -> Iterable[Pick]:
        """The picks that apply to a concrete type, fragments opened."""
        for pick in picks:
            if pick.on is None:
                yield pick
            elif pick.on in {"", name} or name in self.merged.possible.get(pick.on, ()):
                yield from self.picks_on(pick.picks, name)

    def field_at(self, position: Position, field: str) -> FieldIn | None:
        """The field if this position serves it, leaving `@requires` to the caller."""
        subgraph, at, view = position
        kind = self.type_in(subgraph, at)
        found = kind.fields.get(field) if kind is not None else None
        if found is None:
            return None
        if found.external and not any(pick.name == field for pick in view):
            return None
        return None if self._is_lost(subgraph, at, found) else found

    def _is_lost(self, subgraph: str, at: str, field: FieldIn) -> bool:
        merged = self.merged.types[at].fields.get(field.name)
        if merged is None:
            return False
        if subgraph in merged.overridden:
            label = merged.overridden[subgraph]
            return label is None or self.labels.get(label, True)
        override = field.override
        if override is not None and override.label is not None:
            moving = override.source in merged.overridden
            return moving and not self.labels.get(override.label, True)
        return False

    def step(self, position: Position, field: FieldIn) -> Position:
        """The position behind a field."""
        subgraph, _at, view = position
        below = [pick.picks for pick in view if pick.name == field.name and pick.picks]
        fresh = tuple(pick for picks in below for pick in picks) + picks_of(field.provides)
        return subgraph, typerefs.named(field.type), fresh
