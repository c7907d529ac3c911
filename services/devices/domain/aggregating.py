# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Sums up a history by periods (NGSI-LD aggregatedValues): avg, min, max, sum, totalCount, distinctCount."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from services.devices.domain.entities import Entity, EntityRefused
from services.devices.domain.history import Reading
from services.devices.domain.writing import iso

_PERIOD = re.compile(r"P(?:(\d{1,4})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,6})M)?(?:(\d{1,8})S)?)?")
WHOLE = "PT0S"
"""One period for everything, as the standard says it."""

_METHODS: dict[str, Callable[[Sequence[float]], float]] = {
    "avg": lambda values: sum(values) / len(values),
    "min": min,
    "max": max,
    "sum": sum,
}


def read_period(text: str) -> int:
    """Milliseconds of an ISO 8601 duration of days or less; 0 = the whole. Raises EntityRefused."""
    found = _PERIOD.fullmatch(text)
    if found is None or not any(found.groups()):
        raise EntityRefused("bad_query", f'aggrPeriodDuration "{text[:40]}" is no duration.')
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return 1000 * (((days * 24 + hours) * 60 + minutes) * 60 + seconds)


def summarise(
    one: Entity, readings: Iterable[Reading], methods: Sequence[str], period: int
) -> dict[str, Any]:
    """The entity with [value, from, to] for each attribute, method and period in which it was observed."""
    unknown = [name for name in methods if name not in (*_METHODS, "totalCount", "distinctCount")]
    if unknown:
        raise EntityRefused("bad_query", f'aggrMethods "{unknown[0][:40]}" is not supported.')
    series: dict[str, dict[int, list[Reading]]] = defaultdict(lambda: defaultdict(list))
    for reading in readings:
        if reading.entity == one.id:
            slot = reading.observed // period * period if period else 0
            series[reading.attribute][slot].append(reading)
    found: dict[str, Any] = {"id": one.id, "type": one.type}
    for name, slots in series.items():
        summed = {method: _rows(method, slots, period) for method in methods}
        kept = {method: rows for method, rows in summed.items() if rows}
        if kept:
            found[name] = {"type": "Property", **kept}
    return found


def _rows(method: str, slots: dict[int, list[Reading]], period: int) -> list[list[Any]]:
    rows: list[list[Any]] = []
    for slot, group in sorted(slots.items()):
        value = _one(method, group)
        if value is None:
            continue
        begin = slot if period else group[0].observed
        end = slot + period if period else group[-1].observed
        rows.append([value, iso(begin), iso(end)])
    return rows


def _one(method: str, group: Sequence[Reading]) -> float | None:
    if method == "totalCount":
        return len(group)
    if method == "distinctCount":
        return len({repr(one.value) for one in group})
    numbers = [
        float(one.value)
        for one in group
        if isinstance(one.value, int | float) and not isinstance(one.value, bool)
    ]
    return _METHODS[method](numbers) if numbers else None
