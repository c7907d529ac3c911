# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Message encryption for Web Push (RFC 8291, content coding aes128gcm of RFC 8188)."""

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from services.kit.channels.message import PushKeys

CURVE: Final = ec.SECP256R1()
RECORD_BYTES: Final = 4096
MOST_PLAINTEXT: Final = RECORD_BYTES - 16 - 1 - 86
"""What fits into one record of 4096 bytes with its header (RFC 8291, 4)."""
SALT_BYTES: Final = 16
AUTH_BYTES: Final = 16
_LAST_RECORD: Final = b"\x02"


class KeysInvalid(ValueError):
    """The subscription's keys are no keys."""


def encrypt(
    plaintext: bytes,
    keys: PushKeys,
    *,
    own: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes | None = None,
) -> bytes:
    """The body for the push service, readable by the subscriber alone.

    Raises KeysInvalid, and ValueError when the text is longer than one record holds. `own` and
    `salt` are fresh for each message; they are parameters for the vector of the RFC.
    """
    if len(plaintext) > MOST_PLAINTEXT:
        raise ValueError("a push message has at most one record")
    own = own or ec.generate_private_key(CURVE)
    salt = salt or secrets.token_bytes(SALT_BYTES)
    try:
        auth = decode(keys.auth)
        theirs = decode(keys.p256dh)
        point = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, theirs)
    except ValueError as broken:
        raise KeysInvalid("the subscription's keys cannot be read") from broken
    if len(auth) != AUTH_BYTES:
        raise KeysInvalid("the authentication secret has 16 bytes")
    ours = public_bytes(own.public_key())
    shared = own.exchange(ec.ECDH(), point)
    material = _derive(shared, auth, b"WebPush: info\0" + theirs + ours, 32)
    key = _derive(material, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derive(material, salt, b"Content-Encoding: nonce\0", 12)
    sealed = AESGCM(key).encrypt(nonce, plaintext + _LAST_RECORD, None)
    head = salt + RECORD_BYTES.to_bytes(4, "big") + bytes((len(ours),)) + ours
    return head + sealed


def public_bytes(key: ec.EllipticCurvePublicKey) -> bytes:
    """The uncompressed point, 65 bytes."""
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def decode(text: str) -> bytes:
    """Bytes of base64url with or without padding; ValueError for anything else."""
    return urlsafe_b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4))


def encode(raw: bytes) -> str:
    """Base64url without padding."""
    return urlsafe_b64encode(raw).decode().rstrip("=")


def _derive(material: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=info).derive(material)
