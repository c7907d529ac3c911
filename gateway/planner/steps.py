# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Steps under construction: fetches, the blocks in them, and the selections they send."""

from __future__ import annotations

from gateway.planner.facts import Context, Types
from gateway.planner.naming import Path
from gateway.planner.operation import Alts, Conj, weaken
from gateway.supergraph.model import FieldSet

Elems = tuple[tuple[str, Types | None], ...]


class Item:
    """One field in a selection."""

    __slots__ = ("alts", "args", "key", "kids", "name", "types", "uses")

    def __init__(self, key: str, name: str, args: str, types: Types) -> None:
        self.key = key
        self.name = name
        self.args = args
        self.types = types
        self.uses: frozenset[str] = frozenset()
        self.alts: set[Conj] = set()
        self.kids: Selection | None = None


class Selection:
    """What is asked of objects at one place; `local` is their declared type in the graph."""

    __slots__ = ("items", "local")

    def __init__(self, local: str) -> None:
        self.local = local
        self.items: dict[tuple[str, Types], Item] = {}

    def item(self, key: str, name: str, args: str, types: Types) -> Item:
        """The item of a field, made at first use."""
        found = self.items.get((key, types))
        if found is None:
            found = self.items[key, types] = Item(key, name, args, types)
        return found


class Block:
    """Entities of one position that a step fetches."""

    __slots__ = (
        "contexts",
        "elems",
        "inputs",
        "keyed",
        "keys",
        "named",
        "selection",
        "types",
        "used",
    )

    def __init__(
        self, keys: Path, elems: Elems, types: Types, *, named: str | None, local: str
    ) -> None:
        self.keys = keys
        self.elems = elems
        self.types = types
        self.named = named
        self.selection = Selection(local)
        self.keyed: FieldSet = ()
        self.inputs: list[FieldSet] = []
        self.used: set[Conj] = set()
        self.contexts: list[Context] = []


class Step:
    """One fetch."""

    __slots__ = ("alts", "blocks", "chain", "defers", "graph", "kind", "number", "parents")

    def __init__(self, number: int, graph: str, kind: str, *, chain: int = 0) -> None:
        self.number = number
        self.graph = graph
        self.kind = kind
        self.chain = chain
        self.blocks: list[Block] = []
        self.parents: set[Step] = set()
        self.alts: set[Conj] = set()
        self.defers: set[int] = set()
        """The parts of the answer it is needed for; 0 is the part answered at once."""

    def descends_from(self, other: Step) -> bool:
        """Whether this step is the other one or waits for it."""
        seen: set[int] = set()
        stack: list[Step] = [self]
        while stack:
            one = stack.pop()
            if one is other:
                return True
            if one.number not in seen:
                seen.add(one.number)
                stack.extend(one.parents)
        return False

    def condition(self) -> Alts:
        """When the step is needed."""
        return weaken(self.alts)
