# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Places, events and guides as schema.org JSON-LD, in one language (cityinfo 4.3)."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Final

from services.cityinfo.domain.event_query import HERE
from services.cityinfo.domain.events import Event, is_free
from services.cityinfo.domain.guides import Guide
from services.cityinfo.domain.hour_days import Element, Schedule
from services.cityinfo.domain.hours import DAY, OPEN_STATES, DatePeriod
from services.cityinfo.domain.places import Place, PlaceKind
from services.cityinfo.domain.words import Wording, tell
from services.kit.clock import instant

CONTEXT: Final = "https://schema.org"
AHEAD_DAYS: Final = 60
_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_TYPES: Final = {
    PlaceKind.LIBRARY: "Library",
    PlaceKind.MUSEUM: "Museum",
    PlaceKind.POOL: "PublicSwimmingPool",
    PlaceKind.SPORTS: "SportsActivityLocation",
    PlaceKind.PLAYGROUND: "Playground",
    PlaceKind.PARK: "Park",
    PlaceKind.CULTURE_HOUSE: "CivicStructure",
    PlaceKind.OFFICE: "GovernmentOffice",
    PlaceKind.ATTRACTION: "TouristAttraction",
    PlaceKind.OTHER: "Place",
}


def place_jsonld(place: Place, language: str, today: date) -> dict[str, Any]:
    """A place. Its regular week, and the dates of the next two months that differ from it."""
    document: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": _TYPES[place.kind],
        "@id": f"urn:torget:place:{place.id}",
        "identifier": place.id,
        "name": _text(place.names, language),
        "description": _text(place.description, language),
        "address": {
            "@type": "PostalAddress",
            "streetAddress": place.street or None,
            "postalCode": place.postal_code or None,
            "addressLocality": place.locality,
            "addressCountry": "SE",
        },
        "geo": {
            "@type": "GeoCoordinates",
            "latitude": place.point.lat,
            "longitude": place.point.lon,
        },
        "telephone": place.phone or None,
        "url": place.links[0].url if place.links else None,
        "isAccessibleForFree": place.is_free,
        "image": [each.url for each in place.images] or None,
    }
    if place.hours is not None:
        schedule = Schedule(place.hours)
        document["openingHoursSpecification"] = _regular(place.hours.periods)
        document["specialOpeningHoursSpecification"] = list(_special(schedule, today)) or None
    return without_none(document)


def _regular(periods: Iterable[DatePeriod]) -> list[dict[str, Any]]:
    """Spans that hold every week of a period."""
    found: list[dict[str, Any]] = []
    for period in periods:
        if period.override:
            continue
        for group in period.groups:
            for span in group.spans if not group.rules else ():
                start, end = (0, DAY) if span.full_day else (span.start, span.end)
                if start is None or end is None:
                    continue
                days = span.weekdays or tuple(range(1, len(_DAYS) + 1))
                found.append(
                    without_none({
                        "@type": "OpeningHoursSpecification",
                        "dayOfWeek": [f"{CONTEXT}/{_DAYS[day - 1]}" for day in days],
                        "opens": _clock(start),
                        "closes": _closes(end),
                        "validFrom": period.start.isoformat() if period.start else None,
                        "validThrough": period.end.isoformat() if period.end else None,
                    })
                )  # fmt: skip
    return found


def _special(schedule: Schedule, today: date) -> Iterable[dict[str, Any]]:
    """Dates whose hours come from an override or a rule, each on its own."""
    for ahead in range(AHEAD_DAYS):
        day = today + timedelta(days=ahead)
        elements = schedule.own(day)
        if not any(one.override or _is_ruled(one, schedule) for one in elements):
            continue
        spans = [one for one in elements if one.state in OPEN_STATES and _is_known(one)]
        for opens, closes in [(one.start or 0, one.end or DAY) for one in spans] or [(0, 0)]:
            yield {
                "@type": "OpeningHoursSpecification",
                "opens": _clock(opens),
                "closes": _closes(closes) if closes else "00:00",
                "validFrom": day.isoformat(),
                "validThrough": day.isoformat(),
            }


