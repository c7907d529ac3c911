# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A resident is answered in the language of her profile, whatever her browser says (i18n 3.4)."""

import json
import time
from collections.abc import Callable
from http.client import HTTPConnection
from typing import Any

import pytest

from tests.support.city import RunningCity

pytestmark = pytest.mark.xdist_group("city")

PLACE = "parkingVerdict(at: {latitude: 59.34050, longitude: 18.04103}) { summary { language } }"
CHOOSE = """
mutation Choose($language: String!, $version: Int!) {
  chooseLanguage(input: {language: $language, version: $version}) {
    resident { language version } userErrors { code }
  }
}
"""
BROWSER = {"Accept-Language": "en", "Cookie": "locale=fi", "Torget-Client": "test"}
SECONDS = 10.0


def ask(city: RunningCity, query: str, token: str | None, **variables: Any) -> tuple[str, Any]:
    """In which language the answer says it is, and the answer; the browser wishes Finnish and English."""
    connection = HTTPConnection("127.0.0.1", city.port, timeout=15)
    headers = {"Content-Type": "application/json", **BROWSER}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    body = json.dumps({"query": query, "variables": variables})
    connection.request("POST", "/graphql", body=body, headers=headers)
    response = connection.getresponse()
    answer = json.loads(response.read())
    connection.close()
    return response.headers["content-language"], answer


def becomes(wanted: str, look: Callable[[], str]) -> bool:
    """Whether it is so soon: the choice travels over the bus."""
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        if look() == wanted:
            return True
    return False


def choose(city: RunningCity, token: str, language: str) -> None:
    version = ask(city, "{ me { version } }", token)[1]["data"]["me"]["version"]
    _, answer = ask(city, CHOOSE, token, language=language, version=version)
    assert answer["data"]["chooseLanguage"]["userErrors"] == []


def test_the_profile_goes_before_cookie_and_header_and_the_directive_before_all(
    city: RunningCity,
) -> None:
    amina = city.token("amina")
    told, answer = ask(city, f"{{ {PLACE} }}", amina)
    assert (told, answer["data"]["parkingVerdict"]["summary"]["language"]) == ("ar", "ar")
    told, answer = ask(city, f'query @locale(lang: "uk") {{ {PLACE} }}', amina)
    assert (told, answer["data"]["parkingVerdict"]["summary"]["language"]) == ("uk", "uk")
    assert ask(city, f"{{ {PLACE} }}", None)[0] == "fi"


def test_a_new_choice_is_the_language_of_the_next_answers(city: RunningCity) -> None:
    sara = city.token("sara")
    for language in ("so", "es"):
        choose(city, sara, language)
        assert becomes(language, lambda: ask(city, f"{{ {PLACE} }}", sara)[0])
        _, answer = ask(city, f"{{ {PLACE} }}", sara)
        assert answer["data"]["parkingVerdict"]["summary"]["language"] == language


def test_a_refusal_is_in_the_language_of_the_profile(city: RunningCity) -> None:
    told, answer = ask(city, "{ nothingOfTheKind }", city.token("amina"))
    assert told == "ar"
    assert answer["errors"]


def test_staff_have_no_profile_and_are_answered_as_they_ask(city: RunningCity) -> None:
    assert ask(city, f"{{ {PLACE} }}", city.token("staff"))[0] == "fi"
