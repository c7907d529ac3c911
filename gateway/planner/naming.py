# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Canonical response keys: what a field is called in every subgraph's answer (federation P3)."""

from __future__ import annotations

from gateway.supergraph.model import Supergraph

Path = tuple[str, ...]
Shape = tuple[tuple[str, str], ...]


class Naming:
    """Hands out keys per position. A client's alias never reaches a subgraph."""

    def __init__(self, supergraph: Supergraph) -> None:
        self._supergraph = supergraph
        self._taken: dict[Path, dict[str, tuple[str, str, int, set[Shape]]]] = {}
        self._shapes: dict[tuple[str, str], Shape] = {}
        self._found: dict[tuple[Path, str, str, frozenset[str], int], str] = {}

    def key(self, path: Path, name: str, args: str, types: frozenset[str], *, twin: int = 0) -> str:
        """The key of a field at a position, for objects of the given types."""
        if name == "__typename":
            return name
        seen = (path, name, args, types, twin)
        known = self._found.get(seen)
        if known is None:
            known = self._found[seen] = self._choose(path, name, args, types, twin=twin)
        return known

    def _choose(self, path: Path, name: str, args: str, types: frozenset[str], *, twin: int) -> str:
        taken = self._taken.setdefault(path, {})
        shapes = {self._shape(one, name) for one in types}
        for key, (other, other_args, other_twin, other_shapes) in taken.items():
            if (other, other_args, other_twin) == (name, args, twin) and _fit(shapes, other_shapes):
                other_shapes.update(shapes)
                return key
        key = name
        if args or twin:
            sets = list(
                dict.fromkeys(
                    (one[1], one[2])
                    for one in taken.values()
                    if one[0] == name and one[1:3] != ("", 0)
                )
            )
            own = (args, twin)
            number = sets.index(own) + 1 if own in sets else len(sets) + 1
            key = f"{name}__{number}"
        if key in taken:
            key = f"{key}__{min(types)}"
        while key in taken:
            key += "_"
        taken[key] = (name, args, twin, shapes)
        return key

    def _shape(self, type_name: str, name: str) -> Shape:
        found = self._shapes.get((type_name, name))
        if found is None:
            graphs: dict[str, str] = {}
            owners = [type_name]
            for type_in in self._supergraph.types.get(type_name, {}).values():
                owners.extend(sorted(type_in.implements))
            for owner in reversed(owners):
                by_graph = self._supergraph.fields.get(owner, {}).get(name, {})
                for graph, field in by_graph.items():
                    shape = field.type
                    if self._supergraph.is_composite(field.named):
                        shape = shape.replace(field.named, "*")
                    graphs[graph] = shape
            found = self._shapes[type_name, name] = tuple(sorted(graphs.items()))
        return found


def _fit(ours: set[Shape], theirs: set[Shape]) -> bool:
    if ours == theirs:
        return True
    for one in ours:
        known = dict(one)
        for other in theirs:
            if any(known.get(graph, shape) != shape for graph, shape in other):
                return False
    return True
