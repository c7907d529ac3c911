# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Finds every sensible way to read each wanted field (federation P1, P4-P8)."""

from __future__ import annotations

import msgspec

from gateway.planner.choice import choose, prune
from gateway.planner.facts import (
    Context,
    Demand,
    Entry,
    Gather,
    Hop,
    Jump,
    Root,
    Spot,
    Types,
    Via,
    fetches,
)
from gateway.planner.naming import Naming, Path
from gateway.planner.operation import PlanningError, Sel
from gateway.planner.routes import Routes, Target
from gateway.supergraph.fieldsets import read_field_set
from gateway.supergraph.model import ContextArgument, FieldIn, FieldSet, Key, Pick, Supergraph

HOP_COST = 1000
DEPTH_COST = 100
FIELD_COST = 1
MAX_CHAIN = 6
MAX_TWINS = 4
"""Equally cheap ways to the same place that are kept, as others may share their fetches."""
BUDGET = 60_000

Edge = tuple[Path, Types, str, str]


class Limits(msgspec.Struct, frozen=True):
    """What a search for inputs may not do: take an edge again, chain more jumps than this."""

    active: frozenset[Edge] = frozenset()
    depth: int | None = None


class Place(msgspec.Struct, frozen=True):
    """Objects of one class at a spot, and where they have been entered."""

    spot: Spot
    types: Types
    live: list[Entry]

    @property
    def owner(self) -> str:
        """The type that stands for its class."""
        return min(self.types)

    @property
    def reach(self) -> int:
        """What one jump from here costs at least: who is here for less need not jump."""
        return min(one.cost for one in self.live) + HOP_COST


