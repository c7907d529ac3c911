# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Money for people. Stored amounts are whole öre; currency codes are ISO 4217."""

from decimal import Decimal

from babel.numbers import get_currency_precision

from i18n import cldr
from i18n.formats.digits import system_of
from i18n.numbers import NumberSettings, formatter


def format_currency(
    value: float | Decimal, locale: str, *, currency: str = "SEK", native_digits: bool = False
) -> str:
    """An amount in units of the currency: 1234.5 is `1_234,50_kr` in sv."""
    settings = NumberSettings(
        style="currency", currency=currency, currency_digits=get_currency_precision(currency)
    )
    system = system_of(locale, native=native_digits)
    return formatter(cldr.locale(locale), settings, system).format(value)


def format_money(
    ore: int, locale: str, *, currency: str = "SEK", native_digits: bool = False
) -> str:
    """A stored amount in hundredths of the currency: 123450 is `1_234,50_kr` in sv."""
    amount = Decimal(ore).scaleb(-2)
    return format_currency(amount, locale, currency=currency, native_digits=native_digits)
