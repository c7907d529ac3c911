# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What the issuer does: signs people in, exchanges codes, rotates refresh tokens, ends families."""

import hashlib
import secrets
from typing import Any

import msgspec

from services.identity import store
from services.identity.demo import Person, access_claims, person_named
from services.identity.domain import (
    ACCESS_SECONDS,
    CODE_SECONDS,
    REFRESH_SECONDS,
    Client,
    Grant,
    OAuthFault,
    Refresh,
    SignInRequest,
    check_verifier,
    chosen_acr,
    granted_scope,
)
from services.kit.data import Tx
from services.kit.wire.tokens.compact import encode
from services.kit.wire.tokens.keys import SigningKey
from services.kit.wire.tokens.signed import sign_compact

ID_TOKEN_SECONDS = 300
BEARER = "Bearer"


class Issuing(msgspec.Struct, frozen=True):
    """In whose name and with which key tokens are issued."""

    iss: str
    key: SigningKey


class Tokens(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The answer of the token endpoint."""

    access_token: str
    token_type: str
    expires_in: int
    scope: str
    refresh_token: str | None = None
    id_token: str | None = None


async def sign_in(tx: Tx, request: SignInRequest, name: str) -> str:
    """Sign a demo person in; the code that the client exchanges once within a minute."""
    person = person_named(name)
    acr = chosen_acr(request.acr_values, person.acr)
    code = secrets.token_urlsafe(32)
    await tx.run(store.drop_old_grants, before=tx.now - 3_600_000)
    await tx.run(
        store.add_grant,
        code_hash=_hash(code),
        client_id=request.client_id,
        redirect_uri=request.redirect_uri,
        challenge=request.code_challenge,
        nonce=request.nonce,
        person=name,
        scope=granted_scope(request.scope),
        acr=acr,
        auth_time=tx.now // 1000,
        sid=secrets.token_urlsafe(16),
        expires_at=tx.now + CODE_SECONDS * 1000,
        used_at=None,
    )
    return code


class CodeExchange(msgspec.Struct, frozen=True, kw_only=True):
    """A client's wish to turn a code into tokens."""

    code: str
    redirect_uri: str
    verifier: str
    jkt: str | None = None


async def exchange_code(
    tx: Tx, client: Client, given: CodeExchange, issuing: Issuing
) -> Tokens | OAuthFault:
    """Tokens for a code. A code that comes twice ends everything that the first exchange gave."""
    digest = _hash(given.code)
    grant = await tx.one(store.use_grant, hash=digest, now=tx.now)
    if grant is None:
        known = await tx.one(store.grant_by_hash, hash=digest)
        if known is not None:
            await tx.run(store.end_family, which=known.sid, now=tx.now)
        return OAuthFault("invalid_grant", "The code is unknown or was used.")
    if grant.client_id != client.id or grant.redirect_uri != given.redirect_uri:
        return OAuthFault("invalid_grant", "The code was given to somebody else.")
    if grant.expires_at <= tx.now:
        return OAuthFault("invalid_grant", "The code is too old.")
    try:
        check_verifier(given.verifier, grant.challenge)
    except OAuthFault as fault:
        return fault
    refresh = await _add_refresh(tx, _first_link(grant, given.jkt, tx.now))
    return _tokens(_first_link(grant, given.jkt, tx.now), issuing, refresh, tx.now, grant.nonce)


async def refresh_tokens(
    tx: Tx, client: Client, token: str, issuing: Issuing, *, jkt: str | None = None
) -> Tokens | OAuthFault:
    """New tokens for a refresh token, which is spent by it; one that comes twice ends its family."""
    digest = _hash(token)
    link = await tx.one(store.use_refresh, hash=digest, now=tx.now)
    if link is None:
        known = await tx.one(store.refresh_by_hash, hash=digest)
        if known is not None:
            await tx.run(store.end_family, which=known.family, now=tx.now)
        return OAuthFault("invalid_grant", "The refresh token is unknown or was used.")
    if link.client_id != client.id or link.expires_at <= tx.now or link.jkt != jkt:
        await tx.run(store.end_family, which=link.family, now=tx.now)
        return OAuthFault("invalid_grant", "The refresh token is not for this client or too old.")
    following = await _add_refresh(tx, link)
    return _tokens(link, issuing, following, tx.now)


async def end_by_token(tx: Tx, token: str) -> None:
    """Revoke a refresh token with its whole family (RFC 7009); unknown ones are no fault."""
    known = await tx.one(store.refresh_by_hash, hash=_hash(token))
    if known is not None:
        await tx.run(store.end_family, which=known.family, now=tx.now)


async def end_session(tx: Tx, sid: str) -> None:
    """End everything that one sign-in gave."""
    await tx.run(store.end_family, which=sid, now=tx.now)


def machine_tokens(client: Client, scope: str, issuing: Issuing, now: int) -> Tokens:
    """An access token for a device or service: one scope, ten minutes, nothing to refresh."""
    if len(scope.split()) != 1:
        raise OAuthFault("invalid_scope", "A machine asks for one scope at a time.")
    claims = {
        "iss": issuing.iss,
        "aud": "torget",
        "sub": client.id,
        "client_id": client.id,
        "iat": now // 1000,
        "exp": now // 1000 + ACCESS_SECONDS,
        "jti": secrets.token_urlsafe(16),
        "scope": scope,
        "torget_kind": "device",
    }
    token = sign_compact(claims, issuing.key, typ="at+jwt")
    return Tokens(access_token=token, token_type=BEARER, expires_in=ACCESS_SECONDS, scope=scope)


def _first_link(grant: Grant, jkt: str | None, now: int) -> Refresh:
    return Refresh(
        token_hash="",
        family=grant.sid,
        client_id=grant.client_id,
        person=grant.person,
        scope=grant.scope,
        acr=grant.acr,
        auth_time=grant.auth_time,
        jkt=jkt,
        expires_at=now + REFRESH_SECONDS * 1000,
    )


async def _add_refresh(tx: Tx, link: Refresh) -> str:
    token = secrets.token_urlsafe(32)
    fields: dict[str, Any] = msgspec.structs.asdict(link)
    await tx.run(store.add_refresh, **{**fields, "token_hash": _hash(token), "used_at": None})
    return token


def _tokens(
    link: Refresh, issuing: Issuing, refresh: str, now: int, nonce: str | None = None
) -> Tokens:
    person = person_named(link.person)
    seconds = now // 1000
    access = access_claims(
        person,
        iss=issuing.iss,
        client=link.client_id,
        acr=link.acr,
        auth_time=link.auth_time,
        now=seconds,
        life=ACCESS_SECONDS,
        scope=link.scope,
        sid=link.family,
        jkt=link.jkt,
    )
    access_token = sign_compact(access, issuing.key, typ="at+jwt")
    return Tokens(
        access_token=access_token,
        token_type="DPoP" if link.jkt else BEARER,
        expires_in=ACCESS_SECONDS,
        scope=link.scope,
        refresh_token=refresh,
        id_token=_id_token(person, link, issuing, seconds, access=access_token, nonce=nonce),
    )


def _id_token(
    person: Person, link: Refresh, issuing: Issuing, now: int, *, access: str, nonce: str | None
) -> str:
    claims: dict[str, Any] = {
        "iss": issuing.iss,
        "aud": link.client_id,
        "sub": person.id,
        "iat": now,
        "exp": now + ID_TOKEN_SECONDS,
        "auth_time": link.auth_time,
        "sid": link.family,
        "at_hash": half_hash(access),
    }
    if link.acr:
        claims["acr"] = link.acr
    if nonce:
        claims["nonce"] = nonce
    if "profile" in link.scope.split():
        claims |= {"name": person.shown, "locale": person.language}
    return sign_compact(claims, issuing.key, typ="JWT")


def half_hash(token: str) -> str:
    """`at_hash` of OpenID Connect for SHA-256 algorithms."""
    return encode(hashlib.sha256(token.encode("ascii")).digest()[:16])


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8")).hexdigest()
