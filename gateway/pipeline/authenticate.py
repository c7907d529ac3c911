# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Station: who calls. From here on the request has a caller and its column of the limits."""

from gateway.pipeline.exchange import Exchange
from services.kit.wire.caller import ANONYMOUS, Caller
from services.kit.wire.front.head import RequestHead
from services.kit.wire.problem import Problem


async def authenticate(exchange: Exchange) -> None:
    """Ask the desk's `authenticate`; choose the limits by the answer."""
    desk = exchange.desk
    caller = exchange.caller = await desk.authenticate(exchange.head)
    settings = desk.settings
    if desk.is_developer:
        exchange.limits = settings.trusted
    elif caller.is_known:
        exchange.limits = settings.known
    else:
        exchange.limits = settings.anonymous
    if exchange.way.size > exchange.limits.body_bytes:
        raise Problem("BODY_TOO_LARGE", extensions={"max": exchange.limits.body_bytes})


async def admit_anonymous(head: RequestHead) -> Caller:
    """The caller of a gateway that leaves identity to its subgraphs: nobody in particular."""
    del head
    return ANONYMOUS
