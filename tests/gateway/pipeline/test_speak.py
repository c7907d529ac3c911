# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Directive, profile, cookie, header, Swedish: who decides the language of an answer (i18n 3.4)."""

from typing import Any

import pytest

from gateway.pipeline.settings import GatewaySettings
from services.kit.wire.caller import ANONYMOUS, Caller, CallerKind
from tests.support.asgi import AsgiClient
from tests.support.shop import Town

pytestmark = pytest.mark.anyio

SARA = Caller(kind=CallerKind.RESIDENT, sub="sara", loa=2)
COOKIE = ("cookie", "locale=fi")
HEADER = ("accept-language", "en")
OWN = ("torget-client", "test")


async def ask(
    query: str, *headers: tuple[str, str], profile: str | None, caller: Caller = SARA
) -> str:
    async def admit(_head: Any) -> Caller:
        return caller

    async def language_of(asked: Caller) -> str | None:
        assert asked is SARA
        return profile

    gateway = Town().gateway(GatewaySettings(), authenticate=admit, language_of=language_of)
    answer = await AsgiClient(gateway).post({"query": query}, OWN, *headers)
    assert "Authorization, Cookie" in answer.headers["vary"]
    return answer.headers["content-language"]


@pytest.mark.parametrize(
    ("query", "headers", "profile", "tag"),
    [
        ('query @locale(lang: "ar") { __typename }', (COOKIE, HEADER), "so", "ar"),
        ("{ __typename }", (COOKIE, HEADER), "so", "so"),
        ("{ __typename }", (COOKIE, HEADER), None, "fi"),
        ("{ __typename }", (COOKIE, HEADER), "tlh", "fi"),
        ("{ __typename }", (HEADER,), None, "en"),
        ("{ __typename }", (), "ku-IQ", "ckb"),
        ("{ __typename }", (), None, "sv"),
        ("{ nothingOfTheKind }", (HEADER,), "uk", "uk"),
    ],
)
async def test_the_profile_stands_between_directive_and_cookie(
    query: str, headers: tuple[tuple[str, str], ...], profile: str | None, tag: str
) -> None:
    assert await ask(query, *headers, profile=profile) == tag


async def test_nobody_asks_for_the_profile_of_nobody() -> None:
    assert await ask("{ __typename }", HEADER, profile="so", caller=ANONYMOUS) == "en"


@pytest.mark.parametrize(
    ("query", "variables", "tag"),
    [
        ('query ($l: String! = "uk") @locale(lang: $l) { __typename }', {}, "uk"),
        ('query ($l: String! = "uk") @locale(lang: $l) { __typename }', {"l": "es"}, "es"),
        ("query ($l: String!) @locale(lang: $l) { echo(text: $l) }", {"l": "ar"}, "ar"),
        ("query ($l: String!) @locale(lang: $l) { ...F } fragment F on Query { echo(text: $l) }", {"l": "fi"}, "fi"),
    ],
)  # fmt: skip
async def test_the_directive_s_variable_may_have_a_default_and_other_uses(
    query: str, variables: dict[str, str], tag: str
) -> None:
    answer = await AsgiClient(Town().gateway()).post({"query": query, "variables": variables})
    assert "errors" not in answer.json
    assert answer.headers["content-language"] == tag


async def test_a_variable_that_is_not_given_and_has_no_default_names_no_language() -> None:
    query = "query ($l: String) @locale(lang: $l) { __typename }"
    answer = (await AsgiClient(Town().gateway()).post({"query": query})).json
    assert answer["errors"][0]["extensions"]["code"] == "UNKNOWN_LOCALE"
