# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Masking: what is found, that it comes back exactly, and how broken answers are told (newcomers 4.1)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.language.domain.masking import (
    Fault,
    Style,
    hide,
    left_over,
    mask,
    restore,
    split,
)
from services.language.domain.numbers import (
    is_account,
    is_coordination_number,
    is_personal_number,
)
from services.language.domain.personal_data import Kind, find

LETTER = (
    "Hej, jag heter Amina Haddad. Mitt personnummer är 19811228-9874, barnets är 701063-2391. "
    "Vi bor på Kungsgatan 12 B, 111 43 Stockholm. Ring 070-123 45 67 eller +46 8 508 00 000. "
    "Ärende: SOC 2026/1234-5. Skriv till amina@example.se, se https://stad.example/sfi?x=1. "
    "Aminas son är född 2019-03-04. Bankgiro 5050-1055, plusgiro 12 34 56-7, OCR 1234567890, "
    "IBAN SE45 5000 0000 0583 9825 7466, pass AB1234567, LMA-kort 12345678. {name} har %(n)s brev."
)


def kinds(text, *names):
    return [(one.kind, one.text) for one in find(text, names)]


def test_everything_of_the_list_is_found():
    # newcomers 4.1: the order of detection
    assert kinds(LETTER) == [
        (Kind.NAME, "Amina Haddad"),
        (Kind.PERSONAL_NUMBER, "19811228-9874"),
        (Kind.PERSONAL_NUMBER, "701063-2391"),
        (Kind.STREET, "Kungsgatan 12 B"),
        (Kind.POSTCODE, "111 43 Stockholm"),
        (Kind.PHONE, "070-123 45 67"),
        (Kind.PHONE, "+46 8 508 00 000"),
        (Kind.CASE_NUMBER, "SOC 2026/1234-5"),
        (Kind.EMAIL, "amina@example.se"),
        (Kind.URL, "https://stad.example/sfi?x=1"),
        (Kind.NAME, "Aminas"),
        (Kind.DATE, "2019-03-04"),
        (Kind.GIRO, "5050-1055"),
        (Kind.GIRO, "12 34 56-7"),
        (Kind.REFERENCE, "1234567890"),
        (Kind.ACCOUNT, "SE45 5000 0000 0583 9825 7466"),
        (Kind.PASSPORT, "AB1234567"),
        (Kind.PASSPORT, "12345678"),
        (Kind.PLACEHOLDER, "{name}"),
        (Kind.PLACEHOLDER, "%(n)s"),
    ]


def test_personal_numbers_by_their_check_digit():
    # newcomers 5: golden values
    assert is_personal_number("19811228-9874")
    assert not is_coordination_number("19811228-9874")
    assert is_coordination_number("701063-2391")
    assert not is_personal_number("19811228-9875")
    assert is_personal_number("198112289874")
    assert is_personal_number("811228+9874")


def test_a_mistyped_personal_number_is_no_personal_number_and_stays_in_the_house():
    assert kinds("Mitt nummer är 19811228-9875.") == [(Kind.MISTYPED_NUMBER, "19811228-9875")]


def test_accounts_by_their_check_digits():
    assert is_account("SE45 5000 0000 0583 9825 7466")
    assert not is_account("SE45 5000 0000 0583 9825 7467")


@pytest.mark.parametrize(
    "harmless",
    [
        "Klockan 08.00-16.30 den 5 juni 2026.",
        "Ring 112 eller 1177.",
        "Kapitel 12 i lagen (2009:724) gäller.",
        "Priset är 1 234,50 kr för 25 personer.",
        "Vi ses på torget.",
    ],
)
def test_ordinary_sentences_hold_nothing_personal(harmless):
    assert [one for one in kinds(harmless) if one[0] is not Kind.CASE_NUMBER] == []


def test_known_names_with_their_genitive():
    # newcomers 4.1: `Aminas`
    found = kinds("Aminas mamma och HADDAD kom. Aminat stannade.", "Amina Haddad")
    assert [text for _, text in found] == ["Aminas", "HADDAD"]


@pytest.mark.parametrize("style", Style)
def test_a_letter_comes_back_whole_and_leaves_nothing_behind(style):
    masked = mask(LETTER, style)
    assert left_over(masked) == []
    assert "Haddad" not in masked.text
    restored = restore(masked, masked.text)
    assert restored.text == LETTER
    assert restored.faults == ()


PIECES = st.sampled_from(
    [
        "19811228-9874", "Kungsgatan 12 B", "a@b.se", "{n}", "%(x)s", "<b>", '<x id="0"/>', "###K1###",
        "k3x@mask.invalid", "[notranslate]K0[/notranslate]", "&amp;", "<", "&", "Amina", "Aminas",
        "070-123 45 67", "111 43 Stockholm", " ", ". ", "\n", "å", "سلام", "2026-01-02", "\x00",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=12).map("".join))


@given(TEXTS, st.sampled_from(list(Style)))
def test_restoring_a_mask_gives_the_text(text, style):
    # newcomers 5: unmask(mask(t)) = t
    masked = mask(text, style, names=("Amina",))
    restored = restore(masked, masked.text)
    assert restored.text == text
    assert restored.faults == ()


@given(TEXTS)
def test_the_pieces_of_a_split_join_to_the_text(text):
    assert "".join(piece for piece, _ in split(text, find(text))) == text


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        ('<x id="0"/> ringer', Fault.LOST),
        ('<x id="0"/> ringer <x id="1"/> <x id="1"/>', Fault.REPEATED),
        ('<x id="1"/> ringer <x id="0"/>', Fault.MOVED),
    ],
)
def test_a_broken_answer_is_told(answer, fault):
    # newcomers 3 rule 4: multiset and order
    masked = mask("Amina ringer 070-123 45 67", names=("Amina",))
    assert restore(masked, answer).faults == (fault,)


def test_a_token_that_an_engine_has_opened_is_still_read():
    masked = mask("070-123 45 67")
    assert restore(masked, 'ring <x id="0"></x>').text == "ring 070-123 45 67"


def test_personal_data_left_in_a_text_are_found():
    # newcomers 3 rule 3
    masked = hide("Ring 070-123 45 67", [], Style.XML)
    assert [one.kind for one in left_over(masked)] == [Kind.PHONE]
