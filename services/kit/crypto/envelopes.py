# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Envelopes to a key: anybody can close one, only the private half opens it (X25519, HKDF, AES-GCM).

The private half may be split: any k of n shares give it back, fewer tell nothing (Shamir, GF(256)).
"""

import secrets
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
MOST_SHARES: Final = 255
_POLYNOMIAL: Final = 0x11B


class EnvelopeBroken(Exception):
    """The envelope was changed, or closed to another key."""


def new_pair() -> tuple[bytes, bytes]:
    """A private key and its public half, 32 bytes each."""
    private = X25519PrivateKey.generate()
    return private.private_bytes_raw(), private.public_key().public_bytes_raw()


def public_half(private: bytes) -> bytes:
    """The public key that belongs to a private one."""
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def close(public: bytes, content: bytes, purpose: bytes) -> bytes:
    """Seal content so that only the private half opens it, and only for this purpose."""
    once = X25519PrivateKey.generate()
    shared = once.exchange(X25519PublicKey.from_public_bytes(public))
    mine = once.public_key().public_bytes_raw()
    nonce = secrets.token_bytes(NONCE_BYTES)
    cipher = AESGCM(_derive(shared, mine + public, purpose))
    return mine + nonce + cipher.encrypt(nonce, content, purpose)


def open_envelope(private: bytes, envelope: bytes, purpose: bytes) -> bytes:
    """The content; EnvelopeBroken when it was changed or is for somebody else."""
    theirs, nonce = envelope[:KEY_BYTES], envelope[KEY_BYTES : KEY_BYTES + NONCE_BYTES]
    key = X25519PrivateKey.from_private_bytes(private)
    public = key.public_key().public_bytes_raw()
    try:
        shared = key.exchange(X25519PublicKey.from_public_bytes(theirs))
        cipher = AESGCM(_derive(shared, theirs + public, purpose))
        return cipher.decrypt(nonce, envelope[KEY_BYTES + NONCE_BYTES :], purpose)
    except (InvalidTag, ValueError) as broken:
        raise EnvelopeBroken("the envelope does not open") from broken


def _derive(shared: bytes, salt: bytes, purpose: bytes) -> bytes:
    return HKDF(hashes.SHA256(), KEY_BYTES, salt, b"torget-envelope-v1\0" + purpose).derive(shared)


def _times(a: int, b: int) -> int:
    product = 0
    while b:
        if b & 1:
            product ^= a
        a <<= 1
        if a > MOST_SHARES:
            a ^= _POLYNOMIAL
        b >>= 1
    return product


def _inverse(a: int) -> int:
    result = a
    for _ in range(253):
        result = _times(result, a)
    return result


def split_key(secret: bytes, *, needed: int, shares: int) -> list[bytes]:
    """Shares of a secret, each one byte longer; any `needed` of them give it back."""
    if not 1 <= needed <= shares <= MOST_SHARES:
        raise ValueError("needed is at most shares, and shares at most 255")
    polynomials = [bytes((byte,)) + secrets.token_bytes(needed - 1) for byte in secret]
    made: list[bytes] = []
    for x in range(1, shares + 1):
        values = bytearray((x,))
        for coefficients in polynomials:
            value = 0
            for coefficient in reversed(coefficients):
                value = _times(value, x) ^ coefficient
            values.append(value)
        made.append(bytes(values))
    return made


def join_key(shares: list[bytes]) -> bytes:
    """The secret; nonsense when there are too few shares or one is wrong."""
    places = [share[0] for share in shares]
    if len(set(places)) != len(places) or 0 in places or len({len(s) for s in shares}) != 1:
        raise ValueError("shares are different, of one length, and numbered from 1")
    secret = bytearray(len(shares[0]) - 1)
    for at, share in enumerate(shares):
        factor = 1
        for other, x in enumerate(places):
            if other != at:
                factor = _times(factor, _times(x, _inverse(x ^ places[at])))
        for n, byte in enumerate(share[1:]):
            secret[n] ^= _times(byte, factor)
    return bytes(secret)
