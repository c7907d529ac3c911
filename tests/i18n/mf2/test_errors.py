# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Errors and fall-backs: what is reported, what stands in the text instead."""

import pytest

from i18n import mf2
from tests.i18n.mf2.functions import CALLS, run

BROKEN = "{\ufffd}"


@pytest.mark.parametrize(
    ("source", "error"),
    [
        (".input {$a :string} .match $a 1 2 {{x}} * {{y}}", "variant-key-mismatch"),
        (".input {$a :string} .match $a 1 {{x}}", "missing-fallback-variant"),
        (".match $a * {{x}}", "missing-selector-annotation"),
        (".input {$a} .match $a * {{x}}", "missing-selector-annotation"),
        (".local $a = {$b} .match $a * {{x}}", "missing-selector-annotation"),
        (".input {$a} .input {$a} {{x}}", "duplicate-declaration"),
        (".input {$a} .local $a = {1} {{x}}", "duplicate-declaration"),
        (".local $a = {$b} .local $b = {1} {{x}}", "duplicate-declaration"),
        (".input {$a :number x=$b} .input {$b} {{x}}", "duplicate-declaration"),
        (".input {$a :number x=$a} {{x}}", "duplicate-declaration"),
        (".local $a = {$a} {{x}}", "duplicate-declaration"),
        (".local $a = {1 :f x=$a} {{x}}", "duplicate-declaration"),
        ("{1 :number a=1 a=2}", "duplicate-option-name"),
        ("{#b a=1 a=2}", "duplicate-option-name"),
        (".input {$a :string} .match $a x {{1}} |x| {{2}} * {{3}}", "duplicate-variant"),
        (".input {$a :string} .match $a * {{1}} * {{2}}", "duplicate-variant"),
    ],
)
def test_a_message_with_a_fault_in_its_model_shows_the_stand_in(source, error):  # i18n M1 M2
    text, errors = run(source, a="1")
    assert text == BROKEN
    assert error in errors


def test_a_variant_with_the_wrong_number_of_keys_is_one_fault_not_two():  # i18n M2
    assert run(".input {$a :string} .match $a * * {{x}}") == (BROKEN, ["variant-key-mismatch"])
    two = ".input {$a :string} .input {$b :string} .match $a $b * {{x}}"
    assert run(two) == (BROKEN, ["variant-key-mismatch"])


def test_a_literal_star_is_the_catch_all_neither_by_value_nor_by_match():  # i18n M2 M7
    source = ".local $a = {star :string} .match $a |*| {{stjärna}} * {{annat}}"
    assert run(source) == ("annat", [])


def test_names_of_one_normal_form_are_one_name():  # i18n M2
    twice = ".local $a\u030a = {1} .local $\u00e5 = {2} {{x}}"
    assert run(twice) == (BROKEN, ["duplicate-declaration"])
    keys = ".local $a = {1 :string} .match $a a\u030a {{1}} |\u00e5| {{2}} * {{3}}"
    assert run(keys) == (BROKEN, ["duplicate-variant"])
    assert run("{1 :number a\u030a=1 \u00e5=2}") == (BROKEN, ["duplicate-option-name"])


def test_a_chain_of_declarations_may_reach_the_function():  # i18n M2
    source = ".input {$a :string} .local $b = {$a} .local $c = {$b} .match $c x {{ja}} * {{nej}}"
    assert run(source, a="x") == ("ja", [])


