# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Every text of the house in every complete language, and in the pseudo-languages."""

import datetime as dt
import re
from decimal import Decimal

import pytest

from i18n import LazyText, Localizer, Origin, choose, faults, registry
from i18n.catalogues.update import extract_all
from i18n.checks.messages import parts, variables
from i18n.checks.readability import lix
from i18n.mf2 import parse
from i18n.mf2.model import Expression, Variable
from i18n.pseudo import PSEUDO_LOCALES, is_whole

TEXTS = {key: entry for entries in extract_all().values() for key, entry in entries.items()}
LANGUAGES = ["sv", *registry.complete(), *sorted(PSEUDO_LOCALES)]
RTL = [tag for tag in registry.complete() if registry.entry(tag).direction == "rtl"]
MOMENT = dt.datetime(2026, 3, 9, 13, 5, tzinfo=dt.UTC)


def arguments(source: str) -> dict[str, object]:
    """A value for each variable, of the kind its function wants."""
    model = parse(source)
    values: dict[str, object] = dict.fromkeys(variables(model), "Åsa 1")
    for part in parts(model):
        if isinstance(part, Expression) and part.function and isinstance(part.operand, Variable):
            number = part.function.name in {
                "number",
                "integer",
                "offset",
                "percent",
                "currency",
                "unit",
            }
            moment = part.function.name in {"date", "time", "datetime"}
            if number or moment:
                values[part.operand.name] = Decimal(2) if number else MOMENT
    return values


def filled(key: str) -> LazyText:
    source = TEXTS[key].source
    return LazyText(key, source, arguments(source))


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_text_formats_in_its_own_language_without_a_fault(tag):
    before = dict(faults.counts())
    reader = Localizer(tag)
    for key in TEXTS:
        found = reader.localized(filled(key))
        assert (found.language, found.is_fallback) == (tag, False), key
        assert "\ufffd" not in found.value, key
        opened = sum(found.value.count(mark) for mark in "\u2066\u2067\u2068")
        assert opened == found.value.count("\u2069"), key
    assert faults.counts() == before


@pytest.mark.parametrize("tag", RTL)
def test_no_placeholder_stands_bare_in_a_right_to_left_text(tag):
    bare = re.compile("\u2066[^\u2069]*\u2069|\u2067[^\u2069]*\u2069|\u2068[^\u2069]*\u2069")
    reader = Localizer(tag)
    for key in TEXTS:
        found = reader.localized(filled(key))
        assert found.direction == "rtl"
        assert "Åsa" not in bare.sub("", found.value), key


def test_right_to_left_texts_are_written_in_their_script():
    for key, entry in TEXTS.items():
        text = Localizer("ar").text(filled(key))
        assert re.search("[\u0600-\u06ff]", text), (key, entry.source)


def test_the_pseudo_language_shows_that_no_text_is_cut_or_left_out():
    reader = Localizer("en-XA")
    for key in TEXTS:
        assert is_whole(reader.text(filled(key))), key


def test_every_error_code_has_its_sentence_in_every_complete_language():
    codes = [key for key in TEXTS if key.startswith("error.")]
    assert len(codes) > 40
    for tag in registry.complete():
        reader = Localizer(tag)
        assert len({reader.text(filled(key)) for key in codes}) == len(codes), tag


def test_machine_made_texts_say_so():
    origins = {Localizer("so").localized(filled(key)).origin for key in TEXTS}
    assert origins <= {Origin.MACHINE, Origin.MACHINE_REVIEWED, Origin.HUMAN}


def test_easy_swedish_is_easier_than_swedish():
    swedish = lix(entry.source for entry in TEXTS.values())
    easy = lix(Localizer("sv-x-lattlast").text(filled(key)) for key in TEXTS)
    assert swedish is not None
    assert easy is not None
    assert easy < swedish < 50


def test_content_in_several_languages_is_chosen_and_marked():
    texts = {"sv": "Hej", "fi": "Hei", "en": "Hello", "ar": " "}
    assert choose(texts, "fi").value == "Hei"
    assert choose(texts, "fit").language == "fi"
    assert choose(texts, "fit").is_fallback
    arabic = choose(texts, "ar", origins={"en": Origin.MACHINE})
    assert (arabic.language, arabic.direction, arabic.origin) == ("sv", "ltr", Origin.SOURCE)
    assert choose({"en": "Hello"}, "ar", origins={"en": Origin.MACHINE}).origin is Origin.MACHINE
    assert choose({"uk": "Привіт"}, "ar").language == "uk"
    assert choose({}, "sv") is None
