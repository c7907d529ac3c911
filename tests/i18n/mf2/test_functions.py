# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The default functions: operands, options, inheritance."""

import datetime as dt
from decimal import Decimal

import pytest

from i18n import mf2
from tests.i18n.mf2.functions import run

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{4.20 :number}", "4.2"),
        ("{0.42e+1 :number}", "4.2"),
        ("{-1234567.891 :number}", "-1,234,567.891"),
        ("{1234 :number useGrouping=never}", "1234"),
        ("{1234 :number useGrouping=min2}", "1234"),
        ("{12345 :number useGrouping=min2}", "12,345"),
        ("{5 :number signDisplay=always}", "+5"),
        ("{0 :number signDisplay=exceptZero}", "0"),
        ("{-0.001 :number signDisplay=negative maximumFractionDigits=2}", "0"),
        ("{-5 :number signDisplay=never}", "5"),
        ("{7 :number minimumIntegerDigits=3}", "007"),
        ("{4.2 :number minimumFractionDigits=2}", "4.20"),
        ("{4.256 :number maximumFractionDigits=1}", "4.3"),
        ("{123456 :number maximumSignificantDigits=2}", "120,000"),
        ("{1 :number minimumSignificantDigits=3}", "1.00"),
        ("{5.00 :number minimumFractionDigits=2 trailingZeroDisplay=stripIfInteger}", "5"),
        ("{2.5 :number maximumFractionDigits=0}", "3"),
        ("{2.5 :number maximumFractionDigits=0 roundingMode=halfEven}", "2"),
        ("{-2.5 :number maximumFractionDigits=0 roundingMode=halfCeil}", "-2"),
        ("{-2.5 :number maximumFractionDigits=0 roundingMode=halfFloor}", "-3"),
        ("{2.1 :number maximumFractionDigits=0 roundingMode=ceil}", "3"),
        ("{-2.1 :number maximumFractionDigits=0 roundingMode=floor}", "-3"),
        ("{2.9 :number maximumFractionDigits=0 roundingMode=trunc}", "2"),
        (
            "{1.23 :number minimumFractionDigits=1 maximumFractionDigits=1 roundingIncrement=5}",
            "1.0",
        ),
        (
            "{4321.5 :number maximumFractionDigits=0 maximumSignificantDigits=2 roundingPriority=lessPrecision}",
            "4,300",
        ),
        (
            "{4321.5 :number maximumFractionDigits=0 maximumSignificantDigits=2 roundingPriority=morePrecision}",
            "4,322",
        ),
        ("{4.7 :integer}", "5"),
        ("{4.2 :integer minimumIntegerDigits=2}", "04"),
        (".local $a = {1.25 :integer} {{{$a :number}}}", "1"),
        (".local $a = {1.25 :number minimumFractionDigits=3} {{{$a :integer}}}", "1"),
        (
            ".local $a = {1 :number signDisplay=always} {{{$a :number minimumFractionDigits=1}}}",
            "+1.0",
        ),
        ("{41 :offset add=1}", "42"),
        ("{52 :offset subtract=10}", "42"),
        (".local $a = {41 :integer signDisplay=always} {{{$a :offset add=1}}}", "+42"),
        ("{0.256 :percent}", "26%"),
        ("{0.256 :percent minimumFractionDigits=1}", "25.6%"),
        (".local $a = {0.5 :percent} {{{$a :number}}}", "0.5"),
        ("{42 :currency currency=eur}", "€42.00"),
        ("{42.5 :currency currency=JPY}", "¥43"),
        ("{42 :currency currency=EUR fractionDigits=0}", "€42"),
        ("{42 :currency currency=EUR currencyDisplay=code}", f"EUR{NBSP}42.00"),
        ("{42 :currency currency=EUR currencyDisplay=name}", "42.00 euros"),
        ("{42 :currency currency=EUR currencyDisplay=never}", "42.00"),
        ("{-42 :currency currency=USD currencySign=accounting}", "($42.00)"),
        ("{5 :currency currency=USD trailingZeroDisplay=stripIfInteger}", "$5"),
        (".local $a = {42 :currency currency=EUR} {{{$a :currency fractionDigits=1}}}", "€42.0"),
        ("{3 :unit unit=kilometer unitDisplay=long}", "3 kilometers"),
        ("{1 :unit unit=duration-day unitDisplay=long}", "1 day"),
        ("{|2006-01-02T15:04:06| :datetime}", "Jan 2, 2006, 3:04 PM"),
        (
            "{|2006-01-02T15:04:06| :datetime dateLength=long timePrecision=second hour12=false}",
            "January 2, 2006, 15:04:06",
        ),
        ("{|2006-01-02| :date length=long}", "January 2, 2006"),
        ("{|2006-01-02| :date fields=month-day-weekday length=long}", "Monday, January 2"),
        ("{|2006-01-02| :date length=short}", "1/2/2006"),
        ("{|2006-01-02T15:04:06| :time precision=hour}", "3 PM"),
        ("{|2006-01-02T15:04:06Z| :time timeZone=|Asia/Tokyo| hour12=false}", "00:04"),
        ("{|2006-01-02T15:04:06+05:00| :time timeZone=input hour12=false}", "15:04"),
    ],
)
def test_numbers_money_units_and_moments_in_american_english(source, text):
    assert run(source) == (text, [])


@pytest.mark.parametrize("literal", ["häst", ".1", "1.", "01", "+1", "0x1", "", "NaN", "1e", " 1"])
def test_what_is_no_number_literal_is_no_number(literal):  # i18n M8
    assert run(f"{{|{literal}| :number}}") == (f"{{|{literal}|}}", ["bad-operand"])
    assert run("{$x :number}", x=literal) == ("{$x}", ["bad-operand"])


