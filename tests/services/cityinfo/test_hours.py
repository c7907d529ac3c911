# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Opening hours: combining, overrides, rules, what is left after midnight, unknown times (H1-H9)."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest

from services.cityinfo.domain.hour_days import Schedule
from services.cityinfo.domain.hours import (
    OPEN_STATES,
    Context,
    DatePeriod,
    Hours,
    Modifier,
    Rule,
    State,
    Subject,
    TimeSpan,
    TimeSpanGroup,
    check_hours,
)
from services.cityinfo.domain.openness import Status, next_change, openness_at, status_at
from services.kit.errors import InputInvalid

HERE = ZoneInfo("Europe/Stockholm")


def span(start, end, *days, next_day=False, state=State.UNDEFINED):
    return TimeSpan(
        weekdays=days, state=state, end_next_day=next_day,
        start=None if start is None else round(start * 60), end=None if end is None else round(end * 60),
    )  # fmt: skip


def period(*spans, rules=(), **more):
    return DatePeriod(
        **({"state": State.OPEN, "groups": (TimeSpanGroup(spans=spans, rules=rules),)} | more)
    )


def schedule(*periods, **more):
    return Schedule(check_hours(Hours(periods=periods, **more)))


def shown(schedule, day):
    def clock(minute):
        if minute is None:
            return "?"
        return f"{minute // 60 % 24:02}" + (f":{minute % 60:02}" if minute % 60 else "")

    return [
        f"{clock(e.start)}-{'24' if e.end == 1440 else clock(e.end)}{'(+1)' if e.end_next_day else ''}"
        for e in schedule.day(day)
    ]


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=HERE)


DAY = date(2026, 5, 11)


def test_two_spans_over_midnight_are_one():  # cityinfo 5
    both = schedule(
        period(span(22, 4, next_day=True), span(23, 6, next_day=True), start=DAY, end=DAY)
    )
    assert shown(both, DAY) == ["22-06(+1)"]


def test_the_rest_of_the_night_joins_the_morning():  # cityinfo 5
    daily = schedule(period(span(16, 3, next_day=True), span(2, 9)))
    assert shown(daily, DAY) == ["00-09", "16-03(+1)"]


def test_a_week_of_nights():  # cityinfo 5, H5
    nights = schedule(period(span(16, 2, 3, 4, next_day=True), span(16, 5, 5, 6, next_day=True)))
    week = {d: shown(nights, date(2020, 10, 12) + timedelta(days=d)) for d in range(8)}
    assert week == {
        0: [], 1: [], 2: ["16-02(+1)"],
        3: ["00-02", "16-02(+1)"],
        4: ["00-02", "16-05(+1)"],
        5: ["00-05", "16-05(+1)"],
        6: ["00-05"],
        7: [],
    }  # fmt: skip


def test_the_shortest_override_stands_alone():  # H2
    hours = schedule(
        period(span(10, 18)),
        period(span(10, 16), override=True, start=date(2026, 5, 1), end=date(2026, 5, 31)),
        period(span(12, 14), override=True, start=DAY, end=DAY + timedelta(days=6)),
        DatePeriod(
            state=State.CLOSED,
            override=True,
            start=DAY + timedelta(days=1),
            end=DAY + timedelta(days=1),
        ),
    )
    assert shown(hours, DAY) == ["12-14"]
    assert shown(hours, DAY - timedelta(days=1)) == ["10-16"]
    assert shown(hours, date(2026, 6, 1)) == ["10-18"]
    (closed,) = hours.day(DAY + timedelta(days=1))
    assert (closed.state, closed.full_day) == (State.CLOSED, True)


def test_of_two_overrides_as_short_only_one_period_s_spans_are_kept():  # H2
    hours = schedule(
        period(span(10, 12), override=True, start=DAY, end=DAY),
        period(span(14, 16), override=True, start=DAY, end=DAY, order=1),
    )
    assert shown(hours, DAY) == ["14-16"]


def test_spans_of_other_states_stay_apart():  # H3
    hours = schedule(
        period(
            span(9, 17),
            span(9, 12, state=State.SELF_SERVICE),
            span(11, 13, state=State.SELF_SERVICE),
        )
    )
    assert [(e.state, e.start, e.end) for e in hours.day(DAY)] == [
        (State.SELF_SERVICE, 540, 780), (State.OPEN, 540, 1020),
    ]  # fmt: skip


def test_touching_spans_are_one_and_others_are_not():  # H3
    assert shown(schedule(period(span(8, 12), span(12, 14), span(15, 16))), DAY) == [
        "08-14",
        "15-16",
    ]


def test_unknown_times_are_shown_as_unknown():  # H4
    assert shown(schedule(period(span(8, None), span(18, 20))), DAY) == ["08-?"]
    assert shown(schedule(period(span(None, None), span(18, 20))), DAY) == ["?-?"]
    assert shown(schedule(period(span(None, 10), span(9, 12))), DAY) == ["?-12"]


