# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Opening a subscription: its source fills a mailbox that the transport empties."""

import asyncio
import logging
from collections.abc import AsyncIterator

from gateway import executor
from gateway.pipeline.exchange import Exchange
from gateway.planner import Prepared
from services.kit.wire.front.reply import Stream, encode
from services.kit.wire.live.mailbox import Mailbox
from services.kit.wire.problem import Problem
from services.kit.wire.subgraph import FetchContext

_log = logging.getLogger(__name__)
_running: set[asyncio.Task[None]] = set()


def listen(exchange: Exchange, prepared: Prepared, context: FetchContext) -> Stream:
    """Start listening. The stream ends when the source does or when the mailbox is closed."""
    way = exchange.way
    if not way.is_socket and way.accepted.stream is None:
        raise Problem(
            "NOT_ACCEPTABLE",
            extensions={"accept": ["text/event-stream", "multipart/mixed;subscriptionSpec=1.0"]},
        )
    mailbox = Mailbox()
    source = executor.subscribe(prepared, exchange.variables, context, exchange.version.subgraphs)
    task = asyncio.get_running_loop().create_task(_pump(source, mailbox))
    _running.add(task)
    task.add_done_callback(_running.discard)
    mailbox.attach(task.cancel)
    desk, head, caller = exchange.desk, exchange.head, exchange.caller

    async def check() -> None:
        if await desk.authenticate(head) != caller:
            raise Problem("SESSION_ENDED")

    return Stream(mailbox=mailbox, locale=exchange.locale, check=check)


async def _pump(source: AsyncIterator[executor.Response], mailbox: Mailbox) -> None:
    try:
        async for response in source:
            mailbox.put(encode(response.to_json()))
    except Problem as problem:
        mailbox.end(problem)
    except Exception as error:  # noqa: BLE001 - a broken source ends its own stream alone
        _log.error("subscription broke", exc_info=error)
        mailbox.end(Problem("INTERNAL_ERROR"))
    finally:
        mailbox.end()
