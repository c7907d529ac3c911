# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Day types of Swedish road signs: weekday, day before a red day, red day."""

from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from services.kit.red_days import is_red

FRIDAY = 4
ONE_DAY = timedelta(days=1)


class DayType(StrEnum):
    """What kind of day a sign speaks about: black, bracketed or red figures."""

    WEEKDAY = "wd"
    EVE = "pre"
    RED = "red"


@lru_cache(maxsize=4096)
def day_type(day: date) -> DayType:
    """The day type of a local date; the types share out the calendar without gap or overlap."""
    if is_red(day):
        return DayType.RED
    return DayType.EVE if is_red(day + ONE_DAY) else DayType.WEEKDAY
