# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Numbers and percentages for people (CLDR, UTS 35 part 3); digits are ASCII unless the reader chose."""

from decimal import Decimal
from functools import lru_cache

from babel import Locale
from babel.numbers import NumberPattern, parse_pattern

from i18n import cldr
from i18n.formats.digits import to_native


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
    pattern = _decimal_pattern(cldr.locale(locale), minimum_fraction, maximum_fraction)
    text = pattern.apply(
        value, cldr.locale(locale), group_separator=grouping, numbering_system="latn"
    )
    return to_native(text, locale) if native_digits else text


def format_percent(
    value: float | Decimal, locale: str, *, maximum_fraction: int = 0, native_digits: bool = False
) -> str:
    """A share as per cent: 0.25 is `25_%` in sv."""
    pattern = _percent_pattern(cldr.locale(locale), maximum_fraction)
    text = pattern.apply(value, cldr.locale(locale), numbering_system="latn")
    return to_native(text, locale) if native_digits else text


@lru_cache(maxsize=1024)
def _decimal_pattern(locale: Locale, least: int, most: int) -> NumberPattern:
    pattern = parse_pattern(locale.decimal_formats[None].pattern)
    pattern.frac_prec = (least, max(least, most))
    return pattern


@lru_cache(maxsize=1024)
def _percent_pattern(locale: Locale, most: int) -> NumberPattern:
    pattern = parse_pattern(locale.percent_formats[None].pattern)
    pattern.frac_prec = (0, most)
    return pattern
