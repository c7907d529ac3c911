# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Runs plans whose answers are read as what the client gets, and begins anew when one does not fit."""

from __future__ import annotations

import weakref
from collections.abc import Mapping
from typing import Any, Final

import msgspec

from gateway.executor.running import Run
from gateway.planner import Prepared
from gateway.planner.generating import Odd
from gateway.planner.joining import JoinedBlock, JoinedStep, Joining, Roots, Sent, make_joining
from gateway.planner.plan import Plan, Step
from gateway.planner.projection import MAX_VARIANTS
from gateway.planner.shapes import Read
from services.kit.wire.json import JsonFault, read_answer
from services.kit.wire.subgraph import FetchContext, FetchResult, Subgraph

_FREE: Final = 8
"""Runs that may be odd before a plan is tried less often: at most in every eighth run."""
_SECOND: Final = 2
_FAULTS: Final = (Odd, TypeError, KeyError, AttributeError)


class Trial(msgspec.Struct):
    """How a plan has done so far under certain conditions; it is made ready for its second run."""

    runs: int = 0
    odd: int = 0
    joining: Joining | None = None


class Room:
    """How many object positions have classes: operations that nobody registered cannot fill the memory."""

    __slots__ = ("most", "taken")

    def __init__(self, most: int) -> None:
        """Hold up to `most` positions; a position takes some twenty kilobytes with its functions."""
        self.most = most
        self.taken = 0

    def keep(self, joining: Joining | None) -> Joining | None:
        """The joining, if there is room for it for as long as it lives."""
        if joining is None or self.taken + joining.size > self.most:
            return None
        self.taken += joining.size
        weakref.finalize(joining, self._free, joining.size)
        return joining

    def _free(self, size: int) -> None:
        self.taken -= size


ROOM: Final = Room(1500)
"""Of this process."""


class Came(msgspec.Struct, frozen=True):
    """An answer, and what had been asked."""

    variables: dict[str, Any]
    result: FetchResult

    def read(self) -> FetchResult | None:
        """The answer as the exact way wants it; None if that would not take it."""
        if self.result.passed is None:
            return self.result
        _, body = self.result.passed
        try:
            data = read_answer(body)["data"]
        except JsonFault:
            return None
        return FetchResult(data=data, cache_control=self.result.cache_control)


def trial_of(
    prepared: Prepared, values: Mapping[str, Any], subgraphs: Mapping[str, Subgraph]
) -> Trial | None:
    """The trial of an operation that may be joined: all its services answer in JSON."""
    plan = prepared.plan
    if prepared.introspection is not None or prepared.deferred or plan.kind != "query":
        return None
    for step in plan.steps:
        if not getattr(subgraphs.get(step.graph), "answers_in_json", False):
            return None
    truth = {name: values.get(name) is True for name in prepared.projection.conditions}
    bits = tuple(truth.values())
    trial = plan.trials.get(bits)
    if trial is None:
        if len(plan.trials) >= MAX_VARIANTS:
            return None
        trial = plan.trials[bits] = Trial()
    trial.runs += 1
    if trial.runs == _SECOND:
        trial.joining = ROOM.keep(make_joining(plan, prepared.projection, truth))
    if trial.joining is None or trial.odd > _FREE + trial.runs // 8:
        return None
    return trial


class JoinedRun(Run):
    """One run into the client's own objects."""

    def __init__(
        self,
        joining: Joining,
        plan: Plan,
        values: Mapping[str, Any],
        context: FetchContext,
        subgraphs: Mapping[str, Subgraph],
    ) -> None:
        """Begin with nothing."""
        super().__init__(plan, values, context=context, subgraphs=subgraphs)
        self.joining = joining
        self.roots: Roots = {"__typename": joining.typename}
        self.came: dict[int, Came] = {}
        self.is_odd = False
        """Whether an answer did not fit; nothing is asked any more then."""
        self._found: dict[Any, list[Any]] = {}

    def show(self) -> dict[str, Any] | None:
        """The client's data; None if the exact way has to be gone."""
        return None if self.is_odd else self.joining.show(self.roots)

    async def perform(self, step: Step) -> None:
        """Run one step into the client's objects."""
        joined = self.joining.steps.get(step.number)
        if joined is None or self.is_odd:
            return
        try:
            await self._join(step, joined)
        except _FAULTS:
            self.is_odd = True

    async def _join(self, step: Step, joined: JoinedStep) -> None:
        if not joined.blocks:
            data = await self._ask(step, {}, joined.read)
            for key, name in joined.answers.items():
                self.roots[key] = getattr(data, name)
            return
        lists: dict[str, tuple[Sent, dict[Any, int]]] = {one: ([], {}) for one in joined.aliases}
        places: list[tuple[JoinedBlock, list[Any], list[int]]] = []
        for block in joined.blocks:
            sent, seen = lists[block.alias]
            places.append((block, *block.gather(self._objects(block), sent, seen)))
        if not any(sent for sent, _ in lists.values()):
            return
        if len(lists) == 1:
            variables = {"representations": next(iter(lists.values()))[0]}
        else:
            variables = {f"r{alias[2:]}": sent for alias, (sent, _) in lists.items()}
        data = await self._ask(step, variables, joined.read)
        answers = {alias: getattr(data, name) for alias, name in joined.answers.items()}
        for alias, agree in joined.agree.items():
            agree(lists[alias][0], answers[alias])
        for block, targets, slots in places:
            block.fill(targets, slots, answers[block.alias])

    def _objects(self, block: JoinedBlock) -> list[Any]:
        found = self._found.get(block.elems)
        if found is None:
            found = self._found[block.elems] = block.walk(self.roots)
        return found

    async def _ask(self, step: Step, variables: dict[str, Any], read: Read) -> Any:
        result = await self.fetch(step, variables, read)
        self.came[step.number] = Came(variables, result)
        if result.passed is None:
            raise Odd
        return result.passed[0]


class Replay(Run):
    """An exact run that asks nothing twice: what has come already is taken from there."""

    def __init__(self, joined: JoinedRun) -> None:
        """Begin anew after a run that was odd."""
        context, subgraphs = joined.context, joined.subgraphs
        super().__init__(joined.plan, joined.variables, context=context, subgraphs=subgraphs)
        self.came = joined.came

    async def fetch(
        self,
        step: Step,
        variables: dict[str, Any],
        read: Read | None = None,
        *,
        opaque: bool = False,
    ) -> FetchResult:
        """The answer that has come to the same question, or a new one."""
        came = self.came.pop(step.number, None)
        if came is not None:
            known = self.variables
            asked = {**variables, **{name: known[name] for name in step.uses if name in known}}
            result = came.read() if _text(asked) == _text(came.variables) else None
            if result is not None:
                self.kept.append(result.cache_control)
                return result
        return await super().fetch(step, variables, read, opaque=opaque)


def _text(variables: Mapping[str, Any]) -> bytes:
    return msgspec.json.encode(variables, order="sorted")
