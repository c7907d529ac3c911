# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Money for people. Stored amounts are whole öre; currency codes are ISO 4217."""

from decimal import Decimal

from babel.numbers import format_currency as babel_currency

from i18n import cldr
from i18n.formats.digits import to_native


def format_currency(
    value: float | Decimal, locale: str, *, currency: str = "SEK", native_digits: bool = False
) -> str:
    """An amount in units of the currency: 1234.5 is `1_234,50_kr` in sv."""
    text = babel_currency(value, currency, locale=cldr.locale(locale), numbering_system="latn")
    return to_native(text, locale) if native_digits else text


def format_money(
    ore: int, locale: str, *, currency: str = "SEK", native_digits: bool = False
) -> str:
    """A stored amount in hundredths of the currency: 123450 is `1_234,50_kr` in sv."""
    amount = Decimal(ore).scaleb(-2)
    return format_currency(amount, locale, currency=currency, native_digits=native_digits)
