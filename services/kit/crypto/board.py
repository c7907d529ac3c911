# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A public board of commitments: canonical bytes, leaves, signed tree heads, receipts.

Canonical JSON is UTF-8 with sorted keys and no blanks, of strings, whole numbers, lists and
objects only: the same value has the same bytes everywhere.
"""

from hashlib import sha256
from typing import Any, Final

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from services.kit.crypto.merkle import leaf_hash

VERSION: Final = 1
HEAD_LABEL: Final = b"torget-sth-v1\0"
RECEIPT_LABEL: Final = b"torget-receipt-v1\0"
SECRET_BYTES: Final = 32


def canonical(value: Any) -> bytes:
    """The one way to write a value down; ValueError for a float, which has many."""
    plain = msgspec.to_builtins(value)
    _refuse_floats(plain)
    return msgspec.json.encode(plain, order="sorted")


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise ValueError("a float has no canonical form")  # noqa: TRY004 -- a value, not a type, is wrong
    if isinstance(value, dict):
        for inner in value.values():  # pyright: ignore[reportUnknownVariableType]
            _refuse_floats(inner)
    elif isinstance(value, list):
        for inner in value:  # pyright: ignore[reportUnknownVariableType]
            _refuse_floats(inner)


def commit(nonce: bytes, ballot: Any) -> bytes:
    """What binds to a ballot without showing it: SHA-256(2, nonce, canonical ballot)."""
    if len(nonce) != SECRET_BYTES:
        raise ValueError("a nonce has 32 bytes")
    return sha256(b"\2" + nonce + canonical(ballot)).digest()


def leaf_data(poll: str, serial_hash: str, commitment: bytes) -> bytes:
    """The bytes of an entry: commitment, poll, SHA-256 of the serial, version."""
    return canonical({"c": commitment.hex(), "p": poll, "s": serial_hash, "v": VERSION})


def ballot_leaf(poll: str, serial_hash: str, commitment: bytes) -> bytes:
    """The leaf hash of an entry."""
    return leaf_hash(leaf_data(poll, serial_hash, commitment))


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """A signed tree head: how many entries the board holds and their root."""

    poll: str
    size: int
    root: str
    batch: int
    key_id: str
    sig: str = ""

    def signed_bytes(self) -> bytes:
        """What the signature is on."""
        plain = msgspec.to_builtins(self)
        del plain["sig"]
        return HEAD_LABEL + canonical(plain)


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """The box's word that it holds a ballot: its leaf and the head it will follow on."""

    poll: str
    leaf: str
    size: int
    """Size of the published board when the ballot was taken; the leaf comes after it."""
    key_id: str
    sig: str = ""

    def signed_bytes(self) -> bytes:
        """What the signature is on."""
        plain = msgspec.to_builtins(self)
        del plain["sig"]
        return RECEIPT_LABEL + canonical(plain)


Signed = Head | Receipt


def key_id_of(public: bytes) -> str:
    """A short name for an Ed25519 public key."""
    return sha256(public).hexdigest()[:16]


def public_bytes(key: Ed25519PrivateKey) -> bytes:
    """The 32 bytes of the public half."""
    return key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)


def sign_head(key: Ed25519PrivateKey, head: Head) -> Head:
    """The head with its signature."""
    return msgspec.structs.replace(head, sig=key.sign(head.signed_bytes()).hex())


def sign_receipt(key: Ed25519PrivateKey, receipt: Receipt) -> Receipt:
    """The receipt with its signature."""
    return msgspec.structs.replace(receipt, sig=key.sign(receipt.signed_bytes()).hex())


def is_signed(public: bytes, signed: Signed) -> bool:
    """Whether the signature holds under this key."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(
            bytes.fromhex(signed.sig), signed.signed_bytes()
        )
    except (InvalidSignature, ValueError):
        return False
    return True
