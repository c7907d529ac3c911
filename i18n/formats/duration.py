# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Amounts of a unit, and spans of time."""

import datetime as dt
from decimal import Decimal
from typing import Literal

from i18n.formats.lists import format_list
from i18n.formats.moment import house
from i18n.formats.number import format_number
from i18n.formats.units import unit_text
from i18n.numbers.formatter import as_decimal

Length = Literal["long", "short", "narrow"]

SPANS = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))


def format_unit(value: float | Decimal, locale: str, *, unit: str, length: Length = "long") -> str:
    """An amount of a CLDR unit: 3 of `day` is `3 dygn` in sv. An unknown unit is shown by its id."""
    number = format_number(value, locale)
    shown = unit_text(house(locale), unit, as_decimal(value), number, length=length)
    return f"{number}\u00a0{unit}" if shown is None else shown


def format_duration(value: dt.timedelta, locale: str, *, length: Length = "long") -> str:
    """A span in its two largest units: `1 timme och 30 minuter` in sv; the rest is cut off."""
    rest = int(abs(value.total_seconds()))
    parts: list[str] = []
    for unit, size in SPANS:
        amount, rest = divmod(rest, size)
        if amount:
            parts.append(format_unit(amount, locale, unit=unit, length=length))
        if len(parts) == 2 or (parts and not amount):  # noqa: PLR2004 - two units say enough
            break
    if not parts:
        return format_unit(0, locale, unit="second", length=length)
    return format_list(parts, locale, style="and" if length == "long" else "unit")
