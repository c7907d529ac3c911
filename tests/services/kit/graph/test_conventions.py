# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Conventions of the graph: instants, locales, texts, ids, money, payloads, connections."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
import strawberry
from graphql import GraphQLError
from hypothesis import given
from hypothesis import strategies as st

from i18n import Localized, Localizer, Origin, t
from services.kit.errors import InputInvalid, NotFound
from services.kit.execution import Engine
from services.kit.graph import (
    Connection,
    Info,
    Locale,
    LocalizedText,
    Money,
    UserError,
    asked,
    gather,
    global_id,
    local_id,
    localized,
    make_schema,
    money,
    page,
    page_of,
    text_of,
)
from services.kit.graph.scalars import read_instant, write_instant


@strawberry.type
class Row:
    number: int


@strawberry.type
class Query:
    @strawberry.field
    def title(self, info: Info, locale: Locale | None = None) -> LocalizedText:
        return localized(t("test.hi", "Hej {$name}!", name="Åsa"), info, locale=locale)

    @strawberry.field
    def later(self, at: dt.datetime) -> dt.datetime:
        return at + dt.timedelta(hours=1)

    @strawberry.field
    def naive(self) -> dt.datetime | None:
        return dt.datetime(2026, 1, 1)

    @strawberry.field
    def price(self) -> Money:
        return money(1250)

    @strawberry.field
    def rows(self, first: int | None = None, after: str | None = None) -> Connection[Row]:
        return page_of(range(45), asked(first, after), node=lambda n: Row(number=n))

    @strawberry.field
    def faults(self, info: Info) -> list[UserError]:
        wrong = InputInvalid(t("test.wrong", "För {$most} högst.", most=5), path=("a", 0), most=5)
        return gather([wrong], info)


ENGINE = Engine(make_schema(query=Query), eager=True)
CONTEXT = SimpleNamespace(localizer=Localizer("sv"), locale="sv", request_id="")

pytestmark = pytest.mark.anyio


async def run(query: str, variables: dict[str, Any] | None = None) -> Any:
    result = await ENGINE.run(query, variables, context=CONTEXT)
    assert result.errors == []
    return result.data


async def test_a_text_says_in_which_language_it_is() -> None:
    # i18n 4.3, i18n rule 6
    fields = "{ value language direction isFallback origin original { value } updatedAt }"
    found = await run('{ title %s ar: title(locale: "ar") %s }' % (fields, fields))
    assert found["title"] == {
        "value": found["title"]["value"],
        "language": "sv",
        "direction": "LTR",
        "isFallback": False,
        "origin": "SOURCE",
        "original": None,
        "updatedAt": None,
    }
    assert "Åsa" in found["title"]["value"]
    assert found["ar"]["language"] == "sv"
    assert found["ar"]["isFallback"] is True


async def test_a_delivered_translation_keeps_its_original() -> None:
    original = Localized("Hej", "sv", "ltr", False, Origin.SOURCE)
    text = text_of(Localized("مرحبا", "ar", "rtl", False, Origin.MACHINE), original=original)
    assert text.direction.value == "RTL"
    assert text.origin.value == "MACHINE"
    assert text.original is not None
    assert text.original.value == "Hej"


async def test_an_unknown_locale_is_refused() -> None:
    # i18n rule 5
    result = await ENGINE.run('{ title(locale: "xx") { value } }', context=CONTEXT)
    assert result.errors
    assert not result.ran
    result = await ENGINE.run(
        "query($l: Locale) { title(locale: $l) { value } }", {"l": "sv-SE"}, context=CONTEXT
    )
    assert not result.ran


async def test_instants_are_utc_with_z() -> None:
    # stack C5
    found = await run("query($a: DateTime!) { later(at: $a) }", {"a": "2026-03-09T14:05:00+01:00"})
    assert found == {"later": "2026-03-09T14:05:00Z"}


async def test_a_naive_datetime_is_a_fault() -> None:
    result = await ENGINE.run("{ naive }", context=CONTEXT)
    assert result.data == {"naive": None}
    assert result.errors[0]["extensions"]["code"] == "INTERNAL_ERROR"


