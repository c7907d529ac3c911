# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Day types against the law and an independent calendar (parking D1-D3)."""

from datetime import date, timedelta

import holidays
import pytest

from services.kit.red_days import is_holiday
from services.parking.domain.day_types import DayType, day_type


def test_holidays_equal_the_independent_calendar_from_2005_to_2100() -> None:
    # parking D1
    known = holidays.country_holidays("SE", years=range(2005, 2101), include_sundays=False)
    day = date(2005, 1, 1)
    while day.year <= 2100:
        # Easter Sunday and Whit Sunday are Sundays anyhow.
        assert is_holiday(day) == (day in known), day
        day += timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 6, 13), DayType.EVE),  # an ordinary Saturday
        (date(2026, 4, 4), DayType.EVE),  # Easter Saturday
        (date(2026, 6, 19), DayType.EVE),  # Midsummer Eve
        (date(2026, 12, 24), DayType.EVE),
        (date(2026, 12, 31), DayType.EVE),
        (date(2028, 12, 24), DayType.RED),  # Christmas Eve on a Sunday
        (date(2026, 6, 5), DayType.EVE),  # a Friday before a Saturday 6 June
        (date(2026, 10, 31), DayType.RED),  # All Saints' Saturday
        (date(2026, 10, 30), DayType.EVE),
        (date(2026, 6, 1), DayType.WEEKDAY),
        (date(2026, 5, 13), DayType.EVE),  # the day before Ascension Day
        (date(2026, 5, 15), DayType.WEEKDAY),  # the Friday after it
    ],
)
def test_eves_and_red_days(day: date, expected: DayType) -> None:
    # parking D2
    assert day_type(day) is expected
