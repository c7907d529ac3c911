# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The grammar: what is a message, what is none, and that data and text are two forms of one thing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n.mf2 import MessageSyntaxError, parse, serialise
from i18n.mf2.model import (
    CatchAll,
    Declaration,
    Expression,
    FunctionRef,
    Literal,
    Markup,
    Message,
    Variable,
    Variant,
)
from tests.i18n.mf2.functions import run

GOOD = [
    "",
    "Hej",
    "  mellanslag \t ",
    r"\{inte en platshållare\} \\ \|",
    "{bokstavligt}",
    "{|i streck \\| och \\\\|}",
    "{-1.5}",
    "{+plus}",
    "{$namn}",
    "{ $namn }",
    "{$a-b.c}",
    "{:funktion}",
    "{$n :rum:funktion val=1 annat = $b}",
    "{$n :f @märke @annat=värde}",
    "{#b}fet{/b}{#br/}{#a x=1 @y}",
    "{#b /}",
    ".input{$x}{{}}",
    "\n.input {$x :f}\n.local $y={$x}\n.match $x $y\n1 a{{}}* * {{x}}\n",
    ".local $x = {1}.local $y = {$x} {{ {$y} }}",
    "{{ hela }}",
    "\u200e.input \u2067 {$x} {{hej}} \u2066",
    "{\u3000hej\r}",
    "{a @b = |c d|}",
]
BAD = [
    "{",
    "}",
    "{}",
    "{{",
    "{{}",
    "{{}}}",
    ".",
    ".inget {{x}}",
    ".INPUT {$x} {{}}",
    "{{text}} mer",
    "{a:f}",
    "{|a|b}",
    "{$x y}",
    "{:}",
    "{:f:}",
    "{::f}",
    "{:f a}",
    "{:f a=}",
    "{:f a:=b}",
    "{:f @}",
    "{:f @a=$b}",
    "{@a}",
    "{#a / }",
    "{/a/}",
    "{# a}",
    "{|a| #b}",
    "{&x}",
    "{!x}",
    r"\a",
    r"{|\a|}",
    "nul \x00",
    ".input {x} {{}}",
    ".local x = {1} {{}}",
    ".local $x {1} {{}}",
    ".local $x = 1 {{}}",
    ".input {$x :f} .match {$x} * {{}}",
    ".input {$x :f} .match$x * {{}}",
    ".input {$x :f} .match $x",
    ".input {$x :f} .match $x *",
    ".input {$x :f} .match $x* {{}}",
    ".input {$x :f} .match $x * * {{}} x",
    ".match * {{}}",
    "{$a\u061cb}",
]


@pytest.mark.parametrize("text", GOOD)
def test_a_good_message_comes_back_from_its_own_text(text):
    model = parse(text)
    assert parse(serialise(model)) == model


@pytest.mark.parametrize("text", BAD)
def test_what_breaks_the_grammar_is_refused(text):
    with pytest.raises(MessageSyntaxError):
        parse(text)
    assert run(text) == ("{\ufffd}", ["syntax-error"])  # i18n M1


def test_white_space_at_the_ends_of_a_simple_message_is_text():
    assert run("  a \n")[0] == "  a \n"
    assert run("  {{ a }}  ")[0] == " a "


def test_marks_of_direction_around_a_name_are_not_part_of_it():
    assert run("{$\u200ex\u200f}", x="1")[0] == "1"


def test_names_are_compared_in_normal_form():
    assert run("{$a\u030a}", å="x") == ("x", [])
    assert run("{$\u00e5}", å="x") == ("x", [])


NAMES = st.sampled_from(["a", "b", "å", "x-1", "n.s"])
TEXTS = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00"), max_size=8)
LITERALS = st.builds(Literal, TEXTS)
OPERANDS = st.one_of(LITERALS, st.builds(Variable, NAMES))
OPTIONS = st.lists(st.tuples(NAMES, OPERANDS), max_size=2, unique_by=lambda o: o[0]).map(tuple)
ATTRIBUTES = st.lists(st.tuples(NAMES, st.none() | LITERALS), max_size=2).map(tuple)
CALLS = st.builds(FunctionRef, NAMES, OPTIONS)
EXPRESSIONS = st.one_of(
    st.builds(Expression, OPERANDS, st.none() | CALLS, ATTRIBUTES),
    st.builds(Expression, st.none(), CALLS, ATTRIBUTES),
)
MARKUP = st.builds(
    Markup, st.sampled_from(["open", "close", "standalone"]), NAMES, OPTIONS, ATTRIBUTES
)


def joined(parts):
    """Neighbouring texts are one text, as the parser has it."""
    found = []
    for part in parts:
        if isinstance(part, str) and found and isinstance(found[-1], str):
            found[-1] += part
        elif part != "":
            found.append(part)
    return tuple(found)


PATTERNS = st.lists(st.one_of(TEXTS, EXPRESSIONS, MARKUP), max_size=4).map(joined)


@st.composite
def messages(draw):
    declarations = tuple(
        Declaration("local", name, draw(EXPRESSIONS))
        for name in draw(st.lists(NAMES, max_size=2, unique=True))
    )
    if declarations and draw(st.booleans()):
        keys = st.one_of(LITERALS, st.just(CatchAll()))
        variants = draw(
            st.lists(st.builds(Variant, st.tuples(keys), PATTERNS), min_size=1, max_size=3)
        )
        return Message(declarations, (Variable(declarations[0].name),), tuple(variants))
    return Message(declarations, (), (Variant((), draw(PATTERNS)),))


@given(messages())
def test_any_model_survives_being_written_and_read(model):
    assert parse(serialise(model)) == model


@given(
    messages(), st.dictionaries(NAMES, st.one_of(st.text(), st.integers(), st.floats(), st.none()))
)
def test_formatting_never_raises_and_every_isolate_is_closed(model, arguments):  # i18n M9
    text, _ = run(serialise(model), "ar", bidi="default")
    assert isinstance(text, str)
    result, errors = run("{$a} {$b :number} {$å :string}", "ar", bidi="default", **arguments)
    assert isinstance(errors, list)
    opened = sum(result.count(mark) for mark in "\u2066\u2067\u2068")
    assert opened >= 3


@given(st.text())
def test_no_text_at_all_makes_formatting_raise(text):
    assert isinstance(run(text, "sv", a=1)[0], str)
