# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Claims of an access token (RFC 9068) judged one by one, and the caller they make (T3)."""

import hashlib
import math
from typing import Any, Final, cast

import msgspec

from gateway.auth.issuers import Issuer, IssuerKind
from services.kit.wire.assurance import assess
from services.kit.wire.caller import Assignment, Caller, CallerKind, Delegation
from services.kit.wire.tokens.compact import JsonObject, encode, read_compact
from services.kit.wire.tokens.refusal import Reason, TokenRefused

SKEW_SECONDS: Final = 30
_MAX_SUBJECT: Final = 255
_FOREIGN: Final = ("nonce", "events")
"""Claims that only ID tokens and logout tokens have."""

_KINDS: Final = {
    IssuerKind.RESIDENT: CallerKind.RESIDENT,
    IssuerKind.STAFF: CallerKind.STAFF,
    IssuerKind.DEVICE: CallerKind.DEVICE,
}


class HouseClaims(msgspec.Struct, frozen=True, kw_only=True):
    """What the city's own demonstration issuer says beyond the standard."""

    torget_kind: CallerKind = CallerKind.RESIDENT
    roles: tuple[str, ...] = ()
    assignment: Assignment | None = None
    assignments: tuple[Assignment, ...] = ()
    """Those she may choose between in a session."""
    act_for: str | None = None
    delegation: Delegation | None = None


class AccessClaims(msgspec.Struct, frozen=True, kw_only=True):
    """What is left of an access token once it has been judged."""

    iss: str
    sub: str
    jti: str
    client_id: str
    exp: float
    sid: str | None = None
    jkt: str | None = None
    """Thumbprint of the key that must prove possession (DPoP)."""
    x5t: str | None = None
    """Hash of the certificate that must stand behind the connection."""
    iat: float = 0.0


def judge_claims(claims: JsonObject, issuer: Issuer, now: float) -> AccessClaims:
    """The claims that matter, or TokenRefused; `now` is UTC seconds."""
    if any(name in claims for name in _FOREIGN):
        raise TokenRefused(Reason.TYPE)
    if _text(claims, "iss") != issuer.iss:
        raise TokenRefused(Reason.ISSUER)
    check_audience(claims, issuer.audience)
    exp, iat = check_times(claims, now)
    if not 0 < exp - iat <= issuer.max_token_seconds:
        raise TokenRefused(Reason.TOO_LONG)
    subject = _text(claims, "sub")
    if not 0 < len(subject) <= _MAX_SUBJECT:
        raise TokenRefused(Reason.CLAIMS)
    for name in ("acr", "scope", "sid"):
        if name in claims:
            _text(claims, name)
    jkt, x5t = _confirmation(claims)
    if issuer.requires_proof and jkt is None and x5t is None:
        raise TokenRefused(Reason.PROOF)
    return AccessClaims(
        iss=issuer.iss,
        sub=subject,
        jti=_text(claims, "jti"),
        client_id=_text(claims, "client_id"),
        exp=exp,
        iat=iat,
        sid=claims.get("sid"),
        jkt=jkt,
        x5t=x5t,
    )


def check_audience(claims: JsonObject, audience: str) -> None:
    """Refuse a token that is not meant for `audience`, compared byte by byte."""
    found = claims.get("aud")
    listed = cast("list[Any]", found) if isinstance(found, list) else [found]
    if not all(isinstance(each, str) for each in listed) or audience not in listed:
        raise TokenRefused(Reason.AUDIENCE)


def check_times(claims: JsonObject, now: float) -> tuple[float, float]:
    """(exp, iat) of a token that is alive within the skew."""
    exp, iat = _number(claims, "exp"), _number(claims, "iat")
    if exp + SKEW_SECONDS <= now:
        raise TokenRefused(Reason.EXPIRED)
    if iat - SKEW_SECONDS > now:
        raise TokenRefused(Reason.NOT_YET)
    if "nbf" in claims and _number(claims, "nbf") - SKEW_SECONDS > now:
        raise TokenRefused(Reason.NOT_YET)
    return exp, iat


def caller_from(claims: JsonObject, issuer: Issuer, judged: AccessClaims) -> Caller:
    """The caller that judged claims speak of. Assurance comes from the issuer's table alone."""
    assurance = assess(claims.get("acr"), issuer.acr_table)
    auth_time = _number(claims, "auth_time") if "auth_time" in claims else None
    scopes = tuple(str(claims.get("scope", "")).split())
    if issuer.kind is not IssuerKind.HOUSE:
        return Caller(
            kind=_KINDS[issuer.kind],
            sub=internal_id(issuer.iss, judged.sub),
            loa=assurance.loa,
            flags=assurance.flags,
            auth_time=None if auth_time is None else int(auth_time),
            scopes=scopes,
            session=judged.sid,
        )
    try:
        house = msgspec.convert(claims, HouseClaims)
    except msgspec.ValidationError:
        raise TokenRefused(Reason.CLAIMS) from None
    return Caller(
        kind=house.torget_kind,
        sub=judged.sub,
        act_for=house.act_for,
        delegation=house.delegation,
        loa=assurance.loa,
        flags=assurance.flags,
        auth_time=None if auth_time is None else int(auth_time),
        scopes=scopes,
        roles=house.roles,
        assignment=house.assignment,
        session=judged.sid,
    )


def house_assignments(token: str) -> tuple[Assignment, ...]:
    """The assignments that a token of the house, already verified, offers to choose between."""
    try:
        return msgspec.convert(read_compact(token).claims, HouseClaims).assignments
    except msgspec.ValidationError:
        return ()


def internal_id(iss: str, sub: str) -> str:
    """Our id of a person whom an issuer knows as `sub`: a person is (iss, sub) (W7)."""
    return "p-" + encode(hashlib.sha256(f"{iss}\n{sub}".encode()).digest()[:18])


def _confirmation(claims: JsonObject) -> tuple[str | None, str | None]:
    """(jkt, x5t#S256) of `cnf`; a kind of proof we do not know is a refusal, not a bearer token."""
    if "cnf" not in claims:
        return None, None
    cnf = claims["cnf"]
    if not isinstance(cnf, dict) or len(cast("JsonObject", cnf)) != 1:
        raise TokenRefused(Reason.PROOF)
    confirmed = cast("JsonObject", cnf)
    jkt, x5t = confirmed.get("jkt"), confirmed.get("x5t#S256")
    if not isinstance(jkt, str) and not isinstance(x5t, str):
        raise TokenRefused(Reason.PROOF)
    return jkt, x5t


def _text(claims: JsonObject, name: str) -> str:
    value = claims.get(name)
    if not isinstance(value, str):
        raise TokenRefused(Reason.CLAIMS)
    return value


def _number(claims: JsonObject, name: str) -> float:
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise TokenRefused(Reason.CLAIMS)
    return float(value)
