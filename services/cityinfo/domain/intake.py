# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Files of others read into places and events: what cannot be read is named, the rest is kept."""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, Final, cast

import msgspec

from i18n import LazyText, t
from services.cityinfo.domain.event_query import HERE
from services.cityinfo.domain.events import Event, EventStatus, Offer
from services.cityinfo.domain.osm_reading import read_osm
from services.cityinfo.domain.places import Place, PlaceKind
from services.cityinfo.domain.words import Provenance, Wording, Words
from services.kit.clock import milliseconds
from services.kit.errors import InputInvalid
from services.kit.geometry import Point
from services.kit.icalendar import CalendarEvent, read_calendar

MOST_BYTES: Final = 5_000_000
MOST_ITEMS: Final = 10_000


class Format(StrEnum):
    """In which form content comes in."""

    ICALENDAR = "icalendar"
    GEOJSON = "geojson"
    SCHEMA_ORG = "schema_org"
    LINKED_EVENTS = "linked_events"


class Refused(msgspec.Struct, frozen=True):
    """Something of a file that was not taken: which, and what to do."""

    item: str
    text: LazyText


class Taken(msgspec.Struct, frozen=True):
    """What a file holds."""

    places: tuple[Place, ...]
    events: tuple[Event, ...]
    refused: tuple[Refused, ...]


class _Unfit(Exception):
    """An item that cannot be taken."""

    def __init__(self, text: LazyText) -> None:
        super().__init__(text.key)
        self.text = text


NO_NAME = t("cityinfo.intake.no_name", "Namn saknas. Skriv ett namn.")
NO_TIME = t("cityinfo.intake.no_time", "Tiden går inte att läsa. Skriv den som 2026-05-04T10:00.")
NO_PLACE = t("cityinfo.intake.no_point", "Platsen går inte att läsa. Ange longitud och latitud.")
NO_HOURS = t("cityinfo.intake.no_hours", "Öppettiderna går inte att läsa. Rätta dem.")
UNREADABLE = t("cityinfo.intake.unreadable", "Posten går inte att läsa. Rätta den och försök igen.")
WRONG_ORDER = t("cityinfo.intake.ends_first", "Slutet kommer före starten. Rätta tiderna.")
_CALENDAR_REASONS: Final = {
    "no_start": NO_TIME, "mixed_dates": NO_TIME, "ends_before_start": WRONG_ORDER,
}  # fmt: skip


def read_file(kind: Format, content: str, *, source: str, language: str) -> Taken:
    """Everything a file holds. InputInvalid when it is no file of its kind at all."""
    raw = content.encode()
    if len(raw) > MOST_BYTES:
        raise InputInvalid(path=("content",), max=MOST_BYTES)
    if kind is Format.ICALENDAR:
        return _calendar(raw, source, language)
    try:
        document = msgspec.json.decode(raw)
    except (msgspec.MsgspecError, RecursionError) as broken:
        raise InputInvalid(path=("content",)) from broken
    readers = {
        Format.GEOJSON: _feature, Format.SCHEMA_ORG: _schema, Format.LINKED_EVENTS: _linked,
    }  # fmt: skip
    return _each(_items(kind, document), readers[kind], source, language)


def _items(kind: Format, document: Any) -> list[Any]:
    member = {Format.GEOJSON: "features", Format.SCHEMA_ORG: "@graph",
              Format.LINKED_EVENTS: "data"}[kind]  # fmt: skip
    if isinstance(document, dict):
        held = cast("dict[str, Any]", document)
        found = held.get(member, [held] if kind is not Format.GEOJSON else None)
    else:
        found = document if kind is Format.SCHEMA_ORG else None
    if not isinstance(found, list) or len(cast("list[Any]", found)) > MOST_ITEMS:
        raise InputInvalid(path=("content",), max=MOST_ITEMS)
    return cast("list[Any]", found)


Reader = Callable[[dict[str, Any], str, str], Place | Event]


