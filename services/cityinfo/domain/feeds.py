# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Feeds out: calendar, Atom (RFC 4287) and JSON Feed 1.1 of events, GeoJSON (RFC 7946) of places and districts."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, timedelta
from html import escape
from typing import Any, Final

from services.cityinfo.domain.districts import District, wound
from services.cityinfo.domain.event_query import HERE
from services.cityinfo.domain.events import Event, EventStatus
from services.cityinfo.domain.places import Place
from services.cityinfo.domain.words import Told, tell
from services.kit.clock import instant
from services.kit.icalendar import CalendarEvent, write_calendar

_STATUSES: Final = {
    EventStatus.SCHEDULED: "CONFIRMED",
    EventStatus.RESCHEDULED: "CONFIRMED",
    EventStatus.POSTPONED: "TENTATIVE",
    EventStatus.CANCELLED: "CANCELLED",
}


def calendar_of(
    events: Iterable[Event], places: Mapping[str, Place], *, language: str, name: str
) -> bytes:
    """Events as text/calendar, each text in the language it really is in."""
    return write_calendar(
        [_calendar_event(one, places.get(one.place), language) for one in events],
        name=name, language=language,
    )  # fmt: skip


def _calendar_event(event: Event, place: Place | None, language: str) -> CalendarEvent:
    title = tell(event.name, language)
    about = tell(event.description or event.short, language)
    start = instant(event.start).astimezone(HERE)
    end = instant(event.end).astimezone(HERE) if event.end is not None else None
    where = tell(place.names, language) if place else None
    address = ", ".join(part for part in (_value(where), place.street if place else "") if part)
    whole_day = not event.has_start_time
    return CalendarEvent(
        uid=f"{event.id}@torget",
        start=start.date() if whole_day else start,
        end=(end.date() + timedelta(days=1) if end is not None else None) if whole_day else end,
        summary=_value(title),
        language=title.language if title else language,
        description=_value(about),
        location=address or event.virtual_url,
        geo=(event.point.lat, event.point.lon) if event.point else None,
        url=event.info_url or event.virtual_url,
        categories=event.keywords,
        status=_STATUSES[event.status],
        sequence=event.sequence,
        stamp=instant(event.modified),
        rule=event.rule,
    )


def _value(told: Told | None) -> str:
    return told.value if told is not None else ""


def atom_of(events: Sequence[Event], *, address: str, title: str, language: str) -> str:
    """Events as an Atom feed, newest change first."""
    latest = max((event.modified for event in events), default=0)
    entries = "".join(_entry(each, address, language) for each in events)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{language}">'
        f"<id>{escape(address)}</id><title>{_xml(title)}</title>"
        f'<link rel="self" href="{escape(address)}"/>'
        f"<updated>{_rfc3339(latest)}</updated><author><name>Torget</name></author>"
        f"{entries}</feed>\n"
    )


def _entry(event: Event, address: str, language: str) -> str:
    told, about = tell(event.name, language), tell(event.short or event.description, language)
    spoken = told.language if told else language
    base = _folder(address)
    summary = f"<summary>{_xml(about.value)}</summary>" if about else ""
    return (
        f'<entry xml:lang="{spoken}"><id>urn:torget:event:{escape(event.id)}</id>'
        f"<title>{_xml(_value(told))}</title>"
        f"<updated>{_rfc3339(event.modified)}</updated>"
        f"<published>{_rfc3339(event.start)}</published>"
        f'<link rel="alternate" href="{escape(base)}/event/{escape(event.id)}"/>'
        f"{summary}</entry>"
    )


def json_feed_of(
    events: Sequence[Event], *, address: str, title: str, language: str
) -> dict[str, Any]:
    """Events as a JSON Feed, newest change first; each item says the language it really is in."""
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "feed_url": address,
        "language": language,
        "authors": [{"name": "Torget"}],
        "items": [_item(each, _folder(address), language) for each in events],
    }


def _item(event: Event, folder: str, language: str) -> dict[str, Any]:
    told, about = tell(event.name, language), tell(event.short or event.description, language)
    item: dict[str, Any] = {
        "id": f"urn:torget:event:{event.id}",
        "url": f"{folder}/event/{event.id}",
        "title": _value(told),
        "content_text": _value(about) or _value(told),
        "language": told.language if told else language,
        "date_published": _rfc3339(event.start),
        "date_modified": _rfc3339(event.modified),
        "tags": list(event.keywords),
    }
    if event.info_url:
        item["external_url"] = event.info_url
    if event.images:
        item["image"] = event.images[0].url
    return item


def _folder(address: str) -> str:
    """The address without its last part and without its question."""
    return address.split("?", maxsplit=1)[0].rsplit("/", 1)[0]


def _xml(text: str) -> str:
    return escape("".join(c for c in text if c >= " " or c in "\t\n"), quote=False)


def _rfc3339(moment: int) -> str:
    return f"{instant(moment).astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def places_geojson(places: Iterable[Place], language: str) -> dict[str, Any]:
    """Places as points."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": each.id,
                "geometry": {"type": "Point", "coordinates": [each.point.lon, each.point.lat]},
                "properties": _properties(each, language),
            }
            for each in places
        ],
    }


def _properties(place: Place, language: str) -> dict[str, Any]:
    told, about = tell(place.names, language), tell(place.description, language)
    return {
        "name": told.value if told else None,
        "language": told.language if told else None,
        "provenance": told.provenance.value if told else None,
        "description": about.value if about else None,
        "descriptionLanguage": about.language if about else None,
        "kind": place.kind.value,
        "address": place.street or None,
        "district": place.district or None,
        "area": place.area or None,
        "keywords": list(place.keywords),
        "sample": place.sample,
    }


def districts_geojson(districts: Iterable[District]) -> dict[str, Any]:
    """Districts as polygons, wound as RFC 7946 wants them and without the old `crs`."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": each.id,
                "geometry": {
                    "type": "MultiPolygon",
                    "coordinates": [
                        [
                            [list(pair) for pair in wound(ring, outer=number == 0)]
                            for number, ring in enumerate(polygon)
                        ]
                        for polygon in each.polygons
                    ],
                },
                "properties": {"name": each.name, "area": each.area},
            }
            for each in districts
        ],
    }
