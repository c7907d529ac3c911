# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Weekly windows against cleaning times, seasons, and minutes (parking L1-L3, section 5)."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from services.parking.domain.local_time import STOCKHOLM, to_local
from services.parking.domain.windows import Recurrence, Season, in_force, times_in_force


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 6), st.sampled_from([(0, 360), (540, 840), (360, 720)]))
def test_the_weekly_window_is_the_exact_complement_of_cleaning(
    weekday: int, hours: tuple[int, int]
) -> None:
    # parking L3: every half hour of two years
    start, end = hours
    permitted = Recurrence(
        weekday=weekday,
        start=end,
        end=start,
        to_next_week=True,
    )
    cleaning = Recurrence(weekday=weekday, start=start, end=end)
    at = datetime(2025, 1, 1, tzinfo=UTC)
    while at.year < 2027:
        local = to_local(at)
        assert in_force(permitted, local) != in_force(cleaning, local), local
        at += timedelta(minutes=30)


def test_an_end_of_zero_in_a_weekday_row_is_the_start_of_that_weekday() -> None:
    # parking L1, L3: Friday 06:00 to next Friday 00:00
    rule = Recurrence(weekday=4, start=360, end=0, to_next_week=True)
    local = datetime(2026, 6, 5, tzinfo=STOCKHOLM)
    assert not in_force(rule, local)
    assert not in_force(rule, local.replace(hour=5, minute=59))
    assert in_force(rule, local.replace(hour=6))
    assert in_force(rule, local + timedelta(days=6, hours=23))


def test_a_season_may_wrap_the_year_and_holds_both_ends() -> None:
    # parking L2
    winter = Season((11, 1), (3, 31))
    assert winter.holds(datetime(2026, 11, 1).date())
    assert winter.holds(datetime(2027, 3, 31).date())
    assert not winter.holds(datetime(2027, 4, 1).date())


rules = st.builds(
    Recurrence,
    weekday=st.one_of(st.none(), st.integers(0, 6)),
    start=st.integers(0, 1439),
    end=st.integers(0, 1440),
    season=st.sampled_from([None, Season((3, 29), (10, 25)), Season((10, 25), (3, 29))]),
)


@settings(max_examples=80, deadline=None)
@given(
    rules, st.sampled_from([datetime(2026, 3, 28), datetime(2026, 10, 24), datetime(2026, 6, 1)])
)
def test_intervals_equal_minute_by_minute_reading(rule: Recurrence, day: datetime) -> None:
    # parking D4
    begin = day.replace(tzinfo=UTC)
    end = begin + timedelta(days=2)
    found = times_in_force((rule,), begin, end)
    for minute in range(2 * 1440):
        at = begin + timedelta(minutes=minute)
        assert any(a <= at < b for a, b in found) == in_force(rule, to_local(at))
