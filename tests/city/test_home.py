# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The main job, in every mode: one question over several subgraphs, in Arabic, signed in, right."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from gateway.city.questions import FIRST_FIVE, HOME
from tests.house.source import ROOT
from tests.support.city import RunningCity

pytestmark = pytest.mark.xdist_group("city")

AT_NOON = """
query($time: DateTime, $language: Locale! = "sv") @locale(lang: $language) {
  me { id name language parkingSessions { edges { node { id } } } }
  parkingVerdict(at: {latitude: 59.34050, longitude: 18.04103}, time: $time) {
    allowed until then
    summary { value language direction isFallback }
    because { citation url text { value language } }
    price { perHour { amount currency } tariff { code wording } }
  }
}
"""

QUOTE = """
mutation($at: ParkingPointInput!, $end: DateTime!) {
  quoteParking(input: {at: $at, end: $end}) {
    quote { id receipt { total { amount } } }
    userErrors { code message }
  }
}
"""


def test_may_i_park_here_now_in_arabic(city: RunningCity) -> None:
    answer = city.ask(HOME, token=city.token("amina"), language="en")
    assert "errors" not in answer
    verdict = answer["data"]["parkingVerdict"]
    assert verdict["allowed"] in {"YES", "NO"}
    assert verdict["because"][0]["citation"].startswith("0180 ")
    assert verdict["summary"]["language"] == "ar"
    assert verdict["summary"]["direction"] == "RTL"
    assert verdict["summary"]["isFallback"] is False
    assert answer["data"]["me"]["name"] == "Amina Haddad"
    assert answer["data"]["me"]["parkingSessions"]["edges"] == []


@pytest.mark.parametrize(
    ("time", "allowed", "until", "price"),
    [
        # taxa 2 on Odengatan, cleaned Thursdays 00-06 (parking T2, L3): prices turn at 7 and 21
        ("2026-06-01T05:30:00Z", "YES", "2026-06-01T19:00:00Z", 3100),
        ("2026-06-01T04:30:00Z", "YES", "2026-06-01T05:00:00Z", 2000),
        ("2026-06-03T23:00:00Z", "NO", "2026-06-04T04:00:00Z", None),
    ],
)
def test_the_verdict_is_right_at_known_times(
    city: RunningCity, time: str, allowed: str, until: str, price: int | None
) -> None:
    answer = city.ask(AT_NOON, token=city.token("amina"), variables={"time": time})
    verdict = answer["data"]["parkingVerdict"]
    assert (verdict["allowed"], verdict["until"]) == (allowed, until)
    if price is not None:
        assert verdict["price"]["perHour"] == {"amount": price, "currency": "SEK"}


def test_every_language_gives_the_same_facts_in_other_words(city: RunningCity) -> None:
    answers = {
        tag: city.ask(
            AT_NOON,
            token=city.token("amina"),
            variables={"time": "2026-06-01T05:30:00Z", "language": tag},
        )["data"]["parkingVerdict"]
        for tag in ("sv", "en", "fi", "ar", "so")
    }
    assert len({a["summary"]["value"] for a in answers.values()}) == 5
    assert {a["summary"]["language"] for a in answers.values()} == set(answers)
    assert (
        len({(a["allowed"], a["until"], a["price"]["perHour"]["amount"]) for a in answers.values()})
        == 1
    )


def test_whoever_has_not_signed_in_still_gets_the_verdict(city: RunningCity) -> None:
    answer = city.ask(HOME, language="en")
    assert answer["data"]["me"] is None
    assert answer["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    assert answer["errors"][0]["path"] == ["me"]
    assert answer["data"]["parkingVerdict"]["because"][0]["citation"]


def test_nobody_else_s_sessions_are_seen(city: RunningCity) -> None:
    keys = '[{__typename: "Resident", id: "demo-elder"}]'
    answer = city.ask("{ _entities(representations: " + keys + ") { __typename } }")
    assert answer["errors"][0]["extensions"]["code"] == "VALIDATION_FAILED"


def test_parking_from_quote_to_end(city: RunningCity) -> None:
    amina = city.token("amina")
    wanted = {"at": _place_without_cleaning_today(), "end": _soon()}
    quote = city.ask(QUOTE, token=amina, variables=wanted)["data"]["quoteParking"]
    assert quote["userErrors"] == []
    start = (
        "mutation($q: ID!, $p: String!) { startParking(input: {quoteId: $q, plate: $p}) "
        "{ session { id status version } userErrors { code } } }"
    )
    variables = {"q": quote["quote"]["id"], "p": "TGT 12A"}
    key = {"Idempotency-Key": f"start-{city.port}-0123456789abcdef"}
    begun = city.ask(start, token=amina, variables=variables, headers=key)["data"]["startParking"]
    again = city.ask(start, token=amina, variables=variables, headers=key)["data"]["startParking"]
    assert begun["userErrors"] == []
    assert again == begun, "the same key gives the same answer"
    mine = city.ask("{ me { parkingSessions { edges { node { id status } } } } }", token=amina)
    (edge,) = mine["data"]["me"]["parkingSessions"]["edges"]
    assert edge["node"]["id"] == begun["session"]["id"]
    stop = "mutation($s: ID!) { stopParking(input: {sessionId: $s}) { session { status } userErrors { code } } }"
    stranger = city.ask(stop, token=city.token("newcomer"), variables={"s": begun["session"]["id"]})
    assert "errors" in stranger or stranger["data"]["stopParking"]["userErrors"]
    ended = city.ask(stop, token=amina, variables={"s": begun["session"]["id"]})
    assert ended["data"]["stopParking"]["userErrors"] == []


@pytest.mark.parametrize("number", range(5))
def test_the_first_five_queries_of_the_readme_work(city: RunningCity, number: int) -> None:
    question = FIRST_FIVE[number]
    assert question.query.strip() in (ROOT / "README.md").read_text(encoding="utf-8")
    token = city.token(question.person) if question.person else None
    answer = city.ask(question.query, token=token, language=question.language)
    assert "errors" not in answer
    assert all(answer["data"].values())


def _place_without_cleaning_today() -> dict[str, float]:
    """Odengatan is cleaned on Thursdays, Narvavägen on Tuesdays."""
    thursday = datetime.now(ZoneInfo("Europe/Stockholm")).weekday() in (2, 3)
    if thursday:
        return {"latitude": 59.33485, "longitude": 18.0902}
    return {"latitude": 59.34050, "longitude": 18.04103}


def _soon() -> str:
    return (datetime.now(UTC) + timedelta(minutes=20)).strftime("%Y-%m-%dT%H:%M:%SZ")
