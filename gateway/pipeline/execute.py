# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Station: the plan is run; every fetch keeps to the request's deadline."""

from gateway import executor
from gateway.pipeline.deferring import comes_in_pieces, deliver
from gateway.pipeline.exchange import Exchange
from gateway.pipeline.listening import listen
from gateway.pipeline.sparing import affordable


async def execute(exchange: Exchange) -> None:
    """Run a query or mutation; open a subscription or an answer in pieces."""
    prepared, context = exchange.prepared, exchange.context
    if prepared is None or context is None:
        raise LookupError("no station has planned the operation yet")
    if exchange.operation.kind == "subscription":
        exchange.outcome = listen(exchange, prepared, context)
        return
    if comes_in_pieces(exchange, prepared):
        exchange.outcome = deliver(exchange, prepared, context)
        return
    exchange.response = await executor.execute(
        prepared,
        exchange.variables,
        context,
        affordable(exchange, prepared),
        passes=not exchange.is_reduced,
    )
