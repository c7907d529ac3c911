# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Texts in many languages: open fall-backs, provenance, what a machine may not replace (L1-L5)."""

import pytest

from services.cityinfo.domain.collation import sort_key
from services.cityinfo.domain.folding import asked, fold, indexed
from services.cityinfo.domain.words import (
    Provenance,
    Wording,
    hash_of,
    in_swedish,
    put_wording,
    status_in,
    tell,
)
from services.kit.errors import InputInvalid, Problem

MUSEUM = in_swedish("Ett museum", en="A museum", ar="متحف")


def test_the_answer_says_what_it_is():  # L1
    told = tell(MUSEUM, "ar")
    assert (told.value, told.language, told.requested) == ("متحف", "ar", "ar")
    assert (told.provenance, told.is_fallback) == (Provenance.MACHINE, False)


def test_a_fall_back_is_never_silent():  # L1, linkedevents 102
    told = tell(MUSEUM, "so")
    assert (told.language, told.requested, told.is_fallback) == ("sv", "so", True)
    assert told.provenance is Provenance.ORIGINAL
    easy = tell({"sv": MUSEUM["sv"]}, "sv-x-lattlast")
    assert (easy.language, easy.is_fallback) == ("sv", True)


def test_the_original_need_not_be_swedish():
    words = {"fi": Wording(value="Museo", status=Provenance.ORIGINAL)}
    assert tell(words, "ar").language == "fi"


def test_no_text_is_none_and_an_empty_one_is_missing():
    assert tell({}, "sv") is None
    assert tell({"sv": Wording(value=" ")}, "sv") is None
    assert status_in({"sv": Wording(value=" ")}, "sv") is Provenance.MISSING
    assert status_in(MUSEUM, "so") is Provenance.MISSING
    assert status_in(MUSEUM, "en") is Provenance.MACHINE


def test_a_machine_never_replaces_a_human():  # L3
    words = put_wording(MUSEUM, "en", Wording(value="A museum of ours", status=Provenance.HUMAN))
    again = put_wording(words, "en", Wording(value="Museum, a", status=Provenance.MACHINE))
    assert again["en"].value == "A museum of ours"
    better = put_wording(MUSEUM, "ar", Wording(value="المتحف", status=Provenance.MACHINE))
    assert better["ar"].value == "المتحف"


def test_a_text_whose_original_has_changed_is_shown_and_says_so():  # L4
    human = Wording(value="A museum", status=Provenance.HUMAN, source_hash=hash_of("Ett museum"))
    words = {"sv": Wording(value="Ett museum", status=Provenance.ORIGINAL), "en": human}
    assert tell(words, "en").source_changed is False
    changed = words | {"sv": Wording(value="Två museer", status=Provenance.ORIGINAL)}
    assert (tell(changed, "en").value, tell(changed, "en").source_changed) == ("A museum", True)


def test_unknown_languages_and_endless_texts_are_refused():
    with pytest.raises(Problem) as unknown:
        put_wording({}, "tlh", Wording(value="x"))
    assert unknown.value.code == "UNKNOWN_LOCALE"
    with pytest.raises(InputInvalid):
        put_wording({}, "sv", Wording(value="x" * 10_001))


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("sv", ["Zinkensdamm", "Årsta", "Älvsjö", "Örby"]),
        ("es", ["nube", "ñandú", "ojo"]),
        ("uk", ["гора", "ґанок", "дім", "екран", "єдність", "жаба", "ива", "ірис", "їжак", "йод"]),
        ("en", ["Ada", "Ångström", "Bach"]),
    ],
)
def test_alphabets(language, names):  # L5
    keys = [sort_key(name, language) for name in names]
    assert keys == sorted(keys)


def test_words_are_folded_alike_on_both_sides():
    assert fold('Skärholmens "bibliotek" -- (x)') == ["skarholmens", "bibliotek", "x"]
    assert fold("الطُّفُولَة") == fold("الطفولة")
    assert asked("المكتبة", "ar") == ["مكتبه"]
    assert "bibliotek" in indexed("Biblioteken", "sv").split()
    assert len(asked("a b c d e f g h i j k l m n o p", "sv")) == 12
