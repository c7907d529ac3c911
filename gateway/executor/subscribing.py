# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Executes subscriptions: one source, and the entity steps of the plan for every event."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Mapping
from typing import Any

from msgspec.structs import replace

from gateway.executor.answers import take_root
from gateway.executor.executing import coerced, shape
from gateway.executor.response import Response
from gateway.executor.running import Run, failed
from gateway.planner import Prepared
from gateway.planner.plan import Step
from services.kit.wire.subgraph import (
    FaultReason,
    FetchContext,
    FetchRequest,
    FetchResult,
    OperationKind,
    Subgraph,
)


async def subscribe(
    prepared: Prepared,
    variables: Mapping[str, Any] | None,
    context: FetchContext,
    subgraphs: Mapping[str, Subgraph],
    *,
    renew: Callable[[], FetchContext] | None = None,
) -> AsyncGenerator[Response, None]:
    """Answer a prepared subscription, one response per event; closing it cancels the source.

    `renew` makes the context of the fetches one event needs, with a deadline of their own.
    """
    values, refusal = coerced(prepared, variables)
    if refusal is not None:
        yield refusal
        return
    source = prepared.plan.steps[0]
    subgraph = subgraphs.get(source.graph)
    if subgraph is None:
        reason = FaultReason.UNREACHABLE
        run = Run(prepared.plan, values, context=context, subgraphs=subgraphs)
        yield await answer_event(prepared, run, source, failed("The service is unknown.", reason))
        return
    request = FetchRequest(
        query=source.query,
        variables={name: values[name] for name in source.uses if name in values},
        kind=OperationKind.SUBSCRIPTION,
    )
    events = subgraph.subscribe(request, context)
    try:
        async for event in events:
            own = context if renew is None else renew()
            run = Run(prepared.plan, values, context=own, subgraphs=subgraphs)
            answer = await answer_event(prepared, run, source, event)
            yield answer if event.cursor is None else replace(answer, cursor=event.cursor)
    finally:
        if isinstance(events, AsyncGenerator):
            await events.aclose()


async def answer_event(prepared: Prepared, run: Run, source: Step, event: FetchResult) -> Response:
    """One event's answer: its data, completed by the steps that follow the source."""
    take_root(run, source, [run.data], event)
    await run.drive_all(run.release(source))
    return shape(prepared, run.variables, run.data, run.faults)
