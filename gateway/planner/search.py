# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Finds every sensible way to read each wanted field (federation P1, P4-P8)."""

from __future__ import annotations

from gateway.planner.choice import choose, prune
from gateway.planner.facts import Demand, Entry, Gather, Hop, Jump, Root, Spot, Types, Via
from gateway.planner.naming import Naming, Path
from gateway.planner.operation import PlanningError, Sel
from gateway.planner.routes import Routes, Target
from gateway.supergraph.model import FieldIn, FieldSet, Key, Pick, Supergraph

HOP_COST = 1000
DEPTH_COST = 100
MAX_CHAIN = 6
BUDGET = 60_000

Edge = tuple[Path, Types, str, str]
Active = frozenset[Edge]


class Search:
    """The search for one operation; `work` bounds what it may try (P13)."""

    def __init__(self, supergraph: Supergraph, routes: Routes, naming: Naming) -> None:
        self.supergraph = supergraph
        self.routes = routes
        self.naming = naming
        self.work = 0
        self.root_chain = 0
        self._gathers: dict[object, Gather | None] = {}
        self._sels: dict[tuple[FieldSet, Types], list[Sel]] = {}

    def spend(self) -> None:
        """Count one step of work; raises PlanningError over the budget."""
        self.work += 1
        if self.work > BUDGET:
            raise PlanningError("The operation is too complex to plan.", "OPERATION_LIMIT_EXCEEDED")

    def roots(self, operation: str, chain: int) -> list[Entry]:
        """The entries at the root: every graph that has the root type."""
        name = self.supergraph.roots[operation]
        return [
            Entry(
                graph,
                Root(chain, name),
                hops={((), graph, chain): HOP_COST},
                possible=frozenset({name}),
            )
            for graph in sorted(self.supergraph.types[name])
        ]

    def demands(
        self,
        spot: Spot,
        entries: list[Entry],
        sels: list[Sel],
        active: Active = frozenset(),
        depth: int | None = None,
    ) -> list[Demand] | None:
        """Every leaf below a spot with its options; None if one cannot be read at all."""
        found: list[Demand] = []
        for types, live, chosen in self.routes.classes(spot, entries, sels):
            for sel in chosen:
                self.spend()
                if sel.kids is None:
                    options = prune(self.at(spot, types, live, sel.name, active, depth))
                    if not options:
                        return None
                    found.append(Demand(spot, types, sel, options))
                    continue
                below = self._below(spot, types, live, sel, active, depth)
                if below is None:
                    return None
                found.extend(below)
        return found

    def _below(
        self,
        spot: Spot,
        types: Types,
        live: list[Entry],
        sel: Sel,
        active: Active,
        depth: int | None,
    ) -> list[Demand] | None:
        parents = self.at(spot, types, live, sel.name, active, depth)
        if not parents:
            return None
        inner, entries = self.step_into(spot, types, parents, sel)
        kids = sel.kids or []
        extra = self.routes.presence(inner, entries, kids, sel.alts)
        if extra is not None:
            seen = Sel(extra, types=inner.types)
            seen.alts = sel.alts
            kids = [seen, *kids]
        return self.demands(inner, entries, kids, active, depth)

    def step_into(
        self, spot: Spot, types: Types, parents: list[Entry], sel: Sel
    ) -> tuple[Spot, list[Entry]]:
        """The spot behind a composite field, and the entries there: cheapest per tail."""
        key = self.naming.key(spot.keys, sel.name, sel.args, types)
        owner = min(types)
        shared = self.routes.shared_members(owner, sel.name)
        tails: dict[object, Entry] = {}
        reach: Types = frozenset()
        for parent in sorted(parents, key=lambda e: (e.cost, e.graph)):
            field = self.routes.field(parent.graph, parent.local or owner, sel.name)
            if field is None:
                continue
            entry = self._enter(parent, field, sel, key=key, types=types, shared=shared)
            reach |= entry.possible
            tails.setdefault(entry.tail, entry)
        inner = Spot((*spot.keys, key), (*spot.narrowed(types), (key, None)), reach)
        return inner, list(tails.values())

    def _enter(
        self,
        parent: Entry,
        field: FieldIn,
        sel: Sel,
        *,
        key: str,
        types: Types,
        shared: Types | None,
    ) -> Entry:
        type_in = self.supergraph.types[field.named].get(parent.graph)
        local = field.named if type_in is not None and type_in.interface_object else None
        possible = self.supergraph.possible_in.get((parent.graph, field.named), frozenset())
        if shared is not None:
            possible &= shared
        view = field.provides
        for pick in parent.view:
            if pick.name == sel.name and pick.kids:
                view = (*view, *pick.kids)
        return Entry(
            parent.graph,
            Via(parent, sel, key=key, types=types, named=field.named),
            hops=parent.hops,
            possible=possible,
            local=local,
            view=view,
        )

    def at(
        self,
        spot: Spot,
        types: Types,
        live: list[Entry],
        name: str,
        active: Active,
        depth: int | None = None,
    ) -> list[Entry]:
        """Entries at this very spot in which a field can be read, jumps included."""
        self.spend()
        owner = min(types)
        found = [one for one in live if self.routes.direct(one, owner, name)]
        if not spot.keys or depth == 0:
            return found
        if owner == self.supergraph.roots.get("query"):
            return found + self._again(spot, types, live, name, found)
        cheapest = min((one.cost for one in found), default=None)
        for target in self.routes.targets(owner, name):
            if cheapest is not None and self._is_here(found, target, cheapest):
                continue
            limit = MAX_CHAIN if depth is None else depth - 1
            for chain in range(limit + 1):
                jumps = self._jumps(spot, types, live, target, active, chain)
                if jumps:
                    found.extend(jumps)
                    break
        return found

    @staticmethod
    def _is_here(found: list[Entry], target: Target, cheapest: int) -> bool:
        return any(
            one.graph == target.graph and one.local == target.local and one.cost == cheapest
            for one in found
        )

    def _again(
        self, spot: Spot, types: Types, live: list[Entry], name: str, found: list[Entry]
    ) -> list[Entry]:
        """The root type met below the root: any graph can be asked anew, without a key."""
        source = min(live, key=lambda one: (one.cost, one.graph))
        here = {one.graph for one in found}
        return [
            Entry(
                graph,
                Jump(
                    source,
                    spot,
                    types=types,
                    named=None,
                    key=None,
                    requires=(),
                    gather=Gather(source.hops, []),
                ),
                hops=source.hops | {(spot.keys, graph, 0): HOP_COST + DEPTH_COST},
                possible=types,
            )
            for graph in self.routes.owners(min(types), name)
            if graph not in here
        ]

    def _jumps(
        self,
        spot: Spot,
        types: Types,
        live: list[Entry],
        target: Target,
        active: Active,
        depth: int,
    ) -> list[Entry]:
        found: list[Entry] = []
        ordered = sorted(live, key=lambda one: (one.cost, one.graph))
        edge = (spot.keys, types, target.graph, target.edge)
        if edge in active:
            return found
        for key in target.keys:
            for source in ordered:
                if not target.accepts(source):
                    continue
                gather = self._gather(spot, types, source, target, key, active | {edge}, depth)
                if gather is None:
                    continue
                found.append(self._land(spot, types, source, target, key, gather))
                if gather.hops.keys() == source.hops.keys():
                    break
        return prune(found)

    def _land(
        self,
        spot: Spot,
        types: Types,
        source: Entry,
        target: Target,
        key: Key,
        gather: Gather,
    ) -> Entry:
        generation = 0
        while (spot.keys, target.graph, generation) in gather.hops:
            generation += 1
        hop: Hop = (spot.keys, target.graph, generation)
        cost = HOP_COST + DEPTH_COST * len(gather.hops)
        jump = Jump(
            source,
            spot,
            types=types,
            named=target.named,
            key=key,
            requires=target.requires,
            gather=gather,
        )
        return Entry(
            target.graph,
            jump,
            hops=gather.hops | {hop: cost},
            possible=types,
            local=target.local,
        )

    def _gather(
        self,
        spot: Spot,
        types: Types,
        source: Entry,
        target: Target,
        key: Key,
        active: Active,
        depth: int,
    ) -> Gather | None:
        picks = key.fields
        if source.local is not None and target.named is None:
            picks = (Pick("__typename"), *picks)
        memo = (spot.keys, types, source, picks, target.requires, active, depth)
        if memo in self._gathers:
            return self._gathers[memo]
        self.spend()
        self._gathers[memo] = None
        found = self._inputs(spot, types, source, picks, target.requires, active, depth)
        self._gathers[memo] = found
        return found

    def _inputs(
        self,
        spot: Spot,
        types: Types,
        source: Entry,
        picks: FieldSet,
        requires: FieldSet,
        active: Active,
        depth: int,
    ) -> Gather | None:
        inner = Spot(spot.keys, spot.elems, spot.types)
        demands: list[Demand] = []
        for fields, required in ((picks, False), (requires, True)):
            sels = self.sels(fields, types, source)
            found = self._for_class(inner, types, source, sels, active, depth)
            if found is None:
                return None
            for one in found:
                one.from_requires = required
            demands.extend(found)
        entries = choose(demands)
        hops = dict(source.hops)
        for entry in entries:
            hops |= entry.hops
        return Gather(hops, list(zip(demands, entries, strict=True)))

    def _for_class(
        self,
        spot: Spot,
        types: Types,
        source: Entry,
        sels: list[Sel],
        active: Active,
        depth: int,
    ) -> list[Demand] | None:
        found: list[Demand] = []
        for sel in sels:
            if sel.kids is None:
                options = prune(self.at(spot, types, [source], sel.name, active, depth))
                if not options:
                    return None
                found.append(Demand(spot, types, sel, options))
                continue
            below = self._below(spot, types, [source], sel, active, depth)
            if below is None:
                return None
            found.extend(below)
        return found

    def sels(self, picks: FieldSet, types: Types, source: Entry | None = None) -> list[Sel]:
        """A field set as selections for objects of the given types."""
        known = self._sels.get((picks, types))
        if known is None:
            known = self._sels[picks, types] = self._convert(picks, types)
        return known

    def _convert(self, picks: FieldSet, types: Types) -> list[Sel]:
        found: list[Sel] = []
        for pick in picks:
            applies = types
            if pick.on is not None:
                applies = types & self.supergraph.possible.get(pick.on, frozenset())
            if not applies:
                continue
            sel = Sel(pick.name, args=pick.args, types=applies)
            if pick.kids is not None:
                inner: set[str] = set()
                for owner in applies:
                    for field in self.routes.everywhere(owner, pick.name):
                        inner |= self.supergraph.possible.get(field.named, frozenset())
                sel.kids = self._convert(pick.kids, frozenset(inner))
            found.append(sel)
        return found
