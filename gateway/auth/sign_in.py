# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Sign-in for browsers: code with PKCE, several issuers, no token outside (RFC 9700, 9207; W1-W5)."""

import hmac
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Final

import msgspec

from gateway.auth.assignments import assignments_of
from gateway.auth.attempts import Attempt, AttemptStore
from gateway.auth.bearer import BearerDoor
from gateway.auth.claims import house_assignments, internal_id
from gateway.auth.id_tokens import Expected, judge_id_token
from gateway.auth.issuers import Issuer, IssuerKind
from gateway.auth.oauth import authorization_url, challenge_of, with_query
from gateway.auth.partners import Partners, TokenAnswer
from gateway.auth.providers import Provider, ProviderDirectory
from gateway.auth.return_paths import safe_return
from gateway.auth.sessions import Session, SessionDesk, hash_of
from services.kit.wire.assurance import assess
from services.kit.wire.caller import Assignment, Caller, CallerKind
from services.kit.wire.problem import Problem
from services.kit.wire.tokens.compact import JsonObject
from services.kit.wire.tokens.refusal import TokenRefused

REFRESH_LEASE: Final = 30.0


class Begun(msgspec.Struct, frozen=True):
    """Where the browser goes and what it keeps meanwhile."""

    location: str
    login_cookie: str


class SignedIn(msgspec.Struct, frozen=True):
    """A new session's cookie and the page to go back to."""

    cookie: str
    return_to: str


class Known(msgspec.Struct, frozen=True):
    """Who signed in, and the assignments she may choose between."""

    caller: Caller
    choices: tuple[Assignment, ...] = ()


Identify = Callable[[str, Mapping[str, Any]], Awaitable[str]]
"""(our id by issuer and subject, claims) -> the id of the person whom a number makes known (W7)."""


async def as_told(person: str, claims: Mapping[str, Any]) -> str:
    """Without a vault of numbers each issuer's subject is a person of her own."""
    del claims
    return person


