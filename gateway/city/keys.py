# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The city's own secrets: made once on first start, kept in files that only its user may read."""

import secrets
from pathlib import Path

import msgspec

from services.kit.clock import Clock, SystemClock
from services.kit.crypto.files import secret_file
from services.kit.crypto.rings import RingFile


class CityKeys(msgspec.Struct, frozen=True):
    """What the gateway signs, binds and seals with."""

    caller: RingFile
    """Signs caller tokens."""
    client: RingFile
    """Proves to issuers who we are (private_key_jwt)."""
    binding: bytes
    """Bindings of caller tokens are derived from it."""
    sessions: bytes
    """Seals what sessions hold."""
    nonces: bytes
    """Makes nonces for proofs of possession."""


def load_keys(folder: Path, clock: Clock | None = None) -> CityKeys:
    """Read the keys of a data folder; whoever comes first makes them.

    Raises SettingsProblem when the folder cannot be used or a file is damaged.
    """
    place = folder / "keys"
    seconds = clock or SystemClock()

    def now() -> float:
        return seconds.now_ms() / 1000

    return CityKeys(
        caller=RingFile(place / "caller.json", alg="Ed25519", now=now),
        client=RingFile(place / "client.json", alg="ES256", now=now),
        binding=_secret(place / "binding"),
        sessions=_secret(place / "sessions"),
        nonces=_secret(place / "nonces"),
    )


def _secret(path: Path) -> bytes:
    return secret_file(path, lambda: secrets.token_bytes(32))
