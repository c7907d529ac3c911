# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Numbers and percentages for people (UTS 35 part 3); digits are ASCII unless the reader chose."""

from decimal import Decimal

from i18n import cldr
from i18n.formats.digits import system_of
from i18n.numbers import NumberSettings, formatter


def format_number(
    value: float | Decimal,
    locale: str,
    *,
    minimum_fraction: int = 0,
    maximum_fraction: int = 3,
    grouping: bool = True,
    native_digits: bool = False,
) -> str:
    """A number with the separators of the language: `1_234,5` in sv (U+00A0 as _)."""
    settings = NumberSettings(
        grouping="auto" if grouping else "never",
        minimum_fraction=minimum_fraction,
        maximum_fraction=max(minimum_fraction, maximum_fraction),
    )
    system = system_of(locale, native=native_digits)
    return formatter(cldr.locale(locale), settings, system).format(value)


def format_percent(
    value: float | Decimal, locale: str, *, maximum_fraction: int = 0, native_digits: bool = False
) -> str:
    """A share as per cent: 0.25 is `25_%` in sv."""
    settings = NumberSettings(
        style="percent", minimum_fraction=0, maximum_fraction=maximum_fraction
    )
    system = system_of(locale, native=native_digits)
    return formatter(cldr.locale(locale), settings, system).format(value)
