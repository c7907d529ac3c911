# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Selection: best match by columns, plural categories as shown, selectors that cannot select."""

from decimal import Decimal

import pytest

from tests.i18n.mf2.functions import run

TWO = " .match $a $b 1 1 {{1,1}} 1 * {{1,*}} * 1 {{*,1}} * * {{*,*}}"
DAYS = ".input {$n :integer} .match $n 0 {{inga}} one {{{$n} dag}} * {{{$n} dagar}}"


@pytest.mark.parametrize(
    ("a", "b", "text"), [(1, 1, "1,1"), (1, 0, "1,*"), (0, 1, "*,1"), (0, 0, "*,*")]
)
def test_columns_are_compared_from_left_to_right(a, b, text):  # i18n M7
    assert run(".input {$a :our:both} .input {$b :our:both}" + TWO, a=a, b=b) == (text, [])


def test_the_functions_own_order_decides_between_two_fitting_keys():  # i18n M7
    source = ".local $a = {1 :our:both places=1} .match $a 1 {{1}} 1.0 {{1.0}} * {{x}}"
    assert run(source) == ("1.0", [])


def test_a_selector_that_cannot_select_matches_only_the_catch_all():  # i18n M7
    source = ".local $a = {1 :our:show} .input {$b :our:both}" + TWO
    assert run(source, b=1) == ("*,1", ["bad-selector"])
    source = ".input {$a :our:both} .match $a 1 {{1}} * {{x}}"
    assert run(source) == ("x", ["unresolved-variable", "bad-operand", "bad-selector"])
    assert run(".local $d = {|2026-03-09| :date} .match $d * {{x}}")[1] == ["bad-selector"]


def test_a_value_that_only_selects_still_selects():
    assert run(".local $a = {1 :our:select} .match $a 1 {{ett}} * {{x}}") == ("ett", [])


@pytest.mark.parametrize(("n", "text"), [(0, "inga"), (1, "1 dag"), (2, "2 dagar")])
def test_an_exact_number_beats_its_category(n, text):  # i18n M8
    assert run(DAYS, "sv", n=n) == (text, [])


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1, "ett"),
        (1.0, "ett"),
        ("1.0", "ett"),
        (Decimal("1.00"), "ett"),
        (1.5, "en och en halv"),
        (2, "x"),
    ],
)
def test_an_exact_key_is_compared_as_text_with_the_value(value, text):  # i18n M8
    source = ".input {$n :number} .match $n 1.0 {{fel}} 1 {{ett}} 1.5 {{en och en halv}} * {{x}}"
    assert run(source, "sv", n=value) == (text, [])


def test_a_category_is_that_of_the_number_as_shown():  # i18n M8
    shown = ".input {$n :number minimumFractionDigits=1} .match $n one {{one}} * {{other}}"
    plain = ".input {$n :number} .match $n one {{one}} * {{other}}"
    assert run(plain, "en", n=1)[0] == "one"
    assert run(shown, "en", n=1)[0] == "other"


def test_ordinal_and_exact_selection():  # i18n M8
    rank = ".input {$n :integer select=ordinal} .match $n one {{st}} two {{nd}} few {{rd}} * {{th}}"
    assert [run(rank, "en", n=n)[0] for n in (1, 2, 3, 11, 21)] == ["st", "nd", "rd", "th", "st"]
    exact = ".input {$n :number select=exact} .match $n one {{one}} 2 {{two}} * {{x}}"
    assert [run(exact, "en", n=n)[0] for n in (1, 2)] == ["x", "two"]


def test_an_odd_key_is_reported_and_does_not_match():  # i18n M8
    assert run(".input {$n :number} .match $n häst {{h}} * {{x}}", n=1) == (
        "x",
        ["bad-variant-key"],
    )


def test_select_must_be_written_literally():  # i18n M8
    source = ".local $s = {1 :number select=$m} .match $s 1 {{ett}} * {{v {$s}}}"
    assert run(source, m="exact") == ("v 1", ["bad-option", "bad-selector"])
    handed_on = (
        ".local $s = {1 :number select=exact} .local $t = {$s :number} .match $t 1 {{ett}} * {{x}}"
    )
    assert run(handed_on) == ("x", ["bad-option", "bad-selector"])


def test_strings_select_by_equal_text_in_normal_form():
    source = ".input {$s :string} .match $s \u00e5 {{ja}} * {{nej}}"
    assert run(source, s="a\u030a") == ("ja", [])
    assert run(".input {$s :string} .match $s 1 {{ett}} * {{nej}}", s=1) == ("ett", [])
    assert run(".input {$s :string} .match $s 1 {{ett}} * {{nej}}", s=None) == ("nej", [])


def test_a_percentage_selects_by_a_hundred_times_its_value():
    source = ".input {$p :percent} .match $p 50 {{halva}} one {{en}} * {{x}}"
    assert [run(source, "sv", p=p)[0] for p in (0.5, 0.01, 0.07)] == ["halva", "en", "x"]
