# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Money: whole öre and a currency (ISO 4217), never a fraction."""

import strawberry

from services.kit.privacy.marks import public_data

_INT_MAX = 2**31 - 1


@strawberry.federation.type(
    shareable=True, description="An amount of money.", directives=[public_data()]
)
class Money:
    """An amount of money."""

    amount: int = strawberry.field(
        description="Whole hundredths of the currency: öre for SEK. Exact up to 21 million kronor."
    )
    currency: str = strawberry.field(description="ISO 4217 code, for example SEK.")


def money(ore: int, currency: str = "SEK") -> Money:
    """An amount from whole öre; OverflowError above what the graph's Int can hold."""
    if not -_INT_MAX <= ore <= _INT_MAX:
        raise OverflowError("an amount beyond 32 bits has no place in Money")
    return Money(amount=ore, currency=currency)
