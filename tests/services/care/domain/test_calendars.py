# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A calendar shows the same instants as we keep, whatever it thinks of clock changes (care R1)."""

import itertools
from datetime import UTC, datetime, timedelta

import icalendar
import pytest
import recurring_ical_events
from hypothesis import given
from hypothesis import strategies as st

from services.care.domain.calendars import AHEAD, EPOCH, series_of
from services.care.domain.plans import PlanRevision, recurrence_of
from services.care.rest.calendar import PlanCalendar, _events
from services.kit.icalendar import write_calendar
from services.kit.recurrence import GapMode, expand

NOW = datetime(2026, 3, 20, tzinfo=UTC)


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_the_night_of_the_spring_change_is_written_out():
    series = series_of(PlanRevision(start_local="2026-03-27T02:30", rule="FREQ=DAILY"), NOW)
    assert series.rule == "FREQ=DAILY"
    assert utc("2026-03-29T01:30") in series.added
    assert series.taken_out == ()


def test_steps_of_hours_are_written_one_by_one():
    revision = PlanRevision(start_local="2026-03-29T00:30", rule="FREQ=HOURLY;COUNT=5")
    series = series_of(revision, NOW)
    assert series.rule == ""
    found = [series.start, *series.added]
    assert {b - a for a, b in itertools.pairwise(found)} == {timedelta(hours=1)}
    assert found[0] == utc("2026-03-28T23:30")


@given(
    start=st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1)),
    rule=st.sampled_from(
        ["FREQ=DAILY", "FREQ=DAILY;INTERVAL=2", "FREQ=WEEKLY;BYDAY=SU,MO", "FREQ=DAILY;COUNT=200"]
    ),
)
def test_rule_and_dates_together_are_exactly_our_times(start, rule):
    revision = PlanRevision(start_local=start.isoformat(timespec="minutes"), rule=rule)
    series = series_of(revision, NOW)
    times = recurrence_of(revision)
    until = max(series.start, NOW) + AHEAD
    ours = {one.at for one in expand(times, EPOCH, until)}
    theirs = {one.at for one in expand(times, EPOCH, until, gap_mode=GapMode.RFC5545)}
    assert (theirs | set(series.added)) - set(series.taken_out) == ours


@pytest.mark.parametrize("rule", ["FREQ=DAILY", "FREQ=WEEKLY;BYDAY=TU,FR"])
def test_an_independent_calendar_reads_the_same_instants(rule):
    revision = PlanRevision(start_local="2026-05-01T08:00", rule=rule, window_s=1800)
    found = PlanCalendar(plan="p", revision=1, series=series_of(revision, NOW))
    text = write_calendar(_events(found, "Avtalad tid", "sv"))
    read = recurring_ical_events.of(icalendar.Calendar.from_ical(text))
    shown = {event.start.astimezone(UTC) for event in read.between((2026, 5, 1), (2027, 2, 1))}
    kept = expand(recurrence_of(revision), utc("2026-05-01T00:00"), utc("2027-01-31T23:00"))
    assert shown == {one.at for one in kept}
