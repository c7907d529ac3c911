# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The open city through its graph: found, filtered, ordered, told in the visitor's language."""

import pytest

from services.cityinfo.demo.content import districts, places
from services.cityinfo.domain.accessibility import Profile
from services.cityinfo.domain.places import shortages
from services.kit.graph import global_id, local_id
from tests.services.cityinfo.conftest import EDITOR
from tests.support.services import AMINA

pytestmark = pytest.mark.anyio
# the manual clock stands at Thursday 2026-01-01 01:00 in Stockholm: a holiday

PLACES = """query($f: PlaceFilter, $o: PlaceOrder, $n: Int, $a: String) {
  places(filter: $f, order: $o, first: $n, after: $a) { totalCount pageInfo { hasNextPage endCursor }
    nodes { id name { value language requested isFallback provenance } kind district area } } }"""
EVENTS = """query($f: CityEventFilter, $s: String = "start_time", $n: Int) {
  cityEvents(filter: $f, sort: $s, first: $n) { totalCount nodes { id name { value language }
    start end isFree inLanguage status type } } }"""


async def names(asked, f=None, o=None, locale="sv", **more):
    answer = await asked.ask(PLACES, f=f, o=o, n=100, locale=locale, **more)
    assert answer.errors == [], answer.errors
    return [one["name"]["value"] for one in answer.data["places"]["nodes"]]


async def event_ids(asked, f=None, s="start_time", locale="sv"):
    answer = await asked.ask(EVENTS, f=f, s=s, n=100, locale=locale)
    assert answer.errors == [], answer.errors

    return [local_id("CityEvent", one["id"]) for one in answer.data["cityEvents"]["nodes"]]


async def test_a_visitor_asks_in_arabic_what_is_open_now_near_her(both):
    """Thursday noon in Kista: which libraries are open, nearest first, in Arabic."""
    both.clock.set(1_767_869_000_000)  # 2026-01-08 11:43 in Stockholm
    answer = await both.ask(
        """{ places(filter: {openAt: "now", near: {latitude: 59.4030, longitude: 17.9440},
             withinMetres: 3000, kinds: [LIBRARY]},
             order: {byDistance: {latitude: 59.4030, longitude: 17.9440}}) { totalCount nodes {
             name { value language isFallback provenance }
             description { value language direction provenance }
             openNow { status until sentence { value language direction } }
             sampleNotice { value language }
             distanceMetres(origin: {latitude: 59.4030, longitude: 17.9440}) } } }""",
        locale="ar",
    )
    assert answer.errors == []
    found = answer.data["places"]["nodes"]
    assert [one["name"]["value"] for one in found] == [
        "Kista bibliotek", "Rinkeby bibliotek", "Tensta bibliotek",
    ]  # fmt: skip
    first = found[0]
    # a place keeps its own name; what is told about it is in her language (L1, L6)
    assert first["name"] == {
        "value": "Kista bibliotek", "language": "sv", "isFallback": True, "provenance": "ORIGINAL",
    }  # fmt: skip
    assert first["description"]["language"] == "ar"
    assert (first["description"]["direction"], first["description"]["provenance"]) == (
        "RTL",
        "MACHINE",
    )
    assert first["openNow"]["status"] == "OPEN"
    assert first["openNow"]["until"] == "2026-01-08T19:00:00Z"
    assert first["openNow"]["sentence"]["language"] == "ar"
    assert "20:00" in first["openNow"]["sentence"]["value"]
    assert first["sampleNotice"]["language"] == "ar"
    distances = [one["distanceMetres"] for one in found]
    assert distances == sorted(distances)


async def test_open_at_is_what_every_place_says_of_itself(both):  # property of cityinfo 5
    query = (
        """query($t: String!) { places(first: 100) { nodes { id openAt(time: $t) { status } } } }"""
    )
    for time in (
        "2026-01-06T12:00",
        "2026-01-08T19:30",
        "2026-03-29T02:30",
        "now+3h",
        "2026-06-19T12:00",
    ):
        everything = await both.ask(query, t=time)
        says = {
            p["id"] for p in everything.data["places"]["nodes"] if p["openAt"]["status"] == "OPEN"
        }
        answer = await both.ask(PLACES, f={"openAt": time}, n=100)
        assert {p["id"] for p in answer.data["places"]["nodes"]} == says


