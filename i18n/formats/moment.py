# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Dates, times and intervals for people; Europe/Stockholm and 24 hours unless told otherwise."""

import datetime as dt
from typing import Literal
from zoneinfo import ZoneInfo

from i18n import cldr
from i18n.formats.patterns import interval_glue, interval_patterns
from i18n.formats.rendering import apply_pattern, date_text, glue, time_text

STOCKHOLM = ZoneInfo("Europe/Stockholm")

Length = Literal["short", "medium", "long", "full"]


def format_date(
    value: dt.date | dt.datetime,
    locale: str,
    *,
    length: Length = "long",
    tz: dt.tzinfo = STOCKHOLM,
) -> str:
    """A day: `9 mars 2026`; `full` names the weekday. An instant is taken in `tz`."""
    day = local_date(value, tz)
    if length == "full":
        return date_text(day, house(locale), fields="year-month-day-weekday", length="long")
    return date_text(day, house(locale), fields="year-month-day", length=length)


def format_time(
    value: dt.time | dt.datetime,
    locale: str,
    *,
    seconds: bool = False,
    hour12: bool = False,
    tz: dt.tzinfo = STOCKHOLM,
) -> str:
    """A time of day: `14:05`, in every language by the 24-hour clock unless `hour12`."""
    moment = value.astimezone(tz) if isinstance(value, dt.datetime) else value
    precision = "second" if seconds else "minute"
    return time_text(moment, house(locale), precision=precision, cycle="h12" if hour12 else "h23")


def format_datetime(
    value: dt.datetime,
    locale: str,
    *,
    length: Length = "long",
    seconds: bool = False,
    hour12: bool = False,
    tz: dt.tzinfo = STOCKHOLM,
) -> str:
    """A day and a time of day: `9 mars 2026 14:05`."""
    date = format_date(value, locale, length=length, tz=tz)
    time = format_time(value, locale, seconds=seconds, hour12=hour12, tz=tz)
    return glue(date, time, house(locale), length="medium")


def format_interval(
    start: dt.date | dt.datetime,
    end: dt.date | dt.datetime,
    *,
    locale: str,
    tz: dt.tzinfo = STOCKHOLM,
) -> str:
    """From one day to another, both included: `9\u201312 mars 2026`."""
    first, last = local_date(start, tz), local_date(end, tz)
    if first == last:
        return format_date(first, locale, tz=tz)
    difference = "y" if first.year != last.year else "M" if first.month != last.month else "d"
    names = cldr.names_locale(house(locale))
    halves = interval_patterns(names, difference)
    if halves is None:
        whole = interval_glue(names)
        return whole.replace("{0}", format_date(first, locale)).replace(
            "{1}", format_date(last, locale)
        )
    return apply_pattern(halves[0], first, names) + apply_pattern(halves[1], last, names)


def format_time_interval(
    start: dt.datetime | dt.time,
    end: dt.datetime | dt.time,
    *,
    locale: str,
    tz: dt.tzinfo = STOCKHOLM,
) -> str:
    """From one time of day to another: `08:00\u201317:30`."""
    return f"{format_time(start, locale, tz=tz)}\u2013{format_time(end, locale, tz=tz)}"


def local_date(value: dt.date | dt.datetime, tz: dt.tzinfo) -> dt.date:
    """The calendar day of a date, or of an instant in a zone."""
    return value.astimezone(tz).date() if isinstance(value, dt.datetime) else value


def week_number(value: dt.date) -> int:
    """The ISO 8601 week, whatever the language says: 2027-01-01 is in week 53."""
    return value.isocalendar().week


def house(locale: str) -> str:
    """The tag by which the house formats: en-SE for English."""
    return "en-SE" if locale == "en" else locale
