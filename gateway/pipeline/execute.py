# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Station: the plan is run within the request's deadline."""

import asyncio

from gateway import executor
from gateway.pipeline.exchange import Exchange
from gateway.pipeline.listening import listen
from services.kit.wire.problem import Problem


async def execute(exchange: Exchange) -> None:
    """Run a query or mutation; open a subscription."""
    prepared, context = exchange.prepared, exchange.context
    if prepared is None or context is None:
        raise LookupError("no station has planned the operation yet")
    if exchange.operation.kind == "subscription":
        exchange.outcome = listen(exchange, prepared, context)
        return
    seconds = context.deadline.left(exchange.desk.now())
    try:
        async with asyncio.timeout(seconds):
            exchange.response = await executor.execute(
                prepared, exchange.variables, context, exchange.version.subgraphs
            )
    except TimeoutError as error:
        raise Problem("DEADLINE_EXCEEDED") from error
