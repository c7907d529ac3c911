# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""My feed over every service behind the gateway's planner, also while one of them is away (F1-F4)."""

import pytest

from services.residents.graph.feed import SOURCES
from tests.support.services import AMINA, STRANGER
from tests.support.together import together

FEED = """{ me { name feed {
  items { id kind sourceService subjectRef title { value language } dueAt priority action
          reasonShown { value language } }
  unavailable { service title { value } sentence { value } } } } }"""
QUOTE = "mutation($i: QuoteParkingInput!) { quoteParking(input: $i) { quote { id } userErrors { code } } }"
START = (
    "mutation($i: StartParkingInput!) { startParking(input: $i) { session { id } "
    "userErrors { code } } }"
)
PLACE = {"latitude": 59.33485, "longitude": 18.0902}

pytestmark = pytest.mark.anyio


@pytest.fixture
async def city():
    async with together() as everything:
        yield everything


async def park(city):
    wish = {"at": PLACE, "end": "2026-01-01T00:30:00Z"}
    quoted = await city.ask(QUOTE, AMINA, i=wish)
    quote = quoted.data["quoteParking"]["quote"]["id"]
    begun = await city.ask(START, AMINA, i={"quoteId": quote, "plate": "TGT12A"})
    return begun.data["startParking"]["session"]["id"]


async def test_a_stay_waits_in_my_feed_in_my_language_with_the_reason(city):
    await park(city)
    answer = await city.ask(FEED, AMINA, locale="en")
    assert answer.errors == []
    (stay,) = [
        one for one in answer.data["me"]["feed"]["items"] if one["kind"] == "parking.session"
    ]
    assert stay["sourceService"] == "parking"
    assert (stay["dueAt"], stay["priority"]) == ("2026-01-01T00:30:00Z", "NORMAL")
    assert stay["title"]["language"] == "en"
    assert "1:30" in stay["title"]["value"]
    assert stay["reasonShown"]["value"]
    assert answer.data["me"]["feed"]["unavailable"] == []


async def test_a_stranger_does_not_see_my_feed(city):
    await park(city)
    answer = await city.ask(FEED, STRANGER)
    kinds = {one["kind"] for one in answer.data["me"]["feed"]["items"]}
    assert "parking.session" not in kinds


@pytest.mark.parametrize("stopped", SOURCES)
async def test_a_service_that_is_away_is_named_and_hides_nobody_else(city, stopped):
    before = await city.ask(FEED, AMINA)
    city.stopped.add(stopped)
    answer = await city.ask(FEED, AMINA)
    feed = answer.data["me"]["feed"]
    assert answer.data["me"]["name"] == "Amina Haddad"
    assert [one["service"] for one in feed["unavailable"]] == [stopped]
    assert feed["unavailable"][0]["sentence"]["value"].endswith("Försök igen om en stund.")
    assert feed["items"] == [
        one for one in before.data["me"]["feed"]["items"] if one["sourceService"] != stopped
    ]
    assert {e["extensions"]["code"] for e in answer.errors} == {"DOWNSTREAM_SERVICE_ERROR"}