FREE = Limits()


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
        self, spot: Spot, entries: list[Entry], sels: list[Sel], limits: Limits = FREE
    ) -> list[Demand] | None:
        """Every leaf below a spot with its options; None if one cannot be read at all."""
        found: list[Demand] = []
        classes = list(self.routes.classes(spot, entries, sels))
        serving: dict[object, set[Entry]] = {}
        if len(entries) > 1 and len(classes) > 1:
            serving = self._serving(spot, classes, limits)
        for types, live, chosen in classes:
            for sel in chosen:
                usable = [
                    one for one in live if all(one in serving.get(p, live) for p in sel.parts)
                ]
                below = self.at_place(Place(spot, types, usable), [sel], limits)
                if below is None:
                    return None
                found.extend(below)
        return found

    def _serving(
        self, spot: Spot, classes: list[tuple[Types, list[Entry], list[Sel]]], limits: Limits
    ) -> dict[object, set[Entry]]:
        """The entries from which a selection can be read for all its types.

        A value several graphs answer is one value of one type: what is asked of all its types
        together has to be readable by way of one of the graphs.
        """
        serving: dict[object, set[Entry]] = {}
        for types, live, chosen in classes:
            for sel in chosen:
                able = {one for one in live if self.at(Place(spot, types, [one]), sel.name, limits)}
                for part in sel.parts:
                    serving[part] = serving.get(part, able) & able
        return serving

    def at_place(self, place: Place, sels: list[Sel], limits: Limits) -> list[Demand] | None:
        """Every leaf of selections at one place with its options."""
        found: list[Demand] = []
        for sel in sels:
            self.spend()
            parents = self.at(place, sel.name, limits)
            if not parents:
                return None
            if sel.kids is None:
                found.append(Demand(place.spot, place.types, sel, prune(parents)))
                continue
            inner, entries = self.step_into(place, parents, sel)
            kids = sel.kids
            extra = self.routes.presence(inner, entries, kids, sel.alts)
            if extra is not None:
                seen = Sel(extra, types=inner.types)
                seen.alts = sel.alts
                seen.defer = sel.defer
                kids = [seen, *kids]
            below = self.demands(inner, entries, kids, limits)
            if below is None:
                return None
            found.extend(below)
        return found

    def step_into(self, place: Place, parents: list[Entry], sel: Sel) -> tuple[Spot, list[Entry]]:
        """The spot behind a composite field, and the entries there: cheapest per tail."""
        spot, owner = place.spot, place.owner
        key = self.naming.key(spot.keys, sel.name, sel.args, place.types, twin=sel.twin)
        members = self._members(place, parents, sel.name)
        tails: dict[object, list[Entry]] = {}
        reach: Types = frozenset()
        for parent in sorted(parents, key=lambda e: (e.cost, e.graph)):
            field = self.routes.field(parent.graph, parent.local or owner, sel.name)
            if field is None:
                continue
            via = Via(parent, sel, spot=spot, key=key, types=place.types, named=field.named)
            entry = self._enter(via, field, members)
            reach |= entry.possible
            twins = tails.setdefault(entry.tail, [])
            if not twins or (entry.cost == twins[0].cost and len(twins) < MAX_TWINS):
                twins.append(entry)
        # Behind an interface object the concrete type may still be unknown: no filter then.
        is_known = all(one.local is None for one in parents)
        elems = spot.narrowed(place.types) if is_known else spot.elems
        inner = Spot((*spot.keys, key), (*elems, (key, None)), reach)
        return inner, [one for twins in tails.values() for one in twins]

    def _members(self, place: Place, parents: list[Entry], name: str) -> Types | None:
        """Which members a value of an abstract type can have (federation P6).

        Where several graphs are equally near, any of them may be asked: only members all of them
        know. What a farther graph knows besides cannot come from the nearest one.
        """
        members: Types | None = None
        nearest = min(one.cost for one in parents)
        for parent in parents:
            field = self.routes.field(parent.graph, parent.local or place.owner, name)
            if parent.cost > nearest or field is None:
                continue
            own = self.supergraph.possible_in.get((parent.graph, field.named), frozenset())
            members = own if members is None else members & own
        return members

    def _enter(self, via: Via, field: FieldIn, members: Types | None) -> Entry:
        parent = via.parent
        type_in = self.supergraph.types[field.named].get(parent.graph)
        local = field.named if type_in is not None and type_in.interface_object else None
        possible = self.supergraph.possible_in.get((parent.graph, field.named), frozenset())
        if members is not None:
            possible &= members
        view = field.provides
        for pick in parent.view:
            if pick.name == via.sel.name and pick.kids:
                view = (*view, *pick.kids)
        spot = (*via.spot.keys, via.key)
        hops = parent.hops | {(spot, parent.graph, -1): FIELD_COST}
        return Entry(parent.graph, via, hops=hops, possible=possible, local=local, view=view)

    def at(self, place: Place, name: str, limits: Limits) -> list[Entry]:
        """Entries at this very spot in which a field can be read, jumps included."""
        self.spend()
        owner = place.owner
        found = [one for one in place.live if self.routes.direct(one, owner, name)]
        if not place.spot.keys or limits.depth == 0:
            return found
        if owner == self.supergraph.roots.get("query"):
            return found + self._again(place, name, found)
        cheapest = min((one.cost for one in found), default=None)
        if cheapest is not None and cheapest > place.reach:
            cheapest = None
        longest = MAX_CHAIN if limits.depth is None else limits.depth - 1
        for target in self.routes.targets(owner, name):
            if cheapest is not None and _is_here(found, target, cheapest):
                continue
            for chain in range(longest + 1):
                jumps = self._jumps(place, target, Limits(limits.active, chain))
                if jumps:
                    found.extend(jumps)
                    break
        return found

    def _again(self, place: Place, name: str, found: list[Entry]) -> list[Entry]:
        """The root type met below the root: any graph can be asked anew, without a key."""
        source = min(place.live, key=lambda one: (one.cost, one.graph))
        here = {one.graph for one in found}
        jump = Jump(
            source,
            place.spot,
            types=place.types,
            named=None,
            key=None,
            requires=(),
            gather=Gather(source.hops, []),
        )
        return [
            Entry(
                graph,
                jump,
                hops=source.hops | {(place.spot.keys, graph, 0): HOP_COST + DEPTH_COST},
                possible=place.types,
            )
            for graph in self.routes.owners(place.owner, name)
            if graph not in here
        ]

    def _jumps(self, place: Place, target: Target, limits: Limits) -> list[Entry]:
        found: list[Entry] = []
        edge = (place.spot.keys, place.types, target.graph, target.edge)
        if edge in limits.active:
            return found
        inner = Limits(limits.active | {edge}, limits.depth)
        ordered = sorted(place.live, key=lambda one: (one.cost, one.graph))
        for key in target.keys:
            ceiling, tries = None, 0
            for source in ordered:
                if not target.accepts(source):
                    continue
                if ceiling is not None and (source.cost > ceiling or tries >= MAX_TWINS):
                    break
                gather = self._gather(place, source, target, key, inner)
                if gather is None:
                    continue
                found.append(self._land(place, source, target, key, gather))
                tries += 1
                if gather.hops.keys() == source.hops.keys():
                    ceiling = source.cost
        return prune(found)

    @staticmethod
    def _land(place: Place, source: Entry, target: Target, key: Key, gather: Gather) -> Entry:
        generation = 0
        while (place.spot.keys, target.graph, generation) in gather.hops:
            generation += 1
        hop: Hop = (place.spot.keys, target.graph, generation)
        cost = HOP_COST + DEPTH_COST * fetches(gather.hops) + int(target.from_object)
        jump = Jump(
            source,
            place.spot,
            types=place.types,
            named=target.named,
            key=key,
            requires=target.requires,
            gather=gather,
        )
        return Entry(
            target.graph,
            jump,
            hops=gather.hops | {hop: cost},
            possible=place.types,
            local=target.local,
        )

    def _gather(
        self, place: Place, source: Entry, target: Target, key: Key, limits: Limits
    ) -> Gather | None:
        picks = key.fields
        if source.local is not None and target.named is None:
            picks = (Pick("__typename"), *picks)
        wanted = (target.requires, target.context)
        memo = (place.spot.keys, place.types, source, picks, wanted, limits)
        if memo not in self._gathers:
            self.spend()
            self._gathers[memo] = None
            alone = Place(place.spot, place.types, [source])
            self._gathers[memo] = self._inputs(alone, picks, target, limits)
        return self._gathers[memo]

    def _inputs(
        self, place: Place, picks: FieldSet, target: Target, limits: Limits
    ) -> Gather | None:
        demands: list[Demand] = []
        contexts: list[Context] = []
        for argument in target.context:
            found = self._context(place.live[0], argument, contexts, limits)
            if found is None:
                return None
            demands.extend(found)
        for fields, required in ((picks, False), (target.requires, True)):
            found = self.at_place(place, self.sels(fields, place.types), limits)
            if found is None:
                return None
            for one in found:
                one.from_requires = required
            demands.extend(found)
        entries = choose(demands)
        hops = dict(place.live[0].hops)
        for entry in entries:
            hops |= entry.hops
        gather = Gather(hops, list(zip(demands, entries, strict=True)))
        gather.contexts = contexts
        return gather

    def _context(
        self, entry: Entry, argument: ContextArgument, contexts: list[Context], limits: Limits
    ) -> list[Demand] | None:
        """Find the value of a contextual argument at the nearest ancestor that sets it."""
        owners: set[str] = set()
        for name in self.supergraph.contexts.get(argument.context, ()):
            owners |= self.supergraph.possible.get(name, frozenset())
        trail = entry.trail
        while not isinstance(trail, Root):
            if isinstance(trail, Jump):
                trail = trail.source.trail
                continue
            if trail.types <= owners:
                fields = read_field_set(argument.selection)
                spot = trail.spot
                contexts.append(
                    Context(argument.name, argument.type, spot.keys, trail.types, fields)
                )
                place = Place(spot, trail.types, [trail.parent])
                found = self.at_place(place, self.sels(fields, trail.types), limits)
                for one in found or ():
                    one.from_requires = True
                return found
            trail = trail.parent.trail
        return None

    def sels(self, picks: FieldSet, types: Types) -> list[Sel]:
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


def _is_here(found: list[Entry], target: Target, cheapest: int) -> bool:
    return any(
        one.graph == target.graph and one.local == target.local and one.cost == cheapest
        for one in found
    )
