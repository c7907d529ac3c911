# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""`:date`, `:time`, `:datetime`: moments and wall-clock times. They format, they do not select.

Their options are drafts in the standard and stand in one table here.
"""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from i18n import cldr
from i18n.formats import rendering
from i18n.formats.patterns import FIELDS
from i18n.mf2.errors import FunctionError
from i18n.mf2.values import FunctionContext, Options, Value

STOCKHOLM = ZoneInfo("Europe/Stockholm")
LONGEST_ZONE = 64

_LITERAL = re.compile(
    r"(?!0000)[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
    r"(?:T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,3})?"
    r"(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))?)?",
    re.ASCII,
)
_LENGTHS = frozenset({"long", "medium", "short"})
_PRECISIONS = frozenset({"hour", "minute", "second"})
_ZONE_STYLES = frozenset({"long", "short"})
_CALENDARS = frozenset({"gregory", "gregorian", "iso8601"})

OPTION_NAMES = {
    "date": {"fields": "fields", "length": "length"},
    "time": {"precision": "precision", "timeZoneStyle": "zone"},
    "datetime": {
        "dateFields": "fields",
        "dateLength": "length",
        "timePrecision": "precision",
        "timeZoneStyle": "zone",
    },
}
"""The options of each function, and what they set."""

Moment = dt.datetime | dt.date | dt.time
_ALLOWED = {"fields": FIELDS, "length": _LENGTHS, "precision": _PRECISIONS, "zone": _ZONE_STYLES}


def format_date(context: FunctionContext, options: Options, operand: Value | None) -> Value:
    """Resolve `:date`."""
    return _resolve("date", context, options, operand)


def format_time(context: FunctionContext, options: Options, operand: Value | None) -> Value:
    """Resolve `:time`."""
    return _resolve("time", context, options, operand)


def format_datetime(context: FunctionContext, options: Options, operand: Value | None) -> Value:
    """Resolve `:datetime`."""
    return _resolve("datetime", context, options, operand)


def _resolve(name: str, context: FunctionContext, options: Options, operand: Value | None) -> Value:
    if operand is None:
        raise FunctionError("bad-operand", "an operand is needed")
    value = _read(operand.value)
    if name != "time" and isinstance(value, dt.time):
        raise FunctionError("bad-operand", "a time of day has no date")
    inherited = operand.options
    kept = {k: inherited[k] for k in ("calendar", "hour12", "timeZone") if k in inherited}
    kept.update(_read_overrides(context, options))
    value = _place(value, kept)
    chosen = _read_choices(name, context, options)
    locale = context.locale
    return Value(
        "datetime",
        value,
        format=lambda: _text(name, value, locale, {**chosen, **kept}),
        pieces=lambda: _pieces(name, value, locale, {**chosen, **kept}),
        options=kept,
        direction=context.tag_direction,
    )


def _read(value: object) -> Moment:
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value
    if isinstance(value, str) and _LITERAL.fullmatch(value):
        try:
            return dt.datetime.fromisoformat(value)
        except ValueError:
            raise FunctionError("bad-operand", "no such day") from None
    raise FunctionError("bad-operand", "expected a date or time")


def _read_overrides(context: FunctionContext, options: Options) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, option in options.items():
        value = option.value
        if name == "timeZone":
            if value == "input" or _zone(value) is not None:
                found[name] = value
            else:
                context.error("bad-option", name)
        elif name == "hour12":
            if str(value).lower() in {"true", "false"}:
                found[name] = str(value).lower() == "true"
            else:
                context.error("bad-option", name)
        elif name == "calendar" and value not in _CALENDARS:
            known = isinstance(value, str) and re.fullmatch(
                r"[a-z0-9]{3,8}(-[a-z0-9]{3,8})*", value
            )
            context.error("unsupported-operation" if known else "bad-option", name)
    return found


def _zone(name: object) -> dt.tzinfo | None:
    if not isinstance(name, str) or len(name) > LONGEST_ZONE:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _place(value: Moment, kept: dict[str, Any]) -> Moment:
    """The moment on the clock of the zone asked for; instants without a wish are Stockholm's."""
    wish = kept.get("timeZone")
    aware = isinstance(value, dt.datetime) and value.tzinfo is not None
    if wish == "input":
        if not aware:
            raise FunctionError("bad-operand", "the operand has no time zone")
        kept.pop("timeZone")
        return value
    if not isinstance(value, dt.datetime):
        return value
    zone = _zone(wish) if wish else None
    if aware:
        return value.astimezone(zone or STOCKHOLM)
    return value.replace(tzinfo=zone) if zone else value


def _read_choices(name: str, context: FunctionContext, options: Options) -> dict[str, str]:
    found = {"fields": "year-month-day", "length": "medium", "precision": "minute", "zone": ""}
    for option, setting in OPTION_NAMES[name].items():
        if option not in options:
            continue
        given = options[option]
        if given.literal and given.value in _ALLOWED[setting]:
            found[setting] = given.value
        else:
            context.error("bad-option", option)
    return found


def _text(name: str, value: Moment, locale: str, chosen: Mapping[str, Any]) -> str:
    date = time = ""
    if name != "time" and isinstance(value, dt.date):
        date = rendering.date_text(value, locale, **_of_date(chosen))
    if name != "date":
        time = rendering.time_text(_with_time(value), locale, **_of_time(locale, chosen))
    if date and time:
        return rendering.glue(date, time, locale, length=chosen["length"])
    return date or time


def _pieces(
    name: str, value: Moment, locale: str, chosen: Mapping[str, Any]
) -> tuple[rendering.Piece, ...]:
    """The same text taken apart."""
    date: tuple[rendering.Piece, ...] = ()
    time: tuple[rendering.Piece, ...] = ()
    if name != "time" and isinstance(value, dt.date):
        date = rendering.date_pieces(value, locale, **_of_date(chosen))
    if name != "date":
        time = rendering.time_pieces(_with_time(value), locale, **_of_time(locale, chosen))
    if date and time:
        return rendering.glue_pieces(date, time, locale, length=chosen["length"])
    return date or time


def _of_date(chosen: Mapping[str, Any]) -> dict[str, str]:
    return {"fields": chosen["fields"], "length": chosen["length"]}


def _of_time(locale: str, chosen: Mapping[str, Any]) -> dict[str, str]:
    return {
        "precision": chosen["precision"],
        "cycle": _cycle(locale, chosen),
        "zone": chosen["zone"],
    }


def _with_time(value: Moment) -> dt.datetime | dt.time:
    if isinstance(value, dt.datetime | dt.time):
        return value
    return dt.datetime(value.year, value.month, value.day)  # noqa: DTZ001 - a floating midnight


def _cycle(locale: str, chosen: Mapping[str, Any]) -> str:
    if "hour12" in chosen:
        return "h12" if chosen["hour12"] else "h23"
    return cldr.keyword(locale, "hc")
