# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Feeds out by their open doors: read again by independent parsers, per query and language (cityinfo 4.2, 4.3)."""

import calendar as days_of_weeks
import json
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta

import feedparser
import icalendar
import ics
import pytest
import recurring_ical_events
from litestar.testing import AsyncTestClient
from shapely.geometry import Point, shape

from services.cityinfo.actions.writing import put_events
from services.cityinfo.demo import EDITOR
from services.cityinfo.demo.content import districts, places
from services.cityinfo.domain.event_query import HERE
from services.cityinfo.domain.events import Event, EventStatus
from services.cityinfo.domain.hours import DAY
from services.cityinfo.domain.jsonld import place_jsonld
from services.cityinfo.domain.organisations import Organisation, below
from services.cityinfo.domain.osm_reading import read_osm
from services.cityinfo.domain.places import Place, PlaceKind
from services.cityinfo.domain.words import in_swedish
from services.kit.clock import milliseconds
from services.kit.geometry import Point as At
from services.kit.web_door import rest_doors
from services.kit.wire.caller import ANONYMOUS
from tests.support.services import Asked

pytestmark = pytest.mark.anyio
BASE = "/cityinfo/v1"


@pytest.fixture
async def web(city: Asked) -> AsyncIterator[AsyncTestClient]:
    async def admit(_):
        return ANONYMOUS

    async with AsyncTestClient(rest_doors([city.running], admit, city.clock)) as client:
        client.asked = city
        yield client


def at(text):
    return milliseconds(datetime.fromisoformat(text).replace(tzinfo=HERE))


async def keep(city, *events):
    await city.database.transact(lambda tx: put_events(tx, EDITOR, events))


async def test_free_events_for_children_in_jarva_in_somali_to_subscribe_to(web):
    answer = await web.get(
        f"{BASE}/event.ics",
        params={"is_free": "true", "keyword": "children", "division": "Järva", "locale": "so"},
    )
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    read = icalendar.Calendar.from_ical(answer.content)
    events = list(read.walk("VEVENT"))
    assert len(events) == 4
    for one in events:
        assert str(one["SUMMARY"]) == "Waqtiga sheekada"
        assert one["SUMMARY"].params["LANGUAGE"] == "so"
        assert str(one["LOCATION"]) == "Rinkeby bibliotek, Skårbygränd 1"
    other = ics.Calendar(answer.text)
    assert {one.begin.datetime.astimezone(UTC) for one in other.events} == {
        one["DTSTART"].dt.astimezone(UTC) for one in events
    }


@pytest.mark.parametrize(
    ("days", "hours"),
    [
        (("2026-03-22", "2026-03-29", "2026-04-05"), [9, 8, 8]),
        (("2026-10-18", "2026-10-25", "2026-11-01"), [8, 9, 9]),
    ],
    ids=["spring", "autumn"],
)
async def test_a_series_over_both_changes_of_the_clock_read_by_two_parsers(web, days, hours):
    name = in_swedish("Veckomöte", en="Weekly")
    starts = [at(f"{day}T10:00") for day in days]
    hour = 3_600_000
    series = Event(
        id="series", name=name, start=starts[0], end=starts[0] + hour, rule="FREQ=WEEKLY;COUNT=3"
    )
    each = [
        Event(id=f"s{n}", name=name, start=start, super_event="series")
        for n, start in enumerate(starts)
    ]
    await keep(web.asked, series, *each)
    answer = await web.get(f"{BASE}/event.ics", params={"ids": "series"})
    found = recurring_ical_events.of(icalendar.Calendar.from_ical(answer.content)).between(
        date.fromisoformat(days[0]), date.fromisoformat(days[-1]) + timedelta(days=7)
    )
    assert [one["DTSTART"].dt.astimezone(UTC).hour for one in found] == hours
    single = await web.get(f"{BASE}/event.ics", params={"super_event": "series"})
    begins = [one.begin.datetime.astimezone(UTC) for one in ics.Calendar(single.text).timeline]
    assert [one.hour for one in begins] == hours
    assert [milliseconds(one) for one in begins] == starts


