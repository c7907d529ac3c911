# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""RSA blind signatures (RFC 9474): somebody signs a message without seeing it.

The house uses RSABSSA-SHA384-PSS-Deterministic on 32 random bytes; the salt length is a parameter so
that the RFC's other variants can be checked too. Private operations run on blinded numbers, because
`pow` takes longer for some exponents than for others, and are checked before they leave.
"""

import secrets
from hashlib import sha256, sha384
from math import gcd
from typing import Final

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

HASH_BYTES: Final = 48
SALT_BYTES: Final = 48
KEY_BITS: Final = 2048
EXPONENT: Final = 65537
_LAST_BYTE: Final = 0xBC


class BlindRefused(Exception):
    """A value that the protocol does not allow, or a signature that does not hold."""


class PublicKey(msgspec.Struct, frozen=True, kw_only=True):
    """Modulus and exponent of the key of one poll."""

    n: int
    e: int = EXPONENT

    @property
    def size(self) -> int:
        """Bytes of the modulus, and so of every message and signature."""
        return (self.n.bit_length() + 7) // 8

    @property
    def spki(self) -> bytes:
        """SubjectPublicKeyInfo in DER: what a fingerprint is taken of."""
        return _verifier(self).public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the SPKI, in hexadecimal: stands in the definition of the poll (S8)."""
        return sha256(self.spki).hexdigest()


class PrivateKey(msgspec.Struct, frozen=True, kw_only=True):
    """The two primes; everything else follows."""

    p: int
    q: int
    e: int = EXPONENT

    @property
    def public(self) -> PublicKey:
        """What may be published."""
        return PublicKey(n=self.p * self.q, e=self.e)

    def to_pem(self) -> bytes:
        """PKCS 8, for a file only its owner reads."""
        return _private(self).private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )

    @staticmethod
    def generate(bits: int = KEY_BITS) -> "PrivateKey":
        """A fresh key; one poll, one key, nothing else (S8)."""
        return _from(rsa.generate_private_key(EXPONENT, bits))

    @staticmethod
    def from_pem(pem: bytes) -> "PrivateKey":
        """What `to_pem` wrote; ValueError for anything else."""
        key = serialization.load_pem_private_key(pem, None)
        if not isinstance(key, rsa.RSAPrivateKey):
            raise TypeError("the key is no RSA key")
        return _from(key)


def _from(key: rsa.RSAPrivateKey) -> PrivateKey:
    numbers = key.private_numbers()
    return PrivateKey(p=numbers.p, q=numbers.q, e=numbers.public_numbers.e)


def _private(key: PrivateKey) -> rsa.RSAPrivateKey:
    d = pow(key.e, -1, (key.p - 1) * (key.q - 1))
    return rsa.RSAPrivateNumbers(
        key.p, key.q, d, d % (key.p - 1), d % (key.q - 1), pow(key.q, -1, key.p),
        rsa.RSAPublicNumbers(key.e, key.p * key.q),
    ).private_key()  # fmt: skip


def _verifier(key: PublicKey) -> rsa.RSAPublicKey:
    return rsa.RSAPublicNumbers(key.e, key.n).public_key()


def _mask(seed: bytes, length: int) -> bytes:
    rounds = range((length + HASH_BYTES - 1) // HASH_BYTES)
    return b"".join(sha384(seed + n.to_bytes(4, "big")).digest() for n in rounds)[:length]


def encode(message: bytes, bits: int, salt: bytes) -> bytes:
    """EMSA-PSS with SHA-384 and MGF1-SHA-384 (RFC 8017 9.1.1); `bits` is the modulus' less one."""
    length = (bits + 7) // 8
    if length < HASH_BYTES + len(salt) + 2:
        raise BlindRefused("the key is too short for this encoding")
    digest = sha384(bytes(8) + sha384(message).digest() + salt).digest()
    block = bytes(length - len(salt) - HASH_BYTES - 2) + b"\1" + salt
    masked = bytearray(
        a ^ b for a, b in zip(block, _mask(digest, length - HASH_BYTES - 1), strict=True)
    )
    masked[0] &= 0xFF >> (8 * length - bits)
    return bytes(masked) + digest + bytes((_LAST_BYTE,))


def blind(
    key: PublicKey, message: bytes, *, salt: bytes | None = None, inverse: int | None = None
) -> tuple[bytes, int]:
    """What the signer may see, and the number that takes the blinding off again.

    `salt` and `inverse` are drawn afresh; only test vectors bring their own.
    """
    salt = secrets.token_bytes(SALT_BYTES) if salt is None else salt
    encoded = int.from_bytes(encode(message, key.n.bit_length() - 1, salt), "big")
    if gcd(encoded, key.n) != 1:
        raise BlindRefused("invalid input")
    inverse = _unit(key.n) if inverse is None else inverse
    blinded = encoded * pow(pow(inverse, -1, key.n), key.e, key.n) % key.n
    return blinded.to_bytes(key.size, "big"), inverse


def _unit(n: int) -> int:
    while True:
        number = secrets.randbelow(n - 1) + 1
        if gcd(number, n) == 1:
            return number


def sign_blinded(key: PrivateKey, blinded: bytes) -> bytes:
    """The signer's part: never learns the message; checks its own work before answering (S9)."""
    public = key.public
    z = int.from_bytes(blinded, "big")
    if len(blinded) != public.size or not 0 < z < public.n:
        raise BlindRefused("invalid message length")
    t = _unit(public.n)
    s = _crt(key, z * pow(t, public.e, public.n) % public.n) * pow(t, -1, public.n) % public.n
    if pow(s, public.e, public.n) != z:
        raise BlindRefused("signing failure")
    return s.to_bytes(public.size, "big")


def _crt(key: PrivateKey, z: int) -> int:
    d = pow(key.e, -1, (key.p - 1) * (key.q - 1))
    by_p = pow(z % key.p, d % (key.p - 1), key.p)
    by_q = pow(z % key.q, d % (key.q - 1), key.q)
    return by_q + key.q * ((by_p - by_q) * pow(key.q, -1, key.p) % key.p)


def finalize(
    key: PublicKey,
    message: bytes,
    blind_signature: bytes,
    inverse: int,
    *,
    salt_bytes: int = SALT_BYTES,
) -> bytes:
    """Take the blinding off; raises BlindRefused when the signature does not hold."""
    if len(blind_signature) != key.size:
        raise BlindRefused("unexpected input size")
    signature = int.from_bytes(blind_signature, "big") * inverse % key.n
    signed = signature.to_bytes(key.size, "big")
    if not verify(key, message, signed, salt_bytes=salt_bytes):
        raise BlindRefused("invalid signature")
    return signed


def verify(
    key: PublicKey, message: bytes, signature: bytes, *, salt_bytes: int = SALT_BYTES
) -> bool:
    """Whether it is a signature on the message (RSASSA-PSS)."""
    if len(signature) != key.size:
        return False
    scheme = padding.PSS(padding.MGF1(hashes.SHA384()), salt_bytes)
    try:
        _verifier(key).verify(signature, message, scheme, hashes.SHA384())
    except InvalidSignature:
        return False
    return True
