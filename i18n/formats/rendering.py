# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Date patterns filled in: Babel's fields, our choice of who lends the names."""

import datetime as dt
import re
from collections.abc import Iterator
from functools import lru_cache

from babel import Locale
from babel.dates import DateTimeFormat, DateTimePattern, parse_pattern, tokenize_pattern

from i18n import cldr
from i18n.formats.patterns import date_pattern, glue_pattern, time_pattern

Piece = tuple[str, str]
"""A part type of ECMA-402 and its text."""

_NAMES = {
    "year": "yYu", "month": "ML", "day": "d", "weekday": "Eec", "dayPeriod": "abB", "hour": "hHkK",
    "minute": "m", "second": "s", "timeZoneName": "zvVOxX", "era": "G",
}  # fmt: skip
_FIELD_NAMES = {letter: name for name, letters in _NAMES.items() for letter in letters}
_PLACE = re.compile(r"\{([01])\}")


def date_text(value: dt.date | dt.datetime, tag: str, *, fields: str, length: str) -> str:
    """A date by its fields and length in a language."""
    locale = cldr.names_locale(tag)
    return _parsed(date_pattern(locale, fields, length)).apply(value, locale)


def date_pieces(
    value: dt.date | dt.datetime, tag: str, *, fields: str, length: str
) -> tuple[Piece, ...]:
    """The same date taken apart."""
    locale = cldr.names_locale(tag)
    return tuple(_pieces(date_pattern(locale, fields, length), value, locale))


def time_text(
    value: dt.datetime | dt.time, tag: str, *, precision: str, cycle: str = "", zone: str = ""
) -> str:
    """A time of day; `zone` is "", "short" or "long" and needs a value that knows its zone."""
    locale = cldr.names_locale(tag)
    return _parsed(_clock_pattern(value, locale, precision, cycle, zone)).apply(value, locale)


def time_pieces(
    value: dt.datetime | dt.time, tag: str, *, precision: str, cycle: str = "", zone: str = ""
) -> tuple[Piece, ...]:
    """The same time of day taken apart."""
    locale = cldr.names_locale(tag)
    return tuple(_pieces(_clock_pattern(value, locale, precision, cycle, zone), value, locale))


def glue(date: str, time: str, tag: str, *, length: str) -> str:
    """A date and a time as the language puts them together."""
    pattern = glue_pattern(cldr.names_locale(tag), length)
    return pattern.replace("'", "").replace("{1}", date).replace("{0}", time)


def glue_pieces(
    date: tuple[Piece, ...], time: tuple[Piece, ...], tag: str, *, length: str
) -> tuple[Piece, ...]:
    """The pieces of a date and of a time as the language puts them together."""
    pattern = glue_pattern(cldr.names_locale(tag), length).replace("'", "")
    found: list[Piece] = []
    for index, one in enumerate(_PLACE.split(pattern)):
        if index % 2:
            found.extend(date if one == "1" else time)
        elif one:
            found.append(("literal", one))
    return tuple(found)


def apply_pattern(pattern: str, value: dt.date, locale: Locale) -> str:
    """A CLDR pattern filled in with a date."""
    return _parsed(pattern).apply(value, locale)


@lru_cache(maxsize=1024)
def _parsed(pattern: str) -> DateTimePattern:
    return parse_pattern(pattern)


def _clock_pattern(
    value: dt.datetime | dt.time, locale: Locale, precision: str, cycle: str, zone: str
) -> str:
    pattern = time_pattern(locale, precision, cycle)
    if zone and isinstance(value, dt.datetime) and value.tzinfo is not None:
        return pattern + (" zzzz" if zone == "long" else " z")
    return pattern


def _pieces(pattern: str, value: dt.date | dt.time, locale: Locale) -> Iterator[Piece]:
    fields = DateTimeFormat(value, locale)
    for kind, token in tokenize_pattern(pattern):
        if kind == "chars":
            yield "literal", str(token)
        else:
            letter, count = token
            yield _FIELD_NAMES.get(str(letter), "literal"), fields[str(letter) * int(count)]
