# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Events of the city: what happens, when, in which language, for whom, for how much."""

from enum import StrEnum

import msgspec

from services.cityinfo.domain.places import Image
from services.cityinfo.domain.words import Words
from services.kit.geometry import Point

DAY_MS = 86_400_000


class EventType(StrEnum):
    """What sort of event."""

    GENERAL = "general"
    COURSE = "course"
    VOLUNTEERING = "volunteering"


class EventStatus(StrEnum):
    """Whether it happens (schema.org EventStatusType)."""

    SCHEDULED = "EventScheduled"
    CANCELLED = "EventCancelled"
    POSTPONED = "EventPostponed"
    RESCHEDULED = "EventRescheduled"


class Publication(StrEnum):
    """Who may see it."""

    DRAFT = "draft"
    PUBLIC = "public"


class SuperType(StrEnum):
    """How an event holds others."""

    RECURRING = "recurring"
    UMBRELLA = "umbrella"


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """What it costs."""

    is_free: bool
    price: Words = {}
    info_url: str = ""


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happens."""

    id: str
    name: Words
    start: int
    """UTC milliseconds; midnight of the place when `has_start_time` is false."""
    end: int | None = None
    """None: nobody knows; nothing is invented (V3)."""
    has_start_time: bool = True
    has_end_time: bool = True
    type: EventType = EventType.GENERAL
    status: EventStatus = EventStatus.SCHEDULED
    publication: Publication = Publication.PUBLIC
    super_event: str = ""
    super_event_type: SuperType | None = None
    short: Words = {}
    description: Words = {}
    place: str = ""
    """Id of the place; empty for what happens on the net alone."""
    point: Point | None = None
    district: str = ""
    area: str = ""
    virtual_url: str = ""
    outdoors: bool = False
    in_language: tuple[str, ...] = ()
    """Spoken there, not the languages of the text (L2)."""
    audience: tuple[str, ...] = ()
    min_age: int | None = None
    max_age: int | None = None
    offers: tuple[Offer, ...] = ()
    keywords: tuple[str, ...] = ()
    images: tuple[Image, ...] = ()
    enrolment_start: int | None = None
    enrolment_end: int | None = None
    min_capacity: int | None = None
    max_capacity: int | None = None
    remaining: int | None = None
    waiting_list: int | None = None
    """Places left on the waiting list."""
    info_url: str = ""
    rule: str = ""
    """RRULE of a recurring super event, for calendars."""
    publisher: str = "torget"
    source: str = "torget"
    replaced_by: str = ""
    sample: bool = False
    modified: int = 0
    sequence: int = 0
    deleted: bool = False

    @property
    def last(self) -> int:
        """The end, or the start while nobody knows an end (V3)."""
        return self.start if self.end is None else self.end


def is_free(event: Event) -> bool | None:
    """Free when one offer is, not free when none is, unknown without offers (V1)."""
    if not event.offers:
        return None
    return any(offer.is_free for offer in event.offers)


def suits(event: Event, ages: tuple[int, ...]) -> bool:
    """Whether the event is for people of this age or these two ages (V2)."""
    if event.min_age is None and event.max_age is None:
        return False
    if event.min_age is not None and event.min_age > min(ages):
        return False
    return event.max_age is None or event.max_age >= max(ages)