@pytest.mark.parametrize(
    ("text", "locale", "expected"),
    [
        ("stadsmuseum", "sv", ["Stockholms stadsmuseum"]),
        ("medeltid", "sv", ["Medeltidsmuseet"]),
        ("City Hall", "en", ["City Hall"]),
        ("SKÄRHOLM bibl", "sv", ["Skärholmens bibliotek"]),
        ("skarholmen biblioteket", "sv", ["Skärholmens bibliotek"]),
        ("متحف", "ar", ["Stockholms stadsmuseum", "Medeltidsmuseet"]),
        ("piscina", "es", 3),
        ("nothinglikethis", "sv", []),
    ],
)
async def test_text_finds_names_and_descriptions_in_every_language(both, text, locale, expected):
    found = await names(both, {"text": text}, locale=locale)
    if isinstance(expected, int):
        assert len(found) == expected
    else:
        assert set(found) == set(expected)


async def test_a_text_in_the_reader_s_language_stands_first(both):
    found = await names(both, {"text": "city"}, locale="en")
    assert all("City" in name for name in found[:3])
    assert not any("City" in name for name in found[3:])
    assert "bibliotek" in (await names(both, {"text": "kirjasto"}, locale="fi"))[0].lower()


@pytest.mark.parametrize(
    "hostile",
    [
        '"',
        "a' OR 1=1 --",
        "NEAR(a b)",
        "name : x",
        "* ^ ( ) AND OR NOT",
        "%_\\",
        "\x00",
        "🙈",
        "ا" * 500,
    ],
)
async def test_hostile_text_finds_nothing_and_breaks_nothing(both, hostile):
    answer = await both.ask(PLACES, f={"text": hostile})
    assert answer.errors == []
    assert answer.data["places"]["totalCount"] == 0


async def test_filters_narrow_and_combine(both):
    assert set(await names(both, {"kinds": ["MUSEUM"]})) == {
        "Stockholms stadsmuseum",
        "Medeltidsmuseet",
    }
    assert set(await names(both, {"keywords": [["books"], ["language", "music"]]})) == {
        "Kista bibliotek", "Rinkeby bibliotek", "Tensta bibliotek",
    }  # fmt: skip
    assert set(await names(both, {"divisions": ["Kista"]})) == {"Kista bibliotek"}
    assert "Husbybadet" in await names(both, {"divisions": ["Järva"]})
    assert set(await names(both, {"mustBeReservable": True})) == {
        "Eriksdalsbadet",
        "Farsta idrottshall",
    }
    assert set(await names(both, {"isFree": False, "kinds": ["ATTRACTION"]})) == {"Stadshuset"}
    assert await names(both, {"isFree": False, "text": "bibliotek"}) == []
    assert set(await names(both, {"bbox": [17.9, 59.40, 17.95, 59.42]})) == {
        "Husby Konsthall", "Husbybadet", "Kista bibliotek",
    }  # fmt: skip
    assert set(
        await names(both, {"targetGroups": ["IMMIGRANTS"], "divisions": ["Skärholmen"]})
    ) == {"Medborgarkontoret Skärholmen"}


async def test_names_are_sorted_by_the_reader_s_alphabet(both):  # L5
    found = await names(both, o={"byName": True})
    assert found == sorted(
        found,
        key=lambda n: n.casefold().replace("å", "zz1").replace("ä", "zz2").replace("ö", "zz3"),
    )
    english = await names(both, o={"byName": True}, locale="en")
    assert english == sorted(
        english, key=lambda n: n.casefold().replace("å", "a").replace("ä", "a")
    )


async def test_fewest_shortcomings_first_and_unknown_last(both):  # S4
    found = await names(both, o={"byAccessibility": "WHEELCHAIR"})
    counts = {p.names["sv"].value: p for p in places()}

    ranks = [shortages(counts[name], Profile.WHEELCHAIR) for name in found]
    known = [rank for rank in ranks if rank is not None]
    assert known == sorted(known)
    assert ranks[len(known) :] == [None] * (len(ranks) - len(known))
    assert len(ranks) > len(known) > 0


