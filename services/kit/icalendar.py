# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Calendars that any calendar app understands (RFC 5545): written to the byte, read with a report.

Writing is our own, so that a feed is the same bytes for the same events and folds between characters.
Reading is icalendar's, one event at a time: what cannot be read is named, the rest is kept.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final, cast
from zoneinfo import ZoneInfo

import icalendar
import msgspec

from services.kit.errors import InputInvalid

ZONE: Final = "Europe/Stockholm"
_HERE: Final = ZoneInfo(ZONE)
PRODUCER: Final = "-//Torget//City information//SV"
_WIDTH: Final = 75
"""Octets of a line before it is folded (RFC 5545, 3.1)."""
MOST_BYTES: Final = 5_000_000
MOST_EVENTS: Final = 10_000

TIME_ZONE: Final = (
    "BEGIN:VTIMEZONE",
    "TZID:Europe/Stockholm",
    "BEGIN:DAYLIGHT",
    "DTSTART:19810329T020000",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0200",
    "TZNAME:CEST",
    "END:DAYLIGHT",
    "BEGIN:STANDARD",
    "DTSTART:19961027T030000",
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    "TZOFFSETFROM:+0200",
    "TZOFFSETTO:+0100",
    "TZNAME:CET",
    "END:STANDARD",
    "END:VTIMEZONE",
)
"""The one zone of the city, by rule and not by a list of dates (cityinfo 4.2)."""

Moment = date | datetime
"""A whole day, or a local time of the city that knows its zone."""


class CalendarEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One VEVENT. `start` and `end` are both days (`end` exclusive) or both aware instants."""

    uid: str
    start: Moment
    end: Moment | None = None
    """None: nobody knows; nothing is invented."""
    summary: str = ""
    language: str = ""
    description: str = ""
    location: str = ""
    geo: tuple[float, float] | None = None
    """Latitude, longitude."""
    url: str = ""
    categories: tuple[str, ...] = ()
    status: str = "CONFIRMED"
    sequence: int = 0
    stamp: datetime | None = None
    """When this version was made; the start of the epoch if nobody knows."""
    rule: str = ""
    """An RRULE, for example `FREQ=WEEKLY;COUNT=3`."""
    extra_dates: tuple[Moment, ...] = ()
    skipped_dates: tuple[Moment, ...] = ()
    recurrence: Moment | None = None
    """Which occurrence of a series this one replaces."""


class Refusal(msgspec.Struct, frozen=True):
    """An event that was not taken: which, and a short code why."""

    uid: str
    reason: str


class Read(msgspec.Struct, frozen=True):
    """What a calendar holds."""

    events: tuple[CalendarEvent, ...]
    refused: tuple[Refusal, ...]


def write_calendar(events: Iterable[CalendarEvent], *, name: str = "", language: str = "") -> bytes:
    """The calendar as text/calendar; the same events give the same bytes."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCER}", "CALSCALE:GREGORIAN"]
    if name:
        lines.append(f"X-WR-CALNAME{_in(language)}:{escape(name)}")
    lines += TIME_ZONE
    for event in events:
        lines += _event(event)
    lines.append("END:VCALENDAR")
    return "".join(fold(line) for line in lines).encode()


def _event(event: CalendarEvent) -> list[str]:
    tongue = _in(event.language)
    stamp = _utc(event.stamp or datetime.fromtimestamp(0, UTC))
    lines = ["BEGIN:VEVENT", f"UID:{escape(event.uid)}", f"DTSTAMP:{stamp}"]
    lines.append(f"SEQUENCE:{event.sequence}")
    lines.append(_dated("DTSTART", event.start))
    if event.end is not None:
        lines.append(_dated("DTEND", event.end))
    if event.recurrence is not None:
        lines.append(_dated("RECURRENCE-ID", event.recurrence))
    if event.rule:
        lines.append(f"RRULE:{event.rule}")
    lines += [_dated("RDATE", each) for each in event.extra_dates]
    lines += [_dated("EXDATE", each) for each in event.skipped_dates]
    lines.append(f"STATUS:{event.status}")
    for label, text in (("SUMMARY", event.summary), ("DESCRIPTION", event.description),
                        ("LOCATION", event.location)):  # fmt: skip
        if text:
            lines.append(f"{label}{tongue}:{escape(text)}")
    if event.geo is not None:
        lines.append(f"GEO:{event.geo[0]:.6f};{event.geo[1]:.6f}")
    if event.url:
        lines.append(f"URL:{event.url}")
    if event.categories:
        lines.append("CATEGORIES:" + ",".join(escape(each) for each in event.categories))
    return [*lines, f"LAST-MODIFIED:{stamp}", "END:VEVENT"]


def escape(text: str) -> str:
    """TEXT (RFC 5545, 3.3.11)."""
    for raw, safe in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n"), ("\n", "\\n")):
        text = text.replace(raw, safe)
    return "".join(letter for letter in text if letter >= " " or letter == "\t")


