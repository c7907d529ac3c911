# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Signing keys in a file that grow old in order: announced, active, retiring, gone (security C4).

Every process that signs or verifies reads the file anew when it has changed, so a rotation needs no
restart: `torget keys rotate` writes, everybody else obeys.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from services.kit.crypto.files import OWNER_ONLY, secret_file
from services.kit.errors import SettingsProblem
from services.kit.wire.tokens.keys import SigningKey, new_signing_key
from services.kit.wire.tokens.rotation import ANNOUNCE_SECONDS, AgedKey, active_of, alive_of


class StoredKey(msgspec.Struct, frozen=True):
    """A key as the file holds it."""

    jwk: dict[str, Any]
    active_from: float


class StoredRing(msgspec.Struct, frozen=True):
    """The file."""

    keys: tuple[StoredKey, ...]


class RingFile:
    """The keys of one signer."""

    def __init__(self, path: Path, *, alg: str, now: Callable[[], float]) -> None:
        """Read `path`, made on first use; `now` gives UTC seconds. SettingsProblem if damaged."""
        self._path = path
        self._alg = alg
        self._now = now
        secret_file(path, lambda: _first(alg))
        self._stamp: tuple[int, int] | None = None
        self._keys: tuple[AgedKey, ...] = ()
        self._read()

    def active(self) -> SigningKey:
        """The key that signs now."""
        return active_of(self._read(), self._now())

    def document(self) -> dict[str, Any]:
        """The public key set: keys that sign, will sign soon or have signed lately."""
        return {"keys": [aged.key.public_jwk for aged in alive_of(self._read(), self._now())]}

    def ages(self) -> list[tuple[str, float]]:
        """Id and first instant of every living key, oldest first."""
        return [(aged.key.kid, aged.active_from) for aged in alive_of(self._read(), self._now())]

    def announce(self, *, after: float = ANNOUNCE_SECONDS) -> float:
        """Add a key that signs in `after` seconds; the instant. Those long gone leave the file."""
        active_from = self._now() + after
        kept = alive_of(self._read(), self._now())
        keys = [StoredKey(aged.key.private_jwk, aged.active_from) for aged in kept]
        keys.append(StoredKey(new_signing_key(self._alg).private_jwk, active_from))
        part = self._path.with_name(f".{self._path.name}.{os.getpid()}")
        part.touch(mode=OWNER_ONLY)
        part.write_bytes(msgspec.json.encode(StoredRing(tuple(keys))))
        part.replace(self._path)
        return active_from

    def _read(self) -> tuple[AgedKey, ...]:
        try:
            status = self._path.stat()
            stamp = (status.st_mtime_ns, status.st_ino)
            if stamp != self._stamp:
                self._keys = _keys_of(self._path.read_bytes())
                self._stamp = stamp
        except (OSError, ValueError, KeyError) as error:
            if not self._keys:
                raise SettingsProblem(f"{self._path} is damaged; restore or remove it.") from error
        return self._keys


def _first(alg: str) -> bytes:
    return msgspec.json.encode(StoredRing((StoredKey(new_signing_key(alg).private_jwk, 0.0),)))


def _keys_of(content: bytes) -> tuple[AgedKey, ...]:
    found = msgspec.json.decode(content, type=dict[str, Any])
    if "kty" in found:
        return (AgedKey(SigningKey(found), 0.0),)
    stored = msgspec.convert(found, StoredRing)
    if not stored.keys:
        raise ValueError("a ring holds at least one key")
    return tuple(AgedKey(SigningKey(each.jwk), each.active_from) for each in stored.keys)
