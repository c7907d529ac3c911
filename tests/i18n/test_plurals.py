# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Plural categories: the golden tables, and CLDR's own rules recomputed for every language."""

import re
from decimal import Decimal

import pytest
from babel import Locale
from babel.localedata import load

from i18n import plurals, registry
from i18n.mf2 import format as format_mf2

D = Decimal
CARDINAL = {
    "sv": {"0": "other", "1": "one", "1.0": "other", "2": "other"},
    "ar": {"0": "zero", "1": "one", "2": "two", "3": "few", "10": "few", "11": "many", "99": "many",
           "100": "other", "102": "other", "103": "few", "1.5": "other"},
    "pl": {"1": "one", "2": "few", "5": "many", "12": "many", "22": "few", "1.5": "other"},
    "uk": {"21": "one", "11": "many", "22": "few", "1.5": "other"},
    "lv": {"0": "zero", "10": "zero", "11": "zero", "1": "one", "21": "one", "0.1": "one", "2": "other"},
    "fa": {"0": "one", "0.5": "one", "1": "one", "2": "other"},
    "am": {"0": "one", "0.5": "one", "1": "one", "2": "other"},
    "prs": {"0": "one", "2": "other"},
    "ti": {"0": "one", "1": "one", "2": "other"},
    "bs": {"21": "one", "2": "few", "5": "other", "0.1": "one"},
    "se": {"1": "one", "2": "two", "3": "other"},
    "smj": {"2": "two"},
    "es": {"1": "one", "2": "other", "1000000": "many"},
    "fr": {"0": "one", "1.5": "one", "2": "other", "1000000": "many"},
    "fit": {"1": "one", "1.0": "other", "2": "other"},
    "rom": {"1": "one", "2": "other"},
    "syr": {"1": "one", "2": "other"},
    "ja": {"1": "other"},
    "sv-x-lattlast": {"1": "one", "2": "other"},
}  # fmt: skip
ORDINAL = {
    "sv": {1: "one", 2: "one", 3: "other", 11: "other", 12: "other", 21: "one"},
    "uk": {3: "few", 13: "other"},
    "en": {1: "one", 2: "two", 3: "few", 11: "other", 21: "one"},
    "it": {8: "many", 11: "many", 80: "many", 800: "many", 1: "other"},
    "hu": {1: "one", 5: "one", 2: "other"},
    "sq": {1: "one", 4: "many", 14: "other"},
}
CATEGORIES = {
    "zero one two few many other": "ar",
    "one few many other": "uk ru pl lt",
    "one many other": "es fr it pt",
    "one few other": "bs hr sr sr-Latn ro",
    "zero one other": "lv",
    "one two other": "se sma smj smn sms he",
    "other": "zh-Hans zh-Hant th vi ja ko",
}
SAMPLES = [D(n) for n in (*range(205), 1000, 1001, 10**4, 10**6, 10**6 + 1)] + [
    D(n) / 10 for n in range(51)
] + [D("1.00"), D("1.50"), D("0.01"), D("100000.0"), D("21.05"), D("2.10")]  # fmt: skip


@pytest.mark.parametrize("tag", CARDINAL)
def test_golden_amounts(tag):
    assert {n: plurals.category(tag, D(n)) for n in CARDINAL[tag]} == CARDINAL[tag]


@pytest.mark.parametrize("tag", ORDINAL)
def test_golden_ranks(tag):
    found = {n: plurals.category(tag, n, kind="ordinal") for n in ORDINAL[tag]}
    assert found == ORDINAL[tag]


@pytest.mark.parametrize("tag", [tag for tags in CATEGORIES.values() for tag in tags.split()])
def test_the_categories_of_a_language(tag):
    wanted = next(names for names, tags in CATEGORIES.items() if tag in tags.split())
    assert " ".join(plurals.categories(tag)) == wanted


def operands(number: Decimal) -> dict[str, float | int]:
    """The operands of UTS 35 (part 3, 5.1.1), worked out from the digits alone."""
    text = format(abs(number), "f")
    whole, _, fraction = text.partition(".")
    trimmed = fraction.rstrip("0")
    return {
        "n": D(text),
        "i": int(whole),
        "v": len(fraction),
        "w": len(trimmed),
        "f": int(fraction or 0),
        "t": int(trimmed or 0),
        "c": 0,
        "e": 0,
    }


def holds(rule: str, number: Decimal) -> bool:
    """Whether a CLDR condition holds for a number: a second reading of the rule text."""
    values = operands(number)

    def relation(text: str) -> bool:
        found = re.fullmatch(
            r"(\w)(?: (?:mod|%) (\d+))? (not in|in|is not|is|!=|=|not within|within) (.+)",
            text.strip(),
        )
        assert found, text
        name, modulus, how, ranges = found.groups()
        value = values[name] % int(modulus) if modulus else values[name]
        inside = False
        for one in ranges.split(","):
            low, _, high = one.partition("..")
            low_, high_ = D(low.strip()), D((high or low).strip())
            whole = value == int(value) or "within" in how
            inside = inside or (whole and low_ <= value <= high_)
        return inside != ("not" in how or "!" in how)

    return any(
        all(relation(part) for part in clause.split(" and ")) for clause in rule.split(" or ")
    )


@pytest.mark.parametrize("tag", registry.tags())
@pytest.mark.parametrize("kind", ["plural", "ordinal"])
def test_every_sample_falls_where_the_text_of_cldrs_rule_puts_it(tag, kind):
    source = registry.entry(tag).plural_source
    if source.startswith("rule: "):
        rules = {"one": source.removeprefix("rule: ")} if kind == "plural" else {}
    else:
        data = load(str(Locale.parse(source)))
        rules = dict(data["plural_form" if kind == "plural" else "ordinal_form"].rules)
    for number in SAMPLES:
        if kind == "ordinal" and number != int(number):
            continue
        wanted = next((name for name, rule in rules.items() if holds(rule, number)), "other")
        assert plurals.category(tag, number, kind=kind) == wanted, number


@pytest.mark.parametrize("tag", registry.tags())
def test_a_message_selects_by_the_category_of_its_language(tag):
    variants = " ".join(f"{name} {{{{{name}}}}}" for name in plurals.CATEGORIES[:-1])
    source = f".input {{$n :number}} .match $n {variants} * {{{{other}}}}"
    for number in (0, 1, 2, 3, 5, 10, 11, 21, 100, 1000000, D("1.5"), D("0.1")):
        assert format_mf2(source, tag, {"n": number}).text == plurals.category(tag, D(number))
