# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What can be asked of events: the whole filter contract (cityinfo 4.1), as one value and one judgement."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import msgspec

from services.cityinfo.domain.events import (
    DAY_MS,
    Event,
    EventStatus,
    EventType,
    Publication,
    SuperType,
    is_free,
    suits,
)
from services.cityinfo.domain.words import Provenance, status_in
from services.kit.clock import instant
from services.kit.geometry import Point, distance

HERE: Final = ZoneInfo("Europe/Stockholm")
WEEK_DAYS: Final = 7


class EventQuery(msgspec.Struct, frozen=True, kw_only=True):
    """A question about events; what is empty or None is not asked."""

    ids: tuple[str, ...] = ()
    text: str = ""
    full_text: str = ""
    full_text_language: str = ""
    type: tuple[EventType, ...] = (EventType.GENERAL,)
    event_status: tuple[EventStatus, ...] = ()
    publication_status: tuple[Publication, ...] = (Publication.PUBLIC,)
    start: int | None = None
    """Events that go on or begin at this instant or later."""
    end: int | None = None
    days: int | None = None
    starts_after: int | None = None
    """Minutes after midnight, like the next three (V4)."""
    starts_before: int | None = None
    ends_after: int | None = None
    ends_before: int | None = None
    ongoing: bool | None = None
    weekday: tuple[int, ...] = ()
    min_duration: int | None = None
    """Seconds."""
    max_duration: int | None = None
    location: tuple[str, ...] = ()
    division: tuple[str, ...] = ()
    bbox: tuple[float, float, float, float] | None = None
    """West, south, east, north."""
    near: Point | None = None
    within_metres: float | None = None
    internet_based: bool | None = None
    keyword: tuple[str, ...] = ()
    """Any of them."""
    keyword_and: tuple[str, ...] = ()
    keyword_not: tuple[str, ...] = ()
    keyword_set_and: tuple[tuple[str, ...], ...] = ()
    """One of each set, the sets all."""
    keyword_set_or: tuple[tuple[str, ...], ...] = ()
    """All of one set at least."""
    is_free: bool | None = None
    suitable_for: tuple[int, ...] = ()
    audience_min_age_lt: int | None = None
    audience_min_age_gt: int | None = None
    audience_max_age_lt: int | None = None
    audience_max_age_gt: int | None = None
    language: tuple[str, ...] = ()
    in_language: tuple[str, ...] = ()
    translation: tuple[str, ...] = ()
    publisher: tuple[str, ...] = ()
    publisher_ancestor: tuple[str, ...] = ()
    """Organisations; once looked up, they and all that is part of them."""
    data_source: tuple[str, ...] = ()
    data_source_not: tuple[str, ...] = ()
    super_event: str | None = None
    """An id, or `none`."""
    super_event_type: tuple[str, ...] = ()
    """Types, or `none`."""
    hide_super_event: bool = False
    registration: bool | None = None
    enrolment_open: bool | None = None
    enrolment_open_waitlist: bool | None = None
    remaining_gte: int | None = None
    remaining_isnull: bool | None = None
    waiting_gte: int | None = None
    waiting_isnull: bool | None = None
    last_modified_since: int | None = None
    show_deleted: bool = False


Judgement = Callable[[Event], bool]


def judge_of(query: EventQuery, now: int) -> Judgement:
    """A function that says whether an event is meant; text is left to the index."""
    parts = [
        part
        for make in (_of_state, _of_time, _of_clock, _of_place, _of_words, _of_people, _of_tongue,
                     _of_series, _of_enrolment)
        for part in make(query, now)
    ]  # fmt: skip
    return lambda event: all(part(event) for part in parts)


