# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Turns chosen trails into steps that depend on each other (federation P9)."""

from __future__ import annotations

from gateway.planner.facts import Demand, Entry, Jump, Root, Via
from gateway.planner.naming import Naming
from gateway.planner.operation import Alts
from gateway.planner.steps import Block, Selection, Step
from gateway.supergraph.model import FieldSet, Supergraph


class Builder:
    """Collects the steps of one plan."""

    def __init__(self, supergraph: Supergraph, naming: Naming) -> None:
        self.supergraph = supergraph
        self.naming = naming
        self.steps: list[Step] = []
        self.part: frozenset[int] = frozenset({0})

    def place_all(self, demands: list[Demand], entries: list[Entry]) -> None:
        """Place every demand; simple ways first, so that later ones can share their steps."""
        pairs = list(zip(demands, entries, strict=True))
        for demand, entry in sorted(pairs, key=lambda pair: len(pair[1].hops)):
            self.part = demand.sel.defer
            self.place(demand, entry, demand.sel.alts)

    def place(self, demand: Demand, entry: Entry, alts: Alts) -> Step:
        """Make sure a leaf is fetched; answers the step that does."""
        step, selection = self.enter(entry, alts)
        sel = demand.sel
        key = self.naming.key(demand.spot.keys, sel.name, sel.args, demand.types, twin=sel.twin)
        item = selection.item(key, sel.name, with_context(sel.args, entry), demand.types)
        item.uses |= sel.uses
        item.alts |= alts
        return step

    def enter(self, entry: Entry, alts: Alts) -> tuple[Step, Selection]:
        """The step and the selection in it that stand for an entry."""
        trail = entry.trail
        if isinstance(trail, Via):
            return self._via(trail, alts)
        if isinstance(trail, Root):
            step = self._root(entry.graph, trail)
            step.alts |= alts
            step.defers |= self.part
            return step, step.blocks[0].selection
        block, step = self._jump(entry, trail, alts)
        step.alts |= alts
        step.defers |= self.part
        block.used |= alts
        return step, block.selection

    def _via(self, trail: Via, alts: Alts) -> tuple[Step, Selection]:
        step, selection = self.enter(trail.parent, alts)
        args = with_context(trail.sel.args, trail.parent)
        item = selection.item(trail.key, trail.sel.name, args, trail.types)
        item.uses |= trail.sel.uses
        item.alts |= alts
        if item.kids is None:
            item.kids = Selection(trail.named)
        return step, item.kids

    def _root(self, graph: str, trail: Root) -> Step:
        for step in self.steps:
            if step.kind == "root" and step.graph == graph and step.chain == trail.chain:
                return step
        step = self._new(graph, "root", trail.chain)
        kinds = frozenset({trail.type_name})
        step.blocks.append(Block((), (), kinds, named=None, local=trail.type_name))
        return step

    def _new(self, graph: str, kind: str, chain: int) -> Step:
        step = Step(len(self.steps), graph, kind, chain=chain)
        self.steps.append(step)
        return step

    def _jump(self, entry: Entry, trail: Jump, alts: Alts) -> tuple[Block, Step]:
        source, _ = self.enter(trail.source, alts)
        required: set[Step] = set()
        for demand, chosen in trail.gather.places:
            if demand.from_requires:
                required.add(self.place(demand, chosen, alts))
        found = self._existing(entry.graph, trail, required, alts)
        if found is None:
            step = self._new(entry.graph, "entity" if trail.key else "again", source.chain)
            block = self._block(entry, trail)
            step.blocks.append(block)
            block.contexts = trail.gather.contexts
            if trail.key is not None:
                block.keyed = trail.key.fields
            step.parents.add(source)
        else:
            block, step = found
        if found is None or trail.key is None or block.keyed == trail.key.fields:
            for demand, chosen in trail.gather.places:
                if not demand.from_requires:
                    parent = self.place(demand, chosen, alts)
                    if not parent.descends_from(step):
                        step.parents.add(parent)
        step.parents |= required
        if trail.requires and trail.requires not in block.inputs:
            block.inputs.append(trail.requires)
        return block, step

    def _block(self, entry: Entry, trail: Jump) -> Block:
        local = trail.named or min(trail.types)
        return Block(
            trail.spot.keys,
            trail.elems,
            trail.covers,
            named=trail.named,
            local=entry.local or local,
        )

    def _existing(
        self, graph: str, trail: Jump, required: set[Step], alts: Alts
    ) -> tuple[Block, Step] | None:
        for step in self.steps:
            if step.graph != graph or step.kind == "root":
                continue
            for block in step.blocks:
                if (
                    block.keys == trail.spot.keys
                    and block.elems == trail.elems
                    and block.types == trail.covers
                    and block.named == trail.named
                    and (trail.key is None) == (step.kind == "again")
                    and not any(one.descends_from(step) for one in required)
                    and not any(clash(trail.requires, one) for one in block.inputs)
                    and block.contexts == trail.gather.contexts
                    and _has_key(block, trail, alts)
                ):
                    return block, step
        return None


