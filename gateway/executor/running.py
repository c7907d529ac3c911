# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Runs a plan: every step starts when its parents are merged (federation E1)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from gateway.executor.answers import take_block, take_root
from gateway.executor.gathering import context_groups, decoded, make_gather
from gateway.executor.response import Fault
from gateway.executor.targets import JsonObject, collect
from gateway.planner.operation import Alts
from gateway.planner.plan import Block, Plan, Step
from gateway.planner.shapes import Read
from services.kit.wire.subgraph import (
    FaultReason,
    FetchContext,
    FetchRequest,
    FetchResult,
    OperationKind,
    Subgraph,
)


def is_urgent(step: Step) -> bool:
    """Whether a step is needed for what is answered at once."""
    return 0 in step.parts


def ignore(step: Step) -> None:
    """Nobody waits for single steps."""


def holds(when: Alts | None, variables: Mapping[str, Any]) -> bool:
    """Whether a condition is met."""
    return when is None or any(
        all((variables.get(name) is True) is wanted for name, wanted in conj) for conj in when
    )


def failed(message: str, reason: FaultReason) -> FetchResult:
    """The answer of a subgraph that could not answer."""
    extensions = {"code": "DOWNSTREAM_SERVICE_ERROR", "reason": reason.value}
    return FetchResult(data=None, errors=[{"message": message, "extensions": extensions}])


class Entities:
    """What one step sends for one `_entities` list, and who is to get the answers."""

    __slots__ = ("blocks", "representations", "seen")

    def __init__(self) -> None:
        self.representations: list[JsonObject] = []
        self.seen: dict[Any, int] = {}
        self.blocks: list[tuple[Block, list[JsonObject], list[int]]] = []


class Run:
    """One execution of a plan over one tree of data."""

    def __init__(
        self,
        plan: Plan,
        variables: Mapping[str, Any],
        *,
        context: FetchContext,
        subgraphs: Mapping[str, Subgraph],
        data: JsonObject | None = None,
    ) -> None:
        self.plan = plan
        self.steps = plan.steps
        self.variables = variables
        self.context = context
        self.subgraphs = subgraphs
        self.data: JsonObject = {} if data is None else data
        self.faults: list[Fault] = []
        self.kept: list[str | None] = []
        """What each fetch said about how long its answer may be kept."""
        self.part_of: Callable[[Step], bool] = is_urgent
        self.done: Callable[[Step], None] = ignore
        self.held: list[Step] | None = None
        """While it is a list, deferred steps are put there instead of being run."""
        self.waiting = {step.number: len(step.parents) for step in plan.steps}
        self.children: dict[int, list[Step]] = {}
        for step in plan.steps:
            for parent in step.parents:
                self.children.setdefault(parent, []).append(step)

    async def run(self) -> None:
        """Run every step."""
        await self.drive_all([step for step in self.steps if not step.parents])

    async def run_first(self) -> list[Step]:
        """Run what is answered at once; answers the deferred steps that could start now."""
        self.held = []
        await self.run()
        held, self.held = self.held, None
        return held

    async def drive_all(self, ready: Sequence[Step]) -> None:
        """Run several steps and all that follows from them, side by side."""
        if self.held is not None:
            self.held.extend(step for step in ready if not self.part_of(step))
            ready = [step for step in ready if self.part_of(step)]
        if not ready:
            return
        if len(ready) == 1:
            await self.drive(ready[0])
            return
        loop = asyncio.get_running_loop()
        others = [loop.create_task(self.drive(step)) for step in ready[1:]]
        try:
            await self.drive(ready[0])
            for one in others:
                await one
        finally:
            for one in others:
                one.cancel()

    async def drive(self, step: Step) -> None:
        """Run a step and all that follows from it."""
        while True:
            await self.perform(step)
            self.done(step)
            ready = self.release(step)
            if len(ready) != 1 or self.held is not None:
                await self.drive_all(ready)
                return
            step = ready[0]

    def release(self, step: Step) -> list[Step]:
        """The steps that waited for this one alone."""
        ready: list[Step] = []
        for child in self.children.get(step.number, ()):
            self.waiting[child.number] -= 1
            if not self.waiting[child.number]:
                ready.append(child)
        return ready

    async def perform(self, step: Step) -> None:
        """Run one step: build the request, send it, merge the answer."""
        if not holds(step.when, self.variables):
            return
        if step.kind == "entity":
            await self._entities(step)
            return
        targets = [self.data] if step.kind == "root" else collect(step.elems, self.data)
        if not targets:
            return
        result = await self.fetch(step, {})
        take_root(self, step, targets, result)

    async def fetch(
        self,
        step: Step,
        variables: dict[str, Any],
        read: Read | None = None,
        *,
        opaque: bool = False,
    ) -> FetchResult:
        """Send a step's operation; a fault of any kind is a result with errors."""
        known = self.variables
        for name in step.uses:
            if name in known:
                variables[name] = known[name]
        subgraph = self.subgraphs.get(step.graph)
        if subgraph is None:
            return failed(f"The service {step.graph} is unknown.", FaultReason.UNREACHABLE)
        kind = OperationKind.MUTATION if step.query.startswith("mutation") else OperationKind.QUERY
        request = FetchRequest(
            query=step.query, variables=variables, kind=kind, read=read, opaque=opaque
        )
        try:
            result = await subgraph.fetch(request, self.context)
        except Exception:  # noqa: BLE001  a raising service is a fault like any other (reliability U11)
            return failed(f"The service {step.graph} failed.", FaultReason.BAD_ANSWER)
        self.kept.append(result.cache_control)
        return result

    async def _entities(self, step: Step) -> None:
        lists: dict[str, Entities] = {}
        total = 0
        for block in step.blocks:
            entities = lists.setdefault(block.alias, Entities())
            if holds(block.when, self.variables):
                self._represent(block, entities)
            total += len(entities.representations)
        if not total:
            return
        variables = request_variables(lists)
        if step.blocks[0].contexts:
            await self._contextual(step, lists)
            return
        result = await self.fetch(step, variables)
        for alias, entities in lists.items():
            take_block(self, step, alias, entities, result)

    async def _contextual(self, step: Step, lists: Mapping[str, Entities]) -> None:
        """Fetch once for every set of context values (federation P11)."""
        block = step.blocks[0]
        for alias, entities in lists.items():
            for _, targets, slots in list(entities.blocks):
                slot_of = {id(t): slot for t, slot in zip(targets, slots, strict=True)}
                for values, members in context_groups(block, self.data).items():
                    own = Entities()
                    known = [one for one in members if id(one) in slot_of]
                    own.representations = [entities.representations[slot_of[id(o)]] for o in known]
                    if not known:
                        continue
                    own.blocks = [(block, known, list(range(len(known))))]
                    variables = {**dict(values), **request_variables({alias: own})}
                    result = await self.fetch(step, decoded(variables))
                    take_block(self, step, alias, own, result)

    def _represent(self, block: Block, entities: Entities) -> None:
        gather = self.plan.memo.get(("gather", id(block)))
        if gather is None:
            gather = self.plan.memo["gather", id(block)] = make_gather(block)
        seen = entities.seen if block.is_alone else {}
        targets = collect(block.elems, self.data)
        targets, slots = gather(targets, entities.representations, seen)
        entities.blocks.append((block, targets, slots))


def request_variables(lists: Mapping[str, Entities]) -> dict[str, Any]:
    """The representations under the names the operation gives them."""
    if len(lists) == 1:
        return {"representations": next(iter(lists.values())).representations}
    return {f"r{alias[2:]}": one.representations for alias, one in lists.items()}