def test_unknown_is_neither_open_nor_closed():
    hours = schedule(period(span(8, None)))
    assert status_at(hours, at("2026-05-11T07:00")) is Status.CLOSED
    assert status_at(hours, at("2026-05-11T09:00")) is Status.UNKNOWN


def test_a_period_without_groups_holds_all_day_and_an_undefined_one_says_nothing():  # H1
    assert shown(schedule(DatePeriod(state=State.OPEN)), DAY) == ["00-24"]
    assert shown(schedule(DatePeriod()), DAY) == []


def test_the_state_of_a_span_wins_over_that_of_its_period():  # H1
    hours = schedule(period(span(8, 9), span(10, 11, state=State.ENTER_ONLY)))
    assert [e.state for e in hours.day(DAY)] == [State.OPEN, State.ENTER_ONLY]


@pytest.mark.parametrize("state", [s for s in State if s is not State.UNDEFINED])
def test_every_state_is_open_or_not(state):  # cityinfo 2
    hours = schedule(period(span(8, 12, state=state)))
    expected = Status.OPEN if state in OPEN_STATES else Status.CLOSED
    assert status_at(hours, at("2026-05-11T09:00")) is expected


def test_ten_states_count_as_open():
    assert len(State) == 16
    assert len(OPEN_STATES) == 10


R = Rule
Y, M, P = Context.YEAR, Context.MONTH, Context.PERIOD


@pytest.mark.parametrize(
    ("rule", "yes", "no"),
    [
        (R(context=M, subject=Subject.TUE, start=1), ["2026-05-05"], ["2026-05-12", "2026-05-04"]),
        (R(context=M, subject=Subject.FRI, start=-1), ["2026-05-29"], ["2026-05-22"]),
        (R(context=M, subject=Subject.MON, start=2, ordinal=2), ["2026-05-11", "2026-05-25"], ["2026-05-04"]),
        (R(context=M, subject=Subject.DAY, start=-1), ["2026-02-28", "2026-05-31"], ["2026-05-30"]),
        (R(context=M, subject=Subject.DAY, modifier=Modifier.EVEN), ["2026-05-02"], ["2026-05-03"]),
        (R(context=Y, subject=Subject.WEEK, modifier=Modifier.ODD), ["2025-12-29", "2026-01-12"], ["2026-01-05"]),
        (R(context=Y, subject=Subject.MONTH, modifier=Modifier.EVEN), ["2026-06-01"], ["2026-05-01"]),
        (R(context=Y, subject=Subject.MONTH, start=3, ordinal=3), ["2026-03-09", "2026-12-01"], ["2026-04-01"]),
        (R(context=Y, subject=Subject.WEEK, start=1), ["2026-01-01", "2026-01-04"], ["2026-01-05"]),
        # 1 January 2027 is a Friday: its partial week is number 0, the next one is 1 (H6)
        (R(context=Y, subject=Subject.WEEK, start=0), ["2027-01-01", "2027-01-03"], ["2027-01-04", "2026-01-01"]),
        (R(context=Y, subject=Subject.WEEK, start=1), ["2027-01-04"], ["2027-01-03"]),
        (R(context=M, subject=Subject.WEEK, start=-1), ["2026-05-25", "2026-05-31"], ["2026-05-24"]),
        (R(context=P, subject=Subject.DAY, ordinal=3), ["2026-05-01", "2026-05-04"], ["2026-05-02"]),
        (R(context=P, subject=Subject.WEEK, start=2), ["2026-05-04", "2026-05-10"], ["2026-05-01", "2026-05-11"]),
        (R(context=P, subject=Subject.SUN, start=-1), ["2026-06-28"], ["2026-06-21"]),
        (R(context=Y, subject=Subject.HOLIDAY), ["2026-05-01", "2026-06-19", "2026-12-24"], ["2026-06-05", "2026-05-03"]),
        (R(context=Y, subject=Subject.SAT), ["2026-05-02"], ["2026-05-03"]),
    ],
)  # fmt: skip
def test_rules_mean_their_dates(rule, yes, no):  # H6
    held = schedule(
        period(span(10, 11), rules=(rule,), start=date(2026, 5, 1), end=date(2026, 6, 30))
        if rule.context is P
        else period(span(10, 11), rules=(rule,))
    )
    assert [day for day in yes if not held.day(date.fromisoformat(day))] == []
    assert [day for day in no if held.day(date.fromisoformat(day))] == []


def test_all_rules_of_a_group_must_agree():  # H1
    rules = (
        R(context=Y, subject=Subject.MONTH, start=5),
        R(context=M, subject=Subject.TUE, start=1),
    )
    held = schedule(period(span(10, 11), rules=rules))
    assert held.day(date(2026, 5, 5))
    assert not held.day(date(2026, 6, 2))


