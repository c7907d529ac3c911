# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""`Torget-Binding`: a MAC that ties a caller token to one operation and half a minute."""

import hashlib
import hmac
import re
from collections.abc import Callable
from typing import Final

from services.kit.wire.tokens.compact import encode
from services.kit.wire.tokens.memory import Memory
from services.kit.wire.tokens.refusal import Reason, TokenRefused

WINDOW_SECONDS: Final = 30
REMEMBERED_SECONDS: Final = 60
_REMEMBERED: Final = 100_000
_FORM: Final = re.compile(r"v1\.([1-9][0-9]{0,11})\.([A-Za-z0-9_-]{43})")


def binding_mac(
    key: bytes, *, seconds: int, method: str, path: str, body: bytes, token: str
) -> str:
    """HMAC-SHA256 over the instant, the operation and the token, base64url."""
    lines = (
        str(seconds),
        method,
        path,
        hashlib.sha256(body).hexdigest(),
        hashlib.sha256(token.encode("utf-8")).hexdigest(),
    )
    return encode(hmac.digest(key, "\n".join(lines).encode("utf-8"), "sha256"))


def bind(key: bytes, *, seconds: int, method: str, path: str, body: bytes, token: str) -> str:
    """The value of the header; `seconds` is the wall clock, UTC."""
    mac = binding_mac(key, seconds=seconds, method=method, path=path, body=body, token=token)
    return f"v1.{seconds}.{mac}"


def service_key(secret: bytes, service: str) -> bytes:
    """The binding key of one service, derived from the gateway's secret; no service learns another's."""
    return hmac.digest(secret, f"torget-binding:{service}".encode(), "sha256")


class BindingVerifier:
    """Checks bindings for one service and remembers those of effects, so that none comes twice."""

    def __init__(self, key: bytes, *, now: Callable[[], float]) -> None:
        """Verify with the service's key; `now` gives UTC seconds."""
        self._key = key
        self._now = now
        self._seen: Memory[str, bool] = Memory(_REMEMBERED, now=now)

    def verify(self, value: str, *, method: str, path: str, body: bytes, token: str) -> str:
        """The MAC, when the binding is right and fresh; TokenRefused otherwise."""
        form = _FORM.fullmatch(value)
        if form is None:
            raise TokenRefused(Reason.UNBOUND)
        seconds, given = int(form[1]), form[2]
        expected = binding_mac(
            self._key, seconds=seconds, method=method, path=path, body=body, token=token
        )
        if not hmac.compare_digest(given, expected):
            raise TokenRefused(Reason.UNBOUND)
        if abs(self._now() - seconds) > WINDOW_SECONDS:
            raise TokenRefused(Reason.EXPIRED)
        return given

    def use_once(self, mac: str) -> None:
        """Spend the binding of an operation with effects; a second time is refused."""
        if not self._seen.add_new(mac, value=True, until=self._now() + REMEMBERED_SECONDS):
            raise TokenRefused(Reason.REPLAYED)
