# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What we say to an issuer behind the browser's back: codes, refreshes, pushed requests, userinfo."""

import secrets
from base64 import b64encode
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import quote

import msgspec

from gateway.auth.issuers import ClientAuth, Issuer
from gateway.auth.providers import Http, Provider
from services.kit.wire.problem import Problem
from services.kit.wire.tokens.compact import JsonObject, read_object
from services.kit.wire.tokens.keys import SigningKey
from services.kit.wire.tokens.refusal import Reason, TokenRefused
from services.kit.wire.tokens.signed import sign_compact

_OK: Final = 200
_CREATED: Final = 201
_ASSERTION_SECONDS: Final = 60
_REQUEST_SECONDS: Final = 300
_JWT_BEARER: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

ClientKey = Callable[[Issuer], SigningKey]
"""The key that proves who we are to an issuer, as of now."""


class TokenAnswer(msgspec.Struct, frozen=True):
    """What a token endpoint gives."""

    access_token: str
    id_token: str = ""
    refresh_token: str | None = None
    expires_in: float = 300


class Pushed(msgspec.Struct, frozen=True):
    """What the endpoint for pushed requests gives."""

    request_uri: str


class Partners:
    """Calls to issuers, each proved with the client's own key or secret."""

    def __init__(self, http: Http, key: ClientKey, *, now: Callable[[], float]) -> None:
        """`now` gives UTC seconds."""
        self._http = http
        self._key = key
        self._now = now

    async def exchange(
        self, issuer: Issuer, provider: Provider, form: Mapping[str, str]
    ) -> TokenAnswer:
        """Tokens for a code or a refresh token. Raises Problem TOKEN_INVALID, or OSError."""
        status, body = await self._post(issuer, provider, provider.token_endpoint, form)
        if status != _OK:
            raise Problem("TOKEN_INVALID")
        try:
            return msgspec.convert(read_object(body), TokenAnswer)
        except (msgspec.ValidationError, TokenRefused):
            raise Problem("TOKEN_INVALID") from None

    async def revoke(self, issuer: Issuer, provider: Provider, refresh_token: str) -> None:
        """End a family of refresh tokens (RFC 7009)."""
        if provider.revocation_endpoint:
            form = {"token": refresh_token, "token_type_hint": "refresh_token"}
            await self._post(issuer, provider, provider.revocation_endpoint, form)

    async def push(self, issuer: Issuer, provider: Provider, wish: Mapping[str, str]) -> str:
        """Hand an authorization request over beforehand (RFC 9126); the name it got."""
        endpoint = provider.pushed_authorization_request_endpoint
        status, body = await self._post(issuer, provider, endpoint, wish)
        if status not in (_OK, _CREATED):
            raise OSError("the issuer refused the request")
        try:
            return msgspec.convert(read_object(body), Pushed).request_uri
        except (msgspec.ValidationError, TokenRefused):
            raise OSError("the issuer's answer cannot be read") from None

    def signed_request(self, issuer: Issuer, wish: Mapping[str, str]) -> str:
        """The request as an object that nobody on the way can change (RFC 9101)."""
        now = int(self._now())
        claims: dict[str, Any] = {
            **wish,
            "iss": issuer.client_id,
            "aud": issuer.iss,
            "iat": now,
            "exp": now + _REQUEST_SECONDS,
            "jti": secrets.token_urlsafe(16),
        }
        if isinstance(claims.get("max_age"), str):
            claims["max_age"] = int(claims["max_age"])
        return sign_compact(claims, self._key(issuer), typ="oauth-authz-req+jwt")

    async def userinfo(self, provider: Provider, access: str, subject: str) -> JsonObject:
        """What the issuer tells about the person; TokenRefused unless it is about `subject` (W4)."""
        headers = {"accept": "application/json", "authorization": f"Bearer {access}"}
        reply = await self._http("GET", provider.userinfo_endpoint, None, headers)
        claims = read_object(reply.body) if reply.status == _OK else {}
        if claims.get("sub") != subject:
            raise TokenRefused(Reason.CLAIMS)
        return claims

    async def _post(
        self, issuer: Issuer, provider: Provider, url: str, form: Mapping[str, str]
    ) -> tuple[int, bytes]:
        headers = {"accept": "application/json"}
        sent = {**form, "client_id": issuer.client_id}
        if issuer.auth is ClientAuth.SECRET and issuer.client_secret:
            pair = f"{quote(issuer.client_id, safe='')}:{quote(issuer.client_secret, safe='')}"
            headers["authorization"] = f"Basic {b64encode(pair.encode()).decode('ascii')}"
        if issuer.auth is ClientAuth.KEY:
            sent |= {
                "client_assertion_type": _JWT_BEARER,
                "client_assertion": self._assertion(issuer, provider),
            }
        reply = await self._http("POST", url, sent, headers)
        return reply.status, reply.body

    def _assertion(self, issuer: Issuer, provider: Provider) -> str:
        """Who we are, in a token of our own, new for each call (RFC 7523)."""
        now = int(self._now())
        claims = {
            "iss": issuer.client_id,
            "sub": issuer.client_id,
            "aud": provider.issuer,
            "jti": secrets.token_urlsafe(16),
            "iat": now,
            "exp": now + _ASSERTION_SECONDS,
        }
        return sign_compact(claims, self._key(issuer), typ="JWT")
