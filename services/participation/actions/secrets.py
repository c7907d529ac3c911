# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Secrets of a poll, in a file its owner alone reads: signing key, pepper, seed, close key.

They are never in the database, so a dump of it signs nothing, names nobody and opens nothing.
"""

import secrets as random
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.kit.crypto import blind, envelopes
from services.kit.crypto.files import OWNER_ONLY, secret_file

_in_memory: dict[str, bytes] = {}


class PollSecrets(msgspec.Struct, frozen=True, kw_only=True):
    """What only the registrar knows of a poll, hexadecimal."""

    p: str
    q: str
    seed: str
    pepper: str
    close: str
    """Empty when trustees hold it in shares."""

    @property
    def signing(self) -> blind.PrivateKey:
        """The key that signs rights to vote."""
        return blind.PrivateKey(p=int(self.p, 16), q=int(self.q, 16))


def make_secrets() -> PollSecrets:
    """Fresh secrets; one poll, one set."""
    key = blind.PrivateKey.generate()
    close, _ = envelopes.new_pair()
    return PollSecrets(
        p=f"{key.p:x}",
        q=f"{key.q:x}",
        seed=random.token_bytes(32).hex(),
        pepper=random.token_bytes(32).hex(),
        close=close.hex(),
    )


def _path(folder: Path, poll: str) -> Path:
    return folder / "keys" / "polls" / f"{poll}.json"


def keep_secrets(folder: Path | None, poll: str, held: PollSecrets) -> None:
    """Write them down; the first time wins. Without a folder they live with the process."""
    content = msgspec.json.encode(held)
    if folder is None:
        _in_memory.setdefault(poll, content)
    else:
        secret_file(_path(folder, poll), lambda: content)


def read_secrets(folder: Path | None, poll: str) -> PollSecrets | None:
    """The secrets, or None when they have been destroyed."""
    if folder is None:
        content = _in_memory.get(poll)
    else:
        path = _path(folder, poll)
        content = path.read_bytes() if path.exists() else None
    return None if content is None else msgspec.json.decode(content, type=PollSecrets)


def shred_pepper(folder: Path | None, poll: str) -> None:
    """After the appeals nobody can tell a pseudonym's person any more (S4)."""
    held = read_secrets(folder, poll)
    if held is None:
        return
    content = msgspec.json.encode(msgspec.structs.replace(held, pepper="", close=""))
    if folder is None:
        _in_memory[poll] = content
        return
    path = _path(folder, poll)
    path.chmod(OWNER_ONLY)
    path.write_bytes(content)


def registrar_key(folder: Path | None) -> Ed25519PrivateKey:
    """The key that signs bundles; made on first use."""
    if folder is None:
        secret = _in_memory.setdefault(
            "registrar", Ed25519PrivateKey.generate().private_bytes_raw()
        )
    else:
        path = folder / "keys" / "registrar.key"
        secret = secret_file(path, lambda: Ed25519PrivateKey.generate().private_bytes_raw())
    return Ed25519PrivateKey.from_private_bytes(secret)
