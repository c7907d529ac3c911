# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Keys (RFC 7517, 7518, 8037, 9864): asymmetric only, each bound to the one algorithm it is for."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, cast

import msgspec
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey, RSAKey, import_key, thumbprint
from joserfc.jws import JWSRegistry

from services.kit.wire.tokens.compact import encode
from services.kit.wire.tokens.refusal import Reason, TokenRefused

ALGORITHMS: Final = ("RS256", "PS256", "ES256", "Ed25519")
"""Whatever is not here is refused, `none` and every HS* first of all."""

_MAX_KID: Final = 200
_MIN_RSA_BITS: Final = 2048
_FITS: Final[Mapping[str, tuple[str, str | None]]] = {
    "RS256": ("RSA", None),
    "PS256": ("RSA", None),
    "ES256": ("EC", "P-256"),
    "Ed25519": ("OKP", "Ed25519"),
}

AsymmetricKey = RSAKey | ECKey | OKPKey


class PublicKey:
    """A key that verifies, with what its JWK says about its use."""

    __slots__ = ("_key", "alg", "kid")

    def __init__(self, jwk: Mapping[str, Any]) -> None:
        """Read a JWK; ValueError when it is private, weak, symmetric or not for signatures."""
        self._key = _import(jwk)
        if self._key.is_private:
            raise ValueError("a private key has no place in a key set")
        if jwk.get("use", "sig") != "sig" or "verify" not in jwk.get("key_ops", ("verify",)):
            raise ValueError("the key is not for signatures")
        self.kid: str | None = jwk.get("kid")
        self.alg: str | None = jwk.get("alg")

    def verifies(self, alg: str, message: bytes, signature: bytes) -> bool:
        """Whether the signature is right and `alg` fits the key's type, curve and own `alg`."""
        if not self.fits(alg):
            return False
        model = JWSRegistry.algorithms[alg]
        return model.verify(message, signature, cast("Any", self._key))

    def fits(self, alg: str) -> bool:
        """Whether `alg` may be used with this key at all."""
        kind, curve = _FITS.get(alg, ("", None))
        if self._key.key_type != kind or (self.alg is not None and self.alg not in _names(alg)):
            return False
        return curve is None or getattr(self._key, "curve_name", None) == curve

    @property
    def thumbprint(self) -> str:
        """RFC 7638, SHA-256, base64url."""
        return self._key.thumbprint()


class SigningKey:
    """A private key with its id and its one algorithm."""

    __slots__ = ("_key", "_sign", "alg", "kid")

    def __init__(self, jwk: Mapping[str, Any]) -> None:
        """Read a private JWK that names its `kid` and `alg`; ValueError if it cannot sign."""
        self._key = _import(jwk)
        self.kid = str(jwk["kid"])
        self.alg = str(jwk["alg"])
        if not self._key.is_private or not self.verifier.fits(self.alg):
            raise ValueError("not a private key for its algorithm")
        self._sign: Callable[[bytes], bytes] = self._signer()

    def _signer(self) -> Callable[[bytes], bytes]:
        if isinstance(self._key, OKPKey):
            return cast("Any", self._key.private_key).sign
        model = JWSRegistry.algorithms[self.alg]
        return lambda message: model.sign(message, cast("Any", self._key))

    def sign(self, message: bytes) -> bytes:
        """The raw signature of `message`."""
        return self._sign(message)

    @property
    def public_jwk(self) -> dict[str, Any]:
        """What a key set publishes."""
        shown = cast("dict[str, Any]", self._key.as_dict(private=False))
        return {**shown, "kid": self.kid, "alg": self.alg, "use": "sig"}

    @property
    def private_jwk(self) -> dict[str, Any]:
        """What is kept in a file that nobody else may read."""
        kept = cast("dict[str, Any]", self._key.as_dict(private=True))
        return {**kept, "kid": self.kid, "alg": self.alg, "use": "sig"}

    @property
    def verifier(self) -> PublicKey:
        """The public half."""
        return PublicKey(self.public_jwk)