def _of_state(q: EventQuery, now: int) -> list[Judgement]:
    del now
    found: list[Judgement] = []
    if not q.show_deleted:
        found.append(lambda e: not e.deleted)
    if q.ids:
        found.append(lambda e: e.id in q.ids)
    else:
        found.append(lambda e: e.type in q.type)
    found.append(lambda e: e.publication in q.publication_status)
    if q.event_status:
        found.append(lambda e: e.status in q.event_status)
    if q.publisher:
        found.append(lambda e: e.publisher in q.publisher)
    if q.publisher_ancestor:
        found.append(lambda e: e.publisher in q.publisher_ancestor)
    if q.data_source:
        found.append(lambda e: e.source in q.data_source)
    if q.data_source_not:
        found.append(lambda e: e.source not in q.data_source_not)
    if (since := q.last_modified_since) is not None:
        found.append(lambda e: e.modified >= since)
    return found


def _of_time(q: EventQuery, now: int) -> list[Judgement]:
    found: list[Judgement] = []
    end = q.end
    if q.days is not None:
        end = (now if q.start is None else q.start) + q.days * DAY_MS
    if (start := q.start) is not None:
        found.append(lambda e: e.last >= start)
    if end is not None:
        found.append(lambda e: e.start <= end)
    if q.ongoing is not None:
        wanted = q.ongoing
        found.append(lambda e: (e.start <= now <= e.last) is wanted)
    if (least := q.min_duration) is not None:
        found.append(lambda e: e.end is not None and e.end - e.start >= least * 1000)
    if (most := q.max_duration) is not None:
        found.append(lambda e: e.end is not None and e.end - e.start <= most * 1000)
    return found


def _of_clock(q: EventQuery, now: int) -> list[Judgement]:
    """Times of day and days of the week, by the wall clock of the city (V4, V5)."""
    del now
    found: list[Judgement] = []
    if (after := q.starts_after) is not None:
        found.append(lambda e: e.has_start_time and _minute(e.start) >= after)
    if (before := q.starts_before) is not None:
        found.append(lambda e: e.has_start_time and _minute(e.start) <= before)
    if (late := q.ends_after) is not None:
        found.append(lambda e: e.end is not None and e.has_end_time and _minute(e.end) >= late)
    if (early := q.ends_before) is not None:
        found.append(lambda e: e.end is not None and e.has_end_time and _minute(e.end) <= early)
    if q.weekday:
        found.append(lambda e: not weekdays_of(e).isdisjoint(q.weekday))
    return found


def _of_place(q: EventQuery, now: int) -> list[Judgement]:
    del now
    found: list[Judgement] = []
    if q.location:
        found.append(lambda e: e.place in q.location)
    if q.division:
        found.append(lambda e: e.district in q.division or e.area in q.division)
    if (box := q.bbox) is not None:
        west, south, east, north = box
        found.append(
            lambda e: (
                e.point is not None
                and west <= e.point.lon <= east
                and south <= e.point.lat <= north
            )
        )
    if (near := q.near) is not None and (metres := q.within_metres) is not None:
        found.append(lambda e: e.point is not None and distance(near, e.point) <= metres)
    if q.internet_based is not None:
        wanted = q.internet_based
        found.append(lambda e: bool(e.virtual_url) is wanted)
    return found


def _of_words(q: EventQuery, now: int) -> list[Judgement]:
    del now
    found: list[Judgement] = []
    if q.keyword:
        found.append(lambda e: not set(q.keyword).isdisjoint(e.keywords))
    if q.keyword_and:
        found.append(lambda e: set(q.keyword_and) <= set(e.keywords))
    if q.keyword_not:
        found.append(lambda e: set(q.keyword_not).isdisjoint(e.keywords))
    if q.keyword_set_and:
        found.append(
            lambda e: all(not set(each).isdisjoint(e.keywords) for each in q.keyword_set_and)
        )
    if q.keyword_set_or:
        found.append(lambda e: any(set(each) <= set(e.keywords) for each in q.keyword_set_or))
    return found


