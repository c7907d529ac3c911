# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Messages a second against gettext (and icu4py where it is installed); negotiation; one interleaved run."""

import datetime as dt
import gettext
import io
import time
from collections.abc import Callable
from decimal import Decimal
from importlib import import_module
from importlib.util import find_spec

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from i18n import Localizer, mf2, negotiate, t

ROUNDS, CALLS = 15, 5_000
DAYS = ".input {$n :integer} .match $n 0 {{inga}} one {{{$n} dag}} * {{{$n} dagar}}"
QUARTER, FIRST = Decimal("0.25"), dt.date(2026, 3, 9)
GREETING = "Hej {$name}!"
TWO = ".input {$n :number} .input {$m :number} .match $n $m one one {{{$n} {$m}}} one * {{{$n} {$m}}} * * {{{$n}, {$m}}}"


def main() -> None:
    """Print microseconds a call, best of the rounds, and the ratio to gettext."""
    subjects = {**_gettext(), **_ours(), **_icu()}
    best = dict.fromkeys(subjects, float("inf"))
    for _ in range(ROUNDS):
        for name, subject in subjects.items():
            best[name] = min(best[name], _microseconds(subject))
    floor = best["gettext: plural"]
    for name, cost in best.items():
        print(f"{name:42} {cost:8.2f} µs {1e6 / cost:12,.0f} /s {cost / floor:7.1f} x gettext")


def _microseconds(subject: Callable[[int], object]) -> float:
    start = time.process_time()
    for number in range(CALLS):
        subject(number % 40)
    return (time.process_time() - start) / CALLS * 1e6


def _gettext() -> dict[str, Callable[[int], object]]:
    catalogue = Catalog("sv")
    catalogue.add(("{n} dag", "{n} dagar"), ("{n} dag", "{n} dagar"))
    catalogue.add("Hej {name}!", "Hej {name}!")
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    found = gettext.GNUTranslations(compiled)
    return {
        "gettext: plural": lambda n: found.ngettext("{n} dag", "{n} dagar", n).format(n=n),
        "gettext: name": lambda _n: found.gettext("Hej {name}!").format(name="Aïcha"),
    }


def _ours() -> dict[str, Callable[[int], object]]:
    days = mf2.compile_message(DAYS, "sv")
    two = mf2.compile_message(TWO, "sv")
    greeting = mf2.compile_message(GREETING, "sv")
    money = mf2.compile_message("{$n :currency currency=SEK}", "sv")
    own, day = mf2.compile_message("{$n :currency}", "sv"), mf2.compile_message("{$d :date}", "sv")
    reader = Localizer("ar")
    text = t("error.not_found", "Det du söker finns inte.")
    return {
        "ours: plural, compiled": lambda n: days({"n": n}),
        "ours: two plurals of fractions, none remembered": lambda n: two(
            {"n": n * QUARTER, "m": 7 * QUARTER + n}
        ),
        "ours: plural, from the source text": lambda n: mf2.format(DAYS, "sv", {"n": n}),
        "ours: name, compiled": lambda _n: greeting({"name": "Aïcha"}),
        "ours: whole money, compiled": lambda n: money({"n": n}),
        "ours: money with öre, compiled": lambda n: money({"n": Decimal(n) + QUARTER}),
        "ours: money by its own currency": lambda n: own({"n": mf2.Money(n * QUARTER, "SEK")}),
        "ours: day, compiled": lambda n: day({"d": FIRST + dt.timedelta(n)}),
        "ours: a text of the house in Arabic": lambda _n: reader.text(text),
        "ours: parse and compile": lambda _n: mf2.compile_message(DAYS, "sv"),
        "negotiation: asked before": lambda _n: negotiate(accept_language="ku-IQ, sv;q=0.5"),
        "negotiation: new header": lambda n: negotiate(
            accept_language=f"ku-IQ, sv;q=0.{time.time_ns() % 997}{n}"
        ),
    }


def _icu() -> dict[str, Callable[[int], object]]:
    if find_spec("icu4py") is None:
        return {}
    made = import_module("icu4py.messageformat").MessageFormat(
        "{n, plural, =0 {inga} one {# dag} other {# dagar}}", "sv"
    )
    return {"icu4py: plural (MessageFormat 1)": lambda n: made.format({"n": n})}
