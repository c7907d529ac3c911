# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Station: the variables, bounded before their types are looked at."""

from gateway.pipeline.exchange import Exchange
from gateway.protection.limits import check_variables


def coerce(exchange: Exchange) -> None:
    """Take the variables; the executor gives them their types by the plan."""
    variables = exchange.request.variables
    if not variables:
        return
    check_variables(variables, exchange.limits)
    exchange.variables = variables
