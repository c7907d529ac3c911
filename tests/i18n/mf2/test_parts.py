# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Messages formatted to parts: what the suite says of them, and numbers and moments taken apart."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from i18n import mf2, registry
from i18n.mf2 import Function, FunctionContext, Options, Value
from tests.i18n.mf2.test_official import FUNCTIONS

Row = dict[str, Any]

OPEN: Row = {"type": "markup", "kind": "open", "name": "mark"}
CLOSE: Row = {"type": "markup", "kind": "close", "name": "mark"}
INSIDE: Row = {"type": "text", "value": "inne"}
FIRST: Row = {"type": "bidiIsolation", "value": "\u2066"}
LAST: Row = FIRST | {"value": "\u2069"}
WORLD: Row = {"type": "string", "value": "Torget"}
HELLO: Row = {"type": "text", "value": "hej "}


def parts_of(source: str, *, bidi: mf2.Bidi = "none", **arguments: object) -> list[mf2.Part]:
    return mf2.compile_message(source, "en-US", functions=FUNCTIONS, bidi=bidi).parts(arguments)[0]


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("{#mark}", [OPEN]),
        ("{#mark a=b}", [OPEN | {"options": {"a": "b"}}]),
        ("{/mark a=b}", [CLOSE | {"options": {"a": "b"}}]),
        ("{#mark a=b/}", [OPEN | {"kind": "standalone", "options": {"a": "b"}}]),
        ("{#mark}inne", [OPEN, INSIDE]),
        ("{/mark}inne", [CLOSE, INSIDE]),
        (
            "{#rum:mark}inne{/rum:mark}",
            [OPEN | {"name": "rum:mark"}, INSIDE, CLOSE | {"name": "rum:mark"}],
        ),
        ("{#mark a:x=|x| b:y=$y}", [OPEN | {"options": {"a:x": "x", "b:y": "y y"}}]),
        ("{42 @a=|b|}", [{"type": "string", "value": "42", "source": "|42|"}]),
        ("{42 @a @b=13}", [{"type": "string", "value": "42"}]),
        ("{42 :test:function fails=format}", [{"type": "fallback", "source": "|42|"}]),
        ("{$saknas :number}", [{"type": "fallback", "source": "$saknas"}]),
        ("{:test:undefined}", [{"type": "fallback", "source": ":test:undefined"}]),
        ("{#mark u:id=x}inne{/mark u:id=x}", [OPEN | {"id": "x"}, INSIDE, CLOSE | {"id": "x"}]),
        ("{#mark u:dir=rtl}inne{/mark}", [OPEN | {"options": None}, INSIDE, CLOSE]),
        ("{42 :number @a}", [{"type": "number", "parts": (mf2.Part("integer", "42"),)}]),
    ],
)
def test_parts_are_what_the_suite_says(source: str, wanted: list[Row]) -> None:
    found = parts_of(source, y="y y")
    assert [
        {key: getattr(one, key) for key in row} for one, row in zip(found, wanted, strict=True)
    ] == wanted


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        (
            "hej {Torget :string u:dir=ltr u:id=x}",
            [HELLO, FIRST, WORLD | {"direction": "ltr", "id": "x"}, LAST],
        ),
        (
            "hej {Torget :string u:dir=rtl}",
            [HELLO, FIRST | {"value": "\u2067"}, WORLD | {"direction": "rtl"}, LAST],
        ),
        (
            "hej {Torget :string u:dir=auto}",
            [HELLO, FIRST | {"value": "\u2068"}, WORLD | {"direction": ""}, LAST],
        ),
        (
            ".local $t = {Torget :string u:dir=ltr u:id=x} {{hej {$t}}}",
            [HELLO, FIRST, WORLD | {"direction": "ltr", "id": "x"}, LAST],
        ),
    ],
)
def test_isolates_are_parts_of_their_own(source: str, wanted: list[Row]) -> None:
    found = parts_of(source, bidi="default")
    assert [
        {key: getattr(one, key) for key in row} for one, row in zip(found, wanted, strict=True)
    ] == wanted


