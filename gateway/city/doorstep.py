# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What every answer beside the graph carries: security headers, a request id, `security.txt` (RFC 9116)."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from gateway.transports.gateway import App
from services.kit.ids import new_id

_ID: Final = re.compile(rb"[A-Za-z0-9-]{8,64}")
_YEARS_TWO: Final = 63_072_000
EXPIRES_DAYS: Final = 180
PLACE: Final = "/.well-known/security.txt"
_DEFAULTS: Final[tuple[tuple[bytes, bytes], ...]] = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'; base-uri 'none'"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
)


def doorstep(fallback: App, *, address: str, contact: str, now: Callable[[], float]) -> App:
    """An application whose answers are hardened; `now` gives UTC seconds."""
    fixed = _DEFAULTS
    if address.startswith("https://"):
        hsts = b"max-age=%d; includeSubDomains" % _YEARS_TWO
        fixed = (*fixed, (b"strict-transport-security", hsts))

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await fallback(scope, receive, send)
            return
        request_id = _request_id(scope)

        async def hardened(message: Any) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": _hardened(message["headers"], fixed, request_id)}
            await send(message)

        if scope["path"] == PLACE:
            await _tell(hardened, security_text(address, contact, now()))
        else:
            await fallback(scope, receive, hardened)

    return app


def security_text(address: str, contact: str, now: float) -> str:
    """The text for people who have found a weakness; good for half a year from today."""
    today = datetime.fromtimestamp(now, UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    expires = (today + timedelta(days=EXPIRES_DAYS)).strftime("%Y-%m-%dT%H:%M:%SZ")
    return (
        f"Contact: {contact}\n"
        f"Expires: {expires}\n"
        "Preferred-Languages: sv, en\n"
        f"Canonical: {address}{PLACE}\n"
    )


def _request_id(scope: Any) -> bytes:
    for name, value in scope["headers"]:
        if name == b"x-request-id" and _ID.fullmatch(value):
            return value
    return new_id().encode("ascii")


def _hardened(
    headers: Any, fixed: tuple[tuple[bytes, bytes], ...], request_id: bytes
) -> list[tuple[bytes, bytes]]:
    found = [
        (bytes(name).lower(), bytes(value)) for name, value in headers if name.lower() != b"server"
    ]
    names = {name for name, _ in found}
    found += [(name, value) for name, value in fixed if name not in names]
    if b"cross-origin-resource-policy" not in names:
        is_open = (b"access-control-allow-origin", b"*") in found
        found.append(
            (b"cross-origin-resource-policy", b"cross-origin" if is_open else b"same-origin")
        )
    if b"x-request-id" not in names:
        found.append((b"x-request-id", request_id))
    return found


async def _tell(send: Any, text: str) -> None:
    body = text.encode("utf-8")
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", b"%d" % len(body)),
        (b"cache-control", b"max-age=3600"),
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
