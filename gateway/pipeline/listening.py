# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Opening a subscription: its source fills a mailbox that the transport empties."""

from collections.abc import AsyncGenerator

from msgspec.structs import replace

from gateway import executor
from gateway.executor.variables import coerce_variables
from gateway.pipeline.exchange import Exchange, Refusal
from gateway.pipeline.seats import Audience, Subscriber
from gateway.pipeline.sparing import affordable
from gateway.planner import Prepared
from services.kit.wire import headers
from services.kit.wire.caller import ANONYMOUS, Caller
from services.kit.wire.deadline import Deadline
from services.kit.wire.front.reply import Stream, encode
from services.kit.wire.live.mailbox import is_cursor
from services.kit.wire.problem import Problem
from services.kit.wire.subgraph import FetchContext, Progress, Sharing


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
    subgraphs = affordable(exchange, prepared)
    cursor = head.header(headers.LAST_EVENT_ID.lower().encode())
    resumes = cursor is not None and is_cursor(cursor)

    def open_source(who: Caller, progress: Progress) -> AsyncGenerator[executor.Response]:
        own = replace(context, caller=who, progress=progress)

        def renew() -> FetchContext:
            return replace(own, deadline=Deadline.after(seconds, now=desk.now()))

        return executor.subscribe(prepared, variables, own, subgraphs, renew=renew)

    known = replace(head, again=True)

    async def check() -> None:
        found = await desk.authenticate(known)
        if found is not caller and found != caller:
            raise Problem("SESSION_ENDED")

    subscriber = Subscriber(
        caller=caller,
        audience=_audience(exchange, prepared),
        open=open_source,
        operation=id(prepared),
        variables=encode(variables),
        locale=exchange.locale,
        forwarded=context.forwarded,
        after=cursor if resumes else None,
    )
    mailbox = desk.groups.join(subscriber, exchange.operation)
    if caller is ANONYMOUS:
        return Stream(mailbox=mailbox, locale=exchange.locale)
    desk.standing.add(mailbox, check)
    return Stream(mailbox=mailbox, locale=exchange.locale, check=check)


def _audience(exchange: Exchange, prepared: Prepared) -> Audience:
    """Whether readers share is for the source's service to say, else for the operator."""
    known = exchange.operation
    if known.audience is None:
        source = prepared.plan.steps[0]
        subgraph = exchange.version.subgraphs.get(source.graph)
        ask = getattr(subgraph, "sharing", None)
        sharing = Sharing.APART if ask is None else ask(source.query)
        if sharing is Sharing.APART and exchange.desk.settings.shares_subscriptions:
            sharing = Sharing.FROM_NOW
        known.audience = Audience(sharing)
    return known.audience
