# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Permit periods, prices, refunds and checks by plate (parking P4-P7, E2, E3)."""

import itertools
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.parking.domain import permits
from services.parking.domain.checks import Check, CheckAnswer, PlaceZone, Right, judge_plate
from services.parking.domain.permits import EndWhen, PermitStatus, Validity

days = st.dates(date(2024, 1, 1), date(2028, 12, 31))


@given(days, st.integers(1, 24))
def test_periods_tile_for_every_start_day(start: date, months: int) -> None:
    # parking P4
    found = permits.periods(start, months)
    assert found[0].start == start
    assert all(a.end == b.start and a.start < a.end for a, b in itertools.pairwise(found))


def test_months_are_counted_from_the_first_day() -> None:
    # parking P4
    start = date(2026, 1, 31)
    assert [one.start.day for one in permits.periods(start, 4)] == [31, 28, 31, 30]


@given(days, st.integers(1, 12), st.integers(0, 400))
def test_a_refund_is_whole_unused_months_only(start: date, months: int, passed: int) -> None:
    # parking P6
    end = permits.months_after(start, months)
    last = start + timedelta(days=passed)
    back = permits.refund(start, end, last, 110_000)
    used = sum(1 for one in permits.periods(start, months) if one.start < last)
    if used == months:
        assert back is None
    else:
        assert back is not None
        assert (back.months, back.gross_ore) == (months - used, (months - used) * 110_000)


def test_nothing_is_given_back_for_nothing() -> None:
    # parking P6: no zero refunds
    assert permits.refund(date(2026, 1, 1), date(2026, 2, 1), date(2026, 1, 5), 110_000) is None
    assert permits.refund(date(2026, 1, 1), date(2026, 3, 1), date(2026, 1, 5), 0) is None


def test_extension_needs_a_valid_fixed_permit_near_its_end() -> None:
    # parking P5
    today = date(2026, 6, 1)
    assert permits.may_extend(PermitStatus.VALID, date(2026, 6, 15), today)
    assert not permits.may_extend(PermitStatus.VALID, date(2026, 6, 16), today)
    assert not permits.may_extend(PermitStatus.VALID, None, today)
    assert not permits.may_extend(PermitStatus.CLOSED, date(2026, 6, 15), today)
    assert not permits.may_extend(PermitStatus.VALID, today, today)


def test_a_second_vehicle_costs_half_as_much_again() -> None:
    # parking P5
    assert permits.month_price(110_000, second_vehicle=True) == 165_000
    assert permits.month_price(110_000, second_vehicle=False) == 110_000


def test_a_temporary_vehicle() -> None:
    # parking P5
    hour = 3_600_000
    whole = Validity("permit", 0, 1000 * hour)
    assert permits.may_lend(whole, 0, hour)
    assert not permits.may_lend(whole, 0, hour - 1)
    assert not permits.may_lend(whole, 999 * hour, 1001 * hour)
    assert not permits.may_lend(whole, -hour, hour)


def test_a_permit_is_lent_twice_within_any_year() -> None:
    # parking P5
    year = permits.YEAR_MS
    assert permits.lent_too_often(10, [1, 2])
    assert permits.lent_too_often(10, [1, 20])
    assert not permits.lent_too_often(10, [1])
    assert not permits.lent_too_often(year, [0, year - 1])


@given(
    st.integers(0, 50),
    st.integers(0, 50),
    st.lists(st.tuples(st.integers(-10, 60), st.integers(-10, 60)), max_size=4),
)
def test_what_is_outside_of_spans_is_everything_else(
    start: int, end: int, spans: list[tuple[int, int]]
) -> None:
    found = permits.outside(start, end, spans)
    told = [at for first, last in found for at in range(first, last)]
    assert told == [
        at for at in range(start, end) if not any(first <= at < last for first, last in spans)
    ]
    assert all(first < last for first, last in found)


def test_an_end_after_the_current_period() -> None:
    start = date(2026, 1, 31)
    assert permits.ends_on(start, None, date(2026, 2, 10), EndWhen.AFTER_CURRENT_PERIOD) == date(
        2026, 2, 28
    )
    assert permits.ends_on(
        start, date(2026, 2, 20), date(2026, 2, 10), EndWhen.AFTER_CURRENT_PERIOD
    ) == date(2026, 2, 20)
    assert permits.ends_on(start, None, date(2026, 2, 10), EndWhen.IMMEDIATELY) == date(2026, 2, 10)


def test_a_dearer_zone_covers_a_cheaper_place_but_not_the_other_way() -> None:
    # parking E2, section 4.2
    here = [PlaceZone("Vasastan", 3)]
    assert judge_plate([Right(0, 100, zone=2)], here, 50).answer is CheckAnswer.VALID
    assert judge_plate([Right(0, 100, zone=4)], here, 50).answer is CheckAnswer.NOT_VALID


def test_a_permit_covers_its_area_alone() -> None:
    right = Right(0, 100, area="vasastan")
    assert judge_plate([right], [PlaceZone("Vasastan", 3)], 50) == Check(
        answer=CheckAnswer.VALID, end=100
    )
    assert judge_plate([right], [PlaceZone("City", 1)], 50).answer is CheckAnswer.NOT_VALID


def test_near_a_border_the_answer_is_ambiguous() -> None:
    # parking E2
    places = [PlaceZone("Vasastan", 3), PlaceZone("City", 1)]
    assert judge_plate([Right(0, 100, zone=3)], places, 50).answer is CheckAnswer.AMBIGUOUS
    assert judge_plate([Right(0, 100, zone=1)], places, 50).answer is CheckAnswer.VALID


def test_what_ran_out_a_moment_ago_is_shown_apart() -> None:
    # parking E2
    over = judge_plate([Right(0, 100, zone=1)], [PlaceZone("City", 1)], 100 + 14 * 60_000)
    assert (over.answer, over.expired_at, over.within_grace) == (CheckAnswer.NOT_VALID, 100, True)
    late = judge_plate([Right(0, 100, zone=1)], [PlaceZone("City", 1)], 100 + 15 * 60_000)
    assert late.within_grace is False


def test_without_a_place_nothing_is_valid() -> None:
    assert judge_plate([Right(0, 100, zone=1)], [], 50).answer is CheckAnswer.NOT_VALID