def _is_known(one: Element) -> bool:
    return one.start is not None and one.end is not None


def _is_ruled(one: Element, schedule: Schedule) -> bool:
    return any(group.rules for n in one.periods for group in schedule.hours.periods[n].groups)


def _clock(minute: int) -> str:
    minute %= DAY
    return f"{minute // 60:02}:{minute % 60:02}"


def _closes(minute: int) -> str:
    """Midnight is written 23:59: 00:00 would be the day's beginning."""
    return "23:59" if minute % DAY == 0 else _clock(minute)


def event_jsonld(event: Event, language: str, place: Place | None = None) -> dict[str, Any]:
    """An event."""
    here, there = event.point is not None or bool(event.place), bool(event.virtual_url)
    mode = "Mixed" if here and there else "Online" if there else "Offline"
    locations: list[Any] = []
    if place is not None:
        locations.append({"@type": "Place", "name": _text(place.names, language),
                          "address": place.street or place.locality})  # fmt: skip
    if there:
        locations.append({"@type": "VirtualLocation", "url": event.virtual_url})
    name = tell(event.name, language)
    document = {
        "@context": CONTEXT,
        "@type": "Event",
        "@id": f"urn:torget:event:{event.id}",
        "identifier": event.id,
        "name": name.value if name else None,
        "description": _text(event.description, language) or _text(event.short, language),
        "startDate": _moment(event.start, timed=event.has_start_time),
        "endDate": _moment(event.end, timed=event.has_end_time),
        "eventStatus": f"{CONTEXT}/{event.status.value}",
        "eventAttendanceMode": f"{CONTEXT}/{mode}EventAttendanceMode",
        "location": locations[0] if len(locations) == 1 else locations or None,
        "inLanguage": list(event.in_language) or None,
        "isAccessibleForFree": is_free(event),
        "offers": [
            without_none({"@type": "Offer", "price": 0 if each.is_free else None,
                          "priceCurrency": "SEK", "description": _text(each.price, language),
                          "url": each.info_url or None})
            for each in event.offers
        ] or None,
        "audience": _audience(event),
        "image": [each.url for each in event.images] or None,
        "superEvent": {"@id": f"urn:torget:event:{event.super_event}"}
        if event.super_event else None,
        "organizer": {"@type": "Organization", "name": event.publisher},
        "maximumAttendeeCapacity": event.max_capacity,
        "url": event.info_url or None,
    }  # fmt: skip
    return without_none(document)


def _audience(event: Event) -> dict[str, Any] | None:
    if event.min_age is None and event.max_age is None:
        return None
    return without_none(
        {
            "@type": "PeopleAudience",
            "suggestedMinAge": event.min_age,
            "suggestedMaxAge": event.max_age,
        }
    )


def guide_jsonld(guide: Guide, language: str) -> dict[str, Any]:
    """A guide as a page of questions."""
    return without_none(
        {
            "@context": CONTEXT,
            "@type": "FAQPage",
            "@id": f"urn:torget:guide:{guide.id}",
            "name": _text(guide.title, language),
            "inLanguage": getattr(tell(guide.title, language), "language", None),
            "mainEntity": [
                {
                    "@type": "Question",
                    "name": _text(each.question, language),
                    "acceptedAnswer": {"@type": "Answer", "text": _text(each.answer, language)},
                }
                for each in guide.questions
            ],
        }
    )


def _text(words: Mapping[str, Wording], language: str) -> str | None:
    told = tell(words, language)
    return told.value if told is not None else None


def _moment(value: int | None, *, timed: bool) -> str | None:
    if value is None:
        return None
    local = instant(value).astimezone(HERE)
    return local.isoformat() if timed else local.date().isoformat()


def without_none(document: Mapping[str, Any]) -> dict[str, Any]:
    """The document without what nobody knows."""
    return {name: value for name, value in document.items() if value is not None}
