# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Moves: from the positions of a concrete type to all others that keys and requirements open."""

from collections.abc import Iterable

from gateway.supergraph.compose import model, typerefs
from gateway.supergraph.compose.fieldsets import Pick
from gateway.supergraph.compose.satisfiability.positions import (
    Position,
    Positions,
    Terrain,
    picks_of,
)

_QUERY = model.ROOTS["query"]
_Jump = tuple[str, str, tuple[Pick, ...]]


class Moves:
    """The search, memoised by (type, positions); asks itself for keys and requirements."""

    def __init__(self, terrain: Terrain) -> None:
        """Start with empty memories."""
        self.terrain = terrain
        self._jumps: dict[str, tuple[_Jump, ...]] = {}
        self._closures: dict[tuple[str, Position], Positions] = {}
        self._closing: set[tuple[str, Position]] = set()
        self._active: set[tuple[str, Positions, tuple[Pick, ...]]] = set()
        self._cut = False

    def jumps(self, name: str) -> tuple[_Jump, ...]:
        """(subgraph, type there, key) for every key by which a concrete type can be entered."""
        found = self._jumps.get(name)
        if found is None:
            found = self._jumps[name] = tuple(self._find_jumps(name))
        return found

    def _find_jumps(self, name: str) -> Iterable[_Jump]:
        merged = self.terrain.merged
        names = [name, *merged.types[name].interfaces]
        for subgraph in merged.subgraphs.values():
            for at in names:
                kind = subgraph.types.get(at)
                if kind is None or (at != name and not kind.interface_object):
                    continue
                for key in kind.keys:
                    if key.resolvable:
                        yield subgraph.name, at, picks_of(key.fields)

    def close(self, name: str, positions: Positions) -> Positions:
        """All positions of a concrete type reachable from any of these; these included."""
        if name == _QUERY:
            return positions | {
                (subgraph, name, ())
                for subgraph in self.terrain.merged.subgraphs
                if self._has(subgraph, name)
            }
        found: set[Position] = set()
        for position in positions:
            found |= self.close_one(name, position)
        return frozenset(found)

    def close_one(self, name: str, position: Position) -> Positions:
        """All positions reachable from one: keys are gathered from where one stands."""
        known = self._closures.get((name, position))
        if known is not None:
            return known
        if (name, position) in self._closing:
            self._cut = True
            return frozenset({position})
        outer, self._cut = self._cut, False
        self._closing.add((name, position))
        found = self._close_one(name, position)
        self._closing.discard((name, position))
        if not self._cut:
            self._closures[name, position] = found
        self._cut = (outer or self._cut) and bool(self._closing or self._active)
        return found

    def _close_one(self, name: str, position: Position) -> Positions:
        reached = {position}
        left = list(self.jumps(name))
        while left:
            still: list[_Jump] = []
            for subgraph, at, key in left:
                if (subgraph, at, ()) in reached:
                    continue
                here = frozenset(reached)
                if self._may_name(name, at, here) and self.can_pick(name, here, key):
                    reached.add((subgraph, at, ()))
                else:
                    still.append((subgraph, at, key))
            if len(still) == len(left):
                break
            left = still
        return frozenset(reached)

    def _has(self, subgraph: str, name: str) -> bool:
        return self.terrain.type_in(subgraph, name) is not None

    def _may_name(self, name: str, at: str, positions: Positions) -> bool:
        """P7: whether the true `__typename` can be known before a jump to the type itself."""
        return at != name or self.knows_name(name, positions)

    def knows_name(self, name: str, positions: Positions) -> bool:
        """Whether some position is of the concrete type, or an interface tells by its key."""
        if any(at == name for _, at, _ in positions):
            return True
        for interface in {at for _, at, _ in positions}:
            for subgraph in self.terrain.merged.subgraphs.values():
                kind = subgraph.types.get(interface)
                if kind is None or kind.interface_object:
                    continue
                if any(
                    key.resolvable and self.can_pick(name, positions, picks_of(key.fields))
                    for key in kind.keys
                ):
                    return True
        return False

    def can_pick(self, name: str, positions: Positions, picks: tuple[Pick, ...]) -> bool:
        """Whether all picks of a concrete type can be fetched from these positions."""
        state = (name, positions, picks)
        if state in self._active:
            self._cut = True
            return False
        self._active.add(state)
        try:
            return all(
                self._can_pick_one(name, positions, pick)
                for pick in self.terrain.picks_on(picks, name)
            )
        finally:
            self._active.discard(state)

    def _can_pick_one(self, name: str, positions: Positions, pick: Pick) -> bool:
        if pick.name == "__typename":
            return self.knows_name(name, positions)
        behind = self._behind(name, positions, pick.name)
        if not behind:
            return False
        if not pick.picks:
            return True
        kinds = {low for _, at, _ in behind for low in self.terrain.concrete(at)}
        for low in sorted(kinds):
            there = self.terrain.narrow(behind, low)
            if there and not self.can_pick(low, self.close(low, there), pick.picks):
                return False
        return True

    def advance(self, name: str, positions: Positions, field: str) -> Positions:
        """The positions behind a field of a concrete type, after all moves; empty: impossible."""
        return self._behind(name, self.close(name, positions), field)

    def _behind(self, name: str, positions: Positions, field: str) -> Positions:
        found: set[Position] = set()
        for position in positions:
            served = self.terrain.field_at(position, field)
            if served is None:
                continue
            if served.requires is not None and not self.meets(name, position, field):
                continue
            found.add(self.terrain.step(position, served))
        return frozenset(found)

    def meets(self, name: str, position: Position, field: str) -> bool:
        """Whether what a field requires can be brought, and the subgraph entered with it."""
        subgraph, at, _view = position
        kind = self.terrain.type_in(subgraph, at)
        served = kind.fields[field] if kind is not None else None
        if served is None:
            return False
        around = self.close_one(name, position)
        here = frozenset({position})
        if not self.can_pick(name, around, picks_of(served.requires)):
            return False
        return any(
            where == subgraph and there == at and self.can_pick(name, here, key)
            for where, there, key in self.jumps(name)
        )


def api_fields(terrain: Terrain, name: str) -> list[tuple[str, str]]:
    """(field, inner type) of a type's visible fields."""
    types = terrain.merged.types
    found: list[tuple[str, str]] = []
    for field in types[name].fields.values():
        inner = typerefs.named(field.type)
        hidden = field.hidden or (inner in types and types[inner].hidden)
        if not hidden:
            found.append((field.name, inner))
    return found
