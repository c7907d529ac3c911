# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Incremental delivery: the answer at once, then what `@defer` put off (federation 4.4)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Mapping
from typing import Any

from gateway.executor.apart import execute_apart
from gateway.executor.exact import Exact
from gateway.executor.executing import coerced, start
from gateway.executor.parts import Increment, Parts, stands
from gateway.executor.response import Response
from gateway.planner import Prepared
from services.kit.wire.subgraph import FetchContext, Subgraph


async def execute_deferred(
    prepared: Prepared,
    variables: Mapping[str, Any] | None,
    context: FetchContext,
    subgraphs: Mapping[str, Subgraph],
) -> AsyncGenerator[Increment, None]:
    """Answer a query with `@defer` bit by bit. Closing it cancels what still runs."""
    values, refusal = coerced(prepared, variables)
    if refusal is not None:
        yield Increment(refusal, (), has_next=False)
        return
    run, extra = start(prepared, values, context, subgraphs)
    parts = Parts(prepared, values)
    run.part_of = parts.soonest
    held = await run.run_first()
    if prepared.apart is not None and parts.have_blanked(run):
        async for one in execute_apart(prepared.apart(), variables, context, subgraphs):
            yield one
        return
    exact = Exact(prepared.projection, values, parts.shows(0))
    data = exact.project(run.data, run.faults)
    response = Response(data=data, errors=[*exact.errors, *extra])
    left = len(parts.later) if data is not None else 0
    promised = parts.announce(lambda _: (run, values), data, {0}) if left else ()
    yield Increment(response, (), has_next=bool(left), pending=promised)
    if data is None or not left:
        return
    ready: asyncio.Queue[int | BaseException] = asyncio.Queue()
    run.done = parts.watch(run, ready)
    task = asyncio.ensure_future(run.drive_all(held))
    task.add_done_callback(lambda done: _report(done, ready))
    delivered = {0}
    early: list[int] = []
    try:
        while left:
            part = parts.next_of(early, delivered)
            if part is None:
                came = await ready.get()
                if not isinstance(came, int):
                    raise came
                early.append(came)
                continue
            left -= 1
            delivered.add(part)
            pieces = tuple(
                one for one in parts.pieces(part, run, values) if stands(data, one.place.path)
            )
            promised = parts.announce(lambda _: (run, values), data, delivered)
            yield Increment(
                None,
                pieces,
                has_next=bool(left),
                pending=promised,
                done=parts.promised_of(part),
            )
    finally:
        task.cancel()


def _report(task: asyncio.Task[None], ready: asyncio.Queue[int | BaseException]) -> None:
    """Wake the reader if the steps broke off, so that it does not wait for ever."""
    if not task.cancelled() and (error := task.exception()) is not None:
        ready.put_nowait(error)