def _has_key(block: Block, trail: Jump, alts: Alts) -> bool:
    """Whether a block's key is there under these conditions, or will be, being this entity's, too."""
    if trail.key is None or block.keyed == trail.key.fields:
        return True
    return all(any(one <= conj for one in block.used) for conj in alts)


def with_context(args: str, entry: Entry) -> str:
    """Arguments of a field read after a jump that brings contextual ones along."""
    contexts = entry.trail.gather.contexts if isinstance(entry.trail, Jump) else []
    if not contexts:
        return args
    own = [args[1:-1]] if args else []
    return f"({', '.join([*own, *(f'{one.argument}: ${one.variable}' for one in contexts)])})"


def clash(ours: FieldSet, theirs: FieldSet) -> bool:
    """Whether two inputs give one field of a representation with different arguments."""
    return any(
        one.name == other.name
        and (one.args != other.args or clash(one.kids or (), other.kids or ()))
        for one in ours
        for other in theirs
    )


def merge_steps(steps: list[Step]) -> list[Step]:
    """Entity steps of one graph that come equally late become one request (P9).

    Nothing comes later by that: what they wait for is as far away as before.
    """
    depths = wave_numbers(steps)
    seen: dict[tuple[str, int, bool, int], Step] = {}
    for step in list(steps):
        if step.kind != "entity" or any(block.contexts for block in step.blocks):
            continue
        mark = (step.graph, step.chain, 0 in step.defers, depths[step])
        first = seen.setdefault(mark, step)
        if first is not step:
            absorb(first, step, steps)
    reduce_parents(steps)
    return order_steps(steps)


def wave_numbers(steps: list[Step]) -> dict[Step, int]:
    """How many fetches lie before each step, on the longest way to it."""
    found: dict[Step, int] = {}
    for step in order_steps(steps):
        found[step] = 1 + max((found[one] for one in step.parents), default=0)
    return found


def absorb(first: Step, other: Step, steps: list[Step]) -> None:
    """Move everything of one step into another, for all that waited for it as well."""
    first.blocks.extend(other.blocks)
    first.alts |= other.alts
    first.defers |= other.defers
    first.parents |= other.parents - {first}
    steps.remove(other)
    for step in steps:
        if other in step.parents:
            step.parents.discard(other)
            step.parents.add(first)


def order_steps(steps: list[Step]) -> list[Step]:
    """Parents before children; otherwise in the order they were made."""
    done: list[Step] = []
    placed: set[int] = set()
    pending = list(steps)
    while pending:
        ready = [one for one in pending if all(p.number in placed for p in one.parents)]
        done.extend(ready)
        placed.update(one.number for one in ready)
        pending = [one for one in pending if one.number not in placed]
    return done


def reduce_parents(steps: list[Step]) -> None:
    """Drop parents that another parent waits for anyway."""
    for step in steps:
        step.parents = {
            one
            for one in step.parents
            if not any(other is not one and other.descends_from(one) for other in step.parents)
        }
