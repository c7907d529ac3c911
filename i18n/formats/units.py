# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Amounts of CLDR units; Babel's root data (`3 duration-day`, `3 d`) never reaches a reader."""

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache

from babel import Locale

from i18n import cldr, plurals
from i18n.formats.words import unit_word

LENGTHS = ("long", "short", "narrow")


def unit_text(
    tag: str, unit: str, shown: Decimal, number: str, *, length: str = "long"
) -> str | None:
    """The number with its unit, or None when neither CLDR nor we have words for the unit.

    `unit` is a CLDR id with or without its kind (`day`, `duration-day`); `number` is the text of
    `shown`. A missing length falls back to the next shorter one.
    """
    category = plurals.category(tag, shown)
    pattern = _pattern(tag, unit, length, category)
    return None if pattern is None else pattern.replace("{0}", number)


@lru_cache(maxsize=4096)
def _pattern(tag: str, unit: str, length: str, category: str) -> str | None:
    locale = cldr.exact_locale(tag)
    patterns: Mapping[str, Mapping[str, Mapping[str, str]]] = locale._data["unit_patterns"]  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
    name = _full_name(unit, tuple(patterns))
    if name is None:
        return None
    own = unit_word(cldr.base(tag), name.partition("-")[2], category)
    if own is not None:
        return own
    start = LENGTHS.index(length)
    for one in (*LENGTHS[start:], *reversed(LENGTHS[:start])):
        row = patterns[name].get(one) or {}
        found = row.get(category) or row.get("other")
        if found and name not in found:
            return str(found)
    return None


@lru_cache(maxsize=512)
def _full_name(unit: str, known: tuple[str, ...]) -> str | None:
    if unit in known:
        return unit
    return next((name for name in known if name.partition("-")[2] == unit), None)


def unit_names(locale: Locale) -> tuple[str, ...]:
    """Every unit CLDR names in a locale."""
    return tuple(locale._data["unit_patterns"])  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
