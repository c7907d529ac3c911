# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Pseudonyms: the same person, another name in each place (pairwise), and no way back without a key."""

import hmac
from typing import Final

from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from services.kit.wire.tokens.compact import decode, encode

_BYTES: Final = 16


def pseudonym(key: bytes, person: str, *, place: str = "") -> str:
    """A name for `person` that is the same each time within `place` and tells nothing outside."""
    return encode(hmac.digest(key, f"{place}\n{person}".encode(), "sha256")[:_BYTES])


def cover(key: bytes, person: str, place: str) -> str:
    """A pseudonym that the holder of the 64-byte key can turn back (AES-SIV, RFC 5297)."""
    return encode(AESSIV(key).encrypt(person.encode("utf-8"), [place.encode("utf-8")]))


def uncover(key: bytes, covered: str, place: str) -> str:
    """The person behind `cover`; InvalidTag when it was made for another place or key."""
    return AESSIV(key).decrypt(decode(covered), [place.encode("utf-8")]).decode("utf-8")
