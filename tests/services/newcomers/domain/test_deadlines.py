# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Interpreter deadlines and compensation: the published rules on Swedish workdays (newcomers 2.4)."""

from datetime import date, datetime, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.newcomers.domain.interpreting.deadlines import (
    Agreement,
    AnswerRule,
    Compensation,
    Span,
    answer_deadline,
    cancellation,
    replaces,
)
from services.newcomers.domain.workdays import (
    DAY,
    is_workday,
    moved_back,
    moved_forward,
    next_workday,
    periods,
    workday_time,
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("now", "start", "count", "cost"),
    [
        ("2026-11-27T10:00", "2026-12-01T10:00", 2, Compensation.BROKER_FEE),
        ("2026-11-27T10:01", "2026-12-01T10:00", 1, Compensation.FULL),
        ("2026-12-23T09:00", "2026-12-28T09:00", 1, Compensation.FULL),
        ("2026-12-01T09:59", "2026-12-01T10:00", 0, Compensation.FULL),
        ("2026-12-01T10:00", "2026-12-01T10:00", 0, Compensation.IMPOSSIBLE),
        ("2026-12-02T10:00", "2026-12-01T10:00", -1, Compensation.IMPOSSIBLE),
    ],
)
def test_cancelling_costs_by_whole_periods_of_workday_time(now, start, count, cost):
    # newcomers 5: golden values
    assert periods(at(now), at(start)) == count
    assert cancellation(at(now), at(start)) is cost


def test_created_on_a_saturday_for_tuesday():
    # newcomers 5: created Sat 2027-02-06 12:00, start Tue 02-09 10:00 -> answer Mon 16:30
    found = answer_deadline(at("2027-02-06T12:00"), at("2027-02-09T10:00"))
    assert found.rule is AnswerRule.SAME_DAY
    assert found.answer_by == at("2027-02-08T16:30")


def test_created_a_month_ahead():
    # newcomers 5: n = 22 -> confirm Fri 02-05 09:00, name by Mon 02-22 13:00
    found = answer_deadline(at("2027-02-01T09:00"), at("2027-03-03T13:00"))
    assert (found.rule, found.workdays) == (AnswerRule.MORE_THAN_TWENTY, 22)
    assert found.answer_by == at("2027-02-05T09:00")
    assert found.name_by == at("2027-02-22T13:00")


@pytest.mark.parametrize(
    ("ordered", "starts", "rule", "count"),
    [
        ("2027-02-01T09:00", "2027-03-01T09:00", AnswerRule.MORE_THAN_TWENTY, 20),
        ("2027-02-01T09:01", "2027-03-01T09:00", AnswerRule.MORE_THAN_TEN, 20),
        ("2027-02-01T09:00", "2027-02-15T09:00", AnswerRule.MORE_THAN_TEN, 10),
        ("2027-02-01T09:01", "2027-02-15T09:00", AnswerRule.NEXT_DAY, 10),
        ("2027-02-01T23:59", "2027-02-03T00:00", AnswerRule.NEXT_DAY, 2),
        ("2027-02-01T13:59", "2027-02-02T08:00", AnswerRule.SAME_DAY, 1),
        ("2027-02-01T14:00", "2027-02-02T08:00", AnswerRule.SET_BY_CUSTOMER, 1),
        ("2027-02-01T09:00", "2027-02-01T15:00", AnswerRule.SET_BY_CUSTOMER, 0),
        ("2027-02-05T09:00", "2027-02-07T15:00", AnswerRule.SET_BY_CUSTOMER, 0),
        ("2027-02-04T09:00", "2027-02-07T15:00", AnswerRule.SAME_DAY, 1),
        ("2026-12-22T10:00", "2026-12-28T10:00", AnswerRule.NEXT_DAY, 2),
    ],
)
def test_each_rule_at_its_bounds(ordered, starts, rule, count):
    # newcomers 2.4: the table
    found = answer_deadline(at(ordered), at(starts))
    assert (found.rule, found.workdays) == (rule, count)
    assert (found.answer_by is None) is (rule is AnswerRule.SET_BY_CUSTOMER)


def test_the_next_day_rule_means_the_next_workday_at_three():
    found = answer_deadline(at("2027-02-05T16:00"), at("2027-02-11T09:00"))
    assert found.rule is AnswerRule.NEXT_DAY
    assert found.answer_by == at("2027-02-08T15:00")


def test_a_replacement_costs_nothing():
    # newcomers 2.4: overlaps by five minutes and is not longer; older agreement: lies inside
    booked = Span(at("2026-12-01T10:00"), at("2026-12-01T11:00"))
    late = Span(at("2026-12-01T10:55"), at("2026-12-01T11:55"))
    apart = Span(at("2026-12-01T10:56"), at("2026-12-01T11:56"))
    longer = Span(at("2026-12-01T10:00"), at("2026-12-01T11:01"))
    inside = Span(at("2026-12-01T10:10"), at("2026-12-01T10:50"))
    assert [replaces(booked, one, Agreement.CURRENT) for one in (late, apart, longer, inside)] == [
        True,
        False,
        False,
        True,
    ]
    assert [replaces(booked, one, Agreement.OLDER) for one in (late, longer, inside)] == [
        False,
        False,
        True,
    ]
    assert (
        cancellation(at("2026-12-01T09:00"), booked.start, replaced=late, booked=booked)
        is Compensation.NONE
    )


def test_workdays_agree_with_a_calendar_of_holidays():
    # newcomers 7: public and de facto holidays, Sundays listed too
    known = holidays.country_holidays(
        "SE", years=range(2024, 2032), categories=("public", "de_facto")
    )
    day = date(2024, 1, 1)
    while day.year < 2032:
        assert is_workday(day) is (day.weekday() < 5 and day not in known), day
        day += DAY


MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)).map(
    lambda m: m.replace(second=0, microsecond=0)
)


@given(MOMENTS, MOMENTS)
def test_workday_time_agrees_with_counting_minutes(start, end):
    if end - start > timedelta(days=12):
        end = start + timedelta(days=12)
    minutes = sum(
        1
        for number in range(max(0, int((end - start).total_seconds() // 60)))
        if is_workday((start + timedelta(minutes=number)).date())
    )
    assert workday_time(start, end) == timedelta(minutes=minutes)


@given(MOMENTS)
def test_moving_lands_on_workdays_and_stays_there(moment):
    assert is_workday(moved_forward(moment).date())
    assert moved_forward(moved_forward(moment)) == moved_forward(moment)
    assert moved_back(moved_back(moment)) == moved_back(moment)
    assert is_workday(next_workday(moment.date()))


@given(MOMENTS, st.integers(1, 90 * 24 * 60))
def test_a_deadline_lies_between_order_and_occasion(ordered, minutes):
    starts = ordered + timedelta(minutes=minutes)
    found = answer_deadline(ordered, starts)
    if found.answer_by is not None:
        assert ordered < found.answer_by
    if found.name_by is not None:
        assert found.name_by < starts
