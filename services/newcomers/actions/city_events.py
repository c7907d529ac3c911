# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What happens in the city, asked of the city's own calendar through its graph; an outage is an empty list."""

from datetime import datetime

import msgspec

from services.kit.clock import instant
from services.kit.context import Resources
from services.kit.errors import Problem
from services.newcomers.domain.integreat import CityEvent, Spot

MOST = 100
EVENTS = """query Events($from: DateTime!, $first: Int!) {
  cityEvents(filter: {start: $from}, first: $first) { nodes {
    id name { value language isFallback } short { value language isFallback }
    start hasStartTime end virtualUrl
    place { id name { value } streetAddress point { latitude longitude } } } } }"""


class _Text(msgspec.Struct, frozen=True, rename="camel"):
    value: str = ""
    language: str = "sv"
    is_fallback: bool = False


class _Point(msgspec.Struct, frozen=True):
    latitude: float
    longitude: float


class _Place(msgspec.Struct, frozen=True, rename="camel"):
    id: str
    name: _Text | None
    street_address: str
    point: _Point


class _Node(msgspec.Struct, frozen=True, rename="camel"):
    """An event as the calendar's graph answers it."""

    id: str
    name: _Text | None
    short: _Text | None
    start: datetime
    has_start_time: bool
    end: datetime | None
    virtual_url: str | None
    place: _Place | None


async def upcoming(resources: Resources, locale: str) -> list[CityEvent]:
    """Events that go on or begin from now, in a reader's language where there is a text."""
    if resources.neighbours is None:
        return []
    now = instant(resources.clock.now_ms()).isoformat()
    try:
        data = await resources.neighbours.ask(
            "cityinfo", EVENTS, variables={"from": now, "first": MOST}, locale=locale
        )
    except Problem:
        return []
    if data["cityEvents"] is None:
        return []
    return [_event(one) for one in msgspec.convert(data["cityEvents"]["nodes"], list[_Node])]


def _event(one: _Node) -> CityEvent:
    name, short = one.name or _Text(), one.short or _Text()
    return CityEvent(
        id=one.id, title=name.value, title_language=name.language, text=short.value,
        text_language=short.language, is_fallback=name.is_fallback or short.is_fallback,
        start=one.start, end=one.end, is_all_day=not one.has_start_time, url=one.virtual_url,
        spot=None if one.place is None else _spot(one.place),
    )  # fmt: skip


def _spot(place: _Place) -> Spot:
    return Spot(
        id=place.id, name="" if place.name is None else place.name.value,
        address=place.street_address, latitude=place.point.latitude, longitude=place.point.longitude,
    )  # fmt: skip
