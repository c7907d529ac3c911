# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The HTTP door of one e-service in a process of its own: the gateway comes in, nobody else."""

import asyncio
import logging
from collections.abc import Mapping
from contextlib import aclosing
from typing import Protocol

from graphql import GraphQLError, OperationDefinitionNode, parse

from services.kit.clock import Clock
from services.kit.running import RunningService
from services.kit.wire import headers
from services.kit.wire.caller import Caller
from services.kit.wire.deadline import Deadline
from services.kit.wire.front.door import Door
from services.kit.wire.front.head import RequestHead
from services.kit.wire.front.reply import Reply, Stream, Way, encode, refuse
from services.kit.wire.front.request import GraphQLRequest
from services.kit.wire.live.mailbox import Mailbox, is_cursor, mark
from services.kit.wire.problem import Problem
from services.kit.wire.subgraph import (
    FetchContext,
    FetchRequest,
    FetchResult,
    OperationKind,
    Progress,
)

_log = logging.getLogger(__name__)

DEADLINE_SECONDS = 8.0
"""What a request without the deadline header gets."""


class Gate(Protocol):
    """Says for whom the gateway vouches; raises Problem TOKEN_INVALID."""

    async def admit(
        self, headers: Mapping[str, str], body: bytes, *, has_effects: bool = False
    ) -> Caller:
        """The caller; `headers` by lower-case name, `has_effects` for a mutation."""
        ...


def service_door(running: RunningService, gate: Gate, clock: Clock) -> Door:
    """The GraphQL endpoint of one e-service, open to whoever carries a caller token for it."""

    async def answer(head: RequestHead, request: GraphQLRequest, way: Way) -> Reply | Stream:
        locale = head.header(b"accept-language") or "sv"
        try:
            fetch = _fetch(request)
            caller = await gate.admit(
                {name.decode("latin-1"): value.decode("latin-1") for name, value in head.raw},
                way.body,
                has_effects=fetch.kind is OperationKind.MUTATION,
            )
            context = _context(head, caller, locale, clock)
        except Problem as problem:
            return refuse((problem,), locale, status=problem.status)
        if fetch.kind is OperationKind.SUBSCRIPTION:
            return _stream(running, fetch, context)
        left = context.deadline.left(clock.monotonic())
        try:
            async with asyncio.timeout(left):
                result = await running.fetch(fetch, context)
        except TimeoutError:
            return refuse((Problem("DEADLINE_EXCEEDED"),), locale)
        return _reply(result, locale)

    return Door(answer)


def _context(head: RequestHead, caller: Caller, locale: str, clock: Clock) -> FetchContext:
    left = head.header(headers.DEADLINE.lower().encode())
    cursor = head.header(headers.LAST_EVENT_ID.lower().encode())
    seconds = int(left) / 1000 if left and left.isdigit() else DEADLINE_SECONDS
    return FetchContext(
        caller=caller,
        locale=locale,
        deadline=Deadline.after(min(seconds, DEADLINE_SECONDS), now=clock.monotonic()),
        request_id=head.header(headers.REQUEST_ID.lower().encode()) or "",
        traceparent=head.header(headers.TRACEPARENT.encode()),
        idempotency_key=head.header(headers.IDEMPOTENCY_KEY.lower().encode()),
        progress=Progress(after=cursor if cursor is not None and is_cursor(cursor) else None),
    )


def _fetch(request: GraphQLRequest) -> FetchRequest:
    if request.query is None:
        raise Problem("BAD_REQUEST")
    return FetchRequest(
        query=request.query,
        variables=request.variables or {},
        operation_name=request.operation_name,
        kind=_kind(request.query, request.operation_name),
    )


def _kind(query: str, name: str | None) -> OperationKind:
    """What the text does; anything unreadable is left to the engine to refuse."""
    if "mutation" not in query and "subscription" not in query:
        return OperationKind.QUERY
    try:
        document = parse(query, max_tokens=15_000)
    except GraphQLError:
        return OperationKind.QUERY
    for node in document.definitions:
        if isinstance(node, OperationDefinitionNode) and (
            name is None or (node.name and node.name.value == name)
        ):
            return OperationKind(node.operation.value)
    return OperationKind.QUERY


def _stream(running: RunningService, fetch: FetchRequest, context: FetchContext) -> Stream:
    mailbox = Mailbox()
    task = asyncio.get_running_loop().create_task(_pump(running, fetch, context, mailbox))

    def stop() -> None:
        task.cancel()

    mailbox.attach(stop)
    return Stream(mailbox=mailbox, locale=context.locale)


async def _pump(
    running: RunningService, fetch: FetchRequest, context: FetchContext, mailbox: Mailbox
) -> None:
    try:
        async with aclosing(running.subscribe(fetch, context)) as results:
            async for result in results:
                mailbox.put(mark(_body(result), result.cursor))
        mailbox.end()
    except Problem as problem:
        mailbox.end(problem)
    except Exception:  # noqa: BLE001 - whatever a source raises, its reader gets a coded end
        _log.exception("a subscription broke", extra={"service": running.name})
        mailbox.end(Problem("INTERNAL_ERROR"))


def _reply(result: FetchResult, locale: str) -> Reply:
    return Reply(body=_body(result), executed=result.data is not None, locale=locale)


def _body(result: FetchResult) -> bytes:
    answer: dict[str, object] = {"data": result.data}
    if result.errors:
        answer["errors"] = result.errors
    return encode(answer)
