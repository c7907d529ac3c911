# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Dates, times and intervals for people; Europe/Stockholm and 24 hours unless told otherwise."""

import datetime as dt
from typing import Literal
from zoneinfo import ZoneInfo

from babel import dates

from i18n import cldr

STOCKHOLM = ZoneInfo("Europe/Stockholm")

Length = Literal["short", "medium", "long", "full"]


def format_date(
    value: dt.date | dt.datetime, locale: str, *, length: Length = "long", tz: dt.tzinfo = STOCKHOLM
) -> str:
    """A day: `9 mars 2026`. An instant is taken in `tz`; it must know its zone."""
    return dates.format_date(local_date(value, tz), length, locale=cldr.locale(locale))


def format_time(
    value: dt.time | dt.datetime,
    locale: str,
    *,
    seconds: bool = False,
    hour12: bool = False,
    tz: dt.tzinfo = STOCKHOLM,
) -> str:
    """A time of day: `14:05`."""
    moment = value.astimezone(tz).timetz() if isinstance(value, dt.datetime) else value
    return dates.format_time(
        moment.replace(tzinfo=None), "HH:mm:ss" if seconds else "HH:mm", locale=cldr.locale(locale)
    )


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
    return f"{format_date(value, locale, length=length, tz=tz)} {format_time(value, locale, seconds=seconds, hour12=hour12, tz=tz)}"


def format_interval(
    start: dt.date | dt.datetime,
    end: dt.date | dt.datetime,
    *,
    locale: str,
    tz: dt.tzinfo = STOCKHOLM,
) -> str:
    """From one day to another: `9–12 mars 2026`."""
    return dates.format_interval(
        local_date(start, tz), local_date(end, tz), "yMMMMd", locale=cldr.locale(locale)
    )


def local_date(value: dt.date | dt.datetime, tz: dt.tzinfo) -> dt.date:
    """The calendar day of a date, or of an instant in a zone."""
    if isinstance(value, dt.datetime):
        return value.astimezone(tz).date()
    return value


def week_number(value: dt.date) -> int:
    """The ISO 8601 week, whatever the language says: 2027-01-01 is in week 53."""
    return value.isocalendar().week
