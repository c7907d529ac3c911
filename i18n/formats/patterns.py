# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Date and time patterns by fields and length, from the language's own (UTS 35 part 4)."""

import re
from functools import lru_cache

from babel import Locale

from i18n import cldr

_CANDIDATES: dict[str, tuple[str, ...]] = {
    "weekday": ("E",),
    "day-weekday": ("Ed",),
    "month-day": ("MMMMd", "MMMd"),
    "month-day-weekday": ("MMMMEEEEd", "MMMMEd", "MMMEd"),
    "year-month-day": ("yMMMMd", "yMMMd"),
    "year-month-day-weekday": ("yMMMMEEEEd", "yMMMMEd", "yMMMEd"),
}
_SHORT: dict[str, tuple[str, ...]] = {
    "month-day": ("Md",),
    "month-day-weekday": ("MEd",),
    "year-month-day": ("yMd",),
    "year-month-day-weekday": ("yMEd",),
}
_WHOLE = {
    ("year-month-day", "long"): "long",
    ("year-month-day", "medium"): "medium",
    ("year-month-day-weekday", "long"): "full",
}
FIELDS = frozenset(_CANDIDATES)

ABBREVIATED = 3
"""How many letters of a field mean a short name; fewer mean digits."""

_QUOTED_OR_FIELD = re.compile(r"'(?:[^']|'')*'|([A-Za-z])\1*")


@lru_cache(maxsize=1024)
def date_pattern(locale: Locale, fields: str, length: str) -> str:
    """The pattern for some date fields (`year-month-day`, ...) at a length (long, medium, short)."""
    whole = _WHOLE.get((fields, length))
    if whole is not None:
        return str(locale.date_formats[whole].pattern)
    candidates = (
        _SHORT.get(fields, _CANDIDATES[fields]) if length == "short" else _CANDIDATES[fields]
    )
    skeletons = cldr.data(locale, "datetime_skeletons")
    for name in candidates:
        found = skeletons.get(name)
        if found is not None:
            return resize(str(found.pattern), length)
    return str(locale.date_formats["short" if length == "short" else "medium"].pattern)


@lru_cache(maxsize=1024)
def time_pattern(locale: Locale, precision: str, cycle: str) -> str:
    """The pattern of a time of day: precision hour, minute or second; cycle h23, h12 or "" for CLDR's."""
    twelve = (
        cycle in {"h12", "h11"}
        if cycle
        else "a" in _letters(str(locale.time_formats["short"].pattern))
    )
    name = ("h" if twelve else "H") + {"hour": "", "minute": "m", "second": "ms"}[precision]
    found = cldr.data(locale, "datetime_skeletons").get(name)
    if found is not None:
        return str(found.pattern)
    return {"h": "h a", "hm": "h:mm a", "hms": "h:mm:ss a", "H": "HH", "Hm": "HH:mm"}.get(
        name, "HH:mm:ss"
    )


@lru_cache(maxsize=256)
def glue_pattern(locale: Locale, length: str) -> str:
    """How a date `{1}` and a time `{0}` stand together."""
    formats = cldr.data(locale, "datetime_formats")
    found = formats.get(length) or formats["medium"]
    return str(found)


def _letters(pattern: str) -> set[str]:
    return {one.group(1) for one in _QUOTED_OR_FIELD.finditer(str(pattern)) if one.group(1)}


def resize(pattern: str, length: str) -> str:
    """The pattern with month and weekday names as long as asked for; numeric months stay."""
    width = 4 if length == "long" else 3

    def widen(found: re.Match[str]) -> str:
        text, letter = found.group(), found.group(1)
        if letter in {"M", "L"} and len(text) >= ABBREVIATED:
            return letter * width
        return letter * (4 if length == "long" else 3) if letter in {"E", "c"} else text

    return pattern if length == "short" else _QUOTED_OR_FIELD.sub(widen, pattern)


@lru_cache(maxsize=512)
def interval_patterns(locale: Locale, difference: str) -> tuple[str, str] | None:
    """The two halves of a long date interval that first differs in `y`, `M` or `d`."""
    formats = cldr.data(locale, "interval_formats")
    for name in ("yMMMMd", "yMMMd"):
        row = cldr.row(formats, name)
        halves = row.get(difference)
        if halves:
            return resize(str(halves[0]), "long"), resize(str(halves[1]), "long")
    return None


@lru_cache(maxsize=256)
def interval_glue(locale: Locale) -> str:
    """How two whole texts stand as an interval."""
    return str(cldr.data(locale, "interval_formats").get(None) or "{0}\u2013{1}")