@pytest.mark.parametrize(
    ("source", "text", "errors"),
    [
        ("{$x}", "{$x}", ["unresolved-variable"]),
        ("{$x :number}", "{$x}", ["unresolved-variable", "bad-operand"]),
        ("{$x :string}", "{$x}", ["unresolved-variable"]),
        ("{$x :okänd}", "{$x}", ["unresolved-variable", "unknown-function"]),
        ("{|a\\|b\\\\| :okänd}", "{|a\\|b\\\\|}", ["unknown-function"]),
        ("{:okänd}", "{:okänd}", ["unknown-function"]),
        ("{42 :u:f}", "{|42|}", ["unknown-function"]),
        (".local $v = {|x| :okänd} {{{$v}}}", "{$v}", ["unknown-function"]),
        (".local $v = {$w} {{{$v}}}", "{$v}", ["unresolved-variable"]),
        ("{häst :number}", "{|häst|}", ["bad-operand"]),
        ("{1 :our:broken}", "{|1|}", ["bad-function-result"]),
        ("{1 :our:select}", "{|1|}", ["not-formattable"]),
        ("{1 :our:both places=$z}", "1", ["unresolved-variable", "bad-option"]),
        ("{1 :our:both places=9}", "{|1|}", ["bad-option"]),
    ],
)
def test_a_failed_placeholder_shows_its_source(source, text, errors):  # i18n M3 M4 M5
    assert run(source) == (text, errors)


def test_a_declaration_is_evaluated_at_most_once_and_only_when_needed():  # i18n M3
    CALLS.clear()
    assert run(".local $a = {1 :our:both} .local $b = {2 :our:both} {{{$a}{$a}}}")[0] == "11"
    assert CALLS == ["|1|"]


def test_an_undeclared_use_of_a_local_name_is_not_seen_from_outside():  # i18n M3
    assert run(".local $a = {inne} {{{$a}}}", a="ute") == ("inne", [])


def test_an_option_knows_whether_it_was_written_literally():  # i18n M4
    seen = {}

    def look(_context, options, _operand):
        seen.update({name: option.literal for name, option in options.items()})
        return mf2.Value("x", 1, format=lambda: "x")

    mf2.format("{:our:look a=1 b=$c}", "sv", {"c": 2}, functions={"our:look": look})
    assert seen == {"a": True, "b": False}


def test_attributes_have_no_effect():  # i18n M4
    assert run("{1 :number @minimumFractionDigits=2 @x}") == ("1", [])


def test_a_literal_without_function_is_a_string():  # i18n M4
    assert run("{1.50}")[0] == "1.50"
    assert run("{+1}")[0] == "+1"


def test_markup_is_nothing_in_text_and_a_part_in_rich_output():  # i18n M6
    assert run("{#b u:dir=rtl}a{/b}{#br/}") == ("a", ["bad-option"])
    assert run("{#b u:dir=rtl u:locale=ar}a{/b}") == ("a", ["bad-option", "bad-option"])
    parts, errors = mf2.compile_message("{#b id=$i u:id=q}a{/b}", "sv").parts({"i": 7})
    assert [(part.type, part.kind, part.name, part.value) for part in parts] == [
        ("markup", "open", "b", ""),
        ("text", "", "", "a"),
        ("markup", "close", "b", ""),
    ]
    assert (parts[0].options, parts[0].id, errors) == ({"id": 7}, "q", ())


def test_parts_carry_source_direction_and_isolates():
    parts, _ = mf2.compile_message("{$n :number} {$s}", "ar").parts({"n": 3, "s": "x"})
    assert [part.type for part in parts] == [
        "bidiIsolation", "number", "bidiIsolation", "text", "bidiIsolation", "string", "bidiIsolation",
    ]  # fmt: skip
    assert (parts[1].direction, parts[1].source, parts[5].direction) == ("rtl", "$n", "")


def test_parts_of_a_broken_message_are_one_fall_back():
    parts, errors = mf2.compile_message("{", "sv").parts()
    assert [(part.type, part.source) for part in parts] == [("fallback", "\ufffd")]
    assert [error.type for error in errors] == ["syntax-error"]


def test_a_function_says_why_its_text_cannot_be_made():  # i18n M10
    def refuse():
        raise mf2.FunctionError("bad-option", "x")

    functions = {"our:late": lambda *_: mf2.Value("x", 1, format=refuse)}
    result = mf2.format("{1 :our:late}", "sv", bidi="none", functions=functions)
    assert (result.text, [error.type for error in result.errors]) == ("{|1|}", ["bad-option"])


def test_one_expression_may_be_in_another_language():
    assert run("{4.2 :number u:locale=fr} {4.2 :number}") == ("4,2 4.2", [])
    assert run("{4.2 :number u:locale=|inte en|}") == ("4.2", ["bad-option"])
