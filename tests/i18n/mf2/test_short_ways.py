# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The short ways of a compiled message say what the long way says, in every language."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n import registry
from i18n.mf2 import Money, compile_message

EXPRESSIONS = [
    "{$n :number}",
    "{$n :integer}",
    "{$n :percent}",
    "{$n :number minimumFractionDigits=2}",
    "{$n :number maximumFractionDigits=1}",
    "{$n :number minimumIntegerDigits=3}",
    "{$n :number signDisplay=always}",
    "{$n :number signDisplay=negative}",
    "{$n :number signDisplay=exceptZero}",
    "{$n :number useGrouping=min2}",
    "{$n :number useGrouping=never}",
    "{$n :number trailingZeroDisplay=stripIfInteger}",
    "{$n :number maximumSignificantDigits=2}",
    "{$n :number roundingMode=floor maximumFractionDigits=0}",
    "{$n :currency currency=SEK}",
    "{$n :currency currency=JPY}",
    "{$n :currency currency=EUR fractionDigits=0}",
    "{$n :currency currency=EUR currencySign=accounting}",
    "{$n :currency currency=EUR currencyDisplay=name}",
]
TAGS = ["sv", "en", "ar", "fa", "de", "pl", "hi", "es", "en-US", "sv-x-lattlast", "fit"]
NUMBERS = st.one_of(
    st.integers(-(10**16), 10**16),
    st.integers(-2000, 2000),
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=3),
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-10, max_value=10),
)  # fmt: skip


@pytest.mark.parametrize("expression", EXPRESSIONS)
@given(st.sampled_from(TAGS), NUMBERS)
def test_property_a_number_by_the_short_way_reads_as_by_the_long_one(expression, tag, number):
    short = compile_message(expression, tag)({"n": number})
    long = compile_message(f".local $m = {expression} {{{{{{$m}}}}}}", tag)({"n": number})
    assert short == long


@pytest.mark.parametrize("tag", [row.tag for row in registry.entries()])
def test_money_by_its_own_currency_reads_as_money_by_option(tag):
    asked = compile_message("{$n :currency currency=SEK}", tag)
    own = compile_message("{$n :currency}", tag)
    for amount in (0, 1, 25, 1234, 1234567, Decimal("0.5"), Decimal("1234.50"), -3):
        assert asked({"n": amount}) == own({"n": Money(amount, "SEK")})
        assert asked({"n": amount}) == asked({"n": str(amount)})


@pytest.mark.parametrize("expression", ["{$d :date}", "{$d :datetime dateLength=long}"])
@pytest.mark.parametrize("tag", TAGS)
def test_a_day_reads_the_same_the_second_time_and_the_long_way(expression, tag):
    message = compile_message(expression, tag)
    long = compile_message(f".local $m = {expression} {{{{{{$m}}}}}}", tag)
    for day in (dt.date(2026, 3, 9), dt.date(2027, 1, 1), dt.date(2026, 3, 9)):
        assert message({"d": day}) == long({"d": day})
    at_noon = dt.datetime(2026, 3, 9, 12, tzinfo=dt.UTC)
    assert message({"d": at_noon}) == long({"d": at_noon})


@pytest.mark.parametrize(
    "value", [True, None, "x", float("nan"), Decimal("NaN"), Decimal("Infinity")]
)
def test_what_is_no_number_goes_the_long_way_and_falls_back(value):
    result = compile_message("{$n :currency currency=SEK}", "sv", bidi="none")({"n": value})
    assert (result.text, [error.type for error in result.errors]) == ("{$n}", ["bad-operand"])


def test_an_option_that_varies_is_read_every_time():
    message = compile_message("{$n :currency currency=$c}", "en", bidi="none")
    assert [message({"n": 5, "c": code}).text for code in ("EUR", "USD", "EUR")] == [
        "€5.00", "$5.00", "€5.00",
    ]  # fmt: skip


CHOICES = [
    ".input {$n :integer} .match $n 0 {{a}} one {{b {$n}}} few {{c}} many {{d {$n}}} * {{e {$n}}}",
    ".input {$n :integer} .input {$m :number select=ordinal} .match $n $m one one {{a {$n}{$m}}} one * {{b}} * two {{c {$m}}} * * {{d {$n}{$m}}}",
    ".input {$n :integer} .local $m = {$n :offset subtract=1} .match $n $m 0 * {{a}} * one {{b {$m}}} * * {{c {$n}{$m}}}",
    ".input {$n :number minimumFractionDigits=1} .local $x = {$n :number} .local $m = {$x :integer} .match $m one {{a {$n}}} * {{b {$m} {$x}}}",
]  # fmt: skip


@pytest.mark.parametrize("source", CHOICES)
@given(st.sampled_from(TAGS), st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=3))
def test_property_a_choice_that_is_remembered_is_the_choice_that_is_made(source, tag, pairs):
    remembering = compile_message(source, tag)
    for n, m in [*pairs, *pairs]:
        assert remembering({"n": n, "m": m}) == compile_message(source, tag)({"n": n, "m": m})


def test_what_cannot_be_remembered_is_chosen_every_time():
    by_variable = compile_message(
        ".input {$n :number minimumFractionDigits=$d} .match $n one {{en}} * {{flera}}", "sv"
    )
    assert [by_variable({"n": 1, "d": d}).text for d in (0, 1, 0)] == ["en", "flera", "en"]
    message = compile_message(".input {$n :integer} .match $n one {{en}} * {{flera}}", "sv")
    assert [message({"n": n}).text for n in (1, True, 1, "1", 2)] == [
        "en",
        "flera",
        "en",
        "en",
        "flera",
    ]
    assert message({}).errors
