# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The parts of an answer that `@defer` puts off: which fields, which steps, which places (federation 4.4)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec

from gateway.executor.exact import Bubble, Exact
from gateway.executor.response import JsonObject, Response
from gateway.executor.running import Run
from gateway.executor.targets import Where
from gateway.planner import Prepared
from gateway.planner.outputs import is_required
from gateway.planner.plan import Step
from gateway.planner.projection import ShapeField, ShapeNode


class Place(msgspec.Struct, frozen=True):
    """A deferred fragment at one place of the answer."""

    part: int
    path: Where
    label: str | None


class Piece(msgspec.Struct, frozen=True):
    """What one deferred fragment answers at one place; without data a null has bubbled up to it."""

    place: Place
    data: JsonObject | None
    errors: list[JsonObject]


class Increment(msgspec.Struct, frozen=True):
    """One delivery: the first has a response, later ones have pieces."""

    response: Response | None
    pieces: tuple[Piece, ...]
    has_next: bool
    pending: tuple[Place, ...] = ()
    """Places whose pieces will come: they lie in what has been delivered by now."""
    done: tuple[Place, ...] = ()
    """Places that were promised and of which nothing more will come."""


def stands(data: Any, path: Where) -> bool:
    """Whether a place was not blanked by what has been answered at once."""
    for key in path:
        if data is None:
            return False
        if isinstance(key, str) and key not in data:
            return True
        data = data[key]
    return data is not None


