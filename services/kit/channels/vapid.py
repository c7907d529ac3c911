# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Who sends a push: a signed statement for the push service (VAPID, RFC 8292)."""

from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from services.kit.channels.push_encryption import CURVE, encode, public_bytes
from services.kit.clock import Clock
from services.kit.crypto.files import secret_file
from services.kit.errors import SettingsProblem

LIFE_SECONDS: Final = 12 * 3600 - 600
"""Under the twelve hours after which some services refuse, with room for clocks that differ."""
_COORDINATE_BYTES: Final = 32


class Vapid:
    """The city's key for push, and the header it makes for a push service."""

    def __init__(self, key: ec.EllipticCurvePrivateKey, contact: str, clock: Clock) -> None:
        """`contact` is a mailto: or https: address for the operators of push services."""
        self._key = key
        self._contact = contact
        self._clock = clock
        self.public_key = encode(public_bytes(key.public_key()))
        """What apps subscribe with (applicationServerKey)."""

    def authorization(self, endpoint: str) -> str:
        """The Authorization header for a push to `endpoint`."""
        parts = urlsplit(endpoint)
        claims = {
            "aud": f"{parts.scheme}://{parts.netloc}",
            "exp": self._clock.now_ms() // 1000 + LIFE_SECONDS,
            "sub": self._contact,
        }
        head = encode(msgspec.json.encode({"typ": "JWT", "alg": "ES256"}))
        signed = f"{head}.{encode(msgspec.json.encode(claims))}"
        r, s = decode_dss_signature(self._key.sign(signed.encode(), ec.ECDSA(SHA256())))
        mark = r.to_bytes(_COORDINATE_BYTES, "big") + s.to_bytes(_COORDINATE_BYTES, "big")
        return f"vapid t={signed}.{encode(mark)}, k={self.public_key}"


def open_vapid(folder: Path | None, contact: str, clock: Clock) -> Vapid:
    """The key in `vapid.pem` of the folder, made at first use; a passing one without a folder."""
    if folder is None:
        return Vapid(ec.generate_private_key(CURVE), contact, clock)
    pem = secret_file(folder / "vapid.pem", _new_pem)
    try:
        key = load_pem_private_key(pem, password=None)
    except ValueError as broken:
        raise SettingsProblem(f"{folder / 'vapid.pem'} holds no key.") from broken
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise SettingsProblem(f"{folder / 'vapid.pem'} must hold an elliptic curve key (P-256).")
    return Vapid(key, contact, clock)


def _new_pem() -> bytes:
    key = ec.generate_private_key(CURVE)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
