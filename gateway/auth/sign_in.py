# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Sign-in for browsers: code with PKCE, several issuers, no token outside (RFC 9700, 9207; W1-W5)."""

import hmac
import secrets
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import msgspec

from gateway.auth.bearer import BearerDoor
from gateway.auth.claims import internal_id
from gateway.auth.id_tokens import Expected, judge_id_token
from gateway.auth.issuers import Issuer, IssuerKind
from gateway.auth.oauth import authorization_url, challenge_of, with_query
from gateway.auth.providers import Http, Provider, ProviderDirectory
from gateway.auth.return_paths import safe_return
from gateway.auth.sessions import SessionDesk, hash_of
from services.kit.wire.assurance import assess
from services.kit.wire.caller import Caller, CallerKind
from services.kit.wire.problem import Problem
from services.kit.wire.tokens.compact import JsonObject, read_object
from services.kit.wire.tokens.memory import Memory
from services.kit.wire.tokens.refusal import TokenRefused

ATTEMPT_SECONDS: Final = 600
_ATTEMPTS: Final = 50_000
_OK: Final = 200


class Attempt(msgspec.Struct, frozen=True, kw_only=True):
    """A sign-in under way, bound to one browser; used once."""

    issuer: str
    nonce: str
    verifier: str
    return_to: str
    browser: str
    """Hash of the browser's login cookie."""
    acr_values: tuple[str, ...]
    max_age: int | None
    before: str | None
    """The session that wanted a stronger sign-in."""


class Begun(msgspec.Struct, frozen=True):
    """Where the browser goes and what it keeps meanwhile."""

    location: str
    login_cookie: str


class SignedIn(msgspec.Struct, frozen=True):
    """A new session's cookie and the page to go back to."""

    cookie: str
    return_to: str


class TokenAnswer(msgspec.Struct, frozen=True):
    """What a token endpoint gives."""

    access_token: str
    id_token: str
    refresh_token: str | None = None


