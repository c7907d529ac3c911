# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Sealed values open only where they were sealed, and pseudonyms only for their own place."""

import msgspec
import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from services.kit.crypto.files import secret_file
from services.kit.crypto.pseudonyms import cover, pseudonym, uncover
from services.kit.crypto.sealing import (
    KeyChest,
    Place,
    SealBroken,
    seal,
    search_index,
    unseal,
)
from services.kit.errors import SettingsProblem
from services.kit.wire.tokens.compact import encode

KEY = bytes(range(32))
PLACE = Place(
    table="care.answer",
    column="free_text",
    row="0190f3c0-0000-7000-8000-000000000001",
    subject="r1",
)


def test_the_cipher_gives_the_published_value():  # security V5
    sealed = AESGCM(KEY).encrypt(bytes(12), "jag mår bra".encode(), PLACE.label)
    assert encode(sealed) == "ZN3S_tjvJs8oyttUm9EqwQgpoYMOJK8-C6gi9g"


def test_a_reversible_pseudonym_gives_the_published_value():  # security V6
    key = bytes(range(64))
    assert cover(key, "r1", "opendata") == "wijOM-xu1R6OXaFWu1xYVvHL"
    assert uncover(key, "wijOM-xu1R6OXaFWu1xYVvHL", "opendata") == "r1"
    with pytest.raises(InvalidTag):
        uncover(key, "wijOM-xu1R6OXaFWu1xYVvHL", "elsewhere")


def test_pseudonyms_are_pairwise():  # security V6
    assert pseudonym(KEY, "r1", place="a") == pseudonym(KEY, "r1", place="a")
    assert len({pseudonym(KEY, p, place=q) for p in ("r1", "r2") for q in ("a", "b")}) == 4


@given(value=st.text(), other=st.sampled_from(["table", "column", "row", "subject"]))
def test_a_sealed_value_opens_in_its_place_only(value, other):  # security V5
    sealed = seal(KEY, 7, value, PLACE)
    assert unseal({7: KEY}, sealed, PLACE) == value
    with pytest.raises(SealBroken):
        unseal({7: KEY}, sealed, msgspec.structs.replace(PLACE, **{other: "x"}))
    with pytest.raises(SealBroken):
        unseal({8: KEY}, sealed, PLACE)


@given(data=st.data())
def test_any_changed_byte_breaks_the_seal(data):  # security V5
    sealed = bytearray(seal(KEY, 1, "jag mår bra", PLACE))
    place = data.draw(st.integers(0, len(sealed) - 1))
    sealed[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(SealBroken):
        unseal({1: KEY}, bytes(sealed), PLACE)


def test_two_seals_of_one_value_differ_and_its_index_does_not():
    assert seal(KEY, 1, "a", PLACE) != seal(KEY, 1, "a", PLACE)
    assert search_index(KEY, "t.c", " Åsa ") == search_index(KEY, "t.c", "åsa")
    assert search_index(KEY, "t.c", "åsa") != search_index(KEY, "t.d", "åsa")


def test_wrapping_keys_rotate_without_touching_a_value():  # security V5
    old = KeyChest({"k1": b"1" * 32}, "k1")
    held = old.new_key("r1")
    key = old.open(held)
    sealed = seal(key, held.version, "hemligt", PLACE)
    both = KeyChest({"k1": b"1" * 32, "k2": b"2" * 32}, "k2")
    moved = both.rewrap(held)
    assert (moved.kek, both.rewrap(moved)) == ("k2", moved)
    alone = KeyChest({"k2": b"2" * 32}, "k2")
    assert unseal({1: alone.open(moved)}, sealed, PLACE) == "hemligt"
    with pytest.raises(SealBroken, match="gone"):
        alone.open(held)
    with pytest.raises(SealBroken, match="broken"):
        both.open(msgspec.structs.replace(moved, subject="r2"))


def test_a_secret_file_is_made_once_for_its_owner_alone(tmp_path):
    path = tmp_path / "keys" / "k"
    assert secret_file(path, lambda: b"one") == b"one"
    assert secret_file(path, lambda: b"two") == b"one"
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    with pytest.raises(SettingsProblem, match="cannot be used"):
        secret_file(path / "below", lambda: b"")
