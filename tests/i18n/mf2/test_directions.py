# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Isolation of placeholders: direction known or not, asked for or not (i18n M9)."""

import pytest

from i18n.mf2 import format as format_mf2

LRI, RLI, FSI, PDI = "\u2066", "\u2067", "\u2068", "\u2069"


def default(source: str, locale: str, **arguments) -> str:
    return format_mf2(source, locale, arguments).text


@pytest.mark.parametrize(
    ("source", "locale", "text"),
    [
        ("{5 :number}", "sv", "5"),
        ("{5 :number}", "ar", f"{RLI}5{PDI}"),
        ("{$s}", "sv", f"{FSI}x{PDI}"),
        ("{$s}", "ar", f"{FSI}x{PDI}"),
        ("{$s :string u:dir=ltr}", "sv", f"{LRI}x{PDI}"),
        ("{$s :string u:dir=rtl}", "sv", f"{RLI}x{PDI}"),
        ("{$s :string u:dir=auto}", "sv", f"{FSI}x{PDI}"),
        ("{5 :number u:dir=inherit}", "sv", "5"),
        ("{5 :number u:dir=ltr}", "sv", f"{LRI}5{PDI}"),
        ("{5 :number u:id=x}", "sv", "5"),
        ("{$okänd}", "sv", f"{FSI}{{$okänd}}{PDI}"),
        (".local $v = {x :string u:dir=rtl} {{{$v}}}", "sv", f"{RLI}x{PDI}"),
    ],
)
def test_each_placeholder_stands_in_the_isolate_of_its_direction(source, locale, text):
    assert default(source, locale, s="x") == text


def test_text_and_markup_stand_bare():
    assert default("مرحبا {#b}x{/b}", "ar") == "مرحبا x"


def test_a_wrong_direction_is_reported_and_ignored():
    result = format_mf2("{5 :number u:dir=upp}", "sv")
    assert (result.text, [e.type for e in result.errors]) == ("5", ["bad-option"])


def test_without_isolation_text_stands_as_it_is():
    assert format_mf2("{$s} {5 :number}", "ar", {"s": "x"}, bidi="none").text == "x 5"


def test_the_example_of_the_house():
    assert default("Hej {$namn}!", "sv", namn="Aïcha") == f"Hej {FSI}Aïcha{PDI}!"
