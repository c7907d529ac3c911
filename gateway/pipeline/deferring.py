# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Opening an answer in pieces: what `@defer` put off follows the rest on the same connection."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import aclosing

from gateway import executor
from gateway.executor.response import JsonObject
from gateway.executor.variables import coerce_variables
from gateway.pipeline.exchange import Exchange, Refusal
from gateway.pipeline.sparing import affordable
from gateway.planner import Prepared
from services.kit.wire.front.accept import Incremental
from services.kit.wire.front.reply import Stream, encode
from services.kit.wire.live.mailbox import Mailbox
from services.kit.wire.problem import Problem
from services.kit.wire.subgraph import FetchContext, Subgraph

_log = logging.getLogger(__name__)

Show = Callable[[executor.Increment], JsonObject]


def comes_in_pieces(exchange: Exchange, prepared: Prepared) -> bool:
    """Whether something is deferred and the client can take it later (federation 4.4)."""
    if not prepared.deferred or exchange.way.is_socket or exchange.is_reduced:
        return False
    return exchange.way.accepted.incremental is not None


def deliver(exchange: Exchange, prepared: Prepared, context: FetchContext) -> Stream:
    """Start answering. A reader that leaves ends it; no piece is ever dropped."""
    _, errors = coerce_variables(prepared, exchange.variables)
    if errors:
        raise Refusal("VARIABLES_INVALID", errors)
    subgraphs = affordable(exchange, prepared)
    form = exchange.way.accepted.incremental
    show: Show = executor.ById().show if form is Incremental.BY_ID else executor.by_path
    mailbox = Mailbox()
    task = asyncio.get_running_loop().create_task(
        _fill(mailbox, _encoded(exchange, prepared, context, subgraphs, show))
    )

    def stop() -> None:
        task.cancel()

    mailbox.attach(stop)
    return Stream(mailbox=mailbox, incremental=form, locale=exchange.locale)


async def _encoded(
    exchange: Exchange,
    prepared: Prepared,
    context: FetchContext,
    subgraphs: Mapping[str, Subgraph],
    show: Show,
) -> AsyncIterator[bytes]:
    increments = executor.execute_deferred(prepared, exchange.variables, context, subgraphs)
    async with aclosing(increments):
        async for one in increments:
            yield encode(show(one))


async def _fill(mailbox: Mailbox, pieces: AsyncIterator[bytes]) -> None:
    problem: Problem | None = None
    try:
        await mailbox.put_all(pieces)
    except Exception as error:  # noqa: BLE001 - the answer ends with a coded error whatever broke
        _log.error("deferred answer broke", exc_info=error)
        problem = Problem("INTERNAL_ERROR")
    finally:
        mailbox.end(problem)
