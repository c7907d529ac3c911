# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Rules of the profile."""

import pytest

from services.kit.errors import InputInvalid, Problem
from services.residents.domain.profile import ContactKind, chosen_language, contact_address


@pytest.mark.parametrize(
    ("given", "kept"),
    [("070-123 45 67", "+46701234567"), ("+358 40 1234567", "+358401234567"),
     ("0046 8 508 00 000", "+46850800000")],
)  # fmt: skip
def test_phone_numbers_are_kept_as_e164(given, kept):
    assert contact_address(ContactKind.SMS, given) == kept


@pytest.mark.parametrize(
    ("kind", "address"),
    [
        (ContactKind.SMS, "hello"),
        (ContactKind.SMS, "070"),
        (ContactKind.EMAIL, "amina"),
        (ContactKind.EMAIL, "a@b"),
        (ContactKind.EMAIL, "a b@c.se"),
        (ContactKind.LETTER, "x"),
    ],
)
def test_an_address_that_cannot_be_is_refused_with_its_place(kind, address):
    with pytest.raises(InputInvalid) as refused:
        contact_address(kind, address)
    assert refused.value.path == ("address",)


def test_a_language_is_spelt_as_the_registry_spells_it():
    assert chosen_language("so") == "so"


@pytest.mark.parametrize("tag", ["xx", "klingon", "../etc", ""])
def test_a_language_the_city_does_not_have_is_refused(tag):
    with pytest.raises(Problem) as refused:
        chosen_language(tag)
    assert refused.value.code == "UNKNOWN_LOCALE"
