# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Which language an answer is in, through the whole city in every mode (i18n 3.3, 3.4, 4.3)."""

import json
from http.client import HTTPConnection

import pytest

pytestmark = pytest.mark.xdist_group("city")

PLACE = "parkingVerdict(at: {latitude: 59.34050, longitude: 18.04103}) { summary { language direction isFallback } }"
CLIENT = {"Torget-Client": "test"}
REFUSED = "{ me { id } }"


def ask(city, query: str, *, language: str = "", variables=None, **headers: str):
    """Headers by lower-case name, and the answer."""
    connection = HTTPConnection("127.0.0.1", city.port, timeout=15)
    given = {"Content-Type": "application/json", **headers}
    if language:
        given["Accept-Language"] = language
    body = json.dumps({"query": query, "variables": variables or {}})
    connection.request("POST", "/graphql", body=body, headers=given)
    response = connection.getresponse()
    answer = json.loads(response.read())
    found = {name.lower(): value for name, value in response.getheaders()}
    connection.close()
    return found, answer


def summary(answer):
    return answer["data"]["parkingVerdict"]["summary"]


@pytest.mark.parametrize(
    ("wish", "tag"),
    [("ar", "ar"), ("uk;q=0.2, fi;q=0.9", "fi"), ("tlh, so;q=0.5", "so"), ("*", "sv"), ("", "sv"),
     ("de-CH-1996, es-419;q=0.8", "de"), ("xx, ;;;, q=1", "sv"), ("sv-x-lattlast", "sv-x-lattlast")],
)  # fmt: skip
def test_the_header_chooses_and_the_answer_says_which(city, wish, tag):
    headers, answer = ask(city, f"{{ {PLACE} }}", language=wish)
    assert headers["content-language"] == tag
    assert "Accept-Language" in headers["vary"]
    told = summary(answer)
    assert told["isFallback"] is (told["language"] != tag)
    assert (told["direction"] == "RTL") is (told["language"] == "ar")


def test_the_directive_beats_cookie_and_header_and_goes_no_further(city):
    query = f'query @locale(lang: "ar") {{ {PLACE} }}'
    headers, answer = ask(city, query, language="en", Cookie="locale=fi", **CLIENT)
    assert headers["content-language"] == "ar"
    assert summary(answer)["language"] == "ar"


def test_the_directive_takes_a_variable(city):
    query = f"query ($l: Locale!) @locale(lang: $l) {{ {PLACE} }}"
    for tag in ("uk", "es", "uk"):
        headers, answer = ask(city, query, variables={"l": tag})
        assert (headers["content-language"], summary(answer)["language"]) == (tag, tag)


def test_the_cookie_beats_the_header(city):
    headers, answer = ask(city, f"{{ {PLACE} }}", language="en", Cookie="a=b; locale=fi", **CLIENT)
    assert headers["content-language"] == "fi"
    assert summary(answer)["language"] == "fi"


def test_the_same_text_in_two_languages_is_two_answers(city):
    tags = ("en", "ar", "en", "so", "ar")
    told = [summary(ask(city, f"{{ {PLACE} }}", language=tag)[1])["language"] for tag in tags]
    assert tuple(told) == tags


@pytest.mark.parametrize("tag", ["sv", "en", "fi", "ar", "so", "uk", "es", "sv-x-lattlast"])
def test_a_refusal_is_said_in_the_reader_s_language(city, tag):
    headers, answer = ask(city, REFUSED, language=tag)
    assert headers["content-language"] == tag
    (error,) = answer["errors"]
    assert error["extensions"]["code"] == "UNAUTHENTICATED"
    assert error["extensions"]["messageKey"] == "error.unauthenticated"
    assert error["extensions"]["locale"] == tag
    said = {ask(city, REFUSED, language=other)[1]["errors"][0]["message"] for other in ("sv", "en")}
    assert (error["message"] in said) is (tag in {"sv", "en"})


@pytest.mark.parametrize("wish", ["xx-none", "", "sv_SE; DROP", "a" * 200, "\u202e"])
def test_an_unknown_tag_in_the_directive_is_refused_with_a_code(city, wish):
    query = f"query ($l: Locale!) @locale(lang: $l) {{ {PLACE} }}"
    _, answer = ask(city, query, variables={"l": wish})
    assert answer["errors"][0]["extensions"]["code"] == "UNKNOWN_LOCALE"
    assert "data" not in answer


@pytest.mark.parametrize(
    "wish", ["a" * 5000, "sv;q=", "\u00e5\u00e4", "i-klingon", "und", "*;q=0", "en" + ",en" * 500]
)
def test_a_hostile_header_never_breaks_and_never_picks_a_random_language(city, wish):
    headers, answer = ask(city, f"{{ {PLACE} }}", language=wish.encode("latin-1").decode("latin-1"))
    assert headers["content-language"] in {"sv", "en"}
    assert "errors" not in answer
