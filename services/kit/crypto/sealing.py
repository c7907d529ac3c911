# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Sealed values: AES-256-GCM under a key per person, that key wrapped under a key from a file.

A sealed value is `v1 | key version | nonce 12 | ciphertext | tag`. What it is bound to (table, column,
row, person) is authenticated: a value moved elsewhere does not open. Destroying a person's key
destroys every value sealed under it, in backups too.
"""

import secrets
from collections.abc import Mapping
from typing import Final

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from services.kit.crypto.pseudonyms import pseudonym

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
_FORM: Final = 1
_HEAD_BYTES: Final = 3
_TAG_BYTES: Final = 16


class SealBroken(Exception):
    """The value was changed, moved, or sealed under a key that is gone."""


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where a sealed value lives; the same value sealed elsewhere does not open here."""

    table: str
    column: str
    row: str
    subject: str

    @property
    def label(self) -> bytes:
        """The additional data of the cipher."""
        return f"{self.table}|{self.column}|{self.row}|{self.subject}".encode()


def seal(key: bytes, version: int, value: str, place: Place) -> bytes:
    """Seal a text under a person's key of that version."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    head = bytes((_FORM,)) + version.to_bytes(2, "big")
    return head + nonce + AESGCM(key).encrypt(nonce, value.encode("utf-8"), place.label)


def version_of(sealed: bytes) -> int:
    """The key version a value was sealed under; SealBroken for something that is no sealed value."""
    if len(sealed) < _HEAD_BYTES + NONCE_BYTES + _TAG_BYTES or sealed[0] != _FORM:
        raise SealBroken("not a sealed value")
    return int.from_bytes(sealed[1:_HEAD_BYTES], "big")


def unseal(keys: Mapping[int, bytes], sealed: bytes, place: Place) -> str:
    """The text, opened with the person's key of the right version; SealBroken otherwise."""
    key = keys.get(version_of(sealed))
    if key is None:
        raise SealBroken("the key is gone")
    nonce, rest = (
        sealed[_HEAD_BYTES : _HEAD_BYTES + NONCE_BYTES],
        sealed[_HEAD_BYTES + NONCE_BYTES :],
    )
    try:
        return AESGCM(key).decrypt(nonce, rest, place.label).decode("utf-8")
    except InvalidTag:
        raise SealBroken("the seal is broken") from None


def search_index(key: bytes, column: str, value: str) -> str:
    """A keyed index by which equal values of one column can be found without opening any."""
    return pseudonym(key, value.casefold().strip(), place=f"index:{column}")


class WrappedKey(msgspec.Struct, frozen=True, kw_only=True):
    """A person's data key as it is stored: useless without the key it is wrapped under."""

    subject: str
    version: int
    kek: str
    """Id of the wrapping key."""
    wrapped: bytes


class KeyChest:
    """The wrapping keys of a house: the newest wraps, older ones still unwrap."""

    def __init__(self, keks: Mapping[str, bytes], newest: str) -> None:
        """`keks` by id, each of 32 bytes; `newest` is the one that wraps."""
        if newest not in keks or any(len(kek) != KEY_BYTES for kek in keks.values()):
            raise ValueError("wrapping keys have 32 bytes, and the newest is among them")
        self._keks = dict(keks)
        self._newest = newest

    def new_key(self, subject: str, version: int = 1) -> WrappedKey:
        """A fresh data key for a person."""
        return self._wrap(subject, version, secrets.token_bytes(KEY_BYTES))

    def open(self, held: WrappedKey) -> bytes:
        """The data key; SealBroken when its wrapping key is gone or it was tampered with."""
        kek = self._keks.get(held.kek)
        if kek is None:
            raise SealBroken("the wrapping key is gone")
        nonce, rest = held.wrapped[:NONCE_BYTES], held.wrapped[NONCE_BYTES:]
        try:
            return AESGCM(kek).decrypt(nonce, rest, _label(held.subject, held.version))
        except (InvalidTag, ValueError):
            raise SealBroken("the wrapped key is broken") from None

    def rewrap(self, held: WrappedKey) -> WrappedKey:
        """The same data key under the newest wrapping key: no sealed value has to be touched."""
        if held.kek == self._newest:
            return held
        return self._wrap(held.subject, held.version, self.open(held))

    def _wrap(self, subject: str, version: int, key: bytes) -> WrappedKey:
        nonce = secrets.token_bytes(NONCE_BYTES)
        cipher = AESGCM(self._keks[self._newest])
        wrapped = nonce + cipher.encrypt(nonce, key, _label(subject, version))
        return WrappedKey(subject=subject, version=version, kek=self._newest, wrapped=wrapped)


def _label(subject: str, version: int) -> bytes:
    return f"dek|{subject}|{version}".encode()
