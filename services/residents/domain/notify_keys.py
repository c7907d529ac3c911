# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Who calls the Notify-compatible API: a token of HS256 signed with one of a department's keys."""

import hmac
from base64 import urlsafe_b64decode
from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

from services.residents.domain.notify_shapes import NotifyProblem

LEEWAY_SECONDS: Final = 30
_PARTS: Final = 3
_BEARER: Final = "bearer "


class Claims(msgspec.Struct, frozen=True):
    """What a token says before anybody has believed it."""

    issuer: str
    issued_at: float
    signed: bytes
    signature: bytes
    algorithm: str


def read_token(header: str | None) -> Claims:
    """The token of an Authorization header. NotifyProblem in the words of the clients."""
    if header is None or not header.lower().startswith(_BEARER):
        raise NotifyProblem(401, "AuthError", "Unauthorized: authentication token must be provided")
    parts = header[len(_BEARER) :].strip().split(".")
    if len(parts) != _PARTS:
        raise _refused("Invalid token: signature, api token not found")
    try:
        head, claims = (_object(part) for part in parts[:2])
        signature = _bytes(parts[2])
    except ValueError as broken:
        raise _refused("Invalid token: signature, api token not found") from broken
    if head.get("alg") != "HS256":
        raise _refused("Invalid token: algorithm used is not HS256")
    issuer, issued_at = claims.get("iss"), claims.get("iat")
    if not isinstance(issuer, str) or not issuer:
        raise _refused("Invalid token: iss field not provided")
    if not isinstance(issued_at, int | float) or isinstance(issued_at, bool):
        raise _refused("Invalid token: iat field not provided")
    signed = f"{parts[0]}.{parts[1]}".encode()
    return Claims(issuer, float(issued_at), signed, signature, "HS256")


def judge_token(
    claims: Claims, keys: Sequence[tuple[str, int | None]] | None, *, now: float
) -> None:
    """Pass, or NotifyProblem. `keys` are (secret, revoked at) of the issuer; None: no such department."""
    if keys is None:
        raise _refused("Invalid token: service not found")
    for secret, revoked_at in keys:
        mark = hmac.digest(secret.encode(), claims.signed, "sha256")
        if hmac.compare_digest(mark, claims.signature):
            if abs(now - claims.issued_at) > LEEWAY_SECONDS:
                raise _refused("Error: Your system clock must be accurate to within 30 seconds")
            if revoked_at is not None:
                raise _refused("Invalid token: API key revoked")
            return
    raise _refused("Invalid token: API key not found")


def _refused(message: str) -> NotifyProblem:
    return NotifyProblem(403, "AuthError", message)


def _object(part: str) -> Mapping[str, Any]:
    try:
        return msgspec.json.decode(_bytes(part), type=dict[str, Any])
    except msgspec.MsgspecError as broken:
        raise ValueError(part) from broken


def _bytes(part: str) -> bytes:
    return urlsafe_b64decode(part + "=" * (-len(part) % 4))
