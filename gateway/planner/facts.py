# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What moves the search makes between: spots, entries, the trails that lead to them, demands."""

from __future__ import annotations

import msgspec

from gateway.planner.naming import Path
from gateway.planner.operation import Sel
from gateway.supergraph.model import FieldSet, Key

Types = frozenset[str]
Hop = tuple[Path, str, int]
"""One fetch: where it enters, which graph it asks, which generation of it.

Generation -1 is no fetch but a composite field read in a graph: reading it in a second graph as
well is work, if little.
"""


class Spot:
    """A position in the answer, with the concrete types that may stand there."""

    __slots__ = ("elems", "keys", "types")

    def __init__(
        self, keys: Path, elems: tuple[tuple[str, Types | None], ...], types: Types
    ) -> None:
        self.keys = keys
        self.elems = elems
        self.types = types

    def narrowed(self, types: Types) -> tuple[tuple[str, Types | None], ...]:
        """The path to objects of some of the types only."""
        if not self.elems or types == self.types:
            return self.elems
        key, _ = self.elems[-1]
        return (*self.elems[:-1], (key, types))


class Root:
    """Entered as the root of an operation."""

    __slots__ = ("chain", "type_name")

    def __init__(self, chain: int, type_name: str) -> None:
        self.chain = chain
        self.type_name = type_name


class Via:
    """Entered through a field of the parent object, in the same graph."""

    __slots__ = ("key", "named", "parent", "sel", "spot", "types")

    def __init__(
        self, parent: Entry, sel: Sel, *, spot: Spot, key: str, types: Types, named: str
    ) -> None:
        self.spot = spot
        self.parent = parent
        self.sel = sel
        self.key = key
        self.types = types
        self.named = named


class Jump:
    """Entered by an entity fetch (or, without a key, by asking the root again)."""

    __slots__ = ("gather", "key", "named", "requires", "source", "spot", "types")

    def __init__(
        self,
        source: Entry,
        spot: Spot,
        *,
        types: Types,
        named: str | None,
        key: Key | None,
        requires: FieldSet,
        gather: Gather,
    ) -> None:
        self.source = source
        self.spot = spot
        self.types = types
        self.named = named
        self.key = key
        self.requires = requires
        self.gather = gather

    @property
    def covers(self) -> Types:
        """The types fetched: all at the spot while the concrete type is not known yet."""
        is_unknown = self.source.local is not None and self.named is not None
        return self.spot.types if is_unknown else self.types

    @property
    def elems(self) -> tuple[tuple[str, Types | None], ...]:
        """The path to the objects fetched for."""
        return self.spot.narrowed(self.covers)


def fetches(hops: dict[Hop, int]) -> int:
    """How many of the hops are fetches."""
    return sum(1 for _, _, generation in hops if generation >= 0)


class Entry:
    """An object at a spot, entered in one graph: a candidate place to read fields from."""

    __slots__ = ("cost", "depth", "graph", "hops", "local", "possible", "trail", "view")

    def __init__(
        self,
        graph: str,
        trail: Root | Via | Jump,
        *,
        hops: dict[Hop, int],
        possible: Types,
        local: str | None = None,
        view: FieldSet = (),
    ) -> None:
        self.graph = graph
        self.local = local
        """Name of the interface object it is seen as; None if the concrete type is known."""
        self.view = view
        self.possible = possible
        self.hops = hops
        self.cost = sum(hops.values())
        self.depth = fetches(hops)
        self.trail = trail

    @property
    def tail(self) -> tuple[str, str | None, FieldSet, Types]:
        """What matters for the way on."""
        return (self.graph, self.local, self.view, self.possible)


class Demand:
    """A leaf somebody wants, with the entries it can be read from."""

    __slots__ = ("from_requires", "options", "sel", "spot", "types")

    def __init__(self, spot: Spot, types: Types, sel: Sel, options: list[Entry]) -> None:
        self.spot = spot
        self.types = types
        self.sel = sel
        self.options = options
        self.from_requires = False


class Context(msgspec.Struct, frozen=True):
    """A value of an ancestor that becomes an argument (`@fromContext`, federation P11)."""

    argument: str
    type: str
    keys: Path
    types: Types
    fields: FieldSet

    @property
    def variable(self) -> str:
        """The variable that carries it."""
        return f"context_{self.argument}"


class Gather:
    """Chosen ways to the inputs of a jump."""

    __slots__ = ("contexts", "hops", "places")

    def __init__(self, hops: dict[Hop, int], places: list[tuple[Demand, Entry]]) -> None:
        self.hops = hops
        self.places = places
        self.contexts: list[Context] = []
