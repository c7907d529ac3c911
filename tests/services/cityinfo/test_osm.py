# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""OpenStreetMap's opening_hours in and out, and our engine against an independent one (cityinfo 5)."""

import random
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from opening_hours import OpeningHours

from services.cityinfo.domain.hour_days import Schedule
from services.cityinfo.domain.hours import (
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
from services.cityinfo.domain.openness import Status, next_change, status_at
from services.cityinfo.domain.osm_reading import read_osm
from services.cityinfo.domain.osm_writing import write_osm
from services.kit.errors import InputInvalid

HERE = ZoneInfo("Europe/Stockholm")


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=HERE)


def is_open(text, moment):
    return status_at(Schedule(read_osm(text)), at(moment)) is Status.OPEN


@pytest.mark.parametrize(
    "day",
    ["2026-01-06", "2026-04-03", "2026-05-01", "2026-05-14", "2026-06-19", "2026-12-24"],
)
def test_offices_are_closed_on_holidays_and_eves(day):  # cityinfo 5
    assert not is_open("Mo-Fr 10:00-18:00; PH off", f"{day}T12:00")


def test_offices_are_open_on_the_eve_of_the_national_day():  # cityinfo 5
    assert is_open("Mo-Fr 10:00-18:00; PH off", "2026-06-05T12:00")


def test_after_the_last_of_april_the_next_change_is_on_monday():  # cityinfo 5
    hours = Schedule(read_osm("Mo-Fr 10:00-18:00; PH off"))
    assert next_change(hours, at("2026-04-30T19:00")) == at("2026-05-04T10:00")


@pytest.mark.parametrize(
    ("text", "moment", "expected"),
    [
        ("Fr-Sa 16:00-02:00", "2026-05-10T01:30", True),
        ("Fr-Sa 16:00-02:00", "2026-05-10T02:00", False),
        ("Fr-Sa 16:00-02:00", "2026-05-11T01:30", False),
        ("Tu[1] 17:00-19:00", "2026-05-05T18:00", True),
        ("Tu[1] 17:00-19:00", "2026-05-12T18:00", False),
        ("week 01-53/2 Mo", "2025-12-29T12:00", True),
        ("week 01-53/2 Mo", "2026-01-05T12:00", False),
        ("week 01-53/2 Mo", "2026-01-12T12:00", True),
        ("24/7", "2026-01-12T03:00", True),
        ("Jun-Aug,Dec Mo-Fr 10:00-18:00", "2026-12-02T12:00", True),
        ("Jun-Aug,Dec Mo-Fr 10:00-18:00", "2026-11-02T12:00", False),
        ("Nov-Feb 10:00-14:00", "2026-01-20T12:00", True),
        ("Fr-Mo 10:00-14:00", "2026-05-11T12:00", True),
        ("2026 Jun 01-2026 Aug 31 Mo-Fr 10:00-16:00", "2026-07-01T12:00", True),
        ("Mo-Fr 10:00-18:00; Dec 24 off; PH off; Dec 24 10:00-11:00", "2026-12-24T10:30", True),
        ("Mo-Su 10:00-18:00; We 12:00-20:00", "2026-05-13T11:00", False),
        ("Mo-Fr 16:00-02:00; Sa 10:00-14:00", "2026-05-09T01:00", True),
        ("Mo-Fr,PH 10:00-12:00", "2026-06-06T11:00", True),
        ("Mo-Fr 22:00-26:00", "2026-05-12T01:30", True),
    ],
)
def test_schedules_mean_what_they_say(text, moment, expected):
    assert is_open(text, moment) is expected


