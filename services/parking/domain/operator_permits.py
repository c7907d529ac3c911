# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Permits that operators hand in: subjects and areas with their own times, and when both hold (P7)."""

from collections.abc import Iterator
from typing import Any, cast

import msgspec

from services.parking.domain.operators import OPEN_END, TellingWrong, read_time

MOST_PAIRS = 100


class Span(msgspec.Struct, frozen=True):
    """A plate or an area with the time for which it is named; half-open milliseconds."""

    name: str
    start: int
    end: int


class PermitTold(msgspec.Struct, frozen=True, kw_only=True):
    """A permit as an operator tells it, with plates in the clear; it is never stored so."""

    series: int
    external_id: str
    subjects: tuple[Span, ...]
    areas: tuple[Span, ...]
    properties: dict[str, Any] = {}


class Lookup(msgspec.Struct, frozen=True):
    """A time at which a vehicle may stand in an area."""

    subject: str
    area: str
    start: int
    end: int


def read_permit(given: Any) -> PermitTold:
    """A permit from its JSON. Raises TellingWrong."""
    if not isinstance(given, dict):
        raise TellingWrong("non_field_errors", "Send an object.")
    raw = cast("dict[str, Any]", given)
    series, external = raw.get("series"), raw.get("external_id", "")
    if isinstance(series, bool) or not isinstance(series, int):
        raise TellingWrong("series", "This field is required.")
    if not isinstance(external, str) or not 1 <= len(external) <= 50:  # noqa: PLR2004
        raise TellingWrong("external_id", "1 to 50 characters are needed.")
    properties: Any = raw.get("properties") or {}
    if not isinstance(properties, dict):
        raise TellingWrong("properties", "Must be an object.")
    return PermitTold(
        series=series, external_id=external,
        subjects=tuple(_spans(raw, "subjects", "registration_number")),
        areas=tuple(_spans(raw, "areas", "area")),
        properties=cast("dict[str, Any]", properties),
    )  # fmt: skip


def _spans(raw: dict[str, Any], name: str, key: str) -> Iterator[Span]:
    listed = raw.get(name)
    if not isinstance(listed, list) or not listed or len(cast("list[Any]", listed)) > MOST_PAIRS:
        raise TellingWrong(name, f"1 to {MOST_PAIRS} are needed.")
    for each in cast("list[Any]", listed):
        if not isinstance(each, dict) or not isinstance(cast("dict[str, Any]", each).get(key), str):
            raise TellingWrong(name, f"Each needs {key}.")
        one = cast("dict[str, Any]", each)
        start, end = read_time(one, "start_time"), read_time(one, "end_time")
        if start is None:
            raise TellingWrong(name, "Each needs start_time.")
        if end is not None and end <= start:
            raise TellingWrong(name, "start_time must be before end_time.")
        yield Span(one[key].strip(), start, OPEN_END if end is None else end)


def lookups(permit: PermitTold) -> list[Lookup]:
    """When each vehicle may stand in each area: the later start to the earlier end, empty ones dropped."""
    return [
        Lookup(subject.name, area.name, start, end)
        for subject in permit.subjects
        for area in permit.areas
        for start, end in ((max(subject.start, area.start), min(subject.end, area.end)),)
        if start < end
    ]
