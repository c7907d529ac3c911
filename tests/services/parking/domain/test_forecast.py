# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Forecasts against persistence, on days not learnt from (parking section 6)."""

from datetime import timedelta

import pytest

from services.parking.domain.forecast import (
    Forecast,
    Predictor,
    Profile,
    filled,
    place_in_week,
    slot_of,
)
from services.parking.domain.forecast_score import SeriesUnreadable, compare, read_series
from services.parking.domain.local_time import from_wall
from tests.services.parking.series import as_csv


@pytest.mark.parametrize(("minutes", "bar"), [(15, 0.95), (30, 0.80), (60, 0.70), (120, 0.60)])
def test_the_error_is_far_below_persistence(minutes: int, bar: float) -> None:
    # parking section 6: at 60 minutes at most 0.70 of persistence, Brier below it
    series, clamped = read_series(as_csv())
    found = compare(series, timedelta(minutes=minutes), clamped)
    assert found.ours.mae <= bar * found.persistence.mae
    assert found.ours.rmse < found.persistence.rmse
    assert found.ours.brier < found.persistence.brier
    assert found.count > 3000


def test_the_chance_is_calibrated() -> None:
    forecast = Forecast(0.5, (-0.2, -0.1, 0.0, 0.1, 0.2))
    assert forecast.chance(5, 10) == 0.6
    assert forecast.chance(1, 10) == 1.0
    assert forecast.chance(8, 10) == 0.0
    assert forecast.chance(11, 10) == 0.0


def test_red_days_follow_the_sunday() -> None:
    # parking section 6: weekday 6 on holidays
    sunday = place_in_week(slot_of(from_wall("2026-06-14T12:00")))
    assert place_in_week(slot_of(from_wall("2026-05-14T12:00"))) == sunday
    assert place_in_week(slot_of(from_wall("2026-05-15T12:00"))) != sunday


def test_the_profile_keeps_three_quarters_of_what_it_knew() -> None:
    profile = Profile()
    week = 7 * 96
    for step, value in enumerate((0.0, 0.0, 0.0, 0.0, 1.0)):
        profile.learn(step * week + 4, value)
    assert profile.at(5 * week + 4) == 0.25


def test_unknown_stays_what_it_is_now() -> None:
    predictor = Predictor(4)
    assert predictor.learn(1000, 0.4).occupied == 0.4
    assert predictor.usual(1001) is None


def test_short_gaps_are_filled_and_long_ones_are_not() -> None:
    whole = filled({0: 0.5, 3: 0.7, 60: 0.1})
    assert (whole[1], whole[2]) == (0.5, 0.5)
    assert 10 not in whole


def test_impossible_readings_are_clamped_and_counted() -> None:
    series, clamped = read_series(
        ["time,place,occupied,capacity", "2026-06-01T12:00,a,15,10", "2026-06-01T12:15,a,-1,10"]
    )
    assert clamped == 2
    assert sorted(series[0].values.values()) == [0.0, 1.0]


@pytest.mark.parametrize(
    "lines",
    [
        [],
        ["a,b"],
        ["time,place,occupied,capacity", "igår,a,1,10"],
        ["time,place,occupied,capacity", "2026-06-01T12:00,a,många,10"],
        ["time,place,occupied,capacity", "2026-06-01T12:00,a,1,0"],
        ["time,place,occupied,capacity", "2026-06-01T12:00,a"],
    ],
)
def test_a_broken_series_is_refused(lines: list[str]) -> None:
    with pytest.raises(SeriesUnreadable):
        read_series(lines)


def test_a_series_too_short_is_refused() -> None:
    series, _ = read_series(["time,place,occupied,capacity", "2026-06-01T12:00,a,1,10"])
    with pytest.raises(SeriesUnreadable):
        compare(series, timedelta(minutes=60))
