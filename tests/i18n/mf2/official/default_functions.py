# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""`functions/*.json`: the default functions, in American English and without isolates."""

import datetime as dt

from tests.i18n.mf2.official import Case

_OPERAND = "bad-operand"
_OPTION = "bad-option"
_NO_NUMBERS = (
    "00", "042", "1.", "1e", "1E", "1.e", "1.2e", "1.e3", "1e+", "1e-", "1.0e2.0", "foo", ".1", "01", "+1", "0x1",
)  # fmt: skip
_ONE = " .match $n one {{en}} * {{flera}}"


def _selecting(name: str) -> list[Case]:
    """What both number functions say about `select`: literal, by variable, handed on."""
    return [
        Case(f"literal {{1 :{name} select=exact}}", "literal 1"),
        Case(
            f".local $s = {{exact}} {{{{variabel {{1 :{name} select=$s}}}}}}", "variabel 1", _OPTION
        ),
        Case(f"variabel {{1 :{name} select=$s}}", "variabel 1", _OPTION, {"s": "exact"}),
        Case(
            f".local $n = {{1 :{name} select=exact}} .match $n 1 {{{{lit {{$n}}}}}} * {{{{X}}}}",
            "lit 1",
        ),
        Case(
            f".local $n = {{1 :{name} select=exact}} .local $m = {{$n :{name}}} .match $m 1 {{{{EN}}}} * {{{{op {{$m}}}}}}",
            "op 1",
            f"{_OPTION} bad-selector",
        ),
        Case(
            f".local $n = {{1 :{name} select=$s}} .match $n 1 {{{{EN}}}} * {{{{var {{$n}}}}}}",
            "var 1",
            f"{_OPTION} bad-selector",
            {"s": "exact"},
        ),
        Case(
            f".local $n = {{1 :{name} select=$s}} .match $n 1 {{{{EN}}}} * {{{{var {{$n}}}}}}",
            "var 1",
            f"unresolved-variable {_OPTION} bad-selector",
        ),
    ]


