# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""`bidi.json` and `u-options.json`: marks of direction in the source, isolates in the text."""

from tests.i18n.mf2.official import Case

_ONE = " \u20681\u2069"
_BROKEN = "{\ufffd}"

MARKS = [
    Case("  \u061c Hej Torget!", "  \u061c Hej Torget!"),
    Case("\u200e .local $x = {1} {{ {$x}}}", _ONE),
    Case(".local $x = {1} \u200f {{ {$x}}}", _ONE),
    Case(".local $x = {1} {{ {$x}}} \u2066", _ONE),
    Case(".input \u2067 {$x :number} {{hej}}", "hej", "", {"x": "1"}),
    Case(".local $x \u2068 = \u2069 {1} {{hej}}", "hej"),
    Case(".local \u2067 $x = {1} {{hej}}", "hej"),
    Case(".local\u2067 $x = {1} {{hej}}", "hej"),
    Case("\u2067 {{hej}}", "hej"),
    Case(".local $x = {1 :number}\n.match $x\n1 {{en}}\n\u061c * {{flera}}", "en"),
    Case(".local $x = {1 :number}.match $x \u061c1 {{en}}* {{flera}}", "en"),
    Case(".local $x = {1 :number}.match $x\u061c1 {{en}}* {{flera}}", _BROKEN, "syntax-error"),
    Case(
        ".local $x = {1 :number} .local $y = {$x :number}.match $x $y\n1 \u200e 1 {{en}}* * {{flera}}",
        "en",
    ),
    Case(
        ".local $x = {1 :number} .local $y = {$x :number}.match $x $y\n1\u200e 1 {{en}}* * {{flera}}",
        "en",
    ),
    Case("{\u200e hej \u200f}", "\u2068hej\u2069"),
    Case(".local $x = {1} {{ {\u200e $x \u200f} }}", _ONE + " "),
    Case("{1 \u200e :number \u200f}", "1"),
    Case("{\u200f #b \u200e }", ""),
    Case("{\u200f /b \u200e }", ""),
    Case("{1 :number minimumFractionDigits\u200f=\u200e1 }", "1.0"),
    Case("{1 :number @locale\u200f=\u200een }", "1"),
    Case(".local $\u061cx = {1} {{ {$\u061cx} }}", _ONE + " "),
    Case(".local $x\u061cy = {2} {{ }}", _BROKEN, "syntax-error"),
    Case(".local $\u200ex\u200f = {3} {{{$\u200ex\u200f}}}", "\u20683\u2069"),
    Case(".local $x = {4} {{{$\u200ex\u200f}}}", "\u20684\u2069"),
    Case(".local $\u200ex\u200f = {5} {{{$x}}}", "\u20685\u2069"),
    Case(".local $x\u200ey = {5} {{{$x\u200ey}}}", _BROKEN, "syntax-error"),
]
OPTIONS = [
    Case("{#mark u:id=x}inne{/rum:mark u:id=x}", "inne"),
    Case("{#mark u:dir=rtl}inne{/rum:mark}", "inne", "bad-option"),
    Case("{#mark u:dir=rtl u:locale=ar}inne{/rum:mark}", "inne", "bad-option bad-option"),
    Case("hej {4.2 :number u:locale=fr}", "hej 4,2"),
    Case("hej {Torget :string u:dir=ltr u:id=x}", "hej \u2066Torget\u2069"),
    Case("hej {Torget :string u:dir=rtl}", "hej \u2067Torget\u2069"),
    Case("hej {Torget :string u:dir=auto}", "hej \u2068Torget\u2069"),
    Case(".local $t = {Torget :string u:dir=ltr u:id=x} {{hej {$t}}}", "hej \u2066Torget\u2069"),
    Case("مرحبا {السوق :string u:dir=rtl}", "مرحبا \u2067السوق\u2069", locale="ar"),
    Case("مرحبا {السوق :string u:dir=auto}", "مرحبا \u2068السوق\u2069", locale="ar"),
    Case("مرحبا {Torget :string u:dir=ltr}", "مرحبا \u2066Torget\u2069", locale="ar"),
    Case("مرحبا {السوق :string}", "مرحبا \u2068السوق\u2069", locale="ar"),
]
CASES = [*MARKS, *OPTIONS]