async def test_the_same_question_is_not_sent_twice(web):
    first = await web.get(f"{BASE}/event.ics")
    again = await web.get(f"{BASE}/event.ics", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = await web.get(f"{BASE}/event.ics", headers={"Accept-Language": "fi"})
    assert other.headers["etag"] != first.headers["etag"]


async def test_a_change_counts_the_sequence_up_and_a_cancelled_event_says_so(web):
    await keep(web.asked, Event(id="x", name=in_swedish("X"), start=at("2026-05-01T10:00")))
    await keep(
        web.asked,
        Event(
            id="x", name=in_swedish("X"), start=at("2026-05-01T11:00"), status=EventStatus.CANCELLED
        ),
    )
    text = (await web.get(f"{BASE}/event.ics", params={"ids": "x"})).text
    assert "SEQUENCE:1\r\n" in text
    assert "STATUS:CANCELLED\r\n" in text
    assert "DTEND" not in text


async def test_atom_is_read_by_a_feed_reader(web):
    answer = await web.get(f"{BASE}/event.atom", params={"text": "sagostund", "locale": "ar"})
    read = feedparser.parse(answer.content)
    assert read.bozo == 0
    assert len(read.entries) == 4
    assert {one.title for one in read.entries} == {"ساعة الحكايات"}
    assert read.feed.language == "ar"
    assert read.entries[0].id.startswith("urn:torget:event:story-")


async def test_a_json_feed_says_the_language_of_each_item(web):  # JSON Feed 1.1
    asked = {"text": "sagostund", "locale": "so"}
    answer = await web.get(f"{BASE}/event.feed.json", params=asked)
    assert answer.headers["content-type"].startswith("application/feed+json")
    feed = answer.json()
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["language"] == "so"
    assert feed["feed_url"].endswith("/cityinfo/v1/event.feed.json?text=sagostund&locale=so")
    assert len(feed["items"]) == 4
    assert len({one["id"] for one in feed["items"]}) == 4
    atom = feedparser.parse((await web.get(f"{BASE}/event.atom", params=asked)).content)
    assert [one["id"] for one in feed["items"]] == [one.id for one in atom.entries]
    for one in feed["items"]:
        assert one["content_text"], "an item has a text or a page (JSON Feed 1.1, items)"
        assert one["language"] in {"so", "sv"}
        assert datetime.fromisoformat(one["date_modified"]).tzinfo is UTC
        there = (await web.get(one["url"].removeprefix("http://t"))).json()
        assert there["@type"] == "Event"
    mark = answer.headers["etag"]
    again = await web.get(f"{BASE}/event.feed.json", params=asked, headers={"if-none-match": mark})
    assert again.status_code == 304
    empty = await web.get(f"{BASE}/event.feed.json", params={"text": "finnsinte"})
    assert empty.json()["items"] == []


async def test_what_an_organisation_and_its_parts_publish(web):
    async def ids(**asked):
        found = (await web.get(f"{BASE}/event", params=asked | {"page_size": "100"})).json()["data"]
        return {one["id"] for one in found}

    own = Event(
        id="own",
        name=in_swedish("Medborgarmöte"),
        start=at("2026-01-08T18:00"),
        publisher="stockholm",
    )
    other = Event(
        id="other", name=in_swedish("Loppis"), start=at("2026-01-08T18:00"), publisher="grannarna"
    )
    await keep(web.asked, own, other)
    city = await ids(publisher_ancestor="stockholm")
    assert "own" in city
    assert "other" not in city
    assert await ids(publisher="torget") < city
    assert await ids(publisher_ancestor="kultur") == await ids(publisher="torget")
    assert await ids(publisher_ancestor="kultur", publisher="stockholm") == set()
    assert await ids(publisher_ancestor="grannarna,kultur") > {"other"}
    graph = await web.asked.ask(
        """{ cityEvents(filter: {publisherAncestor: ["stockholm"]}, first: 100) { totalCount } }"""
    )
    assert graph.data["cityEvents"]["totalCount"] == len(city)


def test_organisations_in_a_circle_end_where_they_began():
    ring = [Organisation(id=a, parent=b, names=in_swedish(a)) for a, b in ("ab", "bc", "ca", "dd")]
    assert set(below(ring, ["a"])) == {"a", "b", "c"}
    assert below(ring, ["d", "x"]) == ("d", "x")
    assert below([], ["x"]) == ("x",)


async def test_an_event_for_search_engines(web):
    answer = await web.get(
        f"{BASE}/event.jsonld", params={"text": "simskola", "type": "course", "locale": "en"}
    )
    one = answer.json()["@graph"][0]
    assert answer.headers["content-type"].startswith("application/ld+json")
    assert one["@type"] == "Event"
    assert one["name"] == "Swimming lessons"
    assert one["eventStatus"] == "https://schema.org/EventScheduled"
    assert one["eventAttendanceMode"] == "https://schema.org/OfflineEventAttendanceMode"
    assert one["startDate"].endswith("+01:00")
    assert one["audience"] == {
        "@type": "PeopleAudience",
        "suggestedMinAge": 6,
        "suggestedMaxAge": 9,
    }
    assert one["maximumAttendeeCapacity"] == 12
    assert "isAccessibleForFree" not in one, "an unknown price is not shown as free"
    online = (await web.get(f"{BASE}/event.jsonld", params={"internet_based": "true"})).json()[
        "@graph"
    ][0]
    assert online["location"] == {"@type": "VirtualLocation", "url": "https://example.org/lecture"}
    assert online["eventAttendanceMode"] == "https://schema.org/OnlineEventAttendanceMode"


def specifications(osm, today=date(2026, 12, 1)):
    place = Place(
        id="p", kind=PlaceKind.LIBRARY, names=in_swedish("P"), point=At(59, 18), hours=read_osm(osm)
    )
    made = place_jsonld(place, "sv", today)
    return made["openingHoursSpecification"], made.get("specialOpeningHoursSpecification", [])


def test_hours_for_search_engines():
    regular, special = specifications("Mo-Fr 10:00-18:00, Sa 20:00-24:00; PH off")
    assert regular[0]["dayOfWeek"] == [
        f"https://schema.org/{d}" for d in list(days_of_weeks.day_name)[:5]
    ]
    assert (regular[0]["opens"], regular[0]["closes"]) == ("10:00", "18:00")
    assert regular[1]["closes"] == "23:59"
    closed = {one["validFrom"]: (one["opens"], one["closes"]) for one in special}
    assert closed["2026-12-24"] == ("00:00", "00:00")
    assert DAY == 1440


async def test_places_as_geojson_lie_in_their_districts(web):
    answer = await web.get(f"{BASE}/place.geojson", params={"kind": "library", "locale": "fi"})
    features = answer.json()["features"]
    assert len(features) == 6
    shapes = {
        f["id"]: shape(f["geometry"])
        for f in (await web.get(f"{BASE}/district.geojson")).json()["features"]
    }
    for one in features:
        assert shapes[one["properties"]["district"]].contains(Point(one["geometry"]["coordinates"]))
        assert one["properties"]["descriptionLanguage"] == "fi"
        assert one["properties"]["sample"] is True


async def test_districts_are_wound_as_the_standard_wants(web):
    document = (await web.get(f"{BASE}/district.geojson")).json()
    assert "crs" not in document
    assert len(document["features"]) == 117
    for feature in document["features"]:
        whole = shape(feature["geometry"])
        assert whole.is_valid or whole.buffer(0).area > 0
        for polygon in whole.geoms:
            assert polygon.exterior.is_ccw
    for one in districts():
        feature = next(f for f in document["features"] if f["id"] == one.id)
        assert shape(feature["geometry"]).contains(Point(one.point.lon, one.point.lat))


async def test_lists_by_address_with_pages(web):
    answer = await web.get(f"{BASE}/place", params={"page_size": 5, "locale": "ar"})
    first = answer.json()
    assert first["meta"]["count"] == len(places())
    assert len(first["data"]) == 5
    assert first["data"][0]["name_told"]["requested"] == "ar"
    second = (await web.get(first["meta"]["next"])).json()
    assert {p["id"] for p in first["data"]}.isdisjoint(p["id"] for p in second["data"])
    events = (
        await web.get(f"{BASE}/event", params={"keyword": "books", "sort": "-start_time"})
    ).json()
    starts = [one["start"] for one in events["data"]]
    assert starts == sorted(starts, reverse=True)


async def test_places_by_address_in_every_order_of_the_graph(web):
    async def ids(**asked):
        answer = await web.get(f"{BASE}/place", params=asked | {"page_size": "100"})
        return [one["id"] for one in answer.json()["data"]]

    async def of_graph(order):
        asked = "{ places(order: {%s}, first: 100) { nodes { name { value } } } }" % order
        nodes = (await web.asked.ask(asked)).data["places"]["nodes"]
        return [one["name"]["value"] for one in nodes]

    by_id = {one.id: one.names["sv"].value for one in places()}
    near = "byDistance: {latitude: 59.33, longitude: 18.06}"
    for address, order in (
        ({"order_by_accessibility": "wheelchair"}, "byAccessibility: WHEELCHAIR"),
        ({"order_by_distance": "18.06,59.33"}, near),
        (
            {"order_by_distance": "18.06,59.33", "farthest_first": "true"},
            f"{near}, farthestFirst: true",
        ),
        ({"order_by_name": "true"}, "byName: true"),
    ):
        found = await ids(**address)
        assert [by_id[each] for each in found] == await of_graph(order)
        assert len(found) == len(by_id)
    assert (await ids(order_by_distance="18.06,59.33"))[0] != (
        await ids(order_by_distance="18.06,59.33", farthest_first="true")
    )[0]
    wrong = await web.get(f"{BASE}/place", params={"order_by_accessibility": "bicycle"})
    assert (wrong.status_code, wrong.json()["code"]) == (400, "INPUT_INVALID")


async def test_a_deleted_event_is_gone_and_a_replaced_one_leads_on(web):
    await keep(
        web.asked,
        Event(id="gone", name=in_swedish("X"), start=at("2026-05-01T10:00"), deleted=True),
        Event(id="old", name=in_swedish("X"), start=at("2026-05-01T10:00"), replaced_by="new"),
    )
    gone = await web.get(f"{BASE}/event/gone")
    assert (gone.status_code, gone.json()) == (410, {"id": "gone", "deleted": True})
    moved = await web.get(f"{BASE}/event/old", follow_redirects=False)
    assert moved.status_code == 301
    assert moved.headers["location"].endswith("/cityinfo/v1/event/new")
    shown = (await web.get(f"{BASE}/event", params={"ids": "gone", "show_deleted": "true"})).json()
    assert shown["data"] == [{"id": "gone", "deleted": True}]


async def test_drafts_are_for_editors(web):
    answer = await web.get(f"{BASE}/event", params={"publication_status": "draft"})
    assert answer.status_code in (401, 403)


@pytest.mark.parametrize(
    "path", ["/event?colour=red", "/event?sort=fame", "/event.ics?weekday=x", "/place?open_at=soon", "/place?page=0",
             "/place?page_size=1000", "/place?kind=castle"]
)  # fmt: skip
async def test_questions_that_cannot_be_are_answered_in_the_reader_s_language(web, path):
    answer = await web.get(f"{BASE}{path}", headers={"Accept-Language": "ar"})
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["content-language"] == "ar"
    assert json.loads(answer.content)["code"] == "INPUT_INVALID"


async def test_what_is_not_there_is_not_found(web):
    for path in ("/event/nothing", "/place/nothing"):
        assert (await web.get(f"{BASE}{path}")).status_code == 404


async def test_guides_as_pages_of_questions(web):
    graph = (await web.get(f"{BASE}/guide.jsonld", params={"locale": "uk"})).json()["@graph"]
    assert {one["@type"] for one in graph} == {"FAQPage"}
    assert {one["inLanguage"] for one in graph} == {"uk"}
    assert graph[0]["mainEntity"][0]["acceptedAnswer"]["text"]
