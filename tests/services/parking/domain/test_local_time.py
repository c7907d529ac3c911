# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The wall clock around both clock changes (parking D4)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.parking.domain.local_time import (
    WallTimeMissing,
    cuts,
    from_wall,
    instants_of,
    offset_changes_on,
    to_local,
)


def test_a_wall_time_of_the_autumn_hour_has_two_instants() -> None:
    # parking D4
    assert instants_of(date(2026, 10, 25), 150) == (
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
    )


def test_a_wall_time_of_the_spring_gap_means_the_change_itself() -> None:
    assert instants_of(date(2026, 3, 29), 150) == (datetime(2026, 3, 29, 1, 0, tzinfo=UTC),)
    assert offset_changes_on(date(2026, 3, 29)) == (datetime(2026, 3, 29, 1, 0, tzinfo=UTC),)


def test_durations_are_elapsed_time() -> None:
    # parking D4: 01:00-04:00 is two hours in spring, four in autumn
    assert from_wall("2026-03-29T04:00") - from_wall("2026-03-29T01:00") == timedelta(hours=2)
    assert from_wall("2026-10-25T04:00") - from_wall("2026-10-25T01:00") == timedelta(hours=4)


def test_a_time_in_the_spring_gap_is_refused() -> None:
    with pytest.raises(WallTimeMissing):
        from_wall("2026-03-29T02:30")


def test_a_time_with_a_zone_is_taken_as_it_is() -> None:
    assert from_wall("2026-06-01T08:00:00Z") == datetime(2026, 6, 1, 8, tzinfo=UTC)


@given(
    start=st.datetimes(datetime(2024, 1, 1), datetime(2027, 12, 31)),
    hours=st.integers(1, 100),
    minutes=st.frozensets(st.integers(0, 1439), max_size=3),
)
def test_cuts_hold_every_instant_at_which_the_clock_shows_a_wanted_minute(
    start: datetime, hours: int, minutes: frozenset[int]
) -> None:
    begin = start.replace(tzinfo=UTC, second=0, microsecond=0)
    end = begin + timedelta(hours=hours)
    found = set(cuts(begin, end, minutes))
    at = begin + timedelta(minutes=1)
    while at < end:
        local = to_local(at)
        if local.hour * 60 + local.minute in minutes:
            assert at in found
        at += timedelta(minutes=1)
