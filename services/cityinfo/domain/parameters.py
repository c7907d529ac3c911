# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The filter contract as parameters of an address, named as the peers' clients name them (cityinfo 4.1)."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, time, timedelta
from typing import Any, Final

from services.cityinfo.domain.accessibility import Profile
from services.cityinfo.domain.event_query import HERE, EventQuery, day_start
from services.cityinfo.domain.events import EventStatus, EventType, Publication
from services.cityinfo.domain.place_query import PlaceQuery, read_moment
from services.cityinfo.domain.places import PlaceKind, TargetGroup
from services.kit.clock import instant, milliseconds
from services.kit.errors import InputInvalid
from services.kit.geometry import Point

PAGING: Final = frozenset({"page", "page_size", "sort", "format", "locale", "include"})
"""Parameters that are no filters."""
_MINUTES, _HOURS, _PAIR, _BOX = 60, 24, 2, 4

Read = Callable[[str], Any]


def _words(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(",") if part)


def _flag(text: str) -> bool:
    return {"true": True, "false": False, "1": True, "0": False}[text.lower()]


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(","))


def _clock(text: str) -> int:
    hours, _, minutes = text.partition(":")
    found = int(hours) * _MINUTES + int(minutes or 0)
    if not (0 <= int(hours) < _HOURS and 0 <= int(minutes or 0) < _MINUTES):
        raise ValueError(text)
    return found


def _box(text: str) -> tuple[float, ...]:
    found = tuple(float(part) for part in text.split(","))
    if len(found) != _BOX or found[0] > found[2] or found[1] > found[3]:
        raise ValueError(text)
    return found


def _point(text: str) -> Point:
    lon, lat = (float(part) for part in text.split(","))
    return Point(lat, lon)


def _sets(text: str) -> tuple[tuple[str, ...], ...]:
    return (_words(text),)


EVENT_PARAMETERS: Final[dict[str, tuple[str, Read]]] = {
    "ids": ("ids", _words),
    "text": ("text", str),
    "full_text": ("full_text", str),
    "full_text_language": ("full_text_language", str),
    "type": ("type", lambda t: tuple(EventType(part) for part in _words(t.lower()))),
    "event_status": ("event_status", lambda t: tuple(EventStatus(part) for part in _words(t))),
    "publication_status": (
        "publication_status",
        lambda t: tuple(Publication(p) for p in _words(t)),
    ),
    "days": ("days", int),
    "starts_after": ("starts_after", _clock),
    "starts_before": ("starts_before", _clock),
    "ends_after": ("ends_after", _clock),
    "ends_before": ("ends_before", _clock),
    "ongoing": ("ongoing", _flag),
    "weekday": ("weekday", _numbers),
    "min_duration": ("min_duration", int),
    "max_duration": ("max_duration", int),
    "location": ("location", _words),
    "division": ("division", _words),
    "bbox": ("bbox", _box),
    "dwithin_origin": ("near", _point),
    "dwithin_metres": ("within_metres", float),
    "internet_based": ("internet_based", _flag),
    "keyword": ("keyword", _words),
    "keyword_AND": ("keyword_and", _words),
    "keyword!": ("keyword_not", _words),
    "keyword_set_AND": ("keyword_set_and", _sets),
    "keyword_set_OR": ("keyword_set_or", _sets),
    "is_free": ("is_free", _flag),
    "suitable_for": ("suitable_for", _numbers),
    "audience_min_age_lt": ("audience_min_age_lt", int),
    "audience_min_age_gt": ("audience_min_age_gt", int),
    "audience_max_age_lt": ("audience_max_age_lt", int),
    "audience_max_age_gt": ("audience_max_age_gt", int),
    "language": ("language", _words),
    "in_language": ("in_language", _words),
    "translation": ("translation", _words),
    "publisher": ("publisher", _words),
    "publisher_ancestor": ("publisher_ancestor", _words),
    "data_source": ("data_source", _words),
    "data_source!": ("data_source_not", _words),
    "super_event": ("super_event", str),
    "super_event_type": ("super_event_type", _words),
    "hide_super_event": ("hide_super_event", _flag),
    "registration": ("registration", _flag),
    "enrolment_open": ("enrolment_open", _flag),
    "enrolment_open_waitlist": ("enrolment_open_waitlist", _flag),
    "remaining_attendee_capacity__gte": ("remaining_gte", int),
    "remaining_attendee_capacity__isnull": ("remaining_isnull", _flag),
    "remaining_waiting_list_capacity__gte": ("waiting_gte", int),
    "remaining_waiting_list_capacity__isnull": ("waiting_isnull", _flag),
    "show_deleted": ("show_deleted", _flag),
}
"""Name in an address -> field of the question and how its text is read."""