IMPOSSIBLE = [
    period(span(10, 9)),
    period(span(10, 11, 8)),
    period(span(10, 25)),
    period(span(10, 12, next_day=True)),
    period(span(10, 12), start=date(2026, 5, 2), end=date(2026, 5, 1)),
    period(span(1, 2), rules=(R(context=P, subject=Subject.DAY),)),
    period(span(1, 2), rules=(R(context=M, subject=Subject.MONTH),)),
    period(span(1, 2), rules=(R(context=M, subject=Subject.DAY, start=0),)),
    period(
        span(1, 2), rules=(R(context=Y, subject=Subject.WEEK, modifier=Modifier.EVEN, start=1),)
    ),
    period(span(1, 2), rules=(R(context=Y, subject=Subject.DAY, ordinal=0),)),
    period(span(1, 2), rules=(R(context=Y, subject=Subject.HOLIDAY, start=1),)),
    DatePeriod(groups=(TimeSpanGroup(spans=(TimeSpan(),) * 101),)),
]


@pytest.mark.parametrize("broken", IMPOSSIBLE)
def test_impossible_hours_are_refused_with_their_place(broken):
    with pytest.raises(InputInvalid) as refused:
        check_hours(Hours(periods=(DatePeriod(), broken)))
    assert refused.value.path[:2] == ("periods", 1)


def test_named_calendars_differ_on_eves():  # H9
    closed = R(context=Y, subject=Subject.HOLIDAY)
    for calendar, eve in (("se-office", Status.CLOSED), ("se", Status.OPEN), ("none", Status.OPEN)):
        hours = schedule(
            period(span(10, 18)),
            period(TimeSpan(full_day=True), rules=(closed,), state=State.CLOSED, override=True),
            calendar=calendar,
        )
        assert status_at(hours, at("2026-06-19T12:00")) is eve
        expected = Status.OPEN if calendar == "none" else Status.CLOSED
        assert status_at(hours, at("2026-05-14T12:00")) is expected


def test_after_midnight_the_night_before_counts():  # H7
    nights = schedule(period(span(16, 2, 5, 6, next_day=True)))
    assert status_at(nights, at("2026-05-10T01:30")) is Status.OPEN
    assert status_at(nights, at("2026-05-10T02:00")) is Status.CLOSED
    assert status_at(nights, at("2026-05-11T01:30")) is Status.CLOSED


def test_a_day_that_is_overridden_has_nothing_of_the_night_before_and_leaves_nothing():
    nights = schedule(
        period(span(16, 3, next_day=True)),
        DatePeriod(state=State.CLOSED, override=True, start=DAY, end=DAY),
    )
    assert shown(nights, DAY) == ["00-24"]
    assert status_at(nights, at("2026-05-11T01:00")) is Status.CLOSED
    assert status_at(nights, at("2026-05-12T01:00")) is Status.CLOSED
    assert status_at(nights, at("2026-05-12T17:00")) is Status.OPEN


def test_an_override_that_runs_past_midnight_leaves_the_next_day_its_own_hours():
    party = schedule(
        period(span(10, 18)), period(span(20, 3, next_day=True), override=True, start=DAY, end=DAY)
    )
    assert shown(party, DAY + timedelta(days=1)) == ["00-03", "10-18"]


# The spring night of 29 March 2026 has no 02:30, the autumn night of 25 October has two (H8).


def test_half_past_two_that_does_not_exist_is_half_past_three():
    night = schedule(period(span(2.5, 5)))
    assert status_at(night, at("2026-03-29T03:15")) is Status.CLOSED
    assert status_at(night, at("2026-03-29T03:30")) is Status.OPEN
    found = next_change(night, at("2026-03-29T01:00"))
    assert found == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_both_half_past_two_are_inside_a_whole_day():
    whole = schedule(period(TimeSpan(full_day=True, weekdays=(7,))))
    for fold in (0, 1):
        assert status_at(whole, at("2026-10-25T02:30").replace(fold=fold)) is Status.OPEN
    opened = openness_at(whole, at("2026-10-24T12:00"))
    closed = openness_at(whole, at("2026-10-25T12:00"))
    assert closed.until - opened.until == timedelta(hours=25)


def test_open_until_is_an_instant_also_over_a_change_of_the_clock():
    daily = schedule(period(span(22, 4, next_day=True)))
    found = openness_at(daily, at("2026-03-28T23:00"))
    assert (found.status, found.until) == (Status.OPEN, datetime(2026, 3, 29, 2, tzinfo=UTC))
    found = openness_at(daily, at("2026-10-24T23:00"))
    assert found.until == datetime(2026, 10, 25, 3, tzinfo=UTC)


def test_open_around_the_clock_changes_never():
    assert openness_at(schedule(DatePeriod(state=State.OPEN)), at("2026-05-11T10:00")).until is None
    assert openness_at(schedule(), at("2026-05-11T10:00")) == msgspec.structs.replace(
        openness_at(schedule(), at("2026-05-11T10:00")), status=Status.CLOSED, until=None
    )
