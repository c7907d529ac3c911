# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Opening a subscription: its source fills a mailbox that the transport empties."""

from collections.abc import AsyncGenerator

from msgspec.structs import replace

from gateway import executor
from gateway.executor.variables import coerce_variables
from gateway.pipeline.exchange import Exchange, Refusal
from gateway.pipeline.groups import GroupKey
from gateway.planner import Prepared
from services.kit.wire import headers
from services.kit.wire.caller import ANONYMOUS
from services.kit.wire.deadline import Deadline
from services.kit.wire.front.reply import Stream, encode
from services.kit.wire.live.mailbox import is_cursor
from services.kit.wire.problem import Problem
from services.kit.wire.subgraph import FetchContext, Progress


def listen(exchange: Exchange, prepared: Prepared, context: FetchContext) -> Stream:
    """Start listening. The stream ends when the source does or when the mailbox is closed."""
    way = exchange.way
    if not way.is_socket and way.accepted.stream is None:
        raise Problem(
            "NOT_ACCEPTABLE",
            extensions={"accept": ["text/event-stream", "multipart/mixed;subscriptionSpec=1.0"]},
        )
    variables = exchange.variables
    _, errors = coerce_variables(prepared, variables)
    if errors:
        raise Refusal("VARIABLES_INVALID", errors)
    desk, head, caller = exchange.desk, exchange.head, exchange.caller
    seconds = exchange.limits.deadline_seconds
    subgraphs = exchange.version.subgraphs
    cursor = head.header(headers.LAST_EVENT_ID.lower().encode())
    resumes = cursor is not None and is_cursor(cursor)
    context = replace(context, progress=Progress(after=cursor if resumes else None))

    def renew() -> FetchContext:
        return replace(context, deadline=Deadline.after(seconds, now=desk.now()))

    def open_source() -> AsyncGenerator[executor.Response]:
        return executor.subscribe(prepared, variables, context, subgraphs, renew=renew)

    known = replace(head, again=True)

    async def check() -> None:
        found = await desk.authenticate(known)
        if found is not caller and found != caller:
            raise Problem("SESSION_ENDED")

    key = None
    if not resumes and desk.settings.shares_subscriptions:
        key = GroupKey(id(prepared), encode(variables), caller, exchange.locale, context.forwarded)
    mailbox = desk.groups.join(key, exchange.operation, open_source)
    return Stream(
        mailbox=mailbox, locale=exchange.locale, check=None if caller is ANONYMOUS else check
    )
