# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Bearer and DPoP tokens of apps and partners (RFC 6750, 9068, 9449): one door, one word for no."""

import hashlib
from base64 import b64decode
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import msgspec

from gateway.auth.claims import AccessClaims, caller_from, judge_claims
from gateway.auth.dpop import ProofVerifier
from gateway.auth.issuers import Trusted
from gateway.auth.revocation import Revocations
from services.kit.wire.caller import ANONYMOUS, Caller
from services.kit.wire.front.head import RequestHead
from services.kit.wire.problem import Problem
from services.kit.wire.tokens.compact import MAX_TOKEN_BYTES, encode, read_compact
from services.kit.wire.tokens.memory import Memory
from services.kit.wire.tokens.refusal import Reason, TokenRefused
from services.kit.wire.tokens.signed import verify_parts

CACHED_SECONDS: Final = 60
_CACHED: Final = 100_000


class Verified(msgspec.Struct, frozen=True):
    """A token that was found good."""

    caller: Caller
    claims: AccessClaims


class Shown(msgspec.Struct, frozen=True):
    """What a request shows of itself: scheme, token, proofs, the operation it is for."""

    scheme: str
    token: str
    proofs: tuple[str, ...]
    method: str
    path: str
    certificate: str | None


def _count_nothing(_: str) -> None:
    """Without a counter reasons go nowhere."""


_NOTHING_SAID: Final[Mapping[str, Any]] = {}
_SCHEMES: Final = frozenset({"bearer", "dpop"})


class BearerDoor:
    """Judges the Authorization header."""

    def __init__(
        self,
        trusted: Sequence[Trusted],
        proofs: ProofVerifier,
        *,
        now: Callable[[], float],
        revocations: Revocations | None = None,
        count: Callable[[str], None] = _count_nothing,
        certificate_proxies: frozenset[str] = frozenset(),
    ) -> None:
        """Trust these issuers; `now` gives UTC seconds; `count` hears the reason of each refusal.

        `certificate_proxies` are addresses whose `Client-Cert` header (RFC 9440) is believed.
        """
        self._trusted: Mapping[str, Trusted] = {each.issuer.iss: each for each in trusted}
        self._proofs = proofs
        self._now = now
        self.revocations = revocations or Revocations(now=now)
        self._count = count
        self._proxies = certificate_proxies
        self._known: Memory[bytes, Verified] = Memory(_CACHED, now=now)

    async def authenticate(self, head: RequestHead) -> Caller:
        """The caller of a request or socket; ANONYMOUS without a token.

        Raises Problem TOKEN_INVALID, the same for every cause; `extensions` hold the challenge.
        """
        scheme = "bearer"
        try:
            shown = self._show(head)
            if shown is None:
                return ANONYMOUS
            scheme = shown.scheme
            return await self._judge(shown, is_known=head.again)
        except TokenRefused as refused:
            self._count(refused.reason.value)
            raise self._problem(refused.reason, scheme) from None

    async def verify(self, token: str) -> Verified:
        """The facts of a token, from memory or anew; no proof and no revocation is judged here."""
        digest = hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
        known = self._known.get(digest)
        if known is None:
            known = await self._verify_anew(token)
            until = min(known.claims.exp, self._now() + CACHED_SECONDS)
            self._known.put(digest, known, until=until)
        return known

    async def _judge(self, shown: Shown, *, is_known: bool) -> Caller:
        known = await self.verify(shown.token)
        if self.revocations.revokes(known.claims):
            raise TokenRefused(Reason.REVOKED)
        if self.revocations.ends_mandate(known.caller):
            raise Problem("DELEGATION_ENDED")
        jkt, x5t = known.claims.jkt, known.claims.x5t
        if (jkt is None) is (shown.scheme == "dpop"):
            raise TokenRefused(Reason.PROOF)
        if jkt is not None and not is_known:
            if len(shown.proofs) != 1:
                raise TokenRefused(Reason.PROOF)
            await self._proofs.verify(
                shown.proofs[0],
                method=shown.method,
                path=shown.path,
                token=shown.token,
                jkt=jkt,
            )
        if x5t is not None and shown.certificate != x5t:
            raise TokenRefused(Reason.PROOF)
        return known.caller

    async def _verify_anew(self, token: str) -> Verified:
        parts = read_compact(token)
        iss = parts.claims.get("iss")
        trusted = self._trusted.get(iss) if isinstance(iss, str) else None
        if trusted is None:
            raise TokenRefused(Reason.ISSUER)
        issuer = trusted.issuer
        kid = parts.header.get("kid")
        keys = await trusted.keys(kid if isinstance(kid, str) else None)
        verify_parts(parts, keys, typs=issuer.typs, algorithms=issuer.algorithms)
        judged = judge_claims(parts.claims, issuer, self._now())
        return Verified(caller_from(parts.claims, issuer, judged), judged)

    def _show(self, head: RequestHead) -> Shown | None:
        payload: Mapping[str, Any] = head.payload or _NOTHING_SAID
        values = head.all(b"authorization")
        if payload:
            said = payload.get("authorization", payload.get("Authorization"))
            values = values if said is None else [*values, said]
        if not values:
            return None
        if len(values) > 1:
            raise TokenRefused(Reason.SEVERAL)
        value = values[0]
        if not isinstance(value, str) or len(value) > MAX_TOKEN_BYTES:
            raise TokenRefused(Reason.OVERSIZED)
        named, _, token = value.partition(" ")
        scheme = named.lower()
        if scheme not in _SCHEMES or not token:
            raise TokenRefused(Reason.MALFORMED)
        proofs = head.all(b"dpop")
        proof = payload.get("dpop")
        if proof is not None:
            proofs = [*proofs, str(proof)]
        return Shown(
            scheme,
            token,
            tuple(proofs),
            "GET" if head.payload is not None else head.method,
            head.path,
            self._certificate(head),
        )

    def _certificate(self, head: RequestHead) -> str | None:
        if head.client is None or head.client not in self._proxies:
            return None
        values = head.all(b"client-cert")
        if len(values) != 1 or not values[0].startswith(":") or not values[0].endswith(":"):
            return None
        try:
            der = b64decode(values[0][1:-1], validate=True)
        except ValueError:
            return None
        return encode(hashlib.sha256(der).digest())

    def _problem(self, reason: Reason, scheme: str) -> Problem:
        if scheme == "dpop":
            wrong = reason in (Reason.PROOF, Reason.REPLAYED)
            error = "invalid_dpop_proof" if wrong else "invalid_token"
            challenge: dict[str, Any] = {"scheme": "DPoP", "error": error}
            if reason is Reason.NONCE and self._proofs.nonces is not None:
                challenge |= {"error": "use_dpop_nonce", "nonce": self._proofs.nonces.new()}
        else:
            challenge = {"scheme": "Bearer", "error": "invalid_token"}
        return Problem("TOKEN_INVALID", extensions={"challenge": challenge})