@pytest.mark.parametrize(
    "text",
    [
        "", "hej", "Mo-Fr 10:00-", "Mo-Fr 25:00-26:00x", "Mo-Fr 10:70-11:00", "Mo[6] 10:00-11:00",
        "Feb 30 off", "sunrise-sunset", "SH off", "Mo 10:00-12:00 || Tu off", "week 3-9 Mo",
        "Mo-Fr 10:00-18:00; Mo 12:00-13:00 off", "Mo 48:00-49:00", ";" * 3, "Mo " * 1000, "Dec 26-24 off",
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_its_place(text):
    with pytest.raises(InputInvalid) as refused:
        read_osm(text)
    assert refused.value.path[0] == "openingHours"


@pytest.mark.parametrize(
    "text",
    [
        "Mo-Fr 10:00-18:00; PH off",
        "Fr-Sa 16:00-02:00",
        "Tu[1] 17:00-19:00",
        "week 01-53/2 Mo",
        "24/7",
        'Mo-Fr 10:00-12:00 open "by appointment"',
        "Mo-Fr 08:00-12:00,13:00-17:00, Sa 10:00-14:00; 2026 Dec 24-2027 Jan 06 off",
    ],
)
def test_what_is_read_is_written_as_it_was(text):
    assert write_osm(read_osm(text)) == text


def test_what_the_format_cannot_say_is_not_said():
    every_third = Rule(context=Context.PERIOD, subject=Subject.DAY, ordinal=3)
    group = TimeSpanGroup(spans=(TimeSpan(start=60, end=120),), rules=(every_third,))
    assert (
        write_osm(
            Hours(periods=(DatePeriod(state=State.OPEN, start=date(2026, 1, 1), groups=(group,)),))
        )
        is None
    )


# Random schedules that the format can say, on random instants.

FIRST = datetime(2025, 1, 1, tzinfo=UTC)
RULES = [
    (),
    (Rule(context=Context.MONTH, subject=Subject.TUE, start=1),),
    (Rule(context=Context.MONTH, subject=Subject.FRI, start=-1),),
    (Rule(context=Context.YEAR, subject=Subject.WEEK, modifier=Modifier.ODD),),
    (Rule(context=Context.YEAR, subject=Subject.WEEK, modifier=Modifier.EVEN),),
    (Rule(context=Context.YEAR, subject=Subject.MONTH, start=6),),
    (
        Rule(context=Context.YEAR, subject=Subject.MONTH, start=12),
        Rule(context=Context.MONTH, subject=Subject.DAY, start=24),
    ),
    (Rule(context=Context.YEAR, subject=Subject.HOLIDAY),),
]


def random_span(chance, *, with_days):
    days = tuple(sorted(chance.sample(range(1, 8), chance.randint(1, 7)))) if with_days else ()
    if chance.random() < 0.1:
        return TimeSpan(full_day=True, weekdays=days)
    # nothing begins or ends inside the hour that a change of the clock takes or gives
    edges = [m for m in range(0, 1441, 15) if not 120 < m < 180]
    start = chance.choice(edges[:-1])
    if chance.random() < 0.3 and start >= 180:
        return TimeSpan(
            weekdays=days,
            start=start,
            end=chance.choice([m for m in edges if m <= min(start, 600)]),
            end_next_day=True,
        )
    return TimeSpan(weekdays=days, start=start, end=chance.choice([m for m in edges if m > start]))


def random_group(chance, rules):
    counted = any(rule.subject in (Subject.TUE, Subject.FRI, Subject.HOLIDAY) for rule in rules)
    spans = [random_span(chance, with_days=not counted) for _ in range(chance.randint(1, 3))]
    return TimeSpanGroup(spans=tuple(spans), rules=rules)


def random_period(chance, *, override):
    dates = {}
    rules = chance.choice(RULES)
    if chance.random() < 0.3:
        start = date(2025, 1, 1) + timedelta(days=chance.randint(0, 1000))
        dates = {"start": start, "end": start + timedelta(days=chance.randint(0, 200))}
        rules = ()
    if override and chance.random() < 0.5:
        whole = TimeSpanGroup(spans=(TimeSpan(full_day=True),), rules=rules)
        return DatePeriod(state=State.CLOSED, override=True, groups=(whole,), **dates)
    return DatePeriod(
        state=State.OPEN, override=override, groups=(random_group(chance, rules),), **dates
    )


def random_hours(chance):
    plain = [random_period(chance, override=False) for _ in range(chance.randint(1, 3))]
    above = [random_period(chance, override=True) for _ in range(chance.randint(0, 2))]
    numbered = [
        DatePeriod(**{f: getattr(p, f) for f in p.__struct_fields__} | {"order": n})
        for n, p in enumerate(plain + above)
    ]
    return check_hours(Hours(periods=tuple(numbered)))


def differs_on_purpose(schedule, local):
    """Nights next to an overridden day: decision 0901 says how we differ from the grammar's engines."""
    today, yesterday = schedule.own(local.date()), schedule.own(local.date() - timedelta(days=1))
    spans = [s for p in schedule.hours.periods for g in p.groups for s in g.spans]
    has_override = any(element.override for element in (*today, *yesterday))
    return has_override and any(span.end_next_day for span in spans) and local.hour < 10


def compare(chance, schedules, instants):
    compared = 0
    while schedules:
        hours = random_hours(chance)
        text = write_osm(hours)
        if text is None:
            continue
        schedules -= 1
        engine, ours, again = OpeningHours(text, country="SE"), Schedule(hours), None
        try:
            again = Schedule(read_osm(text))
        except InputInvalid:
            raise AssertionError(text) from None
        for _ in range(instants):
            moment = FIRST + timedelta(minutes=chance.randint(0, 3 * 365 * 24 * 60))
            local = moment.astimezone(HERE)
            if differs_on_purpose(ours, local):
                continue
            naive = local.replace(tzinfo=None, fold=0)
            found = status_at(ours, moment) is Status.OPEN
            assert found == engine.is_open(naive), (text, local)
            assert found == (status_at(again, moment) is Status.OPEN), ("read back", text, local)
            compared += 1
    return compared


def test_equivalence_with_an_independent_engine_on_random_instants():
    assert compare(random.Random(2026), schedules=300, instants=60) >= 10_000


def test_equivalence_around_both_changes_of_the_clock():
    chance = random.Random(29)
    for _ in range(200):
        hours = random_hours(chance)
        text = write_osm(hours)
        if text is None:
            continue
        engine, ours = OpeningHours(text, country="SE"), Schedule(hours)
        for day in ((2026, 3, 28), (2026, 10, 24)):
            for minutes in range(18 * 60, 34 * 60, 30):
                moment = datetime(*day, tzinfo=UTC) + timedelta(minutes=minutes)
                local = moment.astimezone(HERE)
                if not differs_on_purpose(ours, local):
                    naive = local.replace(tzinfo=None, fold=0)
                    assert (status_at(ours, moment) is Status.OPEN) == engine.is_open(naive), (
                        text,
                        local,
                    )
