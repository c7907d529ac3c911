# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Date patterns filled in: Babel's fields, our choice of who lends the names."""

import datetime as dt
from functools import lru_cache

from babel import Locale
from babel.dates import DateTimePattern, parse_pattern

from i18n import cldr
from i18n.formats.patterns import date_pattern, glue_pattern, time_pattern


def date_text(value: dt.date | dt.datetime, tag: str, *, fields: str, length: str) -> str:
    """A date by its fields and length in a language."""
    locale = cldr.names_locale(tag)
    return _parsed(date_pattern(locale, fields, length)).apply(value, locale)


def time_text(
    value: dt.datetime | dt.time, tag: str, *, precision: str, cycle: str = "", zone: str = ""
) -> str:
    """A time of day; `zone` is "", "short" or "long" and needs a value that knows its zone."""
    locale = cldr.names_locale(tag)
    pattern = time_pattern(locale, precision, cycle)
    if zone and isinstance(value, dt.datetime) and value.tzinfo is not None:
        pattern += " zzzz" if zone == "long" else " z"
    return _parsed(pattern).apply(value, locale)


def glue(date: str, time: str, tag: str, *, length: str) -> str:
    """A date and a time as the language puts them together."""
    pattern = glue_pattern(cldr.names_locale(tag), length)
    return pattern.replace("'", "").replace("{1}", date).replace("{0}", time)


def apply_pattern(pattern: str, value: dt.date, locale: Locale) -> str:
    """A CLDR pattern filled in with a date."""
    return _parsed(pattern).apply(value, locale)


@lru_cache(maxsize=1024)
def _parsed(pattern: str) -> DateTimePattern:
    return parse_pattern(pattern)
