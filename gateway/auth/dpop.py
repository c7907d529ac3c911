# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Proof of possession (DPoP, RFC 9449): a token is worth nothing without its key (P1)."""

import hashlib
import hmac
import math
import secrets
from collections.abc import Callable
from typing import Any, Final, cast
from urllib.parse import urlsplit

from gateway.auth.replays import LocalReplays, Replays
from services.kit.wire.tokens.compact import JsonObject, encode, read_compact
from services.kit.wire.tokens.keys import ALGORITHMS, PublicKey
from services.kit.wire.tokens.refusal import Reason, TokenRefused
from services.kit.wire.tokens.signed import check_header

OLDEST_SECONDS: Final = 60
NEWEST_SECONDS: Final = 5
REMEMBERED_SECONDS: Final = 120
NONCE_SECONDS: Final = 300
_MAX_JTI: Final = 255
_PORTS: Final = {"http": 80, "https": 443}


class NonceMint:
    """Server nonces without a store: an instant and its MAC."""

    def __init__(self, *, now: Callable[[], float], key: bytes | None = None) -> None:
        """Sign with `key`; replicas that share it accept each other's nonces."""
        self._now = now
        self._key = key or secrets.token_bytes(32)

    def new(self) -> str:
        """A nonce that is good for five minutes."""
        stamp = str(int(self._now()))
        return f"{stamp}.{self._mac(stamp)}"

    def knows(self, nonce: str) -> bool:
        """Whether we made the nonce, lately."""
        stamp, _, mac = nonce.partition(".")
        if not stamp.isdecimal() or not hmac.compare_digest(
            mac.encode("utf-8"), self._mac(stamp).encode()
        ):
            return False
        return 0 <= self._now() - int(stamp) + NEWEST_SECONDS <= NONCE_SECONDS

    def _mac(self, stamp: str) -> str:
        return encode(hmac.digest(self._key, stamp.encode("utf-8"), "sha256")[:18])


class ProofVerifier:
    """Judges proofs against the city's configured address and remembers each for two minutes."""

    def __init__(
        self,
        address: str,
        *,
        now: Callable[[], float],
        nonces: NonceMint | None = None,
        replays: Replays | None = None,
        spare: NonceMint | None = None,
    ) -> None:
        """`address` is the public base URL; with `nonces` every proof must carry one of ours.

        `spare` makes nonces only while the memory of replays is not shared by all replicas.
        """
        self._address = address.rstrip("/")
        self._now = now
        self._nonces = nonces
        self._spare = spare
        self._replays = replays or LocalReplays(now=now)

    @property
    def nonces(self) -> NonceMint | None:
        """Who makes the nonces that proofs must carry now; None while none is asked for."""
        return self._nonces or (None if self._replays.is_shared else self._spare)

    async def verify(self, proof: str, *, method: str, path: str, token: str, jkt: str) -> None:
        """Pass silently when the proof fits request, token and key; TokenRefused otherwise."""
        parts = read_compact(proof)
        key = _proof_key(parts.header)
        alg = check_header(parts.header, typs=("dpop+jwt",), may_carry=("jwk",))
        if not key.verifies(alg, parts.signing_input, parts.signature):
            raise TokenRefused(Reason.PROOF)
        claims = parts.claims
        jti, iat = claims.get("jti"), claims.get("iat")
        if not isinstance(jti, str) or not 0 < len(jti) <= _MAX_JTI:
            raise TokenRefused(Reason.PROOF)
        if isinstance(iat, bool) or not isinstance(iat, int | float) or not math.isfinite(iat):
            raise TokenRefused(Reason.PROOF)
        age = self._now() - iat
        if not -NEWEST_SECONDS <= age <= OLDEST_SECONDS:
            raise TokenRefused(Reason.PROOF)
        if claims.get("htm") != method or not self._is_here(claims.get("htu"), path):
            raise TokenRefused(Reason.PROOF)
        if claims.get("ath") != token_hash(token) or key.thumbprint != jkt:
            raise TokenRefused(Reason.PROOF)
        self._check_nonce(claims)
        if not await self._replays.add_new(f"{jkt}:{jti}", REMEMBERED_SECONDS):
            raise TokenRefused(Reason.REPLAYED)
        self._check_nonce(claims)

    def _check_nonce(self, claims: JsonObject) -> None:
        """A memory that has just been found unshared asks for a nonce, too."""
        mint = self.nonces
        if mint is not None:
            nonce = claims.get("nonce")
            if not isinstance(nonce, str) or not mint.knows(nonce):
                raise TokenRefused(Reason.NONCE)

    def _is_here(self, htu: object, path: str) -> bool:
        if not isinstance(htu, str):
            return False
        here = _normal(self._address + path)
        return here is not None and _normal(htu) == here


def token_hash(token: str) -> str:
    """`ath`: SHA-256 of the access token, base64url."""
    return encode(hashlib.sha256(token.encode("utf-8")).digest())


def _proof_key(header: JsonObject) -> PublicKey:
    jwk = header.get("jwk")
    if not isinstance(jwk, dict):
        raise TokenRefused(Reason.PROOF)
    shown = cast("dict[str, Any]", jwk)
    if any(name in shown for name in ("d", "p", "q", "dp", "dq", "qi", "k")):
        raise TokenRefused(Reason.PROOF)
    try:
        key = PublicKey({name: value for name, value in shown.items() if name != "kid"})
    except (ValueError, TypeError):
        raise TokenRefused(Reason.PROOF) from None
    alg = header.get("alg")
    if not isinstance(alg, str) or alg not in ALGORITHMS or not key.fits(alg):
        raise TokenRefused(Reason.PROOF)
    return key


def _normal(url: str) -> tuple[str, str, int | None, str] | None:
    try:
        parts = urlsplit(url)
        scheme, port = parts.scheme.lower(), parts.port
    except ValueError:
        return None
    if scheme not in _PORTS or parts.username is not None:
        return None
    return scheme, (parts.hostname or "").lower(), port or _PORTS[scheme], parts.path or "/"