async def test_two_orders_are_refused(city):  # S5
    order = {"byName": True, "byAccessibility": "WHEELCHAIR"}
    answer = await city.ask(PLACES, o=order, locale="en")
    assert answer.errors[0]["extensions"]["code"] == "INPUT_INVALID"


async def test_pages_follow_each_other_without_gaps(both):
    seen, after = [], None
    while True:
        answer = await both.ask(PLACES, n=7, a=after)
        page = answer.data["places"]
        seen += [one["id"] for one in page["nodes"]]
        assert page["totalCount"] == len(places())
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = page["pageInfo"]["endCursor"]
    assert len(seen) == len(set(seen)) == len(places())


@pytest.mark.parametrize(
    "f",
    [{"openAt": "yesterday"}, {"openAt": "2026-13-01"}, {"near": {"latitude": 59, "longitude": 18}},
     {"withinMetres": 10.0}, {"near": {"latitude": 99, "longitude": 18}, "withinMetres": 10.0},
     {"near": {"latitude": 59, "longitude": 18}, "withinMetres": 1e9}, {"bbox": [1, 2, 3]},
     {"bbox": [18, 59, 17, 60]}, {"keywords": [["a"]] * 9}],
)  # fmt: skip
async def test_a_question_that_cannot_be_is_refused(city, f):
    answer = await city.ask(PLACES, f=f)
    assert answer.errors[0]["extensions"]["code"] == "INPUT_INVALID"


async def test_suggestions_begin_with_the_word(both):
    query = "query($p: String!, $l: [String!]) { placeSuggestions(prefix: $p, languages: $l) }"
    found = await both.ask(query, p="med")
    assert set(found.data["placeSuggestions"]) == {
        "Medborgarkontoret Järva", "Medborgarkontoret Skärholmen", "Medeltidsmuseet",
    }  # fmt: skip
    english = await both.ask(query, p="swim", l=["en"], locale="en")
    assert english.data["placeSuggestions"] == ["Vällingby Swimming Hall"]


async def test_hours_by_date_in_words(city):
    query = """{ places(filter: {text: "stadsmuseum"}) { nodes { openingHoursOsm
      openingDays(first: "2026-12-23", days: 3) { date spans { times state stateText { value } fullDay } } } } }"""
    (museum,) = (await city.ask(query)).data["places"]["nodes"]
    assert museum["openingDays"] == [
        {"date": "2026-12-23", "spans": [{"times": "11:00–20:00", "state": "OPEN", "stateText": {"value": "Öppet."}, "fullDay": False}]},
        {"date": "2026-12-24", "spans": [{"times": "00:00–24:00", "state": "CLOSED", "stateText": {"value": "Stängt."}, "fullDay": True}]},
        {"date": "2026-12-25", "spans": [{"times": "00:00–24:00", "state": "CLOSED", "stateText": {"value": "Stängt."}, "fullDay": True}]},
    ]  # fmt: skip
    assert museum["openingHoursOsm"].startswith("Tu-Su 11:00-17:00, We 17:00-20:00")


@pytest.mark.parametrize(
    ("now", "locale", "sentence"),
    [
        (1_767_869_000_000, "sv", "Öppet nu. Stänger klockan 20:00."),
        (1_767_869_000_000, "en", "Open now. Closes at 20:00."),
        (1_767_848_400_000, "sv", "Stängt nu. Öppnar i dag klockan 10:00."),
        (1_767_906_000_000, "sv", "Stängt nu. Öppnar fredag 9 januari 10:00."),
    ],
)
async def test_open_until_as_a_sentence(city, now, locale, sentence):
    city.clock.set(now)
    query = '{ places(filter: {text: "kista"}) { nodes { openNow { sentence { value } } } } }'
    (kista,) = (await city.ask(query, locale=locale)).data["places"]["nodes"]
    plain = kista["openNow"]["sentence"]["value"].replace("\u2068", "").replace("\u2069", "")
    assert plain == sentence


