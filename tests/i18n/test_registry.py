# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The languages of the house: complete rows, none of them Babel's guess."""

import pytest

from i18n import registry
from i18n.cldr import locale

SHEET = [
    "fi", "fit", "se", "sma", "smj", "rom", "yi", "sv", "en", "sv-x-lattlast", "ar", "so", "fa",
    "ti", "am", "uk", "ru", "pl", "es", "tr", "bs", "hr", "sr", "sr-Latn", "zh-Hans", "zh-Hant",
    "el", "sq", "ro", "hu", "bg", "et", "lv", "lt", "de", "fr", "it", "pt", "nl", "da", "nb",
    "is", "hy", "az", "uz", "ur", "ps", "bn", "hi", "ta", "th", "vi", "fil", "ja", "ko", "sw",
    "mk", "mn", "ka", "kmr", "ckb", "prs", "smn", "sms", "om", "syr", "ln", "lg", "rw", "rn",
]  # fmt: skip
RTL = {"ar", "fa", "ur", "ps", "ckb", "syr", "prs", "yi", "he"}


def test_every_language_of_stockholm_is_there():
    assert set(SHEET) <= set(registry.tags())


@pytest.mark.parametrize("row", registry.entries(), ids=lambda row: row.tag)
def test_a_row_is_whole(row):
    assert row.endonym
    assert row.name_sv
    assert row.name_en
    assert row.direction == ("rtl" if row.tag in RTL else "ltr")
    assert all(registry.known(tag) for tag in row.fallback)
    assert str(locale(row.tag)) == row.babel
    assert registry.chain(row.tag)[0] == row.tag
    assert registry.chain(row.tag)[-1] == "en" or row.tag == "en"
    assert "sv" in registry.chain(row.tag)


def test_the_minority_languages_are_marked():
    legal = {row.tag for row in registry.entries() if row.legal == "minority"}
    assert legal == {"fi", "fit", "se", "sma", "smj", "rom", "yi"}


def test_the_complete_languages_are_those_promised():
    assert set(registry.complete()) == {"en", "fi", "ar", "so", "uk", "es", "sv-x-lattlast"}


def test_foreign_names_mean_one_language_each():
    extra = [name for row in registry.entries() for name in row.extra]
    assert len(extra) == len(set(extra))
    assert not set(extra) & set(registry.tags())


def test_an_unknown_tag_formats_as_what_it_would_be_served():
    assert str(locale("de-AT")) == "de_AT"
    assert [str(locale(tag)) for tag in ("und", "cls", "xx", "")] == ["sv_SE"] * 4
