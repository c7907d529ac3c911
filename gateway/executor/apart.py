# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Deferred parts fetched one by one, once a field of one has blanked what it was fetched together with.

A subgraph answers null for an object with a field that failed and may not be null, also when only a
deferred fragment asked for that field. The operation is then run anew: first without any deferred
fragment, then once for each of them, so that each answers, or fails, for itself.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from typing import Any, Final

from gateway.executor.exact import Exact
from gateway.executor.executing import coerced, start
from gateway.executor.parts import Increment, Parts, Piece, Place, stands
from gateway.executor.response import JsonObject, Response
from gateway.executor.running import Run
from gateway.planner import Prepared
from services.kit.wire.subgraph import FetchContext, Subgraph

MOST_RUNS: Final = 8
"""Operations with more deferred parts fetch them all together, apart from what is answered at once."""


async def execute_apart(
    apart: Prepared,
    variables: Mapping[str, Any] | None,
    context: FetchContext,
    subgraphs: Mapping[str, Subgraph],
) -> AsyncGenerator[Increment, None]:
    """Answer an operation whose deferred fragments have switches, in the order of the document."""
    values, _ = coerced(apart, variables)
    parts = Parts(apart, values)
    at_once = {number for number, owner in enumerate(parts.owner) if not owner}
    base = _switched(apart, values, at_once)
    first, extra = start(apart, base, context, subgraphs)
    await first.run()
    exact = Exact(apart.projection, base, parts.shows(0))
    data = exact.project(first.data, first.faults)
    response = Response(data=data, errors=[*exact.errors, *extra])
    later = parts.later if data is not None else []
    runs: dict[int, Run] = {0: first}

    def switched(part: int) -> dict[str, Any]:
        wanted = set(later) if len(later) > MOST_RUNS else parts.around(part)
        return _switched(apart, values, at_once | wanted)

    def look(part: int) -> tuple[Run, Mapping[str, Any]]:
        return runs[parts.owner[apart.deferred[part].parent]], switched(part)

    delivered = {0}
    promised = parts.announce(look, data, delivered) if later else ()
    yield Increment(response, (), has_next=bool(later), pending=promised)
    for place, part in enumerate(later, 1):
        own = switched(part)
        if len(later) > MOST_RUNS and len(runs) > 1:
            run = next(one for number, one in runs.items() if number)
        else:
            run, _ = start(apart, own, context, subgraphs)
            await run.run()
        runs[part] = run
        delivered.add(part)
        found = {one.place: one for one in parts.pieces(part, run, own)}
        pieces = tuple(
            found.get(one) or Piece(one, None, _errors_at(apart, run, own, one))
            for one in parts.promised_of(part)
            if stands(data, one.path)
        )
        yield Increment(
            None,
            pieces,
            has_next=place < len(later),
            pending=parts.announce(look, data, delivered),
            done=parts.promised_of(part),
        )


def _switched(apart: Prepared, values: Mapping[str, Any], wanted: set[int]) -> dict[str, Any]:
    """The variables with the switches of these parts on."""
    on = {one.switch: True for number, one in enumerate(apart.deferred) if number in wanted}
    return {**values, **{name: True for name in on if name is not None}}


def _errors_at(
    apart: Prepared, run: Run, values: Mapping[str, Any], place: Place
) -> list[JsonObject]:
    """What went wrong at a place and below it."""
    exact = Exact(apart.projection, values)
    for fault in run.faults:
        for path in exact.client_paths(run.data, fault.path):
            if path[: len(place.path)] == place.path:
                exact.note(path, fault.message, fault.extensions)
    return exact.errors
