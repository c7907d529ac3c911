# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Reads single fields of a row of Stockholm's LTF-Tolken feed; what cannot be read is a doubt."""

# ruff: noqa: PLR2004 -- 59 minutes and 12 months speak for themselves

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, cast

from services.kit.geometry import (
    Line,
    Point,
    from_sweref99tm,
    is_square_metres,
)
from services.parking.domain.local_time import DAY_MINUTES, to_local
from services.parking.domain.regulations import Audience, PermitKind, Vehicle
from services.parking.domain.signs import MONTH_DAYS, WEEKDAYS
from services.parking.domain.windows import Season

Row = Mapping[str, Any]

SWEDEN = (55.0, 70.0, 10.0, 25.0)
"""South, north, west, east: a row elsewhere has its coordinates mixed up."""
MOST_POINTS = 10_000
LARGEST_NUMBER = 1_000_000_000
LONGEST_LIMIT = 400 * 86_400
"""Seconds; a longest stay beyond a year limits nothing and is a slip of the pen."""
MISSING = re.compile(r"<.* saknas>")

VEHICLES: dict[str, Audience] = {
    "fordon": Audience(),
    "rörelsehindrade": Audience(permit=PermitKind.DISABILITY),
    "cykel": Audience(vehicles=(Vehicle.BICYCLE,)),
    "moped-klass2": Audience(vehicles=(Vehicle.MOPED,)),
    "beskickningsfordon": Audience(vehicles=(Vehicle.DIPLOMATIC,)),
    "motorcykel": Audience(vehicles=(Vehicle.MOTORCYCLE,)),
    "buss": Audience(vehicles=(Vehicle.BUS,)),
    "lastbil": Audience(vehicles=(Vehicle.TRUCK,)),
    "utryckningsfordon": Audience(vehicles=(Vehicle.EMERGENCY,)),
}
RESERVED: dict[str, Audience] = {
    "motorcykel": VEHICLES["motorcykel"],
    "rörelsehindrad": VEHICLES["rörelsehindrade"],
    "buss": VEHICLES["buss"],
    "lastbil": VEHICLES["lastbil"],
    "cykel": VEHICLES["cykel"],
    "beskickningsbil": VEHICLES["beskickningsfordon"],
    "utryckningsfordon": VEHICLES["utryckningsfordon"],
}
OPEN_KINDS: dict[str, Audience] = {
    "p avgift, boende": Audience(residents=True),
    "p-avgift, boende": Audience(residents=True),
    "p-avgift endast besök": Audience(),
    "p avgift endast besök": Audience(),
    "tidsreglerad lastplats": Audience(),
}
_RESERVED = re.compile(r"reserverad p-plats (\S+?)( boende| endast besök)?")


class RowRefused(ValueError):
    """A row that cannot be used at all; the message says why."""


class Doubt(ValueError):
    """A field that cannot be read; the row is kept, and what it says there is unknown."""


def text(row: Row, name: str) -> str:
    """A text field, "" when it is not set or says that it is missing. Raises Doubt if not text."""
    value = row.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Doubt(f"{name} is no text")
    value = " ".join(value.split())
    return "" if MISSING.fullmatch(value) else value


def number(row: Row, name: str) -> int | None:
    """A whole number, None when it is not set. Raises Doubt."""
    value = row.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value // 1:
        raise Doubt(f"{name} is no whole number")
    if abs(value) > LARGEST_NUMBER:
        raise Doubt(f"{name} is too large")
    return int(value)


def clock(row: Row, name: str) -> int | None:
    """Minutes of the day of an HHMM number (0..2400). Raises Doubt."""
    value = number(row, name)
    if value is None:
        return None
    hours, minutes = divmod(value, 100)
    if value < 0 or minutes > 59 or hours * 60 + minutes > DAY_MINUTES:
        raise Doubt(f"{name} {value} is no time of day")
    return hours * 60 + minutes


def hours(row: Row) -> tuple[int, int] | None:
    """START_TIME and END_TIME in minutes, as written; None when neither is set. Raises Doubt."""
    start, end = clock(row, "START_TIME"), clock(row, "END_TIME")
    if start is None and end is None:
        return None
    if start is None or end is None:
        raise Doubt("only one of START_TIME and END_TIME is set")
    if start == DAY_MINUTES:
        raise Doubt("START_TIME is the end of the day")
    return start, end