PLACE_PARAMETERS: Final[dict[str, tuple[str, Read]]] = {
    "text": ("text", str),
    "languages": ("languages", _words),
    "kind": ("kinds", lambda t: tuple(PlaceKind(part) for part in _words(t))),
    "ontology": ("keywords", _sets),
    "division": ("divisions", _words),
    "provider_type": ("provider_types", _words),
    "owner_type": ("owner_types", _words),
    "target_group": ("target_groups", lambda t: tuple(TargetGroup(part) for part in _words(t))),
    "must_be_reservable": ("must_be_reservable", _flag),
    "is_free": ("is_free", _flag),
    "bbox": ("bbox", _box),
    "dwithin_origin": ("near", _point),
    "dwithin_metres": ("within_metres", float),
    "order_by_distance": ("order_by_distance", _point),
    "farthest_first": ("farthest_first", _flag),
    "order_by_accessibility": ("order_by_accessibility", Profile),
    "order_by_name": ("order_by_name", _flag),
}
_REPEATED: Final = frozenset({"keyword_set_AND", "keyword_set_OR", "ontology"})


def read_event_query(parameters: Iterable[tuple[str, str]], now: int) -> EventQuery:
    """The question of an address. InputInvalid names the parameter that is unknown or wrong."""
    special: dict[str, Read] = {
        "start": lambda text: _instant(text, now, last=False),
        "end": lambda text: _instant(text, now, last=True),
        "last_modified_since": lambda text: _instant(text, now, last=False),
    }
    table = EVENT_PARAMETERS | {name: (name, read) for name, read in special.items()}
    return EventQuery(**_collect(parameters, table))


def read_place_query(parameters: Iterable[tuple[str, str]], now: int) -> PlaceQuery:
    """The question of an address. InputInvalid names the parameter that is unknown or wrong."""

    def moment(text: str) -> datetime:
        return read_moment(text, instant(now))

    return PlaceQuery(**_collect(parameters, PLACE_PARAMETERS | {"open_at": ("open_at", moment)}))


def _collect(
    parameters: Iterable[tuple[str, str]], table: dict[str, tuple[str, Read]]
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, text in parameters:
        if name in PAGING:
            continue
        if name not in table:
            raise InputInvalid(path=(name,))
        field, read = table[name]
        try:
            value = read(text)
        except (ValueError, KeyError) as broken:
            raise InputInvalid(path=(name,)) from broken
        found[field] = found[field] + value if field in found and name in _REPEATED else value
    return found


def _instant(text: str, now: int, *, last: bool) -> int:
    """`now`, `today`, a date (its beginning, or its end for `end`) or an instant."""
    moment = instant(now)
    if text == "now":
        return now
    if text == "today":
        return day_start(moment + timedelta(days=1)) if last else day_start(moment)
    found = datetime.fromisoformat(text)
    if "T" not in text.upper():
        found = datetime.combine(found.date(), time(), HERE) + timedelta(days=1 if last else 0)
    elif found.tzinfo is None:
        found = found.replace(tzinfo=HERE)
    return milliseconds(found.astimezone(UTC))