def _each(items: Iterable[Any], read: Reader, source: str, language: str) -> Taken:
    places: list[Place] = []
    events: list[Event] = []
    refused: list[Refused] = []
    for number, item in enumerate(items, 1):
        name = str(number)
        try:
            given = cast("dict[str, Any]", item)
            name = str(given.get("id") or given.get("@id") or number)
            found = read(given, source, language)
        except _Unfit as problem:
            refused.append(Refused(name, problem.text))
        except (KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError):
            refused.append(Refused(name, UNREADABLE))
        else:
            if isinstance(found, Place):
                places.append(found)
            else:
                events.append(found)
    return Taken(tuple(places), tuple(events), tuple(refused))


def _calendar(raw: bytes, source: str, language: str) -> Taken:
    read = read_calendar(raw)
    refused = [
        Refused(each.uid, _CALENDAR_REASONS.get(each.reason, UNREADABLE)) for each in read.refused
    ]
    events: list[Event] = []
    for one in read.events:
        if one.summary.strip():
            events.append(_of_calendar(one, source, language))
        else:
            refused.append(Refused(one.uid, NO_NAME))
    return Taken((), tuple(events), tuple(refused))


def _of_calendar(one: CalendarEvent, source: str, language: str) -> Event:
    tongue = one.language or language
    statuses = {"CANCELLED": EventStatus.CANCELLED, "TENTATIVE": EventStatus.POSTPONED}
    whole_day = not isinstance(one.start, datetime)
    return Event(
        id=own_id(source, one.uid),
        name=_words(one.summary, tongue),
        description=_words(one.description, tongue),
        start=_milliseconds(one.start),
        end=_milliseconds(one.end) if one.end is not None else None,
        has_start_time=not whole_day,
        has_end_time=not whole_day,
        status=statuses.get(one.status, EventStatus.SCHEDULED),
        point=Point(*one.geo) if one.geo else None,
        keywords=one.categories,
        info_url=_web(one.url),
        rule=one.rule,
        source=source,
        publisher=source,
    )


def _feature(item: dict[str, Any], source: str, language: str) -> Place:
    properties: dict[str, Any] = item.get("properties") or {}
    hours = properties.get("opening_hours")
    return Place(
        id=own_id(source, str(item.get("id") or properties["name"])),
        kind=_kind(properties.get("kind")),
        names=_named(properties.get("name"), language),
        description=_words(properties.get("description"), language),
        point=_coordinates(_member(item.get("geometry"), "coordinates")),
        street=str(properties.get("address") or ""),
        keywords=tuple(str(each) for each in properties.get("keywords") or ()),
        hours=_hours(str(hours)) if hours else None,
        source=source,
        source_id=str(item.get("id") or ""),
    )


def _schema(item: dict[str, Any], source: str, language: str) -> Place | Event:
    key = own_id(source, str(item.get("identifier") or item.get("@id") or item["name"]))
    if "startDate" in item:
        start, timed = _moment(item["startDate"])
        end, end_timed = _moment(item["endDate"]) if item.get("endDate") else (None, False)
        if end is not None and end < start:
            raise _Unfit(WRONG_ORDER)
        free = item.get("isAccessibleForFree")
        return Event(
            id=key, name=_named(item.get("name"), language), start=start, end=end,
            description=_words(item.get("description"), language),
            has_start_time=timed, has_end_time=end_timed or end is None,
            status=_status(item.get("eventStatus")),
            in_language=tuple(_listed(item.get("inLanguage"))),
            offers=(Offer(is_free=bool(free)),) if free is not None else (),
            info_url=_web(item.get("url")), source=source, publisher=source,
        )  # fmt: skip
    geo: dict[str, Any] = item.get("geo") or {}
    address: Any = item.get("address") or ""
    street = str(_member(address, "streetAddress") or "")
    hours = item.get("openingHours")
    return Place(
        id=key, kind=PlaceKind.OTHER, names=_named(item.get("name"), language),
        description=_words(item.get("description"), language),
        point=_coordinates([geo.get("longitude"), geo.get("latitude")]), street=street,
        phone=str(item.get("telephone") or ""), is_free=item.get("isAccessibleForFree"),
        hours=_hours("; ".join(_listed(hours))) if hours else None, source=source,
    )  # fmt: skip


