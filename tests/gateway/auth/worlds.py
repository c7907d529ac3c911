# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A small world for token tests: one issuer, its keys, one door, good tokens to spoil."""

from typing import Any

import msgspec

from gateway.auth.bearer import BearerDoor
from gateway.auth.dpop import NonceMint, ProofVerifier, token_hash
from gateway.auth.issuers import Issuer, IssuerKind, Trusted
from services.kit.clock import ManualClock
from services.kit.wire.front.head import RequestHead
from services.kit.wire.problem import Problem
from services.kit.wire.tokens.compact import encode
from services.kit.wire.tokens.keys import KeySet, SigningKey, new_signing_key
from services.kit.wire.tokens.signed import sign_compact

ISS = "https://issuer.example"
ADDRESS = "https://torget.example"
KEYS = {alg: new_signing_key(alg, kid=alg) for alg in ("ES256", "Ed25519", "RS256", "PS256")}
DEVICE_KEY = new_signing_key("ES256", kid="device")
LOA3 = "http://id.elegnamnden.se/loa/1.0/loa3"


def part(value: Any) -> str:
    return encode(value if isinstance(value, bytes) else msgspec.json.encode(value))


def signed(header: Any, claims: Any, key: SigningKey = KEYS["ES256"]) -> str:
    head = f"{part(header)}.{part(claims)}"
    return f"{head}.{encode(key.sign(head.encode()))}"


class World:
    """An issuer, a door, a clock and the reasons of refusals."""

    def __init__(self, *, nonces: bool = False, proxies: tuple[str, ...] = (), **issuer: Any):
        self.clock = ManualClock()
        self.refused: list[str] = []
        self.keys = KeySet([key.verifier for key in KEYS.values()])
        self.nonces = NonceMint(now=self.now) if nonces else None
        self.issuer = Issuer(id="main", iss=ISS, kind=IssuerKind.RESIDENT, **issuer)
        self.door = BearerDoor(
            [Trusted(self.issuer, self.find)],
            ProofVerifier(ADDRESS, now=self.now, nonces=self.nonces),
            now=self.now,
            count=self.refused.append,
            certificate_proxies=frozenset(proxies),
        )

    def now(self) -> float:
        return self.clock.now_ms() / 1000

    async def find(self, _: str | None) -> KeySet:
        return self.keys

    def claims(self, **changed: Any) -> dict[str, Any]:
        now = int(self.now())
        good = {
            "iss": ISS,
            "aud": "torget",
            "sub": "amina",
            "client_id": "app",
            "jti": "j1",
            "iat": now,
            "exp": now + 600,
            "acr": LOA3,
            "auth_time": now,
            "scope": "openid parking",
        }
        return {name: value for name, value in {**good, **changed}.items() if value is not None}

    def token(self, alg: str = "ES256", **changed: Any) -> str:
        return sign_compact(self.claims(**changed), KEYS[alg], typ="at+jwt")

    def bound(self) -> str:
        return self.token(cnf={"jkt": DEVICE_KEY.verifier.thumbprint})

    def proof(
        self, token: str, *, header: Any = None, key: SigningKey = DEVICE_KEY, **changed: Any
    ):
        claims = {
            "jti": "p1",
            "htm": "POST",
            "htu": f"{ADDRESS}/graphql",
            "iat": int(self.now()),
            "ath": token_hash(token),
            **changed,
        }
        claims = {name: value for name, value in claims.items() if value is not None}
        jwk = {k: v for k, v in key.public_jwk.items() if k not in ("kid", "use", "alg")}
        return signed(header or {"typ": "dpop+jwt", "alg": key.alg, "jwk": jwk}, claims, key)

    async def reason(self, head: RequestHead) -> str:
        """Why the door refused; it must refuse with the one word that all refusals share."""
        try:
            await self.door.authenticate(head)
        except Problem as problem:
            refusal = problem
        else:
            return "let in"
        assert (refusal.code, refusal.status) == ("TOKEN_INVALID", 401)
        return self.refused.pop()


def request(*authorization: str, **headers: str) -> RequestHead:
    raw = [(b"authorization", value.encode("latin-1")) for value in authorization]
    raw += [(k.replace("_", "-").encode(), v.encode("latin-1")) for k, v in headers.items()]
    return RequestHead(
        method="POST", path="/graphql", raw=raw, headers=dict(raw), client="203.0.113.9"
    )
