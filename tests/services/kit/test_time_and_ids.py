# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Clocks, deadlines and ids."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit.clock import ManualClock, SystemClock, instant, milliseconds
from services.kit.ids import IdSource
from services.kit.wire.deadline import Deadline


def test_a_manual_clock_moves_only_when_told():
    clock = ManualClock()
    before = (clock.now_ms(), clock.monotonic())
    assert before == (clock.now_ms(), clock.monotonic())
    clock.advance(2.5)
    assert clock.now_ms() - before[0] == 2500
    assert clock.monotonic() - before[1] == 2.5


def test_a_step_of_the_wall_clock_leaves_durations_alone():
    clock = ManualClock()
    clock.set(0)
    assert clock.monotonic() == 0.0


def test_the_system_clock_tells_utc():
    assert abs(SystemClock().now_ms() - datetime.now(UTC).timestamp() * 1000) < 5000


def test_a_naive_datetime_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        milliseconds(datetime(2026, 1, 1))


@given(st.integers(0, 4_000_000_000_000))
def test_property_instants_survive_the_round_trip(ms):
    assert milliseconds(instant(ms)) == ms


@given(st.lists(st.integers(-5000, 5000), max_size=50))
def test_property_ids_stay_in_order_even_if_the_clock_steps_back(steps):
    clock = ManualClock()
    source = IdSource(clock)
    made = [source.new()]
    for step in steps:
        clock.set(max(1, clock.now_ms() + step))
        made.append(source.new())
    assert made == sorted(made)
    assert len(set(made)) == len(made)
    assert all(one[14] == "7" and one[19] in "89ab" for one in made)


def test_a_fetch_gets_its_limit_or_the_rest_less_the_way_home():
    # reliability section 5: 8 s request, 5.2 s spent, fetch limit 3 s -> 2.75 s
    deadline = Deadline.after(8, now=100.0)
    assert deadline.for_fetch(105.2) == pytest.approx(2.75)
    assert deadline.for_fetch(100.0) == 3.0
    assert deadline.for_fetch(109.0) == 0.0
    assert deadline.in_milliseconds(105.2) == pytest.approx(2800, abs=1)
