# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Time relative to now: `för 3 dagar sedan`; CLDR's root (`-3 d`) never reaches a reader."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from i18n import cldr, plurals, registry
from i18n.formats.moment import house
from i18n.formats.number import format_number
from i18n.formats.words import table, unit_word

Length = Literal["long", "short", "narrow"]

UNITS: tuple[tuple[str, int], ...] = (
    ("year", 365 * 86_400),
    ("month", 30 * 86_400),
    ("week", 7 * 86_400),
    ("day", 86_400),
    ("hour", 3_600),
    ("minute", 60),
    ("second", 1),
)


def format_relative(value: dt.timedelta, locale: str, *, length: Length = "long") -> str:
    """How long ago (negative) or ahead, in the largest unit that fits once, rounded to whole ones."""
    unit, amount = largest_unit(value)
    return format_relative_unit(
        -amount if value < dt.timedelta() else amount, locale, unit=unit, length=length
    )


def format_relative_unit(amount: int, locale: str, *, unit: str, length: Length = "long") -> str:
    """So many units ago (negative) or ahead."""
    size = abs(amount)
    category = plurals.category(locale, Decimal(size))
    pattern = _pattern(locale, unit, length, "past" if amount < 0 else "future", category)
    return pattern.replace("{0}", format_number(size, locale))


def largest_unit(value: dt.timedelta) -> tuple[str, int]:
    """The largest unit that a span holds at least once, and how many times, rounded."""
    seconds = abs(value.total_seconds())
    for unit, size in UNITS:
        amount = int(seconds / size + 0.5)
        if amount and seconds >= size * 0.95:
            return unit, amount
    return "second", int(seconds + 0.5)


@lru_cache(maxsize=4096)
def _pattern(tag: str, unit: str, length: str, side: str, category: str) -> str:
    words = table().get(tag)
    if words is not None:
        inner = unit_word(tag, unit, category)
        if inner is not None:
            return (words.ago if side == "past" else words.ahead).replace("{0}", inner)
    kin = registry.entry(tag).fallback if registry.known(tag) else ()
    for one in (tag, *kin, registry.DEFAULT):
        found = _row(one, unit, length, side)
        text = found.get(category) or found.get("other")
        if text and not text.startswith(("-{0}", "+{0}")):
            return str(text)
    raise LookupError(f"no words for {unit} in {tag}")


def _row(tag: str, unit: str, length: str, side: str) -> Mapping[str, str]:
    locale = cldr.exact_locale(house(tag))
    fields = cldr.data(locale, "date_fields")
    for name in (unit if length == "long" else f"{unit}-{length}", unit):
        row = cldr.row(cldr.row(fields, name), side)
        if row and not str(row.get("other", "")).startswith(("-{0}", "+{0}")):
            return row
    return {}
