# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What can be asked of places and events, as inputs of the graph: the filter contract in camelCase."""

from datetime import datetime
from typing import Any

import strawberry

from services.cityinfo.domain.accessibility import Profile
from services.cityinfo.domain.event_query import EventQuery
from services.cityinfo.domain.events import EventStatus, EventType
from services.cityinfo.domain.place_query import PlaceQuery, read_moment
from services.cityinfo.domain.places import PlaceKind, TargetGroup
from services.cityinfo.graph.places import point_of
from services.cityinfo.graph.texts import CityPointInput
from services.kit.clock import instant, milliseconds
from services.kit.errors import InputInvalid
from services.kit.graph import Info

_BOX = 4
_MINUTES = 60
_DAY_HOURS = 24


def _field(description: str) -> Any:
    return strawberry.field(default=None, description=description)


@strawberry.input(description="Which places; what is left out is not asked.")
class PlaceFilter:
    """A question about places."""

    text: str | None = _field("Words that its name or text must have, or begin with.")
    languages: list[str] | None = _field("Search texts of these languages alone.")
    kinds: list[PlaceKind] | None = _field("Of one of these kinds.")
    keywords: list[list[str]] | None = _field("One word of each set of the ontology.")
    divisions: list[str] | None = _field("In one of these districts or areas.")
    provider_types: list[str] | None = _field("Run in one of these ways.")
    owner_types: list[str] | None = _field("Owned by one of these.")
    target_groups: list[TargetGroup] | None = _field("For one of these groups.")
    must_be_reservable: bool | None = _field("Only what can be booked.")
    is_free: bool | None = _field("Free, or not; unknown is neither.")
    open_at: str | None = _field("Open at `2026-05-04T10:00`, `now`, `now+3h`, `now+2d`.")
    near: CityPointInput | None = _field("Near this point; with `withinMetres`.")
    within_metres: float | None = _field("At most so far from `near`: up to 20 000.")
    bbox: list[float] | None = _field("West, south, east, north.")


@strawberry.input(description="The order of places: one of these at most.")
class PlaceOrder:
    """An order."""

    by_distance: CityPointInput | None = _field("Nearest first, as the crow flies.")
    farthest_first: bool | None = _field("With `byDistance`: farthest first.")
    by_name: bool | None = _field("By name in the reader's alphabet.")
    by_accessibility: Profile | None = _field("Fewest shortcomings first, unknown last.")


@strawberry.input(description="Which events; what is left out is not asked.")
class CityEventFilter:
    """A question about events."""

    ids: list[str] | None = _field("These events.")
    text: str | None = _field("Words that its texts must have, or begin with.")
    full_text: str | None = _field("As `text`.")
    full_text_language: str | None = _field("Search texts of this language alone.")
    type: list[EventType] | None = _field("Of these sorts; general if left out.")
    event_status: list[EventStatus] | None = _field("In one of these states.")
    start: datetime | None = _field("Going on or beginning then or later.")
    end: datetime | None = _field("Beginning then or earlier.")
    days: int | None = _field("Within so many days of `start`, or of now.")
    starts_after: str | None = _field("Beginning at this time of day or later: `17:30`.")
    starts_before: str | None = _field("Beginning at this time of day or earlier.")
    ends_after: str | None = _field("Ending at this time of day or later.")
    ends_before: str | None = _field("Ending at this time of day or earlier.")
    ongoing: bool | None = _field("Going on now, or not.")
    weekday: list[int] | None = _field("Touching one of these weekdays, 1 = Monday.")
    min_duration: int | None = _field("At least so many seconds.")
    max_duration: int | None = _field("At most so many seconds.")
    location: list[str] | None = _field("At one of these places.")
    division: list[str] | None = _field("In one of these districts or areas.")
    bbox: list[float] | None = _field("West, south, east, north.")
    near: CityPointInput | None = _field("Near this point; with `withinMetres`.")
    within_metres: float | None = _field("At most so far from `near`.")
    internet_based: bool | None = _field("On the net, or not.")
    keyword: list[str] | None = _field("With one of these words.")
    keyword_and: list[str] | None = _field("With all of these words.")
    keyword_not: list[str] | None = _field("With none of these words.")
    keyword_set_and: list[list[str]] | None = _field("With one word of each set.")
    keyword_set_or: list[list[str]] | None = _field("With all words of one set.")
    is_free: bool | None = _field("Free, or not; unknown is neither.")
    suitable_for: list[int] | None = _field("For people of this age, or from this to that.")
    audience_min_age_lt: int | None = _field("For people from at most this age.")
    audience_min_age_gt: int | None = _field("For people from at least this age.")
    audience_max_age_lt: int | None = _field("For people to at most this age.")
    audience_max_age_gt: int | None = _field("For people to at least this age.")
    language: list[str] | None = _field("Spoken there or written about in one of these.")
    in_language: list[str] | None = _field("Spoken there in one of these languages.")
    translation: list[str] | None = _field("Written about in one of these languages.")
    publisher: list[str] | None = _field("Published by one of these.")
    publisher_ancestor: list[str] | None = _field(
        "Published by one of these organisations, or by one that is part of them."
    )
    data_source: list[str] | None = _field("From one of these sources.")
    data_source_not: list[str] | None = _field("From none of these sources.")
    super_event: str | None = _field("Part of this event, or `none`.")
    super_event_type: list[str] | None = _field("`recurring`, `umbrella`, `none`.")
    hide_super_event: bool | None = _field("Leave out events that hold others.")
    registration: bool | None = _field("One must enrol, or need not.")
    enrolment_open: bool | None = _field("One can enrol now.")
    enrolment_open_waitlist: bool | None = _field("One can enrol or wait now.")
    remaining_gte: int | None = _field("At least so many places left.")
    remaining_isnull: bool | None = _field("Whether nobody counts the places left.")
    waiting_gte: int | None = _field("At least so many places to wait.")
    waiting_isnull: bool | None = _field("Whether nobody counts the places to wait.")
    last_modified_since: datetime | None = _field("Changed then or later.")