class SignIn:
    """The relying party."""

    def __init__(
        self,
        issuers: Sequence[Issuer],
        desk: SessionDesk,
        bearer: BearerDoor,
        http: Http,
        *,
        address: str,
        now: Callable[[], float],
        directories: Mapping[str, ProviderDirectory],
    ) -> None:
        """Sign in at these issuers; `address` is our public base URL, `now` gives UTC seconds."""
        self.issuers = {issuer.id: issuer for issuer in issuers}
        self.desk = desk
        self.directories = directories
        self._bearer = bearer
        self._http = http
        self._address = address.rstrip("/")
        self._now = now
        self._attempts: Memory[str, Attempt] = Memory(_ATTEMPTS, now=now)

    async def begin(
        self,
        issuer_id: str,
        *,
        return_to: str | None = None,
        acr_values: tuple[str, ...] = (),
        max_age: int | None = None,
        before: str | None = None,
        hint: str | None = None,
    ) -> Begun:
        """Start a sign-in. Raises Problem NOT_FOUND for an unknown issuer, OSError if it is down."""
        issuer = self._issuer(issuer_id)
        provider = await self.directories[issuer.id].describe()
        state, nonce = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
        verifier, browser = secrets.token_urlsafe(48), secrets.token_urlsafe(32)
        attempt = Attempt(
            issuer=issuer.id,
            nonce=nonce,
            verifier=verifier,
            return_to=safe_return(return_to),
            browser=hash_of(browser),
            acr_values=acr_values,
            max_age=max_age,
            before=before,
        )
        self._attempts.put(hash_of(state), attempt, until=self._now() + ATTEMPT_SECONDS)
        location = authorization_url(
            provider.authorization_endpoint,
            client_id=issuer.client_id,
            redirect_uri=self.redirect_uri(issuer),
            scope=issuer.scope,
            state=state,
            nonce=nonce,
            code_challenge=challenge_of(verifier),
            code_challenge_method="S256",
            acr_values=" ".join(acr_values),
            max_age=max_age,
            login_hint=hint,
        )
        return Begun(location, browser)

    async def finish(
        self, issuer_id: str, answer: Mapping[str, str], login_cookie: str | None
    ) -> SignedIn:
        """End a sign-in: a new session, the one before it ended.

        Every refusal is STEP_UP_FAILED or TOKEN_INVALID; nothing that was said is repeated.
        """
        issuer = self._issuer(issuer_id)
        attempt = self._take(answer.get("state", ""))
        if attempt is None or login_cookie is None or attempt.issuer != issuer.id:
            raise Problem("TOKEN_INVALID")
        if not hmac.compare_digest(hash_of(login_cookie), attempt.browser):
            raise Problem("TOKEN_INVALID")
        provider = await self.directories[issuer.id].describe()
        said = answer.get("iss")
        if said != issuer.iss and (
            said is not None or provider.authorization_response_iss_parameter_supported
        ):
            raise Problem("TOKEN_INVALID")
        if "error" in answer or not answer.get("code"):
            raise Problem("STEP_UP_FAILED" if attempt.acr_values else "TOKEN_INVALID")
        tokens = await self._exchange(issuer, provider, answer["code"], attempt.verifier)
        expected = Expected(
            nonce=attempt.nonce, acr_values=attempt.acr_values, max_age=attempt.max_age
        )
        try:
            claims = await judge_id_token(
                tokens.id_token,
                issuer,
                self.directories[issuer.id].keys,
                expected=expected,
                access=tokens.access_token,
                now=self._now(),
            )
            caller = await self._caller(issuer, claims, tokens.access_token)
        except TokenRefused:
            raise Problem("STEP_UP_FAILED" if attempt.acr_values else "TOKEN_INVALID") from None
        await self._replace(attempt.before, caller)
        cookie = await self.desk.open(
            caller,
            issuer=issuer.id,
            sub=claims["sub"],
            sid=claims.get("sid"),
            id_token=tokens.id_token,
            refresh_token=tokens.refresh_token,
        )
        return SignedIn(cookie, attempt.return_to)

    async def sign_out(self, cookie: str) -> str | None:
        """End a session here and at its issuer; where the browser should go, if anywhere."""
        session = await self.desk.end(cookie)
        if session is None:
            return None
        issuer = self.issuers[session.issuer]
        provider = await self.directories[issuer.id].describe()
        if session.refresh_token and provider.revocation_endpoint:
            form = {"token": session.refresh_token, "token_type_hint": "refresh_token"}
            await self._post(issuer, provider.revocation_endpoint, form)
        if not provider.end_session_endpoint:
            return None
        return with_query(
            provider.end_session_endpoint,
            id_token_hint=session.id_token,
            client_id=issuer.client_id,
            post_logout_redirect_uri=f"{self._address}/",
        )

    def redirect_uri(self, issuer: Issuer) -> str:
        """One address per issuer, so that an answer cannot be mixed up with another's."""
        return f"{self._address}/auth/callback/{issuer.id}"

    def _issuer(self, issuer_id: str) -> Issuer:
        issuer = self.issuers.get(issuer_id)
        if issuer is None:
            raise Problem("NOT_FOUND")
        return issuer

    def _take(self, state: str) -> Attempt | None:
        name = hash_of(state)
        attempt = self._attempts.get(name)
        self._attempts.clear_key(name)
        return attempt

    async def _replace(self, before: str | None, caller: Caller) -> None:
        """End the session that wanted more; a step-up never changes the person (A4)."""
        if before is None:
            return
        old = await self.desk.end(before)
        if old is not None and old.caller.sub != caller.sub:
            raise Problem("STEP_UP_FAILED")

    async def _caller(self, issuer: Issuer, claims: JsonObject, access: str) -> Caller:
        if issuer.kind is IssuerKind.HOUSE:
            return (await self._bearer.verify(access)).caller
        assurance = assess(claims.get("acr"), issuer.acr_table)
        moment = claims.get("auth_time")
        kind = CallerKind.STAFF if issuer.kind is IssuerKind.STAFF else CallerKind.RESIDENT
        return Caller(
            kind=kind,
            sub=internal_id(issuer.iss, claims["sub"]),
            loa=assurance.loa,
            flags=assurance.flags,
            auth_time=moment if isinstance(moment, int) else None,
        )

    async def _exchange(
        self, issuer: Issuer, provider: Provider, code: str, verifier: str
    ) -> TokenAnswer:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.redirect_uri(issuer),
            "code_verifier": verifier,
        }
        body = await self._post(issuer, provider.token_endpoint, form)
        try:
            return msgspec.convert(read_object(body), TokenAnswer)
        except (msgspec.ValidationError, TokenRefused):
            raise Problem("TOKEN_INVALID") from None

    async def _post(self, issuer: Issuer, url: str, form: Mapping[str, str]) -> bytes:
        headers = {"accept": "application/json"}
        if issuer.client_secret:
            pair = f"{issuer.client_id}:{issuer.client_secret}".encode()
            headers["authorization"] = f"Basic {b64encode(pair).decode('ascii')}"
        reply = await self._http("POST", url, {**form, "client_id": issuer.client_id}, headers)
        return reply.body if reply.status == _OK else b"{}"
