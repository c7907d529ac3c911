# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Named holiday calendars, so that nobody has to guess whether an eve counts (cityinfo H9)."""

from datetime import date
from functools import lru_cache

from services.kit.red_days import is_holiday

LAW = "se"
"""The holidays of the law (1989:253)."""
OFFICE = "se-office"
"""As the law, and the eves on which city offices are closed: the default."""
NONE = "none"

_DECEMBER = 12
_EVES = frozenset({(_DECEMBER, 24), (_DECEMBER, 31)})
_JUNE, _FRIDAY = 6, 4
_MIDSUMMER_EVES = range(19, 26)


def is_eve(day: date) -> bool:
    """Midsummer Eve, Christmas Eve, New Year's Eve."""
    if (day.month, day.day) in _EVES:
        return True
    return day.month == _JUNE and day.weekday() == _FRIDAY and day.day in _MIDSUMMER_EVES


@lru_cache(maxsize=4096)
def in_calendar(name: str, day: date) -> bool:
    """Whether the day is a holiday of the named calendar; ordinary Sundays are not."""
    if name == LAW:
        return is_holiday(day)
    return name == OFFICE and (is_holiday(day) or is_eve(day))


def calendars() -> tuple[str, ...]:
    """The names there are."""
    return (LAW, OFFICE, NONE)