def place_query(given: PlaceFilter | None, order: PlaceOrder | None, info: Info) -> PlaceQuery:
    """The question of an input."""
    asked = _given(given) if given is not None else {}
    near = asked.pop("near", None)
    when = asked.pop("open_at", None)
    found: dict[str, Any] = {name: _frozen(value) for name, value in asked.items()}
    if near is not None:
        found["near"] = point_of(near)
    if when is not None:
        found["open_at"] = read_moment(when, instant(info.context.clock.now_ms()))
    if "bbox" in found:
        found["bbox"] = _box(found["bbox"])
    if order is not None:
        found |= {
            "order_by_distance": point_of(order.by_distance) if order.by_distance else None,
            "farthest_first": bool(order.farthest_first),
            "order_by_name": bool(order.by_name),
            "order_by_accessibility": order.by_accessibility,
        }
    return PlaceQuery(**found)


def event_query(given: CityEventFilter | None) -> EventQuery:
    """The question of an input."""
    asked = _given(given) if given is not None else {}
    near = asked.pop("near", None)
    found: dict[str, Any] = {name: _frozen(value) for name, value in asked.items()}
    if near is not None:
        found["near"] = point_of(near)
    if "bbox" in found:
        found["bbox"] = _box(found["bbox"])
    for name in ("start", "end", "last_modified_since"):
        if name in found:
            found[name] = milliseconds(found[name])
    for name in ("starts_after", "starts_before", "ends_after", "ends_before"):
        if name in found:
            found[name] = minute_of(found[name], name)
    return EventQuery(**found)


def minute_of(text: str, name: str) -> int:
    """Minutes after midnight of `HH` or `HH:MM` (V4)."""
    hours, _, minutes = text.partition(":")
    if hours.isdecimal() and (minutes or "0").isdecimal():
        found = int(hours), int(minutes or 0)
        if found[0] < _DAY_HOURS and found[1] < _MINUTES:
            return found[0] * _MINUTES + found[1]
    raise InputInvalid(path=(name,))


def _box(given: tuple[float, ...]) -> tuple[float, ...]:
    if len(given) != _BOX or not (given[0] <= given[2] and given[1] <= given[3]):
        raise InputInvalid(path=("bbox",))
    return given


def _given(asked: object) -> dict[str, Any]:
    held: dict[str, Any] = asked.__dict__
    return {name: value for name, value in held.items() if value is not None}


def _frozen(value: Any) -> Any:
    return tuple(_frozen(each) for each in value) if isinstance(value, list) else value  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