def fold(line: str) -> str:
    """The line with CRLF, folded at 75 octets and never inside a character."""
    parts: list[str] = []
    room, part = _WIDTH, ""
    for letter in line:
        size = len(letter.encode())
        if size > room:
            parts.append(part)
            room, part = _WIDTH - 1, ""
        room -= size
        part += letter
    return "\r\n ".join([*parts, part]) + "\r\n"


def _in(language: str) -> str:
    return f";LANGUAGE={language}" if language else ""


def _dated(label: str, moment: Moment) -> str:
    if not isinstance(moment, datetime):
        return f"{label};VALUE=DATE:{moment:%Y%m%d}"
    if moment.astimezone(_HERE).fold:
        return f"{label}:{_utc(moment)}"  # the second 02:30 of an autumn night has no local name
    return f"{label};TZID={ZONE}:{moment.astimezone(_HERE):%Y%m%dT%H%M%S}"


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def read_calendar(raw: bytes) -> Read:
    """Every VEVENT of a calendar. InputInvalid when the whole cannot be read or is too large."""
    if len(raw) > MOST_BYTES:
        raise InputInvalid(path=("calendar",), max=MOST_BYTES)
    try:
        calendars = icalendar.Calendar.from_ical(raw, multiple=True)
    except (ValueError, IndexError, KeyError, TypeError) as broken:
        raise InputInvalid(path=("calendar",)) from broken
    events: list[CalendarEvent] = []
    refused: list[Refusal] = []
    components = [one for each in cast("list[Any]", calendars) for one in each.walk("VEVENT")]
    names = {one.name for one in cast("list[Any]", calendars)}
    if names != {"VCALENDAR"} or len(components) > MOST_EVENTS:
        raise InputInvalid(path=("calendar",), max=MOST_EVENTS)
    for component in components:
        uid = str(component.get("UID", ""))
        try:
            events.append(_read_event(component, uid))
        except _Unreadable as problem:
            refused.append(Refusal(uid, str(problem)))
        except (ValueError, TypeError, AttributeError, KeyError, OverflowError):
            refused.append(Refusal(uid, "unreadable"))
    return Read(tuple(events), tuple(refused))


class _Unreadable(Exception):
    """An event that cannot be taken; the message is a short code."""


def _read_event(component: Any, uid: str) -> CalendarEvent:
    if component.errors:
        raise _Unreadable("unreadable")
    if not uid:
        raise _Unreadable("no_uid")
    if "DTSTART" not in component:
        raise _Unreadable("no_start")
    start = _moment(component["DTSTART"].dt)
    end = _end(component, start)
    if end is not None and (isinstance(end, datetime) != isinstance(start, datetime)):
        raise _Unreadable("mixed_dates")
    if end is not None and cast("Any", end) < start:
        raise _Unreadable("ends_before_start")
    summary = component.get("SUMMARY")
    stamp = component.get("LAST-MODIFIED") or component.get("DTSTAMP")
    geo = component.get("GEO")
    return CalendarEvent(
        uid=uid,
        start=start,
        end=end,
        summary=str(summary or ""),
        language=str(summary.params.get("LANGUAGE", "")) if summary is not None else "",
        description=str(component.get("DESCRIPTION", "")),
        location=str(component.get("LOCATION", "")),
        geo=(float(geo.latitude), float(geo.longitude)) if geo is not None else None,
        url=str(component.get("URL", "")),
        categories=_categories(component),
        status=str(component.get("STATUS", "CONFIRMED")),
        sequence=int(component.get("SEQUENCE", 0)),
        stamp=cast("datetime", _moment(stamp.dt)) if stamp is not None else None,
        rule=_rule(component),
        extra_dates=_dates(component, "RDATE"),
        skipped_dates=_dates(component, "EXDATE"),
        recurrence=_moment(component["RECURRENCE-ID"].dt) if "RECURRENCE-ID" in component else None,
    )


def _moment(value: Any) -> Moment:
    """A day, or an instant; a floating time is one of the city."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=_HERE) if value.tzinfo is None else value.astimezone(_HERE)
    if isinstance(value, date):
        return value
    raise _Unreadable("unreadable")


def _end(component: Any, start: Moment) -> Moment | None:
    if "DTEND" in component:
        return _moment(component["DTEND"].dt)
    if "DURATION" not in component:
        return None
    length: timedelta = component["DURATION"].dt
    if isinstance(start, datetime):
        return (start.astimezone(UTC) + length).astimezone(_HERE)
    if length.seconds:
        return (datetime.combine(start, time(), _HERE) + length).date()
    return start + length


def _rule(component: Any) -> str:
    rule = component.get("RRULE")
    if isinstance(rule, list):
        raise _Unreadable("two_rules")
    return rule.to_ical().decode() if rule is not None else ""


def _dates(component: Any, label: str) -> tuple[Moment, ...]:
    given = component.get(label, [])
    lists: Sequence[Any] = cast("list[Any]", given) if isinstance(given, list) else [given]
    return tuple(_moment(each.dt) for one in lists for each in one.dts)


def _categories(component: Any) -> tuple[str, ...]:
    given = component.get("CATEGORIES")
    if given is None:
        return ()
    lists: Sequence[Any] = cast("list[Any]", given) if isinstance(given, list) else [given]
    return tuple(str(each) for one in lists for each in one.cats)
