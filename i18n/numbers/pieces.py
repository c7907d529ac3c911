# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A number's text taken apart, by the part types of ECMA-402 (integer, group, decimal, fraction, ...)."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from i18n.numbers.symbols import Symbols

Piece = tuple[str, str]
"""A part type and its text; the texts of a number's pieces make up its whole text."""


def mark_names(marks: Symbols, currency: str) -> Mapping[str, str]:
    """What each mark around the digits is called."""
    names = {
        marks.minus: "minusSign",
        marks.plus: "plusSign",
        marks.percent: "percentSign",
        currency: "currency",
    }
    return {mark: name for mark, name in names.items() if mark}


def affix_pieces(text: str, names: Mapping[str, str]) -> Iterator[Piece]:
    """What stands before or after the digits: the marks by name, anything between them `literal`."""
    for one in _finder(tuple(sorted(names, key=len, reverse=True))).split(text):
        if one:
            yield names.get(one, "literal"), one


def digit_pieces(text: str, marks: Symbols) -> Iterator[Piece]:
    """The digits with their separators."""
    if text == marks.nan:
        yield "nan", text
        return
    if text == marks.infinity:
        yield "infinity", text
        return
    whole, point, fraction = text.partition(marks.decimal)
    for index, digits in enumerate(whole.split(marks.group)):
        if index:
            yield "group", marks.group
        if digits:
            yield "integer", digits
    if point:
        yield "decimal", point
        yield "fraction", fraction


@lru_cache(maxsize=512)
def _finder(marks: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("(" + "|".join(map(re.escape, marks)) + ")")