async def test_what_is_not_known_of_accessibility_is_said(city):  # trap of cityinfo 8
    query = """{ places(filter: {text: "tensta bibliotek"}) { nodes {
      accessibility(profile: WHEELCHAIR) { shortageCount sentences { value } } } } }"""
    (tensta,) = (await city.ask(query)).data["places"]["nodes"]
    assert tensta["accessibility"] == {
        "shortageCount": None,
        "sentences": [{"value": "Vi vet inte hur tillgängligt det är här."}],
    }
    query = query.replace("tensta bibliotek", "stadshuset").replace(
        "WHEELCHAIR", "VISUALLY_IMPAIRED"
    )
    (hall,) = (await city.ask(query)).data["places"]["nodes"]
    assert hall["accessibility"]["shortageCount"] == 2


async def test_every_picture_says_what_it_shows(city):
    query = "{ places(filter: {kinds: [LIBRARY]}) { nodes { images { url alternative { value language } } } } }"
    for place in (await city.ask(query, locale="so")).data["places"]["nodes"]:
        assert all(each["alternative"]["language"] == "so" for each in place["images"])


# Districts


async def test_eleven_areas_and_their_districts(city):  # cityinfo 5
    answer = await city.ask(
        "{ cityAreas { name districts { name point { latitude longitude } } } }"
    )
    areas = {one["name"]: len(one["districts"]) for one in answer.data["cityAreas"]}
    assert areas == {
        "Bromma": 24, "Enskede-Årsta-Vantör": 12, "Farsta": 10, "Hägersten-Älvsjö": 17,
        "Hässelby-Vällingby": 9, "Järva": 11, "Kungsholmen": 7, "Norra innerstaden": 8,
        "Skarpnäck": 9, "Skärholmen": 4, "Södermalm": 6,
    }  # fmt: skip
    assert sum(areas.values()) == 117


async def test_every_district_s_point_lies_in_it(city):  # cityinfo 5
    query = "query($p: CityPointInput!) { cityDistrictAt(point: $p) { name } }"
    for one in districts():
        where = {"latitude": one.point.lat, "longitude": one.point.lon}
        answer = await city.ask(query, p=where)
        assert answer.data["cityDistrictAt"] == {"name": one.name}
    nowhere = await city.ask(query, p={"latitude": 59.0, "longitude": 18.0})
    assert nowhere.data["cityDistrictAt"] is None


async def test_the_ontology_as_a_tree(city):
    query = "query($r: ID, $l: Boolean) { cityKeywords(below: $r, leavesOnly: $l) { id parent label { value } } }"
    below = await city.ask(query, r="culture", locale="fi")
    assert {one["id"] for one in below.data["cityKeywords"]} == {"books", "music", "history"}
    leaves = await city.ask(query, l=True)
    assert {"culture", "sport"}.isdisjoint(one["id"] for one in leaves.data["cityKeywords"])


async def test_guides_say_what_the_gateway_regulation_wants(city):  # D1
    query = """{ cityGuides(text: "preschool") { id title { value language } lead { value } authority { value }
      legalBasis { value } fees { value } deadlines { value } documents { value } redress { value } updatedAt
      questions { question { value } answer { value } } } }"""
    (guide,) = (await city.ask(query, locale="en")).data["cityGuides"]
    assert guide["id"] == "preschool"
    assert all(
        guide[name]["value"]
        for name in ("authority", "legalBasis", "fees", "deadlines", "documents", "redress")
    )


# Events


async def test_super_events_hold_theirs_and_can_be_left_out(both):
    everything = await event_ids(both)
    (umbrella,) = [one for one in everything if one.startswith("festival")]
    inside = await event_ids(both, {"superEvent": umbrella})
    assert len(inside) == 2
    assert all(one.startswith("concert") for one in inside)
    assert umbrella not in await event_ids(both, {"hideSuperEvent": True})
    assert await event_ids(both, {"superEventType": ["umbrella"]}) == [umbrella]


async def test_spoken_and_written_languages_are_two_things(both):  # L2
    spoken = await event_ids(both, {"inLanguage": ["so"]})
    assert spoken
    assert all(one.startswith("story") for one in spoken)
    written = await event_ids(both, {"translation": ["so"]})
    assert set(spoken) < set(written)
    assert set(await event_ids(both, {"language": ["so"]})) == set(written)