class SignIn:
    """The relying party."""

    def __init__(
        self,
        issuers: Sequence[Issuer],
        desk: SessionDesk,
        bearer: BearerDoor,
        partners: Partners,
        *,
        address: str,
        now: Callable[[], float],
        directories: Mapping[str, ProviderDirectory],
        attempts: AttemptStore,
        identify: Identify = as_told,
    ) -> None:
        """Sign in at these issuers; `address` is our public base URL, `now` gives UTC seconds."""
        self.issuers = {issuer.id: issuer for issuer in issuers}
        self.desk = desk
        self.directories = directories
        self._bearer = bearer
        self._partners = partners
        self._address = address.rstrip("/")
        self._now = now
        self._attempts = attempts
        self._identify = identify

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
        """Start a sign-in; `before` is the cookie of the session that wants more.

        Raises Problem NOT_FOUND for an unknown issuer, OSError if it is down.
        """
        issuer = self.issuer(issuer_id)
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
            before=hash_of(before) if before else None,
        )
        await self._attempts.put(hash_of(state), attempt)
        wish = {
            "response_type": "code",
            "redirect_uri": self.redirect_uri(issuer),
            "scope": issuer.scope,
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge_of(verifier),
            "code_challenge_method": "S256",
            "acr_values": " ".join(acr_values or _usual(issuer, provider)),
            "max_age": "" if max_age is None else str(max_age),
            "login_hint": hint or "",
        }
        return Begun(await self._location(issuer, provider, _said(wish)), browser)

    async def finish(
        self, issuer_id: str, answer: Mapping[str, str], login_cookie: str | None
    ) -> SignedIn:
        """End a sign-in: a new session, the one before it ended.

        Every refusal is STEP_UP_FAILED or TOKEN_INVALID; nothing that was said is repeated.
        """
        issuer = self.issuer(issuer_id)
        attempt = await self._attempts.take(hash_of(answer.get("state", "")))
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
        tokens = await self._partners.exchange(
            issuer,
            provider,
            {
                "grant_type": "authorization_code",
                "code": answer["code"],
                "redirect_uri": self.redirect_uri(issuer),
                "code_verifier": attempt.verifier,
            },
        )
        try:
            claims = await self._judge(issuer, provider, tokens, attempt)
            known = await self._known(issuer, claims, tokens.access_token)
        except TokenRefused:
            raise Problem("STEP_UP_FAILED" if attempt.acr_values else "TOKEN_INVALID") from None
        await self._replace(attempt, known.caller)
        cookie = await self.desk.open(
            known.caller,
            issuer=issuer.id,
            sub=claims["sub"],
            sid=claims.get("sid"),
            id_token=tokens.id_token,
            refresh_token=tokens.refresh_token,
            refresh_at=self._now() + tokens.expires_in,
            choices=known.choices,
        )
        return SignedIn(cookie, attempt.return_to)

    async def sign_out(self, cookie: str) -> str | None:
        """End a session here and at its issuer; where the browser should go, if anywhere."""
        session = await self.desk.end(cookie)
        if session is None:
            return None
        issuer = self.issuers.get(session.issuer)
        if issuer is None:
            return None
        provider = await self.directories[issuer.id].describe()
        if session.refresh_token:
            await self._partners.revoke(issuer, provider, session.refresh_token)
        if not provider.end_session_endpoint:
            return None
        return with_query(
            provider.end_session_endpoint,
            id_token_hint=session.id_token,
            client_id=issuer.client_id,
            post_logout_redirect_uri=f"{self._address}/",
        )

    async def renew(self, session: Session) -> Session | None:
        """Ask the issuer whether the sign-in still stands, once it is time; None when it does not.

        One flight per session over all replicas, so that no refresh token is used twice (B4).
        """
        now = self._now()
        token, issuer = session.refresh_token, self.issuers.get(session.issuer)
        if (
            token is None
            or issuer is None
            or session.refresh_at is None
            or now < session.refresh_at
        ):
            return session
        store = self.desk.store
        if not await store.claim_refresh(session.id_hash, before=now, until=now + REFRESH_LEASE):
            return session
        form = {"grant_type": "refresh_token", "refresh_token": token}
        try:
            tokens = await self._refreshed(issuer, form)
        except (Problem, OSError):
            await store.drop(session.id_hash)
            return None
        renewed = msgspec.structs.replace(
            session,
            refresh_token=tokens.refresh_token or token,
            id_token=tokens.id_token or session.id_token,
            refresh_at=now + tokens.expires_in,
        )
        await store.put(renewed)
        return renewed

    def redirect_uri(self, issuer: Issuer) -> str:
        """One address per issuer, so that an answer cannot be mixed up with another's."""
        return f"{self._address}/auth/callback/{issuer.id}"

    def issuer(self, issuer_id: str) -> Issuer:
        """A configured issuer; Problem NOT_FOUND."""
        issuer = self.issuers.get(issuer_id)
        if issuer is None:
            raise Problem("NOT_FOUND")
        return issuer

    async def _location(self, issuer: Issuer, provider: Provider, wish: dict[str, str]) -> str:
        """Where the browser is sent: plainly, by a signed object, or by what was pushed before."""
        if issuer.signs_requests:
            signed = self._partners.signed_request(issuer, {**wish, "client_id": issuer.client_id})
            wish = {"request": signed, "scope": wish["scope"], "response_type": "code"}
        if provider.pushed_authorization_request_endpoint:
            name = await self._partners.push(issuer, provider, wish)
            wish = {"request_uri": name}
        return authorization_url(
            provider.authorization_endpoint, client_id=issuer.client_id, **wish
        )

    async def _refreshed(self, issuer: Issuer, form: Mapping[str, str]) -> TokenAnswer:
        provider = await self.directories[issuer.id].describe()
        try:
            return await self._partners.exchange(issuer, provider, form)
        except OSError:
            return await self._partners.exchange(issuer, provider, form)

    async def _judge(
        self, issuer: Issuer, provider: Provider, tokens: TokenAnswer, attempt: Attempt
    ) -> JsonObject:
        claims = await judge_id_token(
            tokens.id_token,
            issuer,
            self.directories[issuer.id].keys,
            expected=Expected(
                nonce=attempt.nonce, acr_values=attempt.acr_values, max_age=attempt.max_age
            ),
            access=tokens.access_token,
            now=self._now(),
        )
        if issuer.reads_userinfo and provider.userinfo_endpoint:
            told = await self._partners.userinfo(provider, tokens.access_token, claims["sub"])
            return {**told, **claims}
        return claims

    async def _replace(self, attempt: Attempt, caller: Caller) -> None:
        """End the session that wanted more; a step-up never changes the person (A4)."""
        if attempt.before is None:
            return
        old = await self.desk.end_hash(attempt.before)
        is_step_up = bool(attempt.acr_values) or attempt.max_age is not None
        if is_step_up and old is not None and old.caller.sub != caller.sub:
            raise Problem("STEP_UP_FAILED")

    async def _known(self, issuer: Issuer, claims: JsonObject, access: str) -> Known:
        if issuer.kind is IssuerKind.HOUSE:
            verified = await self._bearer.verify(access)
            return Known(verified.caller, house_assignments(access))
        assurance = assess(claims.get("acr"), issuer.acr_table)
        moment = claims.get("auth_time")
        is_staff = issuer.kind is IssuerKind.STAFF
        choices = assignments_of(claims) if is_staff else ()
        person = internal_id(issuer.iss, claims["sub"])
        caller = Caller(
            kind=CallerKind.STAFF if is_staff else CallerKind.RESIDENT,
            sub=person if is_staff else await self._identify(person, claims),
            loa=assurance.loa,
            flags=assurance.flags,
            auth_time=moment if isinstance(moment, int) else None,
            assignment=choices[0] if len(choices) == 1 else None,
        )
        return Known(caller, choices)


def _usual(issuer: Issuer, provider: Provider) -> tuple[str, ...]:
    """Levels to ask for when nobody wants a certain one: an issuer need not tell what was not asked (A2)."""
    if issuer.kind is IssuerKind.HOUSE:
        return ()
    known = [each for each in provider.acr_values_supported if assess(each, issuer.acr_table).loa]
    return tuple(sorted(known, key=lambda each: -assess(each, issuer.acr_table).loa))


def _said(wish: Mapping[str, str]) -> dict[str, str]:
    """The parameters that say something."""
    return {name: value for name, value in wish.items() if value}
