# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Checkpoints: the end of the chain, signed and kept outside the database, so that a cut shows."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import msgspec

from services.kit.audit.chain import canonical
from services.kit.wire.tokens.compact import decode, encode
from services.kit.wire.tokens.keys import PublicKey, SigningKey
from services.kit.wire.tokens.refusal import TokenRefused

_OWNER_ONLY: Final = 0o600


class Checkpoint(msgspec.Struct, frozen=True, kw_only=True):
    """Where the chain of a tenant ended at some moment."""

    count: int
    head: str
    seq: int
    tenant: str


class SignedCheckpoint(msgspec.Struct, frozen=True):
    """A checkpoint with its Ed25519 signature, base64url."""

    checkpoint: Checkpoint
    signature: str


def sign_checkpoint(checkpoint: Checkpoint, key: SigningKey) -> SignedCheckpoint:
    """Sign the canonical form."""
    signature = key.sign(canonical(msgspec.structs.asdict(checkpoint)))
    return SignedCheckpoint(checkpoint, encode(signature))


def is_genuine(signed: SignedCheckpoint, key: PublicKey) -> bool:
    """Whether we signed it."""
    try:
        signature = decode(signed.signature)
    except TokenRefused:
        return False
    message = canonical(msgspec.structs.asdict(signed.checkpoint))
    return key.verifies("Ed25519", message, signature)


def append_checkpoint(path: Path, signed: SignedCheckpoint) -> None:
    """Add a line to the file and see it through to the disk."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, _OWNER_ONLY)
    try:
        os.write(descriptor, msgspec.json.encode(signed) + b"\n")
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read_checkpoints(path: Path, key: PublicKey) -> tuple[list[Checkpoint], int]:
    """The genuine checkpoints of a file, in order, and the number of lines that are not genuine."""
    if not path.exists():
        return [], 0
    good: list[Checkpoint] = []
    bad = 0
    for signed in _lines(path):
        if signed is not None and is_genuine(signed, key):
            good.append(signed.checkpoint)
        else:
            bad += 1
    return good, bad


def _lines(path: Path) -> Iterable[SignedCheckpoint | None]:
    for line in path.read_bytes().splitlines():
        try:
            yield msgspec.json.decode(line, type=SignedCheckpoint)
        except msgspec.DecodeError:
            yield None