@pytest.mark.parametrize("value", [True, False, None, [], object(), float("nan"), float("inf")])
def test_truth_values_and_other_things_are_no_numbers(value):
    assert run("{$x :number}", x=value) == ("{$x}", ["bad-operand"])


@pytest.mark.parametrize("value", [4.5, Decimal("4.50"), "4.5", {"value": 4.5}])
def test_numbers_come_in_many_types(value):
    assert run("{$x :number}", x=value) == ("4.5", [])


@pytest.mark.parametrize("size", ["100", "-1", "01", "1.0", "två", "²"])
def test_a_digit_size_is_0_to_99_and_anything_else_is_left_out(size):
    assert run(f"{{1 :number minimumFractionDigits=|{size}|}}") == ("1", ["bad-option"])


@pytest.mark.parametrize("option", ["", "add=x", "add=1 subtract=1", "foo=1", "add=100"])
def test_offset_wants_exactly_one_small_number(option):
    assert run(f"{{42 :offset {option}}}") == ("{|42|}", ["bad-option"])


def test_money_knows_its_currency_and_keeps_it():
    money = mf2.Money(Decimal("9.5"), "SEK")
    assert run("{$m :currency}", "sv", m=money) == (f"9,50{NBSP}kr", [])
    assert run("{$m}", "sv", m=money) == (f"9,50{NBSP}kr", [])
    assert run("{$m :currency currency=EUR}", "sv", m=money) == (f"9,50{NBSP}kr", ["bad-option"])
    assert run("{42 :currency}") == ("{|42|}", ["bad-operand"])
    assert run("{42 :currency currency=kronor}") == ("{|42|}", ["bad-operand"])


def test_a_unit_is_needed_and_an_unknown_one_is_shown_as_it_is():
    assert run("{42 :unit}") == ("{|42|}", ["bad-operand"])
    assert run("{42 :unit unit=parsnip}") == ("42 parsnip", ["unsupported-operation"])


@pytest.mark.parametrize("name", ["date", "time", "datetime"])
def test_moments_are_dates_or_iso_literals(name):
    bad = [
        "häst",
        "2006-13-01",
        "0000-01-01",
        "2006-01-02T25:00:00",
        "2006-02-30",
        "2006-01-02T10:00:00+15:00",
    ]
    for literal in bad:
        assert run(f"{{|{literal}| :{name}}}") == (f"{{|{literal}|}}", ["bad-operand"])
    assert run(f"{{$x :{name}}}", x=True) == ("{$x}", ["bad-operand"])
    assert run(f"{{:{name}}}") == (f"{{:{name}}}", ["bad-operand"])


def test_moment_options_are_checked():
    assert run("{|2006-01-02| :date length=kort}")[1] == ["bad-option"]
    assert run("{|2006-01-02| :date timeZone=|Mars/Base|}")[1] == ["bad-option"]
    assert run("{|2006-01-02T15:04:06| :time hour12=kanske}")[1] == ["bad-option"]
    assert run("{|2006-01-02T15:04:06| :time timeZone=input}")[1] == ["bad-operand"]
    assert run("{$l :date length=$l}", l="long")[1] == ["bad-operand"]


def test_python_values_format_by_their_type():
    instant = dt.datetime(2026, 3, 9, 13, 5, tzinfo=dt.UTC)
    assert run("{$x}", "sv", x=instant) == ("9 mars 2026 14:05", [])
    assert run("{$x}", "sv", x=dt.date(2026, 3, 9)) == ("9 mars 2026", [])
    assert run("{$x}", "sv", x=dt.time(9, 5)) == ("09:05", [])
    assert run("{$x} {$y}", "fr", x=1.3, y=4.2) == ("1,3 4,2", [])
    assert run("{$x}{$y}{$z}", x=True, y=None, z=["a"]) == ("true['a']", [])
    assert run("{$x :date}", x=dt.time(9, 5)) == ("{$x}", ["bad-operand"])


def test_a_custom_value_can_be_operand_and_option_of_the_next_function():  # i18n M10
    assert run(".local $a = {1 :our:both places=1} {{{$a :our:both}}}") == ("1.0", [])
    assert run(".local $a = {1 :our:both} {{{2 :number minimumFractionDigits=$a}}}") == ("2.0", [])
    replaced = {":string": lambda *_: mf2.Value("x", "", format=lambda: "vår egen")}
    assert mf2.format("{a :string}", "sv", bidi="none", functions=replaced).text == "vår egen"


@pytest.mark.parametrize("name", ["number", "integer", "percent", "offset add=1", "unit unit=day"])
@pytest.mark.parametrize("value", [10**399, -(10**30) - 1, Decimal("9" * 60 + ".5"), 1e300, 5e-324])
def test_numbers_of_many_digits_keep_them(name, value):
    text, errors = run(f"{{$x :{name} useGrouping=never}}", x=value)
    assert errors == []
    if name == "number" and abs(value) > 1 and not isinstance(value, float):
        assert text == f"{value}"


def test_a_number_beyond_all_measure_is_refused():
    assert run("{$x :number}", x=10**5000) == ("{$x}", ["bad-operand"])
    assert run("{1e999999 :number}") == ("{|1e999999|}", ["bad-operand"])


def test_a_chain_of_thousands_of_declarations_is_no_crash():
    chain = "".join(f".local $a{n + 1} = {{$a{n}}}\n" for n in range(5000))
    text, errors = run(".local $a0 = {1}\n" + chain + "{{{$a5000}}}")
    assert (text, errors) in [("1", []), ("{\ufffd}", ["unsupported-operation"])]
