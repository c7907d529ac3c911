# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Station: the caller pays for the operation out of what she may spend in a while (security X1)."""

from collections.abc import Awaitable

from gateway.pipeline.exchange import Exchange
from gateway.protection.admission import Lane
from gateway.protection.spending import purse_of, units_of
from services.kit.wire.problem import Problem


def charge(exchange: Exchange) -> Awaitable[None] | None:
    """Take the units, or refuse with the seconds to wait. Alarms never pay."""
    desk = exchange.desk
    if desk.spend is None or exchange.lane is Lane.ALARM:
        return None
    caller = exchange.caller
    purse = purse_of(caller, exchange.head.client)
    if purse is None:
        return None
    budgets = desk.settings.budgets
    budget = budgets.known if caller.is_known else budgets.anonymous
    wait = desk.spend(purse, budget, units_of(exchange.units))
    if isinstance(wait, int):
        _judge(wait)
        return None
    return _await(wait)


async def _await(wait: Awaitable[int]) -> None:
    _judge(await wait)


def _judge(wait: int) -> None:
    if wait:
        raise Problem("RATE_LIMITED", extensions={"retryAfter": wait})
