# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Cleaning texts and date parity (parking D5, D6, L6)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.parking.domain.cleaning_text import read_cleaning
from services.parking.domain.day_types import DayType
from services.parking.domain.local_time import to_local
from services.parking.domain.signs import (
    SignUnreadable,
    read_date_parity,
    side_of,
)
from services.parking.domain.windows import (
    Parity,
    Recurrence,
    Season,
    in_force,
    times_in_force,
)

SUMMER = Season((6, 15), (8, 15))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Servicetid fredag 00:00-06:00", Recurrence(weekday=4, start=0, end=360)),
        ("Servicetid  fredag 00:00–06:00", Recurrence(weekday=4, start=0, end=360)),
        ("Servicetid onsdag 09:00 - 14:00 utom under tiden 15 juni - 15 augusti",
         Recurrence(weekday=2, start=540, end=840, outside=SUMMER)),
        ("Servicetid onsdag 09:00-14:00 15/6 - 15/8",
         Recurrence(weekday=2, start=540, end=840, season=SUMMER)),
        ("Servicetid tisdag 00:00-06:00 utom under tiden jämna veckor 1 november – 15 maj",
         Recurrence(weekday=1, start=0, end=360, outside=Season((11, 1), (5, 15)), outside_weeks=Parity.EVEN)),
        ("Servicetid tisdag 00:00-06:00 utom under tiden udda veckor 15/6-15/8",
         Recurrence(weekday=1, start=0, end=360, outside=SUMMER, outside_weeks=Parity.ODD)),
        ("Servicetid udda veckor torsdag kl 22.00-06.00",
         Recurrence(weekday=3, start=1320, end=360, weeks=Parity.ODD)),
        ("Servicetid torsdag 8-12 1:a november till 15:e maj (jämn vecka)",
         Recurrence(weekday=3, start=480, end=720, season=Season((11, 1), (5, 15)), weeks=Parity.EVEN)),
        ("Servicetid onsdag 09:00-14:00 15 juni - 15 augusti udda veckor",
         Recurrence(weekday=2, start=540, end=840, season=SUMMER, weeks=Parity.ODD)),
        ("Servicetid vardagar 09-14",
         Recurrence(day_types=(DayType.WEEKDAY,), start=540, end=840)),
        ("SERVICETID SÖNDAG 18:00-00:00", Recurrence(weekday=6, start=1080, end=1440)),
    ],
)  # fmt: skip
def test_cleaning_texts(text: str, expected: Recurrence) -> None:
    # parking L6
    assert read_cleaning(text) == (expected,)


def test_several_days_share_a_time() -> None:
    found = read_cleaning("Servicetid måndag - onsdag och fredag 00:00-06:00")
    assert [one.weekday for one in found] == [0, 1, 2, 4]


def test_two_cleaning_times_in_one_text() -> None:
    first, second = read_cleaning("Servicetid måndag 00:00-06:00, Servicetid torsdag 00:00-06:00")
    assert (first.weekday, second.weekday) == (0, 3)


@pytest.mark.parametrize(
    "text",
    ["", "Servicetid", "Servicetid fullmåne 00:00-06:00", "Servicetid fredag 00:00-25:00",
     "Servicetid fredag 06:00-06:00", "Servicetid fredag 00:00-06:00 30 februari - 1 mars",
     "Servicetid fredag 00:00-06:00 utom", "Servicetid fredag 00-06, måndag 08-10 1/11 - 15/5",
     "Servicetid fredag 00:00-06:00 1/5 - 1/6 1/7 - 1/8", "Servicetid fredag 00:00-06:00 udda veckor jämna veckor", "Servicetid fredag 00:00-06:00 ibland", "P-förbud"],
)  # fmt: skip
def test_a_text_outside_the_grammar_is_refused(text: str) -> None:
    with pytest.raises(SignUnreadable):
        read_cleaning(text)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read_cleaning("Servicetid " + text)
    except SignUnreadable:
        pass


def hours_of(text: str, first: date, days: int) -> set[datetime]:
    begin = datetime(first.year, first.month, first.day, tzinfo=UTC) - timedelta(hours=3)
    found = times_in_force(read_cleaning(text), begin, begin + timedelta(days=days))
    return {to_local(start).replace(tzinfo=None) for start, _ in found}


def test_weeks_are_iso_weeks_with_two_odd_ones_at_the_turn_of_2026() -> None:
    # parking D5: weeks 53 and 1 are both odd
    text = "Servicetid onsdag 09:00-14:00 utom under tiden jämna veckor 1 november - 31 mars"
    found = hours_of(text, date(2026, 12, 21), 28)
    assert found == {
        datetime(2026, 12, 30, 9),
        datetime(2027, 1, 6, 9),
    }


def test_a_named_weekday_holds_on_a_holiday() -> None:
    # parking D3
    found = hours_of("Servicetid fredag 00:00-06:00", date(2026, 12, 24), 3)
    assert found == {datetime(2026, 12, 25)}


def test_even_weeks_are_clean_outside_the_season() -> None:
    # parking L6: outside the season every week is cleaned
    text = "Servicetid onsdag 09:00-14:00 utom under tiden jämna veckor 1/11 - 31/3"
    assert len(hours_of(text, date(2026, 6, 1), 28)) == 4


def test_date_parking_forbids_even_dates_on_the_even_side() -> None:
    # parking D6
    rule = read_date_parity("Datumparkering 00:00-06:00", side_of("Provgatan 2 - 8"))
    assert in_force(rule, to_local(datetime(2026, 6, 2, 1, tzinfo=UTC)))
    assert not in_force(rule, to_local(datetime(2026, 6, 3, 1, tzinfo=UTC)))
    assert not in_force(rule, to_local(datetime(2026, 6, 2, 8, tzinfo=UTC)))
    odd = read_date_parity("Datumparkering", side_of("Provgatan 1"))
    assert in_force(odd, to_local(datetime(2026, 6, 3, 1, tzinfo=UTC)))


@pytest.mark.parametrize(
    ("address", "side"),
    [("Linnégatan 23 - 27", Parity.ODD), ("Lovisagatan 2 - 4", Parity.EVEN), ("Ekgatan 11A", Parity.ODD),
     ("Odengatan 1-2", None), ("", None), ("Torget", None)],
)  # fmt: skip
def test_side_of_the_street(address: str, side: Parity | None) -> None:
    assert side_of(address) is side


def test_date_parking_without_a_side_is_refused() -> None:
    with pytest.raises(SignUnreadable):
        read_date_parity("Datumparkering", None)
