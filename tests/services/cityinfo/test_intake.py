# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Files of others taken in: what can be read is kept, what cannot is named, nothing half published."""

import json

import pytest

from services.cityinfo.domain.intake import Format, read_file
from services.kit.errors import InputInvalid
from tests.services.cityinfo.conftest import EDITOR

pytestmark = pytest.mark.anyio

TAKE = """mutation($i: ImportContentInput!) { importCityContent(input: $i) {
  places events refused { item reason { value language } } userErrors { code path } } }"""

CALENDAR = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:x
BEGIN:VEVENT
UID:a@x
DTSTART;TZID=Europe/Stockholm:20260601T180000
DTEND;TZID=Europe/Stockholm:20260601T200000
SUMMARY;LANGUAGE=fi:Konsertti
GEO:59.3320;18.0648
CATEGORIES:music
URL:javascript:alert(1)
END:VEVENT
BEGIN:VEVENT
UID:b@x
SUMMARY:Ingen tid
END:VEVENT
BEGIN:VEVENT
UID:c@x
DTSTART:20260601T180000Z
DTEND:20260601T170000Z
SUMMARY:Baklänges
END:VEVENT
BEGIN:VEVENT
UID:d@x
DTSTART;VALUE=DATE:20260606
SUMMARY:Nationaldagen
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")
GEOJSON = {
    "type": "FeatureCollection",
    "features": [
        {"type": "Feature", "id": "1", "geometry": {"type": "Point", "coordinates": [17.945, 59.403]},
         "properties": {"name": {"sv": "Torghallen", "en": "Market Hall"}, "kind": "other", "opening_hours": "Mo-Fr 10:00-18:00"}},
        {"type": "Feature", "id": "2", "geometry": None, "properties": {"name": "Utan plats"}},
        {"type": "Feature", "id": "3", "geometry": {"type": "Point", "coordinates": [17.9, 59.4]}, "properties": {}},
        {"type": "Feature", "id": "4", "geometry": {"type": "Point", "coordinates": [17.9, 59.4]},
         "properties": {"name": "Trasig", "opening_hours": "sunrise-sunset"}},
        {"type": "Feature", "id": "5", "geometry": {"type": "Point", "coordinates": [999, 59.4]}, "properties": {"name": "Fel"}},
        "nonsense",
    ],
}  # fmt: skip
SCHEMA = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "Library", "identifier": "l1", "name": "Bibliotek", "openingHours": ["Mo-Fr 10:00-18:00", "Sa 10:00-14:00"],
         "geo": {"latitude": 59.33, "longitude": 18.06}, "address": {"streetAddress": "Gatan 1"}, "isAccessibleForFree": True},
        {"@type": "Event", "identifier": "e1", "name": "Kurs", "startDate": "2026-06-01T10:00:00+02:00", "endDate": "2026-06-01T12:00:00+02:00",
         "inLanguage": "so", "isAccessibleForFree": False, "eventStatus": "https://schema.org/EventCancelled"},
        {"@type": "Event", "identifier": "e2", "name": "Fel tid", "startDate": "snart"},
        {"@type": "Event", "identifier": "e3", "name": "Baklänges", "startDate": "2026-06-02", "endDate": "2026-06-01"},
    ],
}  # fmt: skip
LINKED = {
    "meta": {"count": 2},
    "data": [
        {"id": "kulke:1", "name": {"fi": "Konsertti", "sv": "Konsert", "en": "Concert"}, "start_time": "2026-06-01T15:00:00Z",
         "end_time": None, "has_end_time": False, "event_status": "EventPostponed", "audience_min_age": 5,
         "in_language": [{"@id": "https://api.example/v1/language/fi/"}], "super_event": {"@id": "https://api.example/v1/event/kulke:0/"},
         "offers": [{"is_free": False, "price": {"fi": "10 €"}}]},
        {"id": "kulke:2", "name": {}, "start_time": "2026-06-01T15:00:00Z"},
    ],
}  # fmt: skip


async def take(city, format, content, **more):  # noqa: A002
    given = {
        "format": format,
        "content": content if isinstance(content, str) else json.dumps(content),
        "source": "test",
    }
    answer = await city.ask(TAKE, EDITOR, i=given | more, locale="ar")
    assert answer.errors == [], answer.errors
    return answer.data["importCityContent"]


def keys(report):
    return [one["item"] for one in report["refused"]]