def _of_people(q: EventQuery, now: int) -> list[Judgement]:
    del now
    found: list[Judgement] = []
    if q.is_free is not None:
        wanted = q.is_free
        found.append(lambda e: is_free(e) is wanted)
    if q.suitable_for:
        found.append(lambda e: suits(e, q.suitable_for))
    bounds: tuple[tuple[int | None, Callable[[Event], int | None], int], ...] = (
        (q.audience_min_age_lt, lambda e: e.min_age, -1),
        (q.audience_min_age_gt, lambda e: e.min_age, 1),
        (q.audience_max_age_lt, lambda e: e.max_age, -1),
        (q.audience_max_age_gt, lambda e: e.max_age, 1),
        (q.remaining_gte, lambda e: e.remaining, 1),
        (q.waiting_gte, lambda e: e.waiting_list, 1),
    )
    found += [_bound(bound, read, sign) for bound, read, sign in bounds if bound is not None]
    if q.remaining_isnull is not None:
        unknown = q.remaining_isnull
        found.append(lambda e: (e.remaining is None) is unknown)
    if q.waiting_isnull is not None:
        unlisted = q.waiting_isnull
        found.append(lambda e: (e.waiting_list is None) is unlisted)
    return found


def _bound(bound: int, read: Callable[[Event], int | None], sign: int) -> Judgement:
    """At most or at least; what is not known is neither."""

    def judge(event: Event) -> bool:
        value = read(event)
        return value is not None and (value - bound) * sign >= 0

    return judge


def _of_tongue(q: EventQuery, now: int) -> list[Judgement]:
    """Spoken there and written about are two things (L2)."""
    del now
    found: list[Judgement] = []
    if q.in_language:
        found.append(lambda e: not set(q.in_language).isdisjoint(e.in_language))
    if q.translation:
        found.append(lambda e: any(_is_told(e, tag) for tag in q.translation))
    if q.language:
        found.append(lambda e: any(tag in e.in_language or _is_told(e, tag) for tag in q.language))
    return found


def _of_series(q: EventQuery, now: int) -> list[Judgement]:
    del now
    found: list[Judgement] = []
    if q.super_event is not None:
        wanted = "" if q.super_event == "none" else q.super_event
        found.append(lambda e: e.super_event == wanted)
    if q.super_event_type:
        kinds = {None if each == "none" else SuperType(each) for each in q.super_event_type}
        found.append(lambda e: e.super_event_type in kinds)
    if q.hide_super_event:
        found.append(lambda e: e.super_event_type is None)
    return found


def _of_enrolment(q: EventQuery, now: int) -> list[Judgement]:
    found: list[Judgement] = []
    if q.registration is not None:
        wanted = q.registration
        found.append(lambda e: (e.enrolment_start is not None) is wanted)
    if q.enrolment_open is not None:
        opened = q.enrolment_open
        found.append(lambda e: (_enrols(e, now) and e.remaining != 0) is opened)
    if q.enrolment_open_waitlist is not None:
        listed = q.enrolment_open_waitlist
        found.append(
            lambda e: (_enrols(e, now) and (e.remaining != 0 or bool(e.waiting_list))) is listed
        )
    return found


def _enrols(event: Event, now: int) -> bool:
    if event.enrolment_start is None or event.enrolment_start > now:
        return False
    return event.enrolment_end is None or event.enrolment_end >= now


def _is_told(event: Event, tag: str) -> bool:
    return status_in(event.name, tag) is not Provenance.MISSING


def _minute(moment: int) -> int:
    local = instant(moment).astimezone(HERE)
    return local.hour * 60 + local.minute


def weekdays_of(event: Event) -> set[int]:
    """The days of the week it touches, 1 = Monday; all of them after a week (V5)."""
    first = instant(event.start).astimezone(HERE).date()
    last = instant(max(event.start, event.last)).astimezone(HERE)
    days = (last.date() - first).days
    if days >= WEEK_DAYS:
        return set(range(1, WEEK_DAYS + 1))
    return {(first + timedelta(days=day)).isoweekday() for day in range(days + 1)}


ORDERS: Final[Mapping[str, Callable[[Event], Any]]] = {
    "start_time": lambda e: e.start,
    "end_time": lambda e: e.last,
    "duration": lambda e: e.last - e.start,
    "last_modified_time": lambda e: e.modified,
}
"""How events may be sorted beside by name."""


def day_start(moment: datetime) -> int:
    """Midnight of the city's day, UTC milliseconds."""
    local = moment.astimezone(HERE)
    return round(local.replace(hour=0, minute=0, second=0, microsecond=0).timestamp() * 1000)