async def test_an_unknown_price_is_neither_free_nor_not(both):  # V1
    free = await event_ids(both, {"isFree": True, "type": ["GENERAL", "COURSE", "VOLUNTEERING"]})
    paid = await event_ids(both, {"isFree": False, "type": ["GENERAL", "COURSE", "VOLUNTEERING"]})
    assert all(one.startswith("walk") for one in paid)
    assert not any(one.startswith(("swim", "volunteer")) for one in free + paid)


async def test_events_of_a_sort_and_state(both):
    assert all(one.startswith("swim") for one in await event_ids(both, {"type": ["COURSE"]}))
    (cancelled,) = await event_ids(both, {"eventStatus": ["CANCELLED"]})
    assert cancelled.startswith("concert")


async def test_events_by_text_place_and_time(both):
    assert all(
        one.startswith("cafe")
        for one in await event_ids(both, {"text": "language cafe"}, locale="en")
    )
    assert all(one.startswith("story") for one in await event_ids(both, {"division": ["Rinkeby"]}))
    evening = await event_ids(both, {"startsAfter": "17", "startsBefore": "18:00"})
    assert {one.split("-")[0] for one in evening} == {"cafe", "lecture"}
    weekend = await event_ids(both, {"weekday": [6], "hideSuperEvent": True})
    assert {one.split("-")[0] for one in weekend} == {"walk"}
    week = await event_ids(both, {"start": "2026-01-01T00:00:00Z", "days": 3})
    assert week
    assert max(week, key=len)


async def test_sorting_and_an_unknown_order(city):
    forwards = await event_ids(city, s="start_time")
    assert await event_ids(city, s="-start_time") == forwards[::-1]
    answer = await city.ask(EVENTS, s="popularity")
    assert answer.errors[0]["extensions"]["code"] == "INPUT_INVALID"


async def test_an_unknown_end_stays_unknown(city):  # V3
    answer = await city.ask(EVENTS, f={"text": "stadsvandring"})
    assert all(one["end"] is None for one in answer.data["cityEvents"]["nodes"])


async def test_an_event_leads_to_its_place(city):
    answer = await city.ask(
        """{ cityEvents(filter: {text: "sagostund"}, first: 1) { nodes { place { name { value } } } } }"""
    )
    assert answer.data["cityEvents"]["nodes"][0]["place"]["name"]["value"] == "Rinkeby bibliotek"


async def test_entities_are_resolved_in_batches_misses_null(city):
    keys = [
        {"__typename": "Place", "id": global_id("Place", "stadshuset")},
        {"__typename": "Place", "id": global_id("Place", "nowhere")},
        {"__typename": "Place", "id": "nonsense"},
    ]
    answer = await city.entities(keys, "... on Place { name { value } }")
    assert [one and one["name"]["value"] for one in answer.data["_entities"]] == [
        "Stadshuset",
        None,
        None,
    ]


async def test_only_editors_take_files_in(city):
    query = """mutation($i: ImportContentInput!) { importCityContent(input: $i) { places userErrors { code } } }"""
    given = {"format": "GEOJSON", "content": "{}", "source": "test"}
    for caller, code in ((AMINA, "FORBIDDEN"),):
        answer = await city.ask(query, caller, i=given)
        assert answer.errors[0]["extensions"]["code"] == code
    answer = await city.ask(query, EDITOR, i=given)
    assert answer.data["importCityContent"]["userErrors"][0]["code"] == "INPUT_INVALID"


async def test_every_text_says_its_language(city):
    """No text of the content comes without the language it is in."""
    query = """{ places(first: 100) { nodes { name { language requested } description { language } } }
      cityEvents(first: 100) { nodes { name { language } short { language } } }
      cityGuides { title { language } questions { question { language } answer { language } } } }"""
    for locale in ("sv", "en", "fi", "ar", "so", "uk", "es"):
        answer = await city.ask(query, locale=locale)
        for one in answer.data["cityGuides"]:
            assert one["title"]["language"] == locale
        for one in answer.data["cityEvents"]["nodes"]:
            assert one["name"]["language"] == locale
        for one in answer.data["places"]["nodes"]:
            assert one["description"]["language"] == locale
            assert one["name"]["requested"] == locale
