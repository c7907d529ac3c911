# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The walk over the API: depth first, every concrete type with every set of positions once."""

from collections.abc import Iterable
from itertools import product

import msgspec

from gateway.supergraph.compose import model
from gateway.supergraph.compose.facts import CompositionError
from gateway.supergraph.compose.merged import Merged
from gateway.supergraph.compose.satisfiability.moves import Moves, api_fields
from gateway.supergraph.compose.satisfiability.positions import Positions, Terrain
from gateway.supergraph.compose.satisfiability.reasons import explain, witness

CODE = "SATISFIABILITY_ERROR"
CAP_CODE = "MAX_VALIDATION_SUBGRAPH_PATHS_EXCEEDED"
MAX_PATHS = 1_000_000
_MAX_LABELS = 6
_COMPOSITE = frozenset({model.OBJECT, model.INTERFACE, model.UNION})
Trail = tuple[str, ...]


class _Place(msgspec.Struct, frozen=True):
    """A concrete type to look at; trail is the witness that leads there."""

    name: str
    positions: Positions
    trail: Trail


def check_satisfiability(
    merged: Merged, *, max_paths: int = MAX_PATHS
) -> Iterable[CompositionError]:
    """One error per field that some operation cannot reach, with a witness and the reasons."""
    seen: set[str] = set()
    for labels in _label_values(merged):
        for error in _Walk(Terrain(merged, labels), max_paths).run():
            if error.message not in seen:
                seen.add(error.message)
                yield error


def _label_values(merged: Merged) -> Iterable[dict[str, bool]]:
    """Every combination of override labels; above a handful: each alone against the rest."""
    labels = sorted(
        {
            label
            for kind in merged.types.values()
            for field in kind.fields.values()
            for label in field.overridden.values()
            if label is not None
        }
    )
    if len(labels) <= _MAX_LABELS:
        for values in product((True, False), repeat=len(labels)):
            yield dict(zip(labels, values, strict=True))
        return
    for rest in (True, False):
        yield dict.fromkeys(labels, rest)
        for label in labels:
            yield {**dict.fromkeys(labels, rest), label: not rest}


class _Walk:
    """One walk under fixed labels."""

    def __init__(self, terrain: Terrain, max_paths: int) -> None:
        self.terrain = terrain
        self.moves = Moves(terrain)
        self.paths_left = max_paths
        self.visited: dict[str, list[Positions]] = {}
        self.errors: list[CompositionError] = []
        self.broken: set[tuple[str, str]] = set()

    def run(self) -> list[CompositionError]:
        """Walk from every root."""
        merged = self.terrain.merged
        for operation, root in model.ROOTS.items():
            if root not in merged.types:
                continue
            positions: Positions = frozenset(
                (subgraph, root, ())
                for subgraph in merged.subgraphs
                if self.terrain.type_in(subgraph, root) is not None
            )
            start = _Place(root, positions, (operation,))
            if operation == "mutation":
                self._walk_mutation(start)
            else:
                self._walk([start])
        return self.errors

    def _walk_mutation(self, start: _Place) -> None:
        """A shared mutation is called once: one subgraph alone must satisfy all below it."""
        for field, inner in api_fields(self.terrain, start.name):
            behind = self.moves.advance(start.name, start.positions, field)
            if len(behind) <= 1:
                self._follow(start, field, inner, behind)
                continue
            best: list[CompositionError] | None = None
            for position in sorted(behind, key=lambda at: at[0]):
                alone = _Walk(self.terrain, self.paths_left)
                alone.moves = self.moves
                alone._follow(start, field, inner, frozenset({position}))
                if best is None or len(alone.errors) < len(best):
                    best = alone.errors
            self.errors.extend(best or [])

    def _follow(self, place: _Place, field: str, inner: str, behind: Positions) -> None:
        if not behind:
            self._fail(place, field)
        else:
            self._walk(self._places(inner, behind, (*place.trail, field)))

    def _walk(self, places: Iterable[_Place]) -> None:
        stack = list(places)
        while stack:
            place = stack.pop()
            positions = self.moves.close(place.name, place.positions)
            seen = self.visited.setdefault(place.name, [])
            if any(known <= positions for known in seen):
                continue
            seen.append(positions)
            self.paths_left -= len(positions)
            if self.paths_left < 0:
                self.errors.append(CompositionError(CAP_CODE, "too many paths to validate"))
                return
            here = _Place(place.name, positions, place.trail)
            if not self.moves.knows_name(place.name, positions):
                self._fail(here, "__typename")
                continue
            for field, inner in api_fields(self.terrain, place.name):
                behind = self.moves.advance(place.name, positions, field)
                if not behind:
                    self._fail(here, field)
                else:
                    stack.extend(self._places(inner, behind, (*place.trail, field)))

    def _places(self, inner: str, behind: Positions, trail: Trail) -> Iterable[_Place]:
        """The concrete types behind a field that its positions can really give."""
        kind = self.terrain.merged.types.get(inner)
        if kind is None or kind.kind not in _COMPOSITE:
            return
        for name in self.terrain.concrete(inner):
            if self.terrain.merged.types[name].hidden:
                continue
            positions = self.terrain.narrow(behind, name)
            if positions:
                cast = trail if name == inner else (*trail, f"... on {name}")
                yield _Place(name, positions, cast)

    def _fail(self, place: _Place, field: str) -> None:
        spot = (place.name, field)
        if spot in self.broken:
            return
        self.broken.add(spot)
        reasons = "; ".join(explain(self.moves, place.name, place.positions, field))
        self.errors.append(
            CompositionError(
                code=CODE,
                message=f"the operation {witness(self.terrain, place.trail, field)} cannot be"
                f" satisfied by the subgraphs because {reasons}",
                coordinate=f"{place.name}.{field}",
            )
        )
