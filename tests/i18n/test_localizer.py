# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Texts for a reader: translated, or fallen back and saying so; never raising."""

import logging

import pytest

from i18n import LazyText, Localizer, Origin, faults, localizer, registry, t
from i18n.catalogues import Entry, add_folder, store, write_catalogue
from i18n.pseudo import is_whole

HELLO = t("test.hello", "Hej {$name}!", name="Aïcha")
DAYS = t("test.days", ".input {$n :integer} .match $n one {{{$n} dag}} * {{{$n} dagar}}", n=2)


@pytest.fixture(autouse=True)
def catalogue(tmp_path, monkeypatch):
    """A catalogue folder of this test's own."""
    monkeypatch.setattr(store, "_folders", [])
    store.entries_of.cache_clear()
    add_folder(tmp_path)

    def add(tag: str, *entries: Entry) -> Localizer:
        folder = tmp_path / tag
        folder.mkdir(exist_ok=True)
        text = write_catalogue("test", entries, tag=tag)
        (folder / "test.po").write_text(text, encoding="utf-8")
        store.entries_of.cache_clear()
        return Localizer(tag)

    yield add
    store.entries_of.cache_clear()


def plain(text: str) -> str:
    return text.replace("\u2068", "").replace("\u2069", "")


def test_the_source_is_swedish():
    found = Localizer("sv").localized(HELLO)
    assert (plain(found.value), found.language, found.direction) == ("Hej Aïcha!", "sv", "ltr")
    assert (found.is_fallback, found.origin) == (False, Origin.SOURCE)


def test_a_translation_is_delivered_with_its_direction_and_origin(catalogue):
    arabic = catalogue("ar", Entry(HELLO.key, HELLO.source, "مرحبا {$name}!", flags=("machine",)))
    found = arabic.localized(HELLO)
    assert plain(found.value) == "مرحبا Aïcha!"
    assert (found.language, found.direction, found.is_fallback) == ("ar", "rtl", False)
    assert found.origin is Origin.MACHINE


def test_a_missing_text_falls_back_and_says_so(catalogue):
    arabic = catalogue("ar", Entry(HELLO.key, HELLO.source, ""))
    found = arabic.localized(HELLO)
    assert (found.language, found.direction, found.is_fallback) == ("sv", "ltr", True)


def test_the_registrys_fall_back_comes_before_swedish(catalogue):
    catalogue("fi", Entry(HELLO.key, HELLO.source, "Hei {$name}!"))
    found = Localizer("fit").localized(HELLO)
    assert (plain(found.value), found.language, found.is_fallback) == ("Hei Aïcha!", "fi", True)


@pytest.mark.parametrize(("tag", "shipped"), [("fi", False), ("fa", True)])
def test_an_outdated_text_is_not_shipped_in_a_complete_language(catalogue, tag, shipped):
    changed = catalogue(tag, Entry(HELLO.key, "Hallå {$name}!", "Förr {$name}"))
    assert (changed.localized(HELLO).language == tag) is shipped
    marked = catalogue(tag, Entry(HELLO.key, HELLO.source, "Förr {$name}", flags=("fuzzy",)))
    assert (marked.localized(HELLO).language == tag) is shipped


def test_a_broken_translation_falls_back_and_is_counted(catalogue, caplog):
    with caplog.at_level(logging.WARNING, "torget.i18n"):
        finnish = catalogue("fi", Entry("test.broken", HELLO.source, "Hei {$name"))
        found = finnish.localized(LazyText("test.broken", HELLO.source, {"name": "Hemlig"}))
    assert (found.language, found.is_fallback) == ("sv", True)
    assert faults.counts()["syntax-error", "test.broken", "fi"] >= 1
    assert "test.broken" in caplog.text
    assert "Hemlig" not in caplog.text


def test_a_broken_source_shows_its_key():
    assert Localizer("fi").text(t("test.bad", "Hej {$")) == "test.bad"
    assert faults.counts()["syntax-error", "test.bad", "sv"] >= 1


def test_a_missing_parameter_shows_its_name_and_is_counted():
    text = Localizer("sv").text(LazyText("test.hello", HELLO.source))
    assert plain(text) == "Hej {$name}!"
    assert faults.counts()["unresolved-variable", "test.hello", "sv"] >= 1


def test_a_text_inside_a_text_is_in_the_same_language(catalogue):
    inner = t("test.inner", "dag")
    outer = t("test.outer", "En {$x}", x=inner)
    finnish = catalogue(
        "fi", Entry("test.inner", "dag", "päivä"), Entry("test.outer", "En {$x}", "Yksi {$x}")
    )
    assert plain(finnish.text(outer)) == "Yksi päivä"


def test_english_formats_as_in_sweden_and_arabic_by_the_24_hour_clock(catalogue):
    text = t("test.money", "{$m :currency currency=SEK}", m=1234.5)
    assert (
        catalogue("en", Entry(text.key, text.source, text.source)).text(text) == "1\xa0234,50\xa0kr"
    )
    clock = t("test.clock", "{$d :time}", d="2026-03-09T14:05:00")
    assert "14:05" in catalogue("ar", Entry(clock.key, clock.source, clock.source)).text(clock)


def test_plurals_follow_the_language_of_the_text(catalogue):
    variants = "one {{{$n} день}} few {{{$n} дні}} many {{{$n} днів}} * {{{$n} дня}}"
    entry = Entry(DAYS.key, DAYS.source, f".input {{$n :integer}} .match $n {variants}")
    ukrainian = catalogue("uk", entry)
    texts = [ukrainian.text(LazyText(DAYS.key, DAYS.source, {"n": n})) for n in (1, 3, 5, 21)]
    assert texts == ["1 день", "3 дні", "5 днів", "21 день"]
    assert Localizer("sv").text(DAYS) == "2 dagar"


@pytest.mark.parametrize("tag", ["xx", "und", "", "i-klingon", "a" * 99])
def test_an_unknown_language_is_served_in_swedish(tag):
    assert Localizer(tag).locale == "sv"


def test_a_relative_of_a_language_is_served_in_it():
    assert Localizer("pes").locale == "fa"


@pytest.mark.parametrize("tag", registry.tags())
def test_every_language_resolves_every_kind_of_message(tag):
    reader = localizer(tag)
    assert "Aïcha" in reader.text(HELLO)
    assert "2" in reader.text(DAYS)
    assert reader.direction == registry.entry(tag).direction


def test_pseudo_languages_disguise_text_and_keep_placeholders():
    text = Localizer("en-XA").text(HELLO)
    assert is_whole(text)
    assert "Aïcha" in text
    assert len(text) > len(HELLO.source)
    mirrored = Localizer("ar-XB").localized(HELLO)
    assert mirrored.direction == "rtl"
    assert "\u202e" in mirrored.value
    assert "Aïcha" in mirrored.value
    assert is_whole(Localizer("en-XA").text(DAYS))