def new_signing_key(alg: str = "Ed25519", *, kid: str | None = None) -> SigningKey:
    """A fresh key for `alg`; without `kid` its thumbprint names it."""
    key: AsymmetricKey
    if alg == "Ed25519":
        key = OKPKey.generate_key("Ed25519")
    elif alg == "ES256":
        key = ECKey.generate_key("P-256")
    elif alg in ALGORITHMS:
        key = RSAKey.generate_key(_MIN_RSA_BITS)
    else:
        raise ValueError(f"{alg} is not among {', '.join(ALGORITHMS)}")
    jwk = cast("dict[str, Any]", key.as_dict(private=True))
    return SigningKey({**jwk, "kid": kid or key.thumbprint(), "alg": alg})


def ed25519_signing_key(seed: bytes, *, kid: str) -> SigningKey:
    """The Ed25519 key with the given 32 secret bytes."""
    probe = import_key(
        {"kty": "OKP", "crv": "Ed25519", "d": encode(seed), "x": encode(bytes(32))}, "OKP"
    )
    private = cast("Any", probe.private_key)
    public = encode(private.public_key().public_bytes_raw())
    jwk = {"kty": "OKP", "crv": "Ed25519", "d": encode(seed), "x": public}
    return SigningKey({**jwk, "kid": kid, "alg": "Ed25519"})


class KeySet:
    """The public keys of one signer, by id."""

    __slots__ = ("_by_kid", "_keys")

    def __init__(self, keys: Sequence[PublicKey]) -> None:
        """Hold the keys; two keys with the same id make both useless."""
        self._keys = tuple(keys)
        by_kid: dict[str, PublicKey | None] = {}
        for key in self._keys:
            if key.kid is not None:
                by_kid[key.kid] = None if key.kid in by_kid else key
        self._by_kid = by_kid

    def __len__(self) -> int:
        """How many keys verify."""
        return len(self._keys)

    def __contains__(self, kid: object) -> bool:
        """Whether a key with this id is here."""
        return kid in self._by_kid

    def find(self, kid: str | None) -> PublicKey:
        """The key with this id; without an id only a set of one key will do."""
        if kid is None:
            if len(self._keys) == 1:
                return self._keys[0]
            raise TokenRefused(Reason.KEY)
        found = self._by_kid.get(kid)
        if found is None:
            raise TokenRefused(Reason.KEY)
        return found


def read_key_set(jwks: object) -> KeySet:
    """The usable keys of a JWKS document; ones we cannot use are left out, as RFC 7517 5 says."""
    keys: list[PublicKey] = []
    listed = cast("dict[str, Any]", jwks).get("keys") if isinstance(jwks, dict) else None
    if not isinstance(listed, list):
        raise TypeError("a key set is an object with a list of keys")
    for jwk in cast("list[Any]", listed):
        if isinstance(jwk, dict):
            try:
                keys.append(PublicKey(cast("dict[str, Any]", jwk)))
            except (ValueError, TypeError, JoseError):
                continue
    return KeySet(keys)


def thumbprint_of(jwk: Mapping[str, Any]) -> str:
    """RFC 7638, SHA-256, base64url."""
    return thumbprint(cast("Any", dict(jwk)))


class Algorithms(msgspec.Struct, frozen=True):
    """An allow-list; names outside ALGORITHMS are refused when it is made."""

    names: tuple[str, ...] = ALGORITHMS

    def __post_init__(self) -> None:
        """Refuse `none`, HS* and typing mistakes."""
        for name in self.names:
            if name not in ALGORITHMS:
                raise ValueError(f"{name} is not among {', '.join(ALGORITHMS)}")


def _import(jwk: Mapping[str, Any]) -> AsymmetricKey:
    if jwk.get("kty") not in ("RSA", "EC", "OKP"):
        raise ValueError("only asymmetric keys are used")
    kid = jwk.get("kid")
    if kid is not None and (not isinstance(kid, str) or len(kid) > _MAX_KID):
        raise ValueError("a key id is a short string")
    try:
        key = import_key(cast("Any", dict(jwk)))
    except JoseError as error:
        raise ValueError("the key cannot be read") from error
    if isinstance(key, RSAKey) and key.public_key.key_size < _MIN_RSA_BITS:
        raise ValueError("the RSA key is too short")
    return cast("AsymmetricKey", key)


def _names(alg: str) -> tuple[str, ...]:
    return ("Ed25519", "EdDSA") if alg == "Ed25519" else (alg,)
