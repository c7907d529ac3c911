# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Personal content on its way from one service to the register of people: sealed, then signed when whole."""

import hashlib
import secrets
import zlib
from base64 import b64decode, b64encode
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import msgspec

from services.kit.crypto.files import secret_file
from services.kit.crypto.sealing import KEY_BYTES, Place, seal, unseal
from services.kit.wire.tokens.keys import SigningKey, new_signing_key
from services.kit.wire.tokens.signed import sign_compact

_VERSION: Final = 1
MOST_BYTES: Final = 32 * 1024 * 1024
TYP: Final = "torget-proof+jwt"


class Envelope:
    """Closes and opens; every process of a house has the same one."""

    def __init__(self, key: bytes, signing: SigningKey) -> None:
        """Seal with `key`, sign with `signing`."""
        self._key = key
        self.signing = signing

    def close(self, content: bytes, *, service: str, request: str, person: str) -> str:
        """The content as text that only an envelope of this house opens. ValueError if too large."""
        if len(content) > MOST_BYTES:
            raise ValueError("the export of one service is too large")
        packed = b64encode(zlib.compress(content)).decode("ascii")
        place = _place(service, request, person)
        return b64encode(seal(self._key, _VERSION, packed, place)).decode("ascii")

    def open(self, closed: str, *, service: str, request: str, person: str) -> bytes:
        """The content; SealBroken when it was touched or meant for another request."""
        place = _place(service, request, person)
        packed = unseal({_VERSION: self._key}, b64decode(closed), place)
        return zlib.decompress(b64decode(packed))

    def prove(self, content: bytes, facts: Mapping[str, Any]) -> str:
        """A signed statement (JWS) about a document: its SHA-256 and the facts."""
        claims = {**facts, "sha256": hashlib.sha256(content).hexdigest()}
        return sign_compact(msgspec.json.encode(claims, order="sorted"), self.signing, typ=TYP)


def open_envelope(folder: Path | None) -> Envelope:
    """The envelope of a data folder, made on first use; without a folder that of this process."""
    if folder is None:
        return _OF_PROCESS
    key = secret_file(folder / "keys" / "envelope", lambda: secrets.token_bytes(KEY_BYTES))
    jwk = secret_file(
        folder / "keys" / "proofs.json", lambda: msgspec.json.encode(new_signing_key().private_jwk)
    )
    return Envelope(key, SigningKey(msgspec.json.decode(jwk)))


def _place(service: str, request: str, person: str) -> Place:
    return Place(table="export", column=service, row=request, subject=person)


_OF_PROCESS: Final = Envelope(secrets.token_bytes(KEY_BYTES), new_signing_key())