def weekday(row: Row) -> int | None:
    """START_WEEKDAY as 0 (Monday) to 6. Raises Doubt."""
    name = text(row, "START_WEEKDAY").lower()
    if not name:
        return None
    if name not in WEEKDAYS:
        raise Doubt(f'START_WEEKDAY "{name}" is no weekday')
    return WEEKDAYS.index(name)


def season(row: Row) -> Season | None:
    """The season of the row; None = all year. Raises Doubt."""
    names = ("START_MONTH", "START_DAY", "END_MONTH", "END_DAY")
    values = [number(row, name) for name in names]
    if all(value is None for value in values):
        return None
    whole = [value for value in values if value is not None]
    if len(whole) < len(names):
        raise Doubt("the season lacks a month or a day")
    for month, day in (whole[:2], whole[2:]):
        if not 1 <= month <= 12 or not 1 <= day <= MONTH_DAYS[month - 1]:
            raise Doubt("the season is no date")
    return Season((whole[0], whole[1]), (whole[2], whole[3]))


def local_date(row: Row, name: str) -> date | None:
    """The local date of an instant that stands for local midnight. Raises Doubt."""
    value = text(row, name)
    if not value:
        return None
    try:
        moment = datetime.fromisoformat(value)
        return to_local(moment).date()
    except (ValueError, OverflowError) as broken:
        raise Doubt(f'{name} "{value}" is no instant') from broken


def max_seconds(row: Row) -> int:
    """The longest stay from MAX_HOURS and MAX_MINUTES, in seconds; 0 = none. Raises Doubt."""
    limit_hours, minutes = number(row, "MAX_HOURS"), number(row, "MAX_MINUTES")
    total = (limit_hours or 0) * 3600 + (minutes or 0) * 60
    if not 0 <= total <= LONGEST_LIMIT or (total == 0 and (limit_hours, minutes) != (None, None)):
        raise Doubt("the longest stay is no length of time")
    return total


def audience(row: Row, fallback: Audience) -> Audience:
    """Whom the row is for: VEHICLE decides, then VF_PLATS_TYP, then the layer. Raises Doubt."""
    vehicle, kind = text(row, "VEHICLE").lower(), text(row, "VF_PLATS_TYP").lower()
    found = fallback
    if kind in OPEN_KINDS:
        found = OPEN_KINDS[kind]
    elif reserved := _RESERVED.fullmatch(kind):
        if reserved[1] not in RESERVED:
            raise Doubt(f'VF_PLATS_TYP "{kind}" is unknown')
        whom = RESERVED[reserved[1]]
        found = Audience(
            vehicles=whom.vehicles, permit=whom.permit, residents=reserved[2] == " boende"
        )
    elif kind:
        raise Doubt(f'VF_PLATS_TYP "{kind}" is unknown')
    if vehicle and vehicle not in VEHICLES:
        raise Doubt(f'VEHICLE "{vehicle}" is unknown')
    named = VEHICLES.get(vehicle, Audience())
    return named if named.is_reserved and not found.residents else found


def line(geometry: object) -> Line:
    """The kerb line of a GeoJSON geometry, WGS 84 or SWEREF 99 TM. Raises RowRefused."""
    if not isinstance(geometry, dict):
        raise RowRefused("no geometry")
    shape = cast("Mapping[str, Any]", geometry)
    pairs = shape.get("coordinates")
    if shape.get("type") == "Point":
        pairs = [pairs]
    elif shape.get("type") != "LineString":
        raise RowRefused(f"geometry {shape.get('type')!r} is neither LineString nor Point")
    if not isinstance(pairs, list):
        raise RowRefused("the geometry has no coordinates")
    found = tuple(_point(pair) for pair in cast("list[object]", pairs))
    if not found or len(found) > MOST_POINTS:
        raise RowRefused("the geometry is empty or has too many points")
    return found


def _point(pair: object) -> Point:
    numbers = cast("list[object]", pair)[:2] if isinstance(pair, list) else []
    found = [float(n) for n in numbers if isinstance(n, int | float) and not isinstance(n, bool)]
    if len(found) != 2:
        raise RowRefused("a coordinate is no pair of numbers")
    first, second = found
    try:
        if is_square_metres(first, second):
            point = from_sweref99tm(max(first, second), min(first, second))
        else:
            point = Point(second, first)
    except (ValueError, OverflowError) as broken:
        raise RowRefused("a coordinate is out of range") from broken
    south, north, west, east = SWEDEN
    if not (south <= point.lat <= north and west <= point.lon <= east):
        raise RowRefused("a coordinate lies outside Sweden")
    return point
