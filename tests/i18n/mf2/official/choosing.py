# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""`pattern-selection.json` and `fallback.json`, with the functions that exist for tests alone."""

from tests.i18n.mf2.official import Case

_ONE = " .match $x 1.0 {{1.0}} 1 {{1}} * {{annat}}"
_Y = " .match $y 1.0 {{1.0}} 1 {{1}} * {{annat}}"
_TWO = " .match $x $y 1 1 {{1,1}} 1 * {{1,*}} * 1 {{*,1}} * * {{*,*}}"
_SELECT = ".local $x = {%s :test:select%s} .local $y = {%s :test:%s}" + _TWO
_DOUBLE = ".input {$x :test:select%s} .local $y = {$x :test:select%s}" + _Y

SELECTION = [
    Case(".local $x = {1 :test:select}" + _ONE, "1", locale="und"),
    Case(".local $x = {0 :test:select}" + _ONE, "annat", locale="und"),
    Case(".input {$x :test:select}" + _ONE, "1", "", {"x": 1}, "und"),
    Case(".input {$x :test:select}" + _ONE, "annat", "", {"x": 2}, "und"),
    Case(".input {$x :test:select} .local $y = {$x}" + _Y, "1", "", {"x": 1}, "und"),
    Case(".input {$x :test:select} .local $y = {$x}" + _Y, "annat", "", {"x": 2}, "und"),
    Case(".local $x = {1 :test:select decimalPlaces=1}" + _ONE, "1.0", locale="und"),
    Case(
        ".local $x = {1 :test:select decimalPlaces=1} .match $x 1 {{1}} 1.0 {{1.0}} * {{annat}}",
        "1.0",
        locale="und",
    ),
    Case(
        ".local $x = {1 :test:select decimalPlaces=9}" + _ONE,
        "annat",
        "bad-option bad-selector",
        {},
        "und",
    ),
    Case(_DOUBLE % ("", " decimalPlaces=1"), "1.0", "", {"x": 1}, "und"),
    Case(_DOUBLE % (" decimalPlaces=1", ""), "1.0", "", {"x": 1}, "und"),
    Case(
        _DOUBLE % (" decimalPlaces=9", " decimalPlaces=1"),
        "annat",
        "bad-option bad-operand bad-selector",
        {"x": 1},
        "und",
    ),
    Case(".local $x = {1 :test:select fails=select}" + _ONE, "annat", "bad-selector", {}, "und"),
    Case(".local $x = {1 :test:select fails=format}" + _ONE, "1", locale="und"),
    Case(".local $x = {1 :test:format}" + _ONE, "annat", "bad-selector", {}, "und"),
    Case(
        ".input {$x :test:select}" + _ONE,
        "annat",
        "unresolved-variable bad-operand bad-selector",
        {},
        "und",
    ),
    Case(_SELECT % (1, "", 1, "select"), "1,1", locale="und"),
    Case(_SELECT % (1, "", 0, "select"), "1,*", locale="und"),
    Case(_SELECT % (0, "", 1, "select"), "*,1", locale="und"),
    Case(_SELECT % (0, "", 0, "select"), "*,*", locale="und"),
    Case(_SELECT % (1, " fails=select", 1, "select"), "*,1", "bad-selector", {}, "und"),
    Case(_SELECT % (1, "", 1, "format"), "1,*", "bad-selector", {}, "und"),
]
FALLBACK = [
    Case("{42 :test:function fails=format}", "{|42|}", "bad-option"),
    Case(r"{|C:\\| :test:function fails=format}", r"{|C:\\|}", "?"),
    Case("{$x}", "{$x}", "unresolved-variable"),
    Case("{$x :number}", "{$x}", "unresolved-variable bad-operand"),
    Case(".local $x = {|a| :test:undefined} {{{$x}}}", "{$x}", "unknown-function"),
    Case(
        ".local $x = {|a| :test:undefined} {{{$x :test:function}}}",
        "{$x}",
        "unknown-function bad-operand",
    ),
    Case(".local $x = {|a|} {{{$x :test:undefined}}}", "{$x}", "unknown-function"),
    Case("{:test:undefined}", "{:test:undefined}", "unknown-function"),
]
CASES = [*SELECTION, *FALLBACK]
