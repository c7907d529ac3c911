# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""ID tokens and logout tokens judged (OpenID Connect Core, Back-Channel Logout; W4, B6)."""

import hashlib
import hmac
from collections.abc import Awaitable, Callable
from typing import Any, Final, cast

import msgspec

from gateway.auth.claims import SKEW_SECONDS, check_audience, check_times
from gateway.auth.issuers import Issuer
from services.kit.wire.tokens.compact import JsonObject, encode, read_compact
from services.kit.wire.tokens.keys import KeySet
from services.kit.wire.tokens.refusal import Reason, TokenRefused
from services.kit.wire.tokens.signed import verify_parts

LONGEST_SECONDS: Final = 3600
LOGOUT_EVENT: Final = "http://schemas.openid.net/event/backchannel-logout"
_OTHER_TYPES: Final = ("at+jwt", "application/at+jwt", "logout+jwt", "dpop+jwt")

Keys = Callable[[str | None], Awaitable[KeySet]]


class Expected(msgspec.Struct, frozen=True, kw_only=True):
    """What we asked for when the sign-in began."""

    nonce: str
    acr_values: tuple[str, ...] = ()
    max_age: int | None = None


async def read_signed(token: str, issuer: Issuer, keys: Keys, typs: tuple[str, ...]) -> JsonObject:
    """Claims of a token that this issuer signed for us; times and purpose are judged by the caller."""
    parts = read_compact(token)
    kid = parts.header.get("kid")
    found = await keys(kid if isinstance(kid, str) else None)
    verify_parts(parts, found, typs=typs, algorithms=issuer.algorithms)
    typ = parts.header.get("typ")
    if not typs and isinstance(typ, str) and typ.lower() in _OTHER_TYPES:
        raise TokenRefused(Reason.TYPE)
    if parts.claims.get("iss") != issuer.iss:
        raise TokenRefused(Reason.ISSUER)
    check_audience(parts.claims, issuer.client_id)
    return parts.claims


async def judge_id_token(
    token: str, issuer: Issuer, keys: Keys, *, expected: Expected, access: str, now: float
) -> JsonObject:
    """The claims of an ID token that answers our own question; TokenRefused otherwise."""
    claims = await read_signed(token, issuer, keys, ())
    exp, iat = check_times(claims, now)
    if not 0 < exp - iat <= LONGEST_SECONDS:
        raise TokenRefused(Reason.TOO_LONG)
    aud = claims["aud"]
    if isinstance(aud, list) and len(cast("list[Any]", aud)) > 1 and "azp" not in claims:
        raise TokenRefused(Reason.AUDIENCE)
    if claims.get("azp", issuer.client_id) != issuer.client_id:
        raise TokenRefused(Reason.AUDIENCE)
    nonce = claims.get("nonce")
    if not isinstance(nonce, str) or not hmac.compare_digest(
        nonce.encode("utf-8"), expected.nonce.encode("utf-8")
    ):
        raise TokenRefused(Reason.NONCE)
    subject = claims.get("sub")
    if not isinstance(subject, str) or not subject:
        raise TokenRefused(Reason.CLAIMS)
    if "at_hash" in claims and claims["at_hash"] != _half_hash(access):
        raise TokenRefused(Reason.CLAIMS)
    _check_strength(claims, expected, now)
    return claims


async def judge_logout_token(token: str, issuer: Issuer, keys: Keys, now: float) -> JsonObject:
    """The claims of a back-channel logout token; TokenRefused otherwise."""
    typs = ("logout+jwt", "jwt") if issuer.logout_without_typ else ("logout+jwt",)
    claims = await read_signed(token, issuer, keys, typs)
    check_times(claims, now)
    events: Any = claims.get("events")
    if not isinstance(events, dict) or cast("JsonObject", events).get(LOGOUT_EVENT) != {}:
        raise TokenRefused(Reason.TYPE)
    if "nonce" in claims or not isinstance(claims.get("jti"), str):
        raise TokenRefused(Reason.CLAIMS)
    if not any(isinstance(claims.get(name), str) for name in ("sid", "sub")):
        raise TokenRefused(Reason.CLAIMS)
    return claims


def _check_strength(claims: JsonObject, expected: Expected, now: float) -> None:
    if expected.acr_values and claims.get("acr") not in expected.acr_values:
        raise TokenRefused(Reason.CLAIMS)
    if expected.max_age is not None:
        moment = claims.get("auth_time")
        if not isinstance(moment, int) or now - moment > expected.max_age + SKEW_SECONDS:
            raise TokenRefused(Reason.EXPIRED)


def _half_hash(token: str) -> str:
    return encode(hashlib.sha256(token.encode("utf-8")).digest()[:16])
