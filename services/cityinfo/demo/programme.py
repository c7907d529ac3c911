# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Events of the demonstration city: a programme for four weeks from any day, all of it made up."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from services.cityinfo.demo.content import words
from services.cityinfo.domain.event_query import HERE
from services.cityinfo.domain.events import Event, EventStatus, EventType, Offer, SuperType
from services.kit.clock import instant, milliseconds
from services.kit.geometry import Point

DAYS = 28
_FREE = (Offer(is_free=True),)
_TUESDAY, _THURSDAY, _SATURDAY, _SUNDAY = 1, 3, 5, 6
_RINKEBY, _KISTA = Point(59.38808, 17.92855), Point(59.40282, 17.94479)
_MUSEUM, _POOL = Point(59.31963, 18.07103), Point(59.40930, 17.92730)
_CULTURE = Point(59.33203, 18.06480)


def events(now: int) -> list[Event]:
    """What happens in the four weeks after an instant."""
    first = instant(now).astimezone(HERE).date()
    days = [first + timedelta(days=ahead) for ahead in range(DAYS)]
    found = [each for day in days for each in _of_day(day)]
    return [*found, *_week_of_culture(first), _online(first), _helpers(first)]


def _of_day(day: date) -> Iterator[Event]:
    """The weekly programme."""
    if day.weekday() == _TUESDAY:
        yield Event(
            id=f"story-{day}", name=words("story"), short=words("story_text"),
            start=_at(day, 10), end=_at(day, 10, 45), place="bibliotek-rinkeby", point=_RINKEBY,
            in_language=("sv", "so", "ar"), min_age=2, max_age=5, offers=_FREE,
            keywords=("children", "books"), audience=("children",), sample=True,
        )  # fmt: skip
    if day.weekday() == _THURSDAY:
        yield Event(
            id=f"cafe-{day}", name=words("cafe"), short=words("cafe_text"),
            start=_at(day, 17, 30), end=_at(day, 19), place="bibliotek-kista", point=_KISTA,
            in_language=("sv",), min_age=16, offers=_FREE, keywords=("language",), sample=True,
        )  # fmt: skip
    if day.weekday() == _SATURDAY:
        yield Event(
            id=f"walk-{day}", name=words("walk"), short=words("walk_text"),
            start=_at(day, 13), place="stadsmuseet", point=_MUSEUM, in_language=("sv", "en"),
            offers=(Offer(is_free=False, price=words("price")),), outdoors=True,
            keywords=("history", "outdoors"), sample=True,
        )  # fmt: skip
    if day.weekday() == _SUNDAY:
        yield Event(
            id=f"swim-{day}", type=EventType.COURSE, name=words("swim"), short=words("swim_text"),
            start=_at(day, 9), end=_at(day, 10), place="husbybadet", point=_POOL,
            in_language=("sv",), min_age=6, max_age=9, keywords=("swimming", "children"),
            enrolment_start=_at(day - timedelta(days=14), 8), enrolment_end=_at(day, 8),
            max_capacity=12, remaining=3, waiting_list=5, sample=True,
        )  # fmt: skip


def _week_of_culture(first: date) -> Iterator[Event]:
    """An umbrella with two concerts, one of them cancelled."""
    begins = first + timedelta(days=7)
    yield Event(
        id=f"festival-{begins}", name=words("festival"), short=words("festival_text"),
        start=_at(begins, 0), end=_at(begins + timedelta(days=6), 0), has_start_time=False,
        has_end_time=False, super_event_type=SuperType.UMBRELLA, keywords=("culture",),
        point=_CULTURE, offers=_FREE, sample=True,
    )  # fmt: skip
    for number, status in enumerate((EventStatus.SCHEDULED, EventStatus.CANCELLED)):
        day = begins + timedelta(days=number)
        yield Event(
            id=f"concert-{day}", name=words("concert"), short=words("concert_text"),
            start=_at(day, 19), end=_at(day, 21), place="kulturhuset", point=_CULTURE,
            super_event=f"festival-{begins}", status=status, offers=_FREE,
            keywords=("music", "culture"), min_age=12, sample=True,
        )  # fmt: skip


def _online(first: date) -> Event:
    day = first + timedelta(days=3)
    return Event(
        id=f"lecture-{day}", name=words("lecture"), start=_at(day, 18), end=_at(day, 19),
        virtual_url="https://example.org/lecture", in_language=("en", "ar"), offers=_FREE,
        keywords=("help", "language"), sample=True,
    )  # fmt: skip


def _helpers(first: date) -> Event:
    day = first + timedelta(days=5)
    return Event(
        id=f"volunteer-{day}", type=EventType.VOLUNTEERING, name=words("volunteer"),
        start=_at(day, 16), place="bibliotek-tensta", point=Point(59.39437, 17.90175),
        in_language=("sv",), min_age=18, keywords=("help", "children"), sample=True,
    )  # fmt: skip


def _at(day: date, hour: int, minute: int = 0) -> int:
    return milliseconds(datetime.combine(day, time(hour, minute), HERE))
