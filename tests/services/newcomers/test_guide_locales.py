# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Languages of the guide as data: what stands in for what, what machines may do, what pages are offered in."""

from typing import Any

import msgspec
import pytest

from services.kit.data import define, select
from services.kit.data.tables import outbox
from services.newcomers.domain.guide import PageSegment
from services.newcomers.store import guide as store
from tests.services.newcomers.conftest import Pair
from tests.services.newcomers.people import AMINA, EDITOR

pytestmark = pytest.mark.anyio

PUT = """mutation($i: PutGuideLocaleInput!) { putGuideLocale(input: $i) {
  locale { locale fallbacks machine isVisible } userErrors { code path } } }"""
DROP = """mutation($i: RemoveGuideLocaleInput!) { removeGuideLocale(input: $i) {
  locale { locale } userErrors { code } } }"""
PAGE = """query($l: Locale!) { guidePage(slug: "sfi", locale: $l) {
  complete title { value language isFallback origin } } }"""
PUBLISH = """mutation($i: PublishGuidePageInput!) { publishGuidePage(input: $i) {
  page { slug kind } userErrors { code path } } }"""
NOTICES = '{ guideNotices(locale: "ar") { slug title { value isFallback } } guidePages { nodes { slug } } }'
LOCALES = "{ guideLocales { locale fallbacks } }"


class Told(msgspec.Struct, frozen=True):
    """What an event tells."""

    data: dict[str, Any]


TOLD = define(select(outbox.c.data).where(outbox.c.type == "newcomers.page.published"), Told)


async def put(pair: Pair, **given: Any) -> Any:
    answer: Any = await pair.newcomers.ask(PUT, EDITOR, i=given)
    assert answer.errors == [], answer.errors
    return answer.data["putGuideLocale"]


async def title(pair: Pair, locale: str) -> Any:
    answer: Any = (await pair.newcomers.ask(PAGE, AMINA, l=locale)).data
    return answer["guidePage"]["title"]


async def write(pair: Pair, locale: str, text: str, *, machine: bool = False) -> None:
    made_from = PageSegment(path="title", text="SFI, svenska för invandrare.", kind="heading").hash
    await pair.newcomers.database.transact(
        lambda tx: tx.run(
            store.put_text, page="newcomers:page:sfi", locale=locale, path="title", text=text,
            made_from=made_from, machine=machine, reviewed=False, engine="",
        )
    )  # fmt: skip


async def test_an_editor_changes_what_stands_in_for_a_language(pair: Pair):
    # newcomers 2.1: LocaleNode
    await write(pair, "tr", "SFI, göçmenler için İsveççe.")
    assert (await title(pair, "kmr"))["language"] != "tr"
    done = await put(pair, locale="kmr", fallbacks=["tr", "ar"])
    assert done["locale"]["fallbacks"] == ["tr", "ar"]
    shown = await title(pair, "kmr")
    assert (shown["language"], shown["isFallback"]) == ("tr", True)
    await put(pair, locale="kmr", fallbacks=["ar"])
    assert (await title(pair, "kmr"))["language"] == "ar"
    await pair.newcomers.ask(DROP, EDITOR, i={"locale": "kmr"})
    assert (await pair.newcomers.ask(LOCALES, AMINA)).data == {"guideLocales": []}


async def test_machine_text_is_shown_only_where_the_language_lets_it(pair: Pair):
    await write(pair, "tr", "SFI, makine çevirisi.", machine=True)
    assert (await title(pair, "tr"))["origin"] == "MACHINE"
    await put(pair, locale="tr", fallbacks=[], machine="DRAFT")
    shown = await title(pair, "tr")
    assert (shown["language"], shown["isFallback"]) == ("sv", True)


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({"locale": "kmr", "fallbacks": ["kmr"]}, ["fallbacks"]),
        ({"locale": "kmr", "fallbacks": ["ar", "ar"]}, ["fallbacks"]),
        ({"locale": "kmr", "fallbacks": ["ar", "tr", "fa", "en", "fi", "so"]}, ["fallbacks"]),
    ],
)
async def test_chains_that_cannot_be(pair: Pair, given: dict[str, Any], path: list[str]):
    assert (await put(pair, **given))["userErrors"] == [{"code": "INPUT_INVALID", "path": path}]
    refused = await pair.newcomers.ask(PUT, AMINA, i={"locale": "kmr", "fallbacks": []})
    assert refused.errors[0]["extensions"]["code"] == "FORBIDDEN"


async def test_a_page_is_seen_from_its_first_moment_to_its_last(pair: Pair):
    # newcomers 2.1: valid_from/to
    given = {
        "slug": "sommar", "title": "Sommarkurs.", "segments": [{"path": "01", "text": "Kurs i juni."}],
        "validFrom": "2026-11-27T09:00:00Z", "validTo": "2026-11-29T09:00:00Z",
    }  # fmt: skip
    wrong = given | {"validTo": "2026-11-20T09:00:00Z"}
    refused: Any = (await pair.newcomers.ask(PUBLISH, EDITOR, i=wrong)).data
    assert refused["publishGuidePage"]["userErrors"] == [
        {"code": "INPUT_INVALID", "path": ["validTo"]}
    ]
    await pair.newcomers.ask(PUBLISH, EDITOR, i=given)
    seen: list[bool] = []
    for _ in range(4):
        listed: Any = (await pair.newcomers.ask(NOTICES, AMINA)).data
        listed_there = "sommar" in [one["slug"] for one in listed["guidePages"]["nodes"]]
        page = await pair.newcomers.ask('{ guidePage(slug: "sommar") { slug } }', AMINA)
        assert listed_there == (page.errors == [])
        seen.append(listed_there)
        pair.clock.advance(86_400)
    assert seen == [False, True, True, False]


async def test_news_is_told_for_four_weeks_and_pages_go_to_the_visible_languages(pair: Pair):
    await put(pair, locale="ar", fallbacks=[], position=1)
    await put(pair, locale="so", fallbacks=[], isVisible=False)
    given = {
        "slug": "nyhet", "title": "SFI flyttar.", "kind": "NOTICE",
        "links": [{"language": "sv", "url": "https://example.se"}],
        "segments": [{"path": "01", "text": "Ny adress.", "kind": "LIST_ITEM"}],
    }  # fmt: skip
    done: Any = (await pair.newcomers.ask(PUBLISH, EDITOR, i=given)).data
    assert done["publishGuidePage"]["page"] == {"slug": "nyhet", "kind": "NOTICE"}
    told = (await pair.newcomers.database.many(TOLD))[-1]
    assert told.data["locales"] == ["ar"]
    seen: Any = (await pair.newcomers.ask(NOTICES, AMINA)).data
    assert [one["slug"] for one in seen["guideNotices"]] == ["nyhet"]
    assert "nyhet" not in [one["slug"] for one in seen["guidePages"]["nodes"]]
    pair.clock.advance(29 * 86_400)
    later: Any = (await pair.newcomers.ask(NOTICES, AMINA)).data
    assert later["guideNotices"] == []
