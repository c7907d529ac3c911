# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""`Torget-Caller`: who calls, signed by the gateway for one service and one minute (Ed25519 JWS)."""

import hashlib
import secrets
from collections.abc import Awaitable, Callable
from typing import Final

import msgspec

from services.kit.wire.caller import Assignment, Caller, CallerKind, Delegation
from services.kit.wire.tokens.compact import read_compact
from services.kit.wire.tokens.keys import KeySet, SigningKey
from services.kit.wire.tokens.memory import Memory
from services.kit.wire.tokens.refusal import Reason, TokenRefused
from services.kit.wire.tokens.signed import check_header, sign_compact, verify_parts

TYP: Final = "torget-caller+jwt"
ISSUER: Final = "gateway"
LIFE_SECONDS: Final = 60
SKEW_SECONDS: Final = 5
_FRESH_SECONDS: Final = 20
"""A minted token is handed out again only while it has this much life left."""

_CACHED: Final = 100_000


class CallerClaims(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The claims, in the order in which they are written: sorted by name."""

    act_for: str | None = None
    asg: Assignment | None = None
    aud: str
    auth_time: int | None = None
    dlg: Delegation | None = None
    exp: int
    flags: tuple[str, ...] = ()
    iat: int
    iss: str
    jti: str
    kind: CallerKind
    loa: int = 0
    purpose: str | None = None
    roles: tuple[str, ...] = ()
    scope: str = ""
    sid: str | None = None
    sub: str


def claims_of(caller: Caller, *, audience: str, seconds: int, jti: str) -> CallerClaims:
    """What a token says about a caller; `seconds` is now, UTC."""
    return CallerClaims(
        act_for=caller.act_for,
        asg=caller.assignment,
        aud=audience,
        auth_time=caller.auth_time,
        dlg=caller.delegation,
        exp=seconds + LIFE_SECONDS,
        flags=caller.flags,
        iat=seconds,
        iss=ISSUER,
        jti=jti,
        kind=caller.kind,
        loa=caller.loa,
        purpose=caller.purpose,
        roles=caller.roles,
        scope=" ".join(caller.scopes),
        sid=caller.session,
        sub=caller.sub,
    )


def caller_of(claims: CallerClaims) -> Caller:
    """The caller a token speaks of."""
    return Caller(
        kind=claims.kind,
        sub=claims.sub,
        act_for=claims.act_for,
        delegation=claims.dlg,
        loa=claims.loa,
        flags=claims.flags,
        auth_time=claims.auth_time,
        scopes=tuple(claims.scope.split()),
        roles=claims.roles,
        assignment=claims.asg,
        purpose=claims.purpose,
        session=claims.sid,
    )


class CallerMint:
    """Mints caller tokens; the same facts for the same service share one until it grows old."""

    def __init__(self, key: Callable[[], SigningKey], *, now: Callable[[], float]) -> None:
        """Sign with whatever key is active; `now` gives UTC seconds."""
        self._key = key
        self._now = now
        self._minted: Memory[tuple[Caller, str, str], str] = Memory(_CACHED, now=now)

    def mint(self, caller: Caller, audience: str, *, anew: bool = False) -> str:
        """A token about `caller` that only the service `audience` accepts; `anew`: one never used."""
        key = self._key()
        name = (caller, audience, key.kid)
        token = None if anew else self._minted.get(name)
        if token is None:
            now = self._now()
            claims = claims_of(
                caller, audience=audience, seconds=int(now), jti=secrets.token_urlsafe(16)
            )
            token = sign_compact(msgspec.json.encode(claims), key, typ=TYP)
            self._minted.put(name, token, until=now + LIFE_SECONDS - _FRESH_SECONDS)
        return token

    def forget(self, concerns: Callable[[Caller], bool]) -> None:
        """Hand out no minted token again whose caller `concerns` names."""
        self._minted.clear_keys(lambda name: concerns(name[0]))


class CallerVerifier:
    """Believes caller tokens meant for one service."""

    def __init__(
        self, audience: str, keys: Callable[[str], Awaitable[KeySet]], *, now: Callable[[], float]
    ) -> None:
        """Accept tokens for `audience`; `keys` is asked for the set that should hold a key id."""
        self._audience = audience
        self._keys = keys
        self._now = now
        self._known: Memory[bytes, Caller] = Memory(_CACHED, now=now)

    async def verify(self, token: str) -> Caller:
        """The caller the token speaks of; TokenRefused with the reason otherwise."""
        digest = hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
        caller = self._known.get(digest)
        if caller is None:
            claims = await self._judge(token)
            caller = caller_of(claims)
            self._known.put(digest, caller, until=claims.exp)
        return caller

    async def _judge(self, token: str) -> CallerClaims:
        parts = read_compact(token)
        check_header(parts.header, typs=(TYP,), algorithms=("Ed25519",))
        kid = parts.header.get("kid")
        if kid is None:
            raise TokenRefused(Reason.KEY)
        verify_parts(parts, await self._keys(kid), typs=(TYP,), algorithms=("Ed25519",))
        try:
            claims = msgspec.convert(parts.claims, CallerClaims)
        except msgspec.ValidationError:
            raise TokenRefused(Reason.CLAIMS) from None
        now = self._now()
        if claims.iss != ISSUER:
            raise TokenRefused(Reason.ISSUER)
        if claims.aud != self._audience:
            raise TokenRefused(Reason.AUDIENCE)
        if claims.exp <= now:
            raise TokenRefused(Reason.EXPIRED)
        if claims.iat > now + SKEW_SECONDS:
            raise TokenRefused(Reason.NOT_YET)
        if not 0 < claims.exp - claims.iat <= LIFE_SECONDS:
            raise TokenRefused(Reason.TOO_LONG)
        return claims