NUMBER = [
    Case("tal {4.2 :number}", "tal 4.2"),
    Case("tal {-4.20 :number}", "tal -4.2"),
    Case("tal {0.42 :number}", "tal 0.42"),
    Case("tal {0.42e+1 :number}", "tal 4.2"),
    Case("tal {|0.42e+1| :number}", "tal 4.2"),
    *(Case(f"tal {{{one} :number}}", f"tal {{|{one}|}}", _OPERAND) for one in _NO_NUMBERS),
    *(Case(f"tal {{|{one}| :number}}", f"tal {{|{one}|}}", _OPERAND) for one in _NO_NUMBERS),
    Case("tal {:number}", "tal {:number}", _OPERAND),
    Case("tal {4.2 :number minimumFractionDigits=2}", "tal 4.20"),
    Case("tal {|4.2| :number minimumFractionDigits=|2|}", "tal 4.20"),
    Case("tal {4.2 :number minimumFractionDigits=$d}", "tal 4.20", "", {"d": 2}),
    Case("tal {|4.2| :number minimumFractionDigits=$d}", "tal 4.20", "", {"d": "2"}),
    Case(".local $a = {$b :number} {{tal {$a}}}", "tal 4.2", "", {"b": 4.2}),
    Case(
        ".local $a = {$b :number minimumFractionDigits=2} {{tal {$a}}}", "tal 4.20", "", {"b": 4.2}
    ),
    Case(
        ".local $a = {$b :number minimumFractionDigits=x} {{tal {$a}}}", None, _OPTION, {"b": 4.2}
    ),
    Case(".local $a = {$b :number} {{tal {$a}}}", "tal {$a}", _OPERAND, {"b": "x"}),
    Case(".input {$a :number} {{tal {$a}}}", "tal 4.2", "", {"a": 4.2}),
    Case(".input {$a :number minimumFractionDigits=2} {{tal {$a}}}", "tal 4.20", "", {"a": 4.2}),
    Case(".input {$a :number minimumFractionDigits=x} {{tal {$a}}}", None, _OPTION, {"a": 4.2}),
    Case(".input {$a :number} {{tal {$a}}}", "tal {$a}", _OPERAND, {"a": "x"}),
    Case(".input {$n :number}" + _ONE, "en", "", {"n": 1}),
    Case(".input {$n :number} .match $n 1 {{=1}} one {{en}} * {{flera}}", "=1", "", {"n": 1}),
    Case(".input {$n :number} .match $n one {{en}} 1 {{=1}} * {{flera}}", "=1", "", {"n": 1}),
    *(
        Case(
            ".input {$n :number} .input {$m :number} .match $n $m one one {{en en}} one * {{en flera}} * * {{flera}}",
            text,
            "",
            {"n": n, "m": m},
        )
        for n, m, text in ((1, 1, "en en"), (1, 2, "en flera"), (2, 2, "flera"))
    ),
    Case(".local $n = {$m :number}" + _ONE, "en", "", {"m": 1}),
    Case(".input {$m :number} .local $n = {$m}" + _ONE, "en", "", {"m": 1}),
    Case(".input {$n :number}" + _ONE, "flera", "", {"n": 2}),
    Case(".input {$m} .local $n = {$m :number}" + _ONE, "en", "", {"m": 1}),
    Case(".input {$m} .local $n = {$m :number}" + _ONE, "flera", "", {"m": 2}),
    Case(".input {$x} .input {$n :number} .match $n one {{en}} * {{{$x}}}", "en", "", {"n": 1}),
    Case(
        ".local $y = {$x} .input {$n :number} .match $n one {{en}} * {{{$y}}}", "en", "", {"n": 1}
    ),
    Case(
        ".local $y = {$x} .input {$n :number} .match $n one {{en}} * {{{$y}}}",
        "{$y}",
        "unresolved-variable",
        {"n": 2},
    ),
    *_selecting("number"),
    Case("{42 :number @a @b=13}", "42"),
]
INTEGER = [
    Case("tal {4.2 :integer}", "tal 4"),
    Case("tal {-4.20 :integer}", "tal -4"),
    Case("tal {0.42 :integer}", "tal 0"),
    Case("tal {|0.42e+1| :integer}", "tal 4"),
    Case(".input {$n :integer} .match $n 1 {{=1}} * {{flera}}", "=1", "", {"n": 1.2}),
    Case(".input {$n :integer} .match $n 1 {{=1}} one {{en}} * {{flera}}", "=1", "", {"n": 1.2}),
    Case(".local $x = {1.25 :integer} .local $y = {$x :number} {{{$y}}}", "1"),
    *_selecting("integer"),
]
OFFSET = [
    Case("{:offset add=13}", None, _OPERAND),
    Case("{x :offset add=13}", None, _OPERAND),
    Case("{42 :offset}", None, _OPTION),
    Case("{42 :offset add=x}", None, _OPTION),
    Case("{42 :offset subtract=x}", None, _OPTION),
    Case("{42 :offset a=13}", None, _OPTION),
    Case("{42 :offset add=13 subtract=13}", None, _OPTION),
    Case("{41 :offset add=1}", "42"),
    Case("{52 :offset subtract=10}", "42"),
    Case("{41 :offset add=1 a=13}", "42"),
    Case(".local $x = {41 :integer signDisplay=always} {{{$x :offset add=1}}}", "+42"),
    Case(".local $x = {52 :number signDisplay=always} {{{$x :offset subtract=10}}}", "+42"),
    Case("{$x :offset add=1}", "42", "", {"x": 41}),
    Case("{$x :offset subtract=10}", "42", "", {"x": 52}),
    Case(".local $x = {1 :offset add=1} .match $x 1 {{=1}} 2 {{=2}} * {{x}}", "=2"),
    Case(
        ".local $x = {10 :integer} .local $y = {$x :offset subtract=6} .match $y 10 {{=10}} 4 {{=4}} * {{x}}",
        "=4",
    ),
]
CURRENCY = [
    Case("{:currency}", None, _OPERAND),
    Case("{x :currency}", None, _OPERAND),
    Case("{42 :currency}", None, _OPERAND),
    Case(".local $n = {42 :number} {{{$n :currency}}}", None, _OPERAND),
    Case("{42 :currency currency=EUR}", None),
    Case(".local $n = {42 :number} {{{$n :currency currency=EUR}}}", None),
    Case(".local $n = {42 :integer} {{{$n :currency currency=EUR}}}", None),
    Case(".local $n = {42 :currency currency=EUR} {{{$n :currency}}}", None),
    Case("{42 :currency currency=EUR fractionDigits=auto}", None),
    Case("{42 :currency currency=EUR fractionDigits=2}", None),
    Case("{$x :currency currency=EUR}", None, "", {"x": 41}),
    Case(".local $n = {42 :currency currency=EUR} .match $n * {{x}}", "x", "bad-selector"),
]
PERCENT = [
    Case("{:percent}", "{:percent}", _OPERAND),
    Case("{x :percent}", "{|x|}", _OPERAND),
    Case("{1 :percent}", "100%"),
    Case("{0.42 :percent}", "42%"),
    Case("{0.12345678 :percent}", "12%"),
    Case(".local $n = {0.42 :number} {{{$n :percent}}}", "42%"),
    Case(".local $n = {42 :integer} {{{$n :percent}}}", "4,200%"),
    Case(".local $n = {0.42 :percent} {{{$n :percent}}}", "42%"),
    Case("{0.12345678 :percent maximumFractionDigits=1}", "12.3%"),
    Case("{0.12 :percent minimumFractionDigits=1}", "12.0%"),
    Case("{0.12 :percent minimumSignificantDigits=1}", "12%"),
    Case("{0.42 :percent minimumFractionDigits=2}", "42.00%"),
    Case("{$x :percent}", "41%", "", {"x": 0.41}),
    Case(".local $n = {-0.42 :percent trailingZeroDisplay=stripIfInteger} {{{$n :percent}}}", "-42%"),
    Case("{0.4275 :percent minimumSignificantDigits=5}", "42.750%"),
    Case("{0.4275 :percent maximumSignificantDigits=3}", "42.8%"),
    *(
        Case(f"{{{value} :percent roundingMode={mode}}}", text)
        for mode, value, text in (
            ("ceil", "0.4274", "43%"), ("ceil", "-0.4275", "-42%"), ("floor", "0.4275", "42%"),
            ("floor", "-0.4275", "-43%"), ("expand", "0.4275", "43%"), ("expand", "-0.4275", "-43%"),
            ("trunc", "0.4275", "42%"), ("trunc", "-0.4275", "-42%"), ("halfCeil", "0.425", "43%"),
            ("halfCeil", "0.423", "42%"), ("halfFloor", "0.4275", "43%"), ("halfFloor", "0.425", "42%"),
            ("halfExpand", "0.425", "43%"), ("halfExpand", "-0.425", "-43%"), ("halfTrunc", "0.425", "42%"),
            ("halfTrunc", "-0.4274", "-43%"), ("halfEven", "0.425", "42%"), ("halfEven", "-0.4274", "-43%"),
        )
    ),
    Case(".local $n = {1 :percent} .match $n 1 {{=1}} 100 {{=100}} * {{x}}", "=100"),
    Case(".local $n = {0.01 :percent} .match $n 1 {{=1}} 100 {{=100}} * {{x}}", "=1"),
    Case(".local $n = {0.01 :percent}" + _ONE, "en"),
]  # fmt: skip
STRING = [
    Case(".input {$a :string} .match $a |1| {{en}} * {{annat}}", "en", "", {"a": "1"}),
    Case(".input {$a :string} .match $a 1 {{en}} * {{annat}}", "en", "", {"a": 1}),
    Case(".input {$a :string} .match $a 1 {{en}} * {{annat}}", "annat", "", {"a": None}),
    Case(
        ".input {$a :string} .match $a 1 {{en}} * {{annat}}",
        "annat",
        "unresolved-variable bad-selector",
    ),
    Case(".local $x = {\u1e0a\u0323 :string} .match $x \u1e0a\u0323 {{lika}} * {{annat}}", "lika"),
    Case(".local $x = {\u1e0a\u0323 :string} .match $x \u1e0c\u0307 {{lika}} * {{annat}}", "lika"),
    Case(".local $x = {\u1e0c\u0307 :string} .match $x \u1e0a\u0323 {{lika}} * {{annat}}", "lika"),
    Case("{\u1e0a\u0323 :string}", "\u1e0a\u0323"),
]
_DAY, _MOMENT = "|2006-01-02|", "|2006-01-02T15:04:06|"
MOMENTS = [
    *(Case(f"{{:{name}}}", f"{{:{name}}}", _OPERAND) for name in ("date", "time", "datetime")),
    *(Case(f"{{häst :{name}}}", "{|häst|}", _OPERAND) for name in ("date", "time", "datetime")),
    Case("{$x :datetime}", "{$x}", _OPERAND, {"x": True}),
    Case(f"{{{_DAY} :date}}", None),
    Case(f"{{{_MOMENT} :date}}", None),
    Case(f"{{{_DAY} :date style=long}}", None),
    Case(f"{{{_DAY} :date length=long}}", None),
    Case(f".local $d = {{{_DAY} :date length=long}} {{{{{{$d}}}}}}", None),
    Case(
        f".local $d = {{{_MOMENT} :datetime dateLength=long timePrecision=second}} {{{{{{$d :date}}}}}}",
        None,
    ),
    Case(f"{{{_MOMENT} :time}}", None),
    Case(f"{{{_MOMENT} :time style=medium}}", None),
    Case(f"{{{_MOMENT} :time precision=second}}", None),
    Case(f".local $t = {{{_MOMENT} :time precision=second}} {{{{{{$t}}}}}}", None),
    Case(
        f".local $d = {{{_MOMENT} :datetime dateLength=long timePrecision=second}} {{{{{{$d :time}}}}}}",
        None,
    ),
    Case(f"{{{_MOMENT} :datetime}}", None),
    Case(f"{{{_MOMENT} :datetime year=numeric month=2-digit}}", None),
    Case(f"{{{_MOMENT} :datetime dateLength=long}}", None),
    Case(f"{{{_MOMENT} :datetime timePrecision=second}}", None),
    Case("{$d :datetime}", None, "", {"d": "2006-01-02T15:04:06"}),
    Case("{$d :datetime}", None, "", {"d": dt.datetime(2006, 1, 2, 15, 4, 6)}),
]
CASES = [*NUMBER, *INTEGER, *OFFSET, *CURRENCY, *PERCENT, *STRING, *MOMENTS]
