# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Digest authentication for SIP (RFC 7616, RFC 8760): MD5 and SHA-256, qop auth or none, never Basic."""

import hashlib
import hmac
import re
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections import OrderedDict
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Final

NONCE_SECONDS: Final = 300
MOST_NONCES: Final = 10_000
_HASHES: Final[dict[str, Callable[[bytes], str]]] = {
    "MD5": lambda data: hashlib.md5(data, usedforsecurity=False).hexdigest(),
    "SHA-256": lambda data: hashlib.sha256(data).hexdigest(),
}
_PARAMETER: Final = re.compile(r'([A-Za-z0-9_-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))')


class Verdict(StrEnum):
    """What became of credentials."""

    GOOD = "good"
    ABSENT = "absent"
    WRONG = "wrong"
    STALE = "stale"


def digest(
    algorithm: str, *, user: str, realm: str, password: str, method: str, uri: str, nonce: str,
    qop: str = "", nc: str = "", cnonce: str = "",
) -> str:  # fmt: skip
    """The response value of RFC 7616, 3.4.1."""
    of = _HASHES[algorithm]
    first = of(f"{user}:{realm}:{password}".encode())
    second = of(f"{method}:{uri}".encode())
    middle = f"{nonce}:{nc}:{cnonce}:{qop}" if qop else nonce
    return of(f"{first}:{middle}:{second}".encode())


class DigestDoor:
    """Asks senders who they are; nonces are signed by us and end after five minutes."""

    def __init__(self, realm: str, passwords: Mapping[str, str], now: Callable[[], float]) -> None:
        """`passwords` by user; nobody in it means that nobody is asked."""
        self._realm = realm
        self._passwords = dict(passwords)
        self._now = now
        self._secret = secrets.token_bytes(32)
        self._counts: OrderedDict[str, int] = OrderedDict()

    @property
    def is_open(self) -> bool:
        """Whether nobody has to sign in."""
        return not self._passwords

    def challenges(self, *, stale: bool = False) -> list[tuple[str, str]]:
        """The headers of a 401; MD5 first, for senders that read no further than the first."""
        flag = ", stale=true" if stale else ""
        return [
            (
                "WWW-Authenticate",
                f'Digest realm="{self._realm}", nonce="{self._nonce()}", algorithm={name}, qop="auth"{flag}',
            )
            for name in ("MD5", "SHA-256")
        ]

    def judge(self, header: str, method: str) -> tuple[Verdict, str]:
        """Credentials of an Authorization header: a verdict, and the user when they are good."""
        if not header.lower().startswith("digest "):
            return Verdict.ABSENT, ""
        given = {name.lower(): (a or b) for name, a, b in _PARAMETER.findall(header[7:])}
        user, nonce = given.get("username", ""), given.get("nonce", "")
        algorithm = given.get("algorithm", "MD5").upper()
        password = self._passwords.get(user)
        qop = given.get("qop", "").lower()
        if algorithm not in _HASHES or qop not in ("", "auth") or given.get("realm") != self._realm:
            return Verdict.WRONG, ""
        wanted = digest(
            algorithm, user=user, realm=self._realm, password=password or secrets.token_hex(8),
            method=method, uri=given.get("uri", ""), nonce=nonce, qop=qop, nc=given.get("nc", ""),
            cnonce=given.get("cnonce", ""),
        )  # fmt: skip
        if not hmac.compare_digest(wanted, given.get("response", "").lower()) or password is None:
            return Verdict.WRONG, ""
        if not self._is_fresh(nonce, given.get("nc", "")):
            return Verdict.STALE, ""
        return Verdict.GOOD, user

    def _nonce(self) -> str:
        stamp = f"{int(self._now())}.{secrets.token_hex(6)}"
        sign = hmac.digest(self._secret, stamp.encode(), "sha256")[:16]
        return urlsafe_b64encode(stamp.encode() + b"." + sign.hex().encode()).decode()

    def _is_fresh(self, nonce: str, nc: str) -> bool:
        """Ours, not too old, and its count goes up."""
        try:
            stamp, _, sign = urlsafe_b64decode(nonce).decode().rpartition(".")
            made = int(stamp.partition(".")[0])
            count = int(nc, 16) if nc else 0
        except ValueError:
            return False
        wanted = hmac.digest(self._secret, stamp.encode(), "sha256")[:16].hex()
        if not hmac.compare_digest(wanted, sign) or not 0 <= self._now() - made <= NONCE_SECONDS:
            return False
        if count:
            if count <= self._counts.get(nonce, 0):
                return False
            self._counts[nonce] = count
            self._counts.move_to_end(nonce)
            while len(self._counts) > MOST_NONCES:
                self._counts.popitem(last=False)
        return True
