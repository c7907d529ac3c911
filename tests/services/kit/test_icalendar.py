# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Calendars out and in: goldens to the byte, two independent parsers, both changes of the clock."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import ics
import msgspec
import pytest
import recurring_ical_events
from hypothesis import given
from hypothesis import strategies as st

from services.kit.errors import InputInvalid
from services.kit.icalendar import CalendarEvent, fold, read_calendar, write_calendar

HERE = ZoneInfo("Europe/Stockholm")
STAMP = datetime(2026, 1, 1, tzinfo=UTC)
WEEKLY = CalendarEvent(
    uid="w@torget", start=datetime(2026, 3, 22, 10, tzinfo=HERE),
    end=datetime(2026, 3, 22, 11, tzinfo=HERE), summary="Öppet hus; kaffe, te", language="sv",
    location="Ryssgården", geo=(59.3196, 18.0719), url="https://example.org/e/1",
    categories=("Barn, unga", "Fritt"), stamp=STAMP, sequence=2, rule="FREQ=WEEKLY;COUNT=3",
)  # fmt: skip

GOLDEN = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Torget//City information//SV
CALSCALE:GREGORIAN
X-WR-CALNAME;LANGUAGE=sv:Gratis\\, för barn
BEGIN:VTIMEZONE
TZID:Europe/Stockholm
BEGIN:DAYLIGHT
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:w@torget
DTSTAMP:20260101T000000Z
SEQUENCE:2
DTSTART;TZID=Europe/Stockholm:20260322T100000
DTEND;TZID=Europe/Stockholm:20260322T110000
RRULE:FREQ=WEEKLY;COUNT=3
STATUS:CONFIRMED
SUMMARY;LANGUAGE=sv:Öppet hus\\; kaffe\\, te
LOCATION;LANGUAGE=sv:Ryssgården
GEO:59.319600;18.071900
URL:https://example.org/e/1
CATEGORIES:Barn\\, unga,Fritt
LAST-MODIFIED:20260101T000000Z
END:VEVENT
END:VCALENDAR
"""


def test_a_calendar_to_the_byte():  # cityinfo 4.2
    made = write_calendar([WEEKLY], name="Gratis, för barn", language="sv")
    assert made == GOLDEN.replace("\n", "\r\n").encode()


def test_a_weekly_event_keeps_its_local_time_over_the_change():  # cityinfo 5
    calendar = icalendar.Calendar.from_ical(write_calendar([WEEKLY]))
    found = recurring_ical_events.of(calendar).between(date(2026, 3, 1), date(2026, 5, 1))
    assert [one["DTSTART"].dt.astimezone(UTC).hour for one in found] == [9, 8, 8]


def test_in_autumn_too():
    autumn = msgspec.structs.replace(
        WEEKLY, start=datetime(2026, 10, 18, 10, tzinfo=HERE), end=None, rule="FREQ=WEEKLY;COUNT=2"
    )
    calendar = icalendar.Calendar.from_ical(write_calendar([autumn]))
    found = recurring_ical_events.of(calendar).between(date(2026, 10, 1), date(2026, 11, 1))
    assert [one["DTSTART"].dt.astimezone(UTC).hour for one in found] == [8, 9]


@pytest.mark.parametrize("month", [3, 10])
def test_a_second_parser_reads_the_same_instants_around_both_changes(month):
    days = [datetime(2026, month, day, 9, 30, tzinfo=HERE) for day in (24, 28, 29, 30, 25, 26)]
    events = [
        CalendarEvent(
            uid=f"{n}@torget", start=start, end=start + timedelta(hours=2), summary=f"E{n}"
        )
        for n, start in enumerate(days)
    ]
    other = ics.Calendar(write_calendar(events).decode())
    read = {
        one.uid: (one.begin.datetime.astimezone(UTC), one.end.datetime.astimezone(UTC))
        for one in other.events
    }
    assert read == {one.uid: (one.start.astimezone(UTC), one.end.astimezone(UTC)) for one in events}


TEXT = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"), exclude_characters="\x85"),
    max_size=120,
)
INSTANT = st.datetimes(
    min_value=datetime(2020, 1, 1),
    max_value=datetime(2035, 1, 1),
).map(lambda naive: naive.replace(microsecond=0, tzinfo=UTC).astimezone(HERE))
EVENT = st.builds(
    CalendarEvent,
    uid=st.from_regex(r"[a-z0-9-]{1,30}@torget", fullmatch=True),
    start=INSTANT, summary=TEXT.map(str.strip), location=TEXT.map(str.strip), description=TEXT.map(str.strip),
    language=st.sampled_from(["sv", "ar", "so", "zh-Hans"]),
    geo=st.none() | st.tuples(st.integers(-90, 90).map(float), st.integers(-180, 180).map(float)),
    categories=st.lists(TEXT.map(str.strip).filter(bool), max_size=3).map(tuple),
    status=st.sampled_from(["CONFIRMED", "CANCELLED", "TENTATIVE"]),
    sequence=st.integers(0, 9), stamp=st.just(STAMP),
)  # fmt: skip


@given(st.lists(EVENT, max_size=3, unique_by=lambda one: one.uid))
def test_property_what_is_written_is_read_back(events):
    read = read_calendar(write_calendar(events))
    assert read.refused == ()
    assert [msgspec.structs.replace(e, language="") for e in read.events] == [
        msgspec.structs.replace(e, language="") for e in events
    ]


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=400))
def test_property_lines_fold_at_75_octets_between_characters(text):
    folded = fold(text).encode()
    lines = folded.split(b"\r\n")[:-1]
    assert all(len(line) <= 75 for line in lines)
    assert all(line.decode() is not None for line in lines)
    assert folded.decode().replace("\r\n ", "").removesuffix("\r\n") == text


def test_whole_days_end_on_the_day_after():
    day = CalendarEvent(uid="d", start=date(2026, 6, 6), end=date(2026, 6, 7), stamp=STAMP)
    made = write_calendar([day])
    assert b"DTSTART;VALUE=DATE:20260606\r\nDTEND;VALUE=DATE:20260607\r\n" in made
    assert read_calendar(made).events == (day,)


def test_an_unknown_end_is_not_invented():
    made = write_calendar([msgspec.structs.replace(WEEKLY, end=None)])
    assert b"DTEND" not in made
    assert read_calendar(made).events[0].end is None


def event(*lines: str) -> str:
    return "\r\n".join(["BEGIN:VEVENT", "DTSTAMP:20260101T000000Z", *lines, "END:VEVENT"])


def calendar(*events: str) -> bytes:
    return "\r\n".join(
        ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", *events, "END:VCALENDAR", ""]
    ).encode()


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (("DTSTART:20260101T100000Z",), "no_uid"),
        (("UID:1",), "no_start"),
        (("UID:1", "DTSTART:20260101T100000Z", "DTEND:20260101T090000Z"), "ends_before_start"),
        (("UID:1", "DTSTART:20260101T100000Z", "DTEND;VALUE=DATE:20260102"), "mixed_dates"),
        (("UID:1", "DTSTART:2026-13-45"), "unreadable"),
        (("UID:1", "DTSTART:20260101T100000Z", "SEQUENCE:many"), "unreadable"),
        (("UID:1", "DTSTART:20260101T100000Z", "GEO:99"), "unreadable"),
    ],
)
def test_an_event_that_cannot_be_read_is_named_and_the_others_are_kept(lines, reason):
    good = event("UID:good", "DTSTART:20260101T100000Z", "SUMMARY:Ja")
    read = read_calendar(calendar(event(*lines), good))
    assert [one.uid for one in read.events] == ["good"]
    assert [one.reason for one in read.refused] == [reason]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"hej",
        b"BEGIN:VCALENDAR",
        b"\xff\xfe",
        b"BEGIN:VEVENT\r\nEND:VCALENDAR",
        b"x" * 5_000_001,
    ],
)
def test_what_is_no_calendar_is_refused_whole(raw):
    with pytest.raises(InputInvalid):
        read_calendar(raw)


def test_times_of_other_zones_durations_and_floating_times():
    read = read_calendar(
        calendar(
            event("UID:a", "DTSTART;TZID=America/New_York:20260701T120000", "DURATION:PT90M"),
            event("UID:b", "DTSTART:20260701T120000"),
            event("UID:c", "DTSTART;VALUE=DATE:20260701", "DURATION:P2D"),
        )
    )
    a, b, c = read.events
    assert a.start.astimezone(UTC) == datetime(2026, 7, 1, 16, tzinfo=UTC)
    assert a.end.astimezone(UTC) == datetime(2026, 7, 1, 17, 30, tzinfo=UTC)
    assert b.start == datetime(2026, 7, 1, 12, tzinfo=HERE)
    assert (c.start, c.end) == (date(2026, 7, 1), date(2026, 7, 3))


def test_the_second_half_past_two_of_an_autumn_night_is_told_apart():
    second = datetime(2026, 10, 25, 2, 30, tzinfo=HERE, fold=1)
    made = write_calendar([CalendarEvent(uid="f", start=second)])
    assert b"DTSTART:20261025T013000Z\r\n" in made
    (read,) = read_calendar(made).events
    assert read.start.astimezone(UTC) == second.astimezone(UTC)
