# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Amounts of CLDR units; Babel's root data (`3 duration-day`, `3 d`) never reaches a reader."""

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache

from i18n import cldr, plurals, registry
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
    plain = cldr.base(tag)
    name = _full_name(unit)
    if name is None:
        return None
    word = unit_word(plain, name.partition("-")[2], category)
    if word is not None:
        return word
    kin = registry.entry(plain).fallback if registry.known(plain) else ()
    own = cldr.exact_locale(plain)
    for locale in (own, *(cldr.locale(one) for one in kin)):
        row = cldr.row(cldr.data(locale, "unit_patterns"), name)
        if row.get("long") or (locale is own and not name.startswith("duration-")):
            found = _choose(row, name, length, category)
            if found is not None:
                return found
    return _choose(cldr.row(cldr.data(own, "unit_patterns"), name), name, length, category)


def _choose(
    row: Mapping[str, Mapping[str, str]], name: str, length: str, category: str
) -> str | None:
    start = LENGTHS.index(length)
    for one in (*LENGTHS[start:], *reversed(LENGTHS[:start])):
        patterns = row.get(one) or {}
        found = patterns.get(category) or patterns.get("other")
        if found and name not in found:
            return str(found)
    return None


@lru_cache(maxsize=512)
def _full_name(unit: str) -> str | None:
    """The CLDR id of a unit given with or without its kind."""
    known: Mapping[str, object] = cldr.root()["unit_patterns"]
    if unit in known:
        return unit
    return next((name for name in known if name.partition("-")[2] == unit), None)
