# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What a language writes numbers with: separators, signs, patterns (CLDR through Babel)."""

import re
from functools import lru_cache
from typing import NamedTuple

from babel import Locale

from i18n import cldr

LATN = "latn"

_TWO_SIZES = 3
_NUMBER = re.compile(r"[#0,.]+")


class Symbols(NamedTuple):
    """The marks of one numbering system in one language."""

    decimal: str
    group: str
    minus: str
    plus: str
    percent: str
    nan: str
    infinity: str
    zero: int
    """The code point of the digit nought."""


class Affixes(NamedTuple):
    """A pattern taken apart: what stands around the digits, and how they are grouped."""

    before: str
    after: str
    negative_before: str
    negative_after: str
    primary: int
    secondary: int


ZEROS = {"latn": 0x30, "arab": 0x660, "arabext": 0x6F0, "deva": 0x966, "beng": 0x9E6}


@lru_cache(maxsize=256)
def symbols(locale: Locale, system: str = LATN) -> Symbols:
    """The marks of a language; those of Latin digits where it lacks its own for a system."""
    found = cldr.data(locale, "number_symbols")
    own = cldr.row(found, system) or cldr.row(found, LATN)
    base = cldr.row(found, LATN)

    def mark(name: str, default: str) -> str:
        return str(own.get(name) or base.get(name) or default)

    return Symbols(
        mark("decimal", "."),
        mark("group", ","),
        mark("minusSign", "-"),
        mark("plusSign", "+"),
        mark("percentSign", "%"),
        mark("nan", "NaN"),
        mark("infinity", "∞"),
        ZEROS[system],
    )


@lru_cache(maxsize=512)
def affixes(pattern: str) -> Affixes:
    """A CLDR number pattern taken apart; the signs are still `-`, `+`, `%` and `¤`."""
    positive, _, negative = pattern.partition(";")
    before, digits, after = _split(positive)
    if negative:
        negative_before, _, negative_after = _split(negative)
    else:
        negative_before, negative_after = "-" + before, after
    groups = digits.split(".")[0].split(",")
    primary = len(groups[-1]) if len(groups) > 1 else 0
    secondary = len(groups[-2]) if len(groups) == _TWO_SIZES else primary
    return Affixes(before, after, negative_before, negative_after, primary, secondary)


def _split(pattern: str) -> tuple[str, str, str]:
    found = _NUMBER.search(pattern)
    if found is None:
        return "", "#,##0.###", ""
    before, after = pattern[: found.start()], pattern[found.end() :]
    return before.replace("'", ""), found.group(), after.replace("'", "")
