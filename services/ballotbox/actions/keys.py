# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The box's own signing key: in a file of its own, never in the database."""

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.kit.crypto.files import secret_file

_in_memory: list[Ed25519PrivateKey] = []


def board_key(folder: Path | None) -> Ed25519PrivateKey:
    """The key that signs heads and receipts; made on first use.

    Without a folder (a test, a trial) it lives as long as the process.
    """
    if folder is not None:
        path = folder / "keys" / "ballotbox.key"
        secret = secret_file(path, lambda: Ed25519PrivateKey.generate().private_bytes_raw())
        return Ed25519PrivateKey.from_private_bytes(secret)
    if not _in_memory:
        _in_memory.append(Ed25519PrivateKey.generate())
    return _in_memory[0]