class Parts:
    """Which part of the answer each field belongs to, for one set of variables."""

    def __init__(self, prepared: Prepared, values: Mapping[str, Any]) -> None:
        self.prepared = prepared
        self.owner: list[int] = []
        for number, one in enumerate(prepared.deferred or ()):
            is_on = one.condition is None or values.get(one.condition) is True
            self.owner.append(
                number if is_on and number else self.owner[one.parent] if number else 0
            )
        self.later = sorted({one for one in self.owner if one})
        self._promised: dict[int, dict[Where, Place]] = {}

    def of(self, parts: frozenset[int]) -> set[int]:
        """The parts left once fragments that are switched off count to their parents."""
        return {self.owner[one] if self.owner else 0 for one in parts}

    def soonest(self, step: Step) -> bool:
        """Whether a step is needed for what is answered at once."""
        return 0 in self.of(step.parts)

    def watch(self, run: Run, ready: asyncio.Queue[int | BaseException]) -> Callable[[Step], None]:
        """A listener that names a part as soon as the last of its steps is done."""
        pending = dict.fromkeys(self.later, 0)
        for step in run.steps:
            if not self.soonest(step):
                for part in self.of(step.parts):
                    pending[part] += 1
        for part in self.later:
            if not pending[part]:
                ready.put_nowait(part)

        def done(step: Step) -> None:
            for part in self.of(step.parts):
                pending[part] -= 1
                if not pending[part]:
                    ready.put_nowait(part)

        return done

    def next_of(self, early: list[int], delivered: set[int]) -> int | None:
        """A part that is ready and around which everything has been delivered, taken from `early`."""
        for part in early:
            if self.owner[self.prepared.deferred[part].parent] in delivered:
                early.remove(part)
                return part
        return None

    def have_blanked(self, run: Run) -> bool:
        """Whether a field of a later part has taken along, in the same fetch, what is answered at once."""
        return any(self._blanks(run.data, fault.path) for fault in run.faults)

    def _blanks(self, data: Any, path: Where) -> bool:
        nodes, value = [self.prepared.projection.root], data
        for key in path:
            if isinstance(key, int):
                value = value[key] if isinstance(value, list) and key < len(value) else None  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
                continue
            fields = [
                f for node in nodes for _, own in node.classes for f in own if f.source == key
            ]
            if fields and all(0 not in self.of(field.defer) for field in fields):
                at_root = value is data and any(is_required(field.type) for field in fields)
                return value is None or at_root
            nodes = [field.node for field in fields if field.node is not None]
            value = value.get(key) if isinstance(value, dict) else None  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]
        return False

    def announce(
        self,
        look: Callable[[int], tuple[Run, Mapping[str, Any]]],
        data: JsonObject | None,
        delivered: set[int],
    ) -> tuple[Place, ...]:
        """Places not promised yet, of fragments that lie in what has been delivered.

        `look` says for a part in which run, under which variables, its places are to be found.
        """
        found: list[Place] = []
        for part in self.later:
            around = self.owner[self.prepared.deferred[part].parent]
            if part in delivered or around not in delivered or part in self._promised:
                continue
            places = {
                path: Place(part, path, self.prepared.deferred[part].label)
                for _, _, path in self._places(part, *look(part))
                if stands(data, path)
            }
            self._promised[part] = places
            found.extend(places.values())
        return tuple(found)

    def promised_of(self, part: int) -> tuple[Place, ...]:
        """The places that were promised for a part."""
        return tuple(self._promised.get(part, {}).values())

    def shows(self, part: int) -> Callable[[ShapeField], bool]:
        """Whether a field belongs to a part."""

        def shown(field: ShapeField) -> bool:
            return part in self.of(field.defer)

        return shown

    def pieces(self, part: int, run: Run, values: Mapping[str, Any]) -> Iterator[Piece]:
        """The answers of a deferred fragment, one for each place it stands at."""
        for node, known, path in self._places(part, run, values):
            yield self._piece(part, node, known, path, run=run, values=values)

    def _places(
        self, part: int, run: Run, values: Mapping[str, Any]
    ) -> Iterator[tuple[ShapeNode, JsonObject, Where]]:
        projection = self.prepared.projection
        exact = Exact(projection, values)
        stack: list[tuple[ShapeNode, Any, Where]] = [(projection.root, run.data, ())]
        while stack:
            node, value, path = stack.pop()
            if isinstance(value, list):
                items: list[Any] = value  # pyright: ignore[reportUnknownVariableType]
                stack.extend((node, one, (*path, i)) for i, one in reversed(list(enumerate(items))))
                continue
            if not isinstance(value, dict):
                continue
            own = False
            known: JsonObject = value  # pyright: ignore[reportUnknownVariableType]
            for field in (exact.chosen(node, known) or [])[::-1]:
                parts = self.of(field.defer)
                if part in parts and not self._earlier(part, parts):
                    own = True
                elif field.node is not None:
                    stack.append((field.node, known.get(field.source), (*path, field.key)))
            if own:
                yield node, known, path

    def around(self, part: int) -> set[int]:
        """A part and all those it lies in."""
        found: set[int] = set()
        while part:
            found.add(part)
            part = self.prepared.deferred[part].parent
        return found

    def _earlier(self, part: int, parts: set[int]) -> bool:
        """Whether a field has come with a part around this one."""
        around: set[int] = {0}
        number = part
        while number:
            number = self.prepared.deferred[number].parent
            around.add(self.owner[number])
        return bool((around - {part}) & parts)

    def _piece(
        self,
        part: int,
        node: ShapeNode,
        value: JsonObject,
        path: Where,
        *,
        run: Run,
        values: Mapping[str, Any],
    ) -> Piece:
        def shown(field: ShapeField) -> bool:
            parts = self.of(field.defer)
            return part in parts and not self._earlier(part, parts)

        exact = Exact(self.prepared.projection, values)
        for fault in run.faults:
            for where in exact.client_paths(run.data, fault.path):
                if where[: len(path)] == path:
                    exact.note(where, fault.message, fault.extensions)
        exact.shows = shown
        try:
            data = exact.object(node, value, path)
        except Bubble:
            data = None
        errors = [one for one in exact.errors if _is_inside(one, node, shown, path)]
        return Piece(Place(part, path, self.prepared.deferred[part].label), data, errors)


def _is_inside(
    error: JsonObject, node: ShapeNode, shown: Callable[[ShapeField], bool], path: Where
) -> bool:
    """Whether an error speaks of a field of this fragment."""
    where: list[Any] = error.get("path") or []
    if len(where) <= len(path):
        return True
    key = where[len(path)]
    return any(f.key == key and shown(f) for _, fields in node.classes for f in fields)
