# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Signing and verifying compact JWS with an allow-list (RFC 7515, 8725): the header decides little."""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from services.kit.wire.tokens.compact import Compact, JsonObject, encode, read_compact
from services.kit.wire.tokens.keys import ALGORITHMS, KeySet, SigningKey
from services.kit.wire.tokens.refusal import Reason, TokenRefused

_FORBIDDEN: Final = ("crit", "b64", "zip", "cty", "jku", "x5u", "x5c", "x5t", "x5t#S256", "jwk")
_MAX_KID: Final = 200


def sign_compact(
    claims: Mapping[str, Any] | bytes,
    key: SigningKey,
    *,
    typ: str,
    header: Mapping[str, Any] | None = None,
) -> str:
    """A compact JWS. Keys of the header are sorted; claims may come ready encoded."""
    head = {"alg": key.alg, "kid": key.kid, "typ": typ, **(header or {})}
    payload = claims if isinstance(claims, bytes) else msgspec.json.encode(claims)
    signed = f"{encode(msgspec.json.encode(head, order='sorted'))}.{encode(payload)}"
    return f"{signed}.{encode(key.sign(signed.encode('ascii')))}"


def check_header(
    header: JsonObject,
    *,
    typs: tuple[str, ...],
    algorithms: tuple[str, ...] = ALGORITHMS,
    may_carry: tuple[str, ...] = (),
) -> str:
    """The header's algorithm, once everything in it is known to be harmless."""
    for name in _FORBIDDEN:
        if name in header and name not in may_carry:
            raise TokenRefused(Reason.HEADER)
    alg = header.get("alg")
    if not isinstance(alg, str) or alg not in algorithms:
        raise TokenRefused(Reason.ALGORITHM)
    kid = header.get("kid")
    if "kid" in header and (not isinstance(kid, str) or len(kid) > _MAX_KID):
        raise TokenRefused(Reason.HEADER)
    typ = header.get("typ")
    if typs and (not isinstance(typ, str) or typ.lower() not in typs):
        raise TokenRefused(Reason.TYPE)
    return alg


def verify_compact(
    token: str,
    keys: KeySet,
    *,
    typs: tuple[str, ...],
    algorithms: tuple[str, ...] = ALGORITHMS,
) -> JsonObject:
    """The claims of a token whose header is allowed and whose signature a key of the set made.

    `typs` are lower-case; an empty tuple accepts any. Claims are NOT judged here.
    """
    parts = read_compact(token)
    verify_parts(parts, keys, typs=typs, algorithms=algorithms)
    return parts.claims


def verify_parts(
    parts: Compact,
    keys: KeySet,
    *,
    typs: tuple[str, ...],
    algorithms: tuple[str, ...] = ALGORITHMS,
) -> None:
    """Check header and signature of a token already split."""
    alg = check_header(parts.header, typs=typs, algorithms=algorithms)
    key = keys.find(parts.header.get("kid"))
    if not key.fits(alg):
        raise TokenRefused(Reason.KEY)
    if not key.verifies(alg, parts.signing_input, parts.signature):
        raise TokenRefused(Reason.SIGNATURE)
