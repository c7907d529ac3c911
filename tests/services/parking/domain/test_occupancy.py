# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Readings in any order, dwell, staleness, clamped and blurred counts (parking O1-O7)."""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from services.parking.domain.occupancy import (
    DWELL_MS,
    Outcome,
    Reading,
    SpaceState,
    SpaceStatus,
    accept,
    chance_of_one,
    clamp,
    confidence,
    count,
    told,
)

FREE, OCCUPIED = SpaceStatus.FREE, SpaceStatus.OCCUPIED
NOW = 1_780_000_000_000


def reading(status: SpaceStatus, at: int, sequence: int = 0) -> Reading:
    return Reading(space="s", status=status, observed_at=at, sequence=sequence)


def after(*readings: Reading) -> SpaceState | None:
    state: SpaceState | None = None
    for one in readings:
        state, _ = accept(state, one, now=NOW)
    return state


@given(
    st.lists(
        st.tuples(st.sampled_from([FREE, OCCUPIED]), st.integers(0, 50)),
        min_size=1,
        max_size=5,
        unique_by=lambda p: p[1],
    )
)
def test_any_order_and_any_doubling_ends_in_the_same_status(
    log: list[tuple[SpaceStatus, int]],
) -> None:
    # parking O1: arrival order never decides
    readings = [reading(status, NOW - 1000 + at, at + 1) for status, at in log]
    ends = set()
    for order in permutations(readings):
        state = after(*order, *order)
        assert state is not None
        ends.add((state.status, state.observed_at))
    assert len(ends) == 1


def test_equal_is_a_duplicate_and_older_is_late() -> None:
    # parking O1
    state = after(reading(FREE, NOW - 10, 5))
    assert accept(state, reading(OCCUPIED, NOW - 10, 5), now=NOW)[1] is Outcome.DUPLICATE
    assert accept(state, reading(OCCUPIED, NOW - 20, 4), now=NOW) == (state, Outcome.LATE)


def test_a_reading_from_the_future_counts_from_when_it_was_received() -> None:
    # parking O1
    state, _ = accept(None, reading(FREE, NOW + 3_600_000), now=NOW)
    assert (state.observed_at, state.flagged) == (NOW, True)


def test_a_restamped_reading_is_recognised_by_its_counter() -> None:
    # iot I2
    state = after(reading(FREE, NOW - 60_000, 7))
    assert accept(state, reading(FREE, NOW, 7), now=NOW)[1] is Outcome.DUPLICATE


def test_occupied_at_once_free_only_after_a_while() -> None:
    # parking O2
    state = after(reading(FREE, NOW))
    assert told(state, NOW + DWELL_MS - 1) is OCCUPIED
    assert told(state, NOW + DWELL_MS) is FREE
    taken, _ = accept(state, reading(OCCUPIED, NOW + 5, 1), now=NOW + 5)
    assert told(taken, NOW + 5) is OCCUPIED


def test_a_repeated_free_reading_does_not_start_the_wait_again() -> None:
    state = after(reading(FREE, NOW - 40_000, 1), reading(FREE, NOW, 2))
    assert told(state, NOW) is FREE


def test_silence_is_unknown_never_free() -> None:
    # parking O3
    state = after(reading(FREE, NOW - 60_000))
    assert state is not None
    assert told(state, state.stale_at) is SpaceStatus.UNKNOWN
    assert told(None, NOW) is SpaceStatus.UNKNOWN


def test_counts_leave_out_the_stale_and_the_decommissioned() -> None:
    # parking O3, O7
    seen = [after(reading(FREE, NOW - 60_000)) for _ in range(4)]
    zone = count(
        [
            *seen,
            after(reading(OCCUPIED, NOW)),
            None,
            after(reading(SpaceStatus.OUT_OF_SERVICE, NOW)),
        ],
        NOW,
    )
    assert (zone.total, zone.known, zone.free, zone.blurred) == (6, 5, 4, False)
    assert 0 < zone.confidence <= 5 / 6
    later = count(seen, NOW + 600_000)
    assert later.confidence < zone.confidence
    small = count(seen[:3], NOW)
    assert (small.known, small.free, small.blurred, small.confidence) == (0, 0, True, 0.0)


def test_confidence_decays_and_several_bays_help() -> None:
    # parking O5
    assert confidence(NOW, NOW) == 1.0
    assert confidence(NOW - 1_800_000, NOW) < 0.37
    assert chance_of_one([NOW - 1_800_000] * 3, NOW) > 0.7
    assert chance_of_one([], NOW) == 0.0


def test_impossible_counts_are_clamped_and_flagged() -> None:
    # parking O4
    assert clamp(12, 10) == (10, True)
    assert clamp(-1, 10) == (0, True)
    assert clamp(3, 10) == (3, False)