def _linked(item: dict[str, Any], source: str, language: str) -> Event:
    start, _ = _moment(item["start_time"])
    end = _moment(item["end_time"])[0] if item.get("end_time") else None
    if end is not None and end < start:
        raise _Unfit(WRONG_ORDER)
    return Event(
        id=own_id(source, str(item["id"])),
        name=_named(item.get("name"), language),
        short=_words(item.get("short_description"), language),
        description=_words(item.get("description"), language),
        start=start,
        end=end,
        has_start_time=bool(item.get("has_start_time", True)),
        has_end_time=bool(item.get("has_end_time", True)),
        status=_status(item.get("event_status")),
        in_language=tuple(
            str(each.get("@id", "")).rstrip("/").rsplit("/", 1)[-1]
            for each in item.get("in_language") or ()
        ),
        min_age=item.get("audience_min_age"),
        max_age=item.get("audience_max_age"),
        offers=tuple(
            Offer(is_free=bool(each["is_free"]), price=_words(each.get("price"), language))
            for each in item.get("offers") or ()
        ),
        super_event=own_id(source, _tail(item["super_event"])) if item.get("super_event") else "",
        info_url=_web(_first(item.get("info_url"))),
        source=source,
        publisher=str(item.get("publisher") or source),
    )


def own_id(source: str, key: str) -> str:
    """Our id of another's thing: the same one each time it comes."""
    return f"{source}:{re.sub(r'[^A-Za-z0-9._~-]+', '-', key)[:120]}"


def _named(given: Any, language: str) -> Words:
    found = _words(given, language)
    if not found:
        raise _Unfit(NO_NAME)
    return found


def _words(given: Any, language: str) -> Words:
    """A text, or a mapping of languages to texts."""
    texts = cast("dict[str, Any]", given) if isinstance(given, dict) else {language: given}
    there = [(tag, str(text).strip()) for tag, text in texts.items() if text and str(text).strip()]
    return {
        tag: Wording(value=text, status=Provenance.HUMAN if n else Provenance.ORIGINAL)
        for n, (tag, text) in enumerate(there)
    }


def _moment(given: Any) -> tuple[int, bool]:
    """UTC milliseconds, and whether there is a time of day."""
    try:
        found = datetime.fromisoformat(str(given))
    except ValueError as broken:
        raise _Unfit(NO_TIME) from broken
    timed = "T" in str(given).upper()
    return milliseconds(found if found.tzinfo else found.replace(tzinfo=HERE)), timed


def _milliseconds(moment: date | datetime) -> int:
    if isinstance(moment, datetime):
        return milliseconds(moment)
    return milliseconds(datetime.combine(moment, time(), HERE))


def _coordinates(given: Any) -> Point:
    try:
        lon, lat = given[:2]
        return Point(float(lat), float(lon))
    except (TypeError, ValueError) as broken:
        raise _Unfit(NO_PLACE) from broken


def _hours(text: str) -> Any:
    try:
        return read_osm(text)
    except InputInvalid as broken:
        raise _Unfit(NO_HOURS) from broken


def _kind(given: Any) -> PlaceKind:
    return PlaceKind(given) if given in PlaceKind._value2member_map_ else PlaceKind.OTHER


def _status(given: Any) -> EventStatus:
    name = str(given or "").rsplit("/", 1)[-1]
    return EventStatus(name) if name in EventStatus._value2member_map_ else EventStatus.SCHEDULED


def _listed(given: Any) -> list[str]:
    if given is None:
        return []
    return [str(each) for each in cast("list[Any]", given if isinstance(given, list) else [given])]


def _first(given: Any) -> Any:
    if isinstance(given, dict):
        return next(iter(cast("dict[str, Any]", given).values()), None)
    return given


def _member(given: Any, name: str) -> Any:
    """A member of an object, or the value itself when it is none."""
    return cast("dict[str, Any]", given).get(name) if isinstance(given, dict) else given


def _tail(given: Any) -> str:
    key = cast("dict[str, Any]", given).get("@id", "") if isinstance(given, dict) else given
    return str(key).rstrip("/").rsplit("/", 1)[-1]


def _web(given: Any) -> str:
    """An address of the web, or none: no other scheme gets into a link."""
    text = str(given or "")
    return text if text.startswith(("https://", "http://")) else ""