def pieces(source: str) -> str:
    [part] = mf2.compile_message(source, "en-US", bidi="none").parts()[0]
    return " ".join(f"{one.type}={one.value}" for one in part.parts)


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("{-1234.5 :number}", "minusSign=- integer=1 group=, integer=234 decimal=. fraction=5"),
        ("{7 :number signDisplay=always}", "plusSign=+ integer=7"),
        ("{4.2 :integer}", "integer=4"),
        ("{0.256 :percent}", "integer=26 percentSign=%"),
        ("{41 :offset add=1}", "integer=42"),
        ("{5 :currency currency=EUR}", "currency=€ integer=5 decimal=. fraction=00"),
        ("{5 :currency currency=EUR currencyDisplay=code}", "currency=EUR literal=\u00a0 integer=5 decimal=. fraction=00"),
        ("{5 :currency currency=EUR currencyDisplay=name fractionDigits=0}", "integer=5 literal=  currency=euros"),
        ("{-5 :currency currency=USD currencySign=accounting fractionDigits=0}", "literal=( currency=$ integer=5 literal=)"),
        ("{3 :unit unit=kilometer unitDisplay=long}", "integer=3 literal=  unit=kilometers"),
        ("{|2006-01-02| :date length=long}", "month=January literal=  day=2 literal=,  year=2006"),
        ("{|2006-01-02T15:04:06| :time precision=second}", "hour=3 literal=: minute=04 literal=: second=06 literal=  dayPeriod=PM"),
        ("{|2006-01-02| :date fields=weekday}", "weekday=Mon"),
    ],
)  # fmt: skip
def test_a_number_and_a_moment_come_apart(source: str, wanted: str) -> None:
    assert pieces(source).replace("\u202f", " ") == wanted


def test_a_unit_without_words_is_reported_once() -> None:
    parts, errors = mf2.compile_message("{2 :unit unit=parsnip}", "sv", bidi="none").parts({})
    assert [(one.type, one.value) for one in parts[0].parts] == [
        ("integer", "2"), ("literal", " "), ("unit", "parsnip"),
    ]  # fmt: skip
    assert [error.type for error in errors] == ["unsupported-operation"]


EVERYWHERE = [
    "{$n :number}", "{$n :number signDisplay=always}", "{$n :percent maximumFractionDigits=2}",
    "{$n :currency currency=SEK}", "{$n :currency currency=EUR currencyDisplay=name}",
    "{$n :currency currency=USD currencySign=accounting}", "{$n :unit unit=day unitDisplay=long}",
    "{$d :date length=long}", "{$d :date fields=month-day-weekday length=short}", "{$d :time}",
    "{$d :datetime dateLength=long timePrecision=second timeZoneStyle=short}",
]  # fmt: skip


@pytest.mark.parametrize("tag", [row.tag for row in registry.entries()] + ["fa-u-nu-arabext"])
def test_the_pieces_together_are_the_text_in_every_language(tag: str) -> None:
    moment = dt.datetime(2026, 3, 9, 13, 5, 7, tzinfo=dt.UTC)
    for source in EVERYWHERE:
        message = mf2.compile_message(source, tag, bidi="none")
        for number in (-1234567, 0, Decimal("-0.25"), Decimal("1234.5")):
            arguments = {"n": number, "d": moment}
            [part] = message.parts(arguments)[0]
            assert "".join(one.value for one in part.parts) == part.value == message(arguments).text
            assert part.parts


def test_a_function_of_ones_own_may_give_pieces_and_a_faulty_one_loses_nothing() -> None:
    def good(context: FunctionContext, options: Options, operand: Value | None) -> Value:
        del context, options, operand
        return Value("x", 1, format=lambda: "ab", pieces=lambda: [("a", "a"), ("b", "b")])

    def bad(context: FunctionContext, options: Options, operand: Value | None) -> Value:
        def refuse() -> list[tuple[str, str]]:
            raise ZeroDivisionError((context, options, operand))

        return Value("x", 1, format=lambda: "ab", pieces=refuse)

    functions: dict[str, Function] = {"our:good": good, "our:bad": bad}
    message = mf2.compile_message("{:our:good}{:our:bad}", "sv", functions=functions, bidi="none")
    (first, second), errors = message.parts({})
    assert [one.value for one in first.parts] == ["a", "b"]
    assert (second.value, second.parts) == ("ab", ())
    assert [error.type for error in errors] == ["bad-function-result"]
