# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Red days of the Swedish calendar: Sundays and the holidays of the law (lag 1989:253)."""

# ruff: noqa: PLR2004 -- the dates of the law speak for themselves

from datetime import date
from functools import lru_cache

SATURDAY = 5
SUNDAY = 6
FIXED_HOLIDAYS = frozenset({(1, 1), (1, 6), (5, 1), (6, 6), (12, 25), (12, 26)})
"""(month, day) of the holidays that never move."""
EASTER_OFFSETS = frozenset({-2, 0, 1, 39, 49})
"""Good Friday, Easter Sunday and Monday, Ascension Day, Whit Sunday: days from Easter Sunday."""


@lru_cache(maxsize=256)
def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm of 1876)."""
    golden = year % 19
    century, rest = divmod(year, 100)
    leap, leap_rest = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap - correction + 15) % 30
    quarter, quarter_rest = divmod(rest, 4)
    to_sunday = (32 + 2 * leap_rest + 2 * quarter - epact - quarter_rest) % 7
    shift = (golden + 11 * epact + 22 * to_sunday) // 451
    month, day = divmod(epact + to_sunday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def is_holiday(day: date) -> bool:
    """Whether the day is one of the thirteen holidays of the law, Sundays apart."""
    if (day.month, day.day) in FIXED_HOLIDAYS:
        return True
    if (day - easter(day.year)).days in EASTER_OFFSETS:
        return True
    if day.weekday() != SATURDAY:
        return False
    midsummer = day.month == 6 and 20 <= day.day <= 26
    all_saints = (day.month == 10 and day.day == 31) or (day.month == 11 and day.day <= 6)
    return midsummer or all_saints


def is_red(day: date) -> bool:
    """Whether the day is a Sunday or a holiday."""
    return day.weekday() == SUNDAY or is_holiday(day)
