# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Each check finds its fault, and the house itself has none."""

import pytest

from i18n import checks, registry
from i18n.catalogues import Entry
from i18n.checks import (
    CatalogueSet,
    completeness,
    dead_keys,
    error_codes,
    freshness,
    gettext_tools,
    glossary,
    lengths,
    literals,
    messages,
    plural_coverage,
    privacy,
    pseudo_locales,
)


def house(source: str, text: str, *, tag: str = "fi", key: str = "a.b") -> CatalogueSet:
    entry = Entry(key, source, text)
    return CatalogueSet({"kit": {key: Entry(key, source)}}, {(tag, "kit"): {key: entry}})


def details(found) -> list[str]:
    return [one.detail for one in found]


def test_a_missing_and_an_outdated_translation_are_found():
    found = details(completeness.check(house("Hej", "")))
    assert found == ["missing"] * 7
    changed = CatalogueSet(
        {"kit": {"a": Entry("a", "Ny")}}, {("fi", "kit"): {"a": Entry("a", "Gammal", "x")}}
    )
    assert sorted(details(completeness.check(changed))) == ["missing"] * 6 + ["outdated"]


def test_a_code_without_a_sentence_is_found(tmp_path):
    published = tmp_path / "errors.json"
    published.write_text('{"ONE": {"messageKey": "a.b"}, "TWO": {"messageKey": "a.c"}}')
    found = list(error_codes.check(house("Hej", "Hei"), published))
    assert ("TWO", "no text has the key a.c") in [(one.place, one.detail) for one in found]
    lacking = {one.place.split("/")[0] for one in found if one.detail == "ONE has no sentence"}
    assert lacking == set(registry.complete()) - {"sv", "fi"}


def test_a_translation_of_a_text_that_is_gone_is_found():
    entry = Entry("a.old", "Hej", "Hei")
    gone = CatalogueSet({"kit": {}}, {("fi", "kit"): {"a.old": entry}})
    assert [one.place for one in dead_keys.check(gone)] == ["fi/kit: a.old"]
    assert details(dead_keys.check(house("Hej", "Hei"))) == []


def test_a_text_that_can_be_disguised_passes():
    texts = (
        "Hej {$x}!",
        "{#b}{$n :integer}{/b} dagar",
        ".input {$n :integer} .match $n one {{en}} * {{{$n}}}",
    )
    for source in texts:
        assert details(pseudo_locales.check(house(source, source))) == []


@pytest.mark.parametrize(
    ("source", "text", "word"),
    [
        ("Hej {$x}", "Hei", "variables"),
        ("Hej", "Hei {$x}", "variables"),
        ("Hej {#b}du{/b}", "Hei sinä", "markup"),
        ("Hej {", "Hei", "syntax-error"),
        ("Hej", "Hei {", "syntax-error"),
        ("Hej", ".match $x * {{a}}", "missing-selector-annotation"),
        ("Hej {$x :okänd}", "Hei {$x :okänd}", "unknown function"),
    ],
)
def test_messages_that_do_not_fit_are_found(source, text, word):
    assert any(word in one for one in details(messages.check(house(source, text))))


def test_messages_that_fit_pass():
    source = ".input {$n :integer} .match $n one {{{#b}{$n}{/b} dag}} * {{{#b}{$n}{/b} dagar}}"
    assert details(messages.check(house(source, source))) == []
    assert details(messages.check(house(".local $a = {$x} {{{$a}}}", "{$x}"))) == []


def test_a_category_left_out_is_found():
    source = ".input {$n :integer} .match $n one {{a}} * {{b}}"
    assert details(plural_coverage.check(house(source, source))) == []
    found = details(plural_coverage.check(house(source, source, tag="uk")))
    assert found == ["$n lacks few", "$n lacks many"]
    exact = ".input {$n :integer select=exact} .match $n 1 {{a}} * {{b}}"
    assert details(plural_coverage.check(house(exact, exact, tag="uk"))) == []
    words = ".input {$s :string} .match $s x {{a}} * {{b}}"
    assert details(plural_coverage.check(house(words, words, tag="ar"))) == []


@pytest.mark.parametrize(
    ("code", "count"),
    [
        ('t("a", "b")', 0),
        ('t("a", "b" "c", x=1)', 0),
        ('t(f"a{x}", "b")', 1),
        ('t("a", text)', 1),
        ('t("a")', 1),
        ('x = "a" + t("a", "b")', 1),
        ("x = f\"{t('a', 'b')}!\"", 1),
        ('x.t(f"a", b)', 0),
    ],
)
def test_calls_that_extraction_would_skip_are_found(code, count):
    assert len(literals.faults(code)) == count


@pytest.mark.parametrize("text", ["Anna 19850709-9805", "anna@stad.se", "ring 070-123 45 67"])
def test_personal_data_is_found(text):
    assert details(privacy.check(house(text, "x")))
    assert details(privacy.check(house("x", text)))


def test_an_example_address_is_no_personal_data():
    assert details(privacy.check(house("namn@exempel.se", "nimi@esimerkki.fi"))) == []


def test_a_deprecated_word_is_found():
    assert details(glossary.check(house("Betala parkeringsböter", "x"))) == [
        "forbidden term 'parkeringsböter'"
    ]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("я" * 70, 1),
        ("я" * 71, 2),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("a" * 460, 4),
    ],
)
def test_short_messages_are_counted_by_their_alphabet(text, count):
    assert lengths.segments(text) == count
    found = details(lengths.check(house(text, "", key="a.sms")))
    assert bool(found) is (count > lengths.MOST)


def test_the_code_of_the_house_calls_t_with_literals():
    assert list(literals.check()) == []


def test_the_catalogues_of_the_house_are_whole():
    """0 missing, all valid, plural categories covered, nothing personal."""
    catalogues = checks.read_all()
    for one in (messages, plural_coverage, privacy, glossary, lengths, completeness):
        assert [str(finding) for finding in one.check(catalogues)] == []


def test_extraction_leaves_every_file_unchanged():
    assert [str(finding) for finding in freshness.check()] == []


def test_gnu_gettext_accepts_every_catalogue():
    assert [str(finding) for finding in gettext_tools.check()] == []