async def test_a_calendar(city):
    report = await take(city, "ICALENDAR", CALENDAR)
    assert (report["events"], report["places"]) == (2, 0)
    assert keys(report) == ["b@x", "c@x"]
    assert {one["reason"]["language"] for one in report["refused"]} == {"ar"}
    found = await city.ask(
        """{ cityEvents(filter: {text: "konsertti"}) { nodes { name { value language } start end district } } }"""
    )
    assert found.data["cityEvents"]["nodes"] == [
        {"name": {"value": "Konsertti", "language": "fi"}, "start": "2026-06-01T16:00:00Z",
         "end": "2026-06-01T18:00:00Z", "district": "Norrmalm"}
    ]  # fmt: skip


async def test_geojson(city):
    report = await take(city, "GEOJSON", GEOJSON)
    assert report["places"] == 1
    assert keys(report) == ["2", "3", "4", "5", "6"]
    found = await city.ask(
        """{ places(filter: {text: "torghallen"}) { nodes { district area openingHoursOsm name { value language } } } }""",
        locale="en",
    )
    assert found.data["places"]["nodes"] == [
        {"district": "Kista", "area": "Järva", "openingHoursOsm": "Mo-Fr 10:00-18:00", "name": {"value": "Market Hall", "language": "en"}}
    ]  # fmt: skip


async def test_schema_org(city):
    report = await take(city, "SCHEMA_ORG", SCHEMA)
    assert (report["places"], report["events"], keys(report)) == (1, 1, ["3", "4"])


async def test_linked_events(city):
    report = await take(city, "LINKED_EVENTS", LINKED)
    assert (report["events"], keys(report)) == (1, ["kulke:2"])
    taken = read_file(Format.LINKED_EVENTS, json.dumps(LINKED), source="test", language="sv")
    (event,) = taken.events
    assert event.end is None, "an end that nobody knows is not invented (linkedevents 110)"
    assert event.in_language == ("fi",)
    assert (event.id, event.super_event) == ("test:kulke-1", "test:kulke-0")


async def test_the_same_file_twice_is_the_same_content_once(city):
    await take(city, "GEOJSON", GEOJSON)
    await take(city, "GEOJSON", GEOJSON)
    found = await city.ask("""{ places(filter: {text: "torghallen"}) { totalCount } }""")
    assert found.data["places"]["totalCount"] == 1


async def test_a_dry_run_says_the_same_and_changes_nothing(city):
    dry = await take(city, "GEOJSON", GEOJSON, dryRun=True)
    found = await city.ask("""{ places(filter: {text: "torghallen"}) { totalCount } }""")
    assert found.data["places"]["totalCount"] == 0
    assert dry == await take(city, "GEOJSON", GEOJSON)


def test_no_other_scheme_gets_into_a_link():
    taken = read_file(Format.ICALENDAR, CALENDAR, source="test", language="sv")
    assert all(one.info_url == "" for one in taken.events)


@pytest.mark.parametrize(
    ("format", "content", "path"),
    [
        ("ICALENDAR", "BEGIN:VCALENDAR", ["calendar"]),
        ("ICALENDAR", "x" * 100, ["calendar"]),
        ("GEOJSON", "{", ["content"]),
        ("GEOJSON", '{"type": "FeatureCollection"}', ["content"]),
        ("GEOJSON", "[" * 100_000, ["content"]),
        ("LINKED_EVENTS", "[]", ["content"]),
    ],
)  # fmt: skip
async def test_a_file_that_is_none_is_refused_whole(city, format, content, path):  # noqa: A002
    report = await take(city, format, content)
    assert report["places"] == report["events"] == 0
    assert [(e["code"], e["path"]) for e in report["userErrors"]] == [("INPUT_INVALID", path)]


@pytest.mark.parametrize(
    ("more", "code"),
    [({"source": "Å/../x"}, "INPUT_INVALID"), ({"language": "tlh"}, "UNKNOWN_LOCALE")],
)
async def test_unknown_sources_and_languages_are_refused(city, more, code):
    report = await take(city, "GEOJSON", GEOJSON, **more)
    assert report["userErrors"][0]["code"] == code


def test_a_file_that_is_too_large_is_not_read():
    with pytest.raises(InputInvalid):
        read_file(Format.GEOJSON, " " * 5_000_001, source="test", language="sv")