@pytest.mark.parametrize(
    "bad", ["2026-03-09", "2026-03-09T14:05:00", "x", 5, None, "0001-01-01T00:00:00+14:00"]
)
async def test_what_is_no_instant_is_refused(bad: Any) -> None:
    with pytest.raises(GraphQLError, match="DateTime"):
        read_instant(bad)


@given(st.datetimes(timezones=st.just(dt.UTC)))
def test_instants_survive_the_way_there_and_back(moment: dt.datetime) -> None:
    assert read_instant(write_instant(moment)) == moment


async def test_money_is_whole_ore() -> None:
    assert await run("{ price { amount currency } }") == {
        "price": {"amount": 1250, "currency": "SEK"}
    }
    with pytest.raises(OverflowError):
        money(2**31)


async def test_user_errors_name_code_message_and_path() -> None:
    assert await run("{ faults { code message messageKey path } }") == {
        "faults": [
            {
                "code": "INPUT_INVALID",
                "message": "För 5 högst.",
                "messageKey": "test.wrong",
                "path": ["a", "0"],
            }
        ]
    }


@given(st.text(), st.sampled_from(["Zone", "ParkingSession"]))
def test_global_ids_belong_to_their_type(key: str, type_name: str) -> None:
    try:
        made = global_id(type_name, key)
    except UnicodeEncodeError:
        return
    if key:
        assert local_id(type_name, made) == key
    with pytest.raises(NotFound):
        local_id("Other", made)


@pytest.mark.parametrize("bad", ["", "x", "åäö", "Wm9uZTo", "Wm9uZQ", "Wm9uZTox="])
async def test_a_foreign_id_is_not_found(bad: str) -> None:
    with pytest.raises(NotFound):
        local_id("Zone", bad)


async def test_pages_together_are_the_list() -> None:
    numbers: list[int] = []
    after = None
    while True:
        query = "query($a: String) { rows(first: 20, after: $a) { nodes { number } edges { cursor } totalCount pageInfo { hasNextPage endCursor hasPreviousPage startCursor } } }"
        rows = (await run(query, {"a": after}))["rows"]
        numbers += [node["number"] for node in rows["nodes"]]
        assert rows["totalCount"] == 45
        assert rows["pageInfo"]["hasPreviousPage"] is (after is not None)
        assert rows["edges"][-1]["cursor"] == rows["pageInfo"]["endCursor"]
        after = rows["pageInfo"]["endCursor"]
        if not rows["pageInfo"]["hasNextPage"]:
            break
    assert numbers == list(range(45))


async def test_the_size_of_a_page_has_a_default_and_a_cap() -> None:
    assert len((await run("{ rows { nodes { number } } }"))["rows"]["nodes"]) == 20
    for bad in (0, 101, -1):
        with pytest.raises(InputInvalid):
            asked(bad)
    with pytest.raises(InputInvalid):
        asked(5, "å")
    with pytest.raises(InputInvalid):
        page_of([1], asked(5, "eA"), node=lambda n: n)
    assert asked(5).limit == 6


async def test_a_page_from_a_store_knows_whether_more_follow() -> None:
    found = page([1, 2, 3], asked(2), total=9, place=str, node=lambda n: Row(number=n))
    assert [row.number for row in found.nodes] == [1, 2]
    assert found.page_info.has_next_page
    empty = page([], asked(2), total=0, place=str, node=lambda n: n)
    assert empty.page_info.end_cursor is None


async def test_shared_types_are_shareable_and_described() -> None:
    sdl = ENGINE.sdl()
    for name in ("LocalizedText", "Money", "UserError", "PageInfo", "RowConnection", "RowEdge"):
        assert f"type {name} @privacy(none: true) @shareable" in sdl
    assert "scalar Locale @specifiedBy" in sdl


async def test_a_root_field_that_fails_leaves_the_others_standing() -> None:  # decision 0415
    query = '{ price { amount } later(at: "9999-12-31T23:59:00Z") }'
    result = await ENGINE.run(query, context=CONTEXT)
    assert [error["path"] for error in result.errors] == [["later"]]
    assert result.data == {"price": {"amount": 1250}, "later": None}
