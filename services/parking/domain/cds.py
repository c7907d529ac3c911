# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Kerbs as Curb Data Specification 1.0.1: zones with policies; what CDS cannot say is dated out."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import msgspec

from services.kit.clock import milliseconds
from services.parking.domain.day_types import DayType
from services.parking.domain.kerbs import capacity_of, outline
from services.parking.domain.local_time import DAY_MINUTES, STOCKHOLM
from services.parking.domain.regulations import Effect, Regulation, Rule
from services.parking.domain.tariffs import EVERY_DAY, Tariff
from services.parking.domain.windows import ALWAYS, Recurrence, times_in_force

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
AHEAD = timedelta(days=60)
"""Odd weeks, dates and exceptions are told as dated spans so far ahead."""
MOST_SPANS = 60
_NO_HOLIDAY = {"designated_period": "holidays", "designated_period_except": True}
_DAY_TYPES: dict[DayType, dict[str, Any]] = {
    DayType.WEEKDAY: {"days_of_week": list(DAYS[:5])} | _NO_HOLIDAY,
    DayType.EVE: {"days_of_week": ["sat"]} | _NO_HOLIDAY,
    DayType.RED: {"days_of_week": ["sun"]},
}
"""As near as CDS comes; the exact day type stands beside it."""


def policy_id(row: Regulation, rule: Rule, number: int) -> str:
    """Stable for what a rule says: another rule is another policy."""
    told = msgspec.json.encode([row.id, number, rule]).decode()
    return str(uuid5(NAMESPACE_URL, f"torget:policy:{told}"))


def zone_id(row: Regulation) -> str:
    """Stable for a place: another geometry is another zone."""
    line = [[point.lon, point.lat] for point in row.line]
    return str(uuid5(NAMESPACE_URL, f"torget:zone:{row.id}:{line}"))


def zone(row: Regulation, since: int) -> dict[str, Any]:
    """A kerb as a zone; `since` is when the row was last changed, in milliseconds."""
    begins = row.valid_from
    start = (
        milliseconds(datetime(begins.year, begins.month, begins.day, tzinfo=STOCKHOLM))
        if begins
        else 0
    )
    found: dict[str, Any] = {
        "curb_zone_id": zone_id(row),
        "geometry": {"type": "Polygon", "coordinates": [outline(row.line)]},
        "curb_policy_ids": [policy_id(row, rule, n) for n, rule in _spoken(row)],
        "published_date": since,
        "last_updated_date": since,
        "start_date": start,
        "user_zone_id": row.id,
        "length": round(row.length_m() * 100),
        "num_spaces": capacity_of(row),
        "parking_angle": "parallel",
    }
    if row.street:
        found["street_name"] = row.street
    if row.valid_to is not None:
        last = datetime(row.valid_to.year, row.valid_to.month, row.valid_to.day, tzinfo=STOCKHOLM)
        found["end_date"] = milliseconds(last)
    return found


def policies(row: Regulation, now: datetime, since: int) -> list[dict[str, Any]]:
    """What holds at a kerb, strictest first: the lowest priority number wins."""
    return [
        {
            "curb_policy_id": policy_id(row, rule, number),
            "published_date": since,
            "priority": int(rule.band) * 100 + number,
            "rules": [_rule(row, rule)],
            "time_spans": _spans(rule.when, now),
            "x_torget_citation": row.citation,
        }
        for number, rule in _spoken(row)
    ]


def _spoken(row: Regulation) -> Iterable[tuple[int, Rule]]:
    """Rules that CDS has words for, with their places; a fee is told with the permission."""
    return [
        (number, rule)
        for number, rule in enumerate(row.rules)
        if rule.effect in (Effect.FORBID, Effect.PERMIT, Effect.LIMIT)
    ]


def _rule(row: Regulation, rule: Rule) -> dict[str, Any]:
    found: dict[str, Any] = {
        "activity": "no parking" if rule.effect is Effect.FORBID else "parking"
    }
    if rule.effect is Effect.LIMIT:
        found |= {"max_stay": rule.max_seconds // 60, "max_stay_unit": "minute"}
    if rule.effect is not Effect.FORBID:
        classes = [vehicle.value for vehicle in row.audience.vehicles]
        if row.audience.permit is not None:
            classes.append(f"{row.audience.permit.value}_permit")
        if classes:
            found["user_classes"] = classes
        tariff = row.tariff()
        if tariff is not None:
            found["rate"] = [_rate(tariff)]
            found["x_torget_tariff"] = tariff.text
    return found


def _rate(tariff: Tariff) -> dict[str, Any]:
    """The dearest rate, in öre an hour; the windows stand beside it, for CDS has none in a rate."""
    rates = [window.ore_per_hour for window in tariff.windows] or [tariff.other_ore_per_hour]
    found: dict[str, Any] = {
        "rate": max(*rates, tariff.other_ore_per_hour) if rates else 0,
        "rate_unit": "hour",
        "rate_unit_period": "rolling",
        "increment_duration": 1,
        "increment_amount": 0,
        "start_duration": 0,
        "end_duration": None,
        "x_torget_windows": [
            {
                "day_types": [day.value for day in window.day_types],
                "time_of_day_start": _clock(window.start),
                "time_of_day_end": _clock(window.end),
                "rate": window.ore_per_hour,
            }
            for window in tariff.windows
        ],
        "x_torget_other_rate": tariff.other_ore_per_hour,
    }
    if tariff.options.day_cap_ore is not None:
        found["maximum_fee"] = tariff.options.day_cap_ore
    return found


def _spans(when: Recurrence, now: datetime) -> list[dict[str, Any]]:
    """When a rule holds: repeating where CDS can say so, else dated for the weeks ahead."""
    if when == ALWAYS:
        return []
    if (
        when.weeks
        or when.dates
        or when.outside
        or when.to_next_week
        or when.season
        or when.end <= when.start
    ):
        dated = times_in_force((when,), now, now + AHEAD)[:MOST_SPANS]
        return [
            {"start_date": milliseconds(left), "end_date": milliseconds(right)}
            for left, right in dated
        ]
    times = {"time_of_day_start": _clock(when.start), "time_of_day_end": _clock(when.end)}
    if when.weekday is not None:
        return [{"days_of_week": [DAYS[when.weekday]]} | times]
    kinds = when.day_types or EVERY_DAY
    if set(kinds) == set(EVERY_DAY):
        return [times]
    return [_DAY_TYPES[kind] | times | {"x_torget_day_type": kind.value} for kind in kinds]


def _clock(minute: int) -> str:
    return "24:00" if minute == DAY_MINUTES else f"{minute // 60:02}:{minute % 60:02}"
