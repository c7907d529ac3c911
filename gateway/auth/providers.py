# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What an issuer elsewhere offers (OpenID Connect Discovery), read once and judged (W6)."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final
from urllib.parse import urlsplit

import msgspec

from gateway.auth.issuers import Issuer
from gateway.auth.key_cache import MAX_DOCUMENT_BYTES, KeyCache
from services.kit.wire.tokens.keys import KeySet

_OK: Final = 200
_LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")


class HttpReply(msgspec.Struct, frozen=True):
    """What came back from an issuer."""

    status: int
    body: bytes


Http = Callable[[str, str, Mapping[str, str] | None, Mapping[str, str]], Awaitable[HttpReply]]
"""(method, address, form, headers): no redirects, 3 s, bounded; raises OSError when it cannot."""


class ProviderUnusable(OSError):
    """The issuer's description is missing, foreign or unsafe."""


class Provider(msgspec.Struct, frozen=True, kw_only=True):
    """The description of an issuer, as far as we use it."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str = ""
    revocation_endpoint: str = ""
    pushed_authorization_request_endpoint: str = ""
    end_session_endpoint: str = ""
    acr_values_supported: tuple[str, ...] = ()
    code_challenge_methods_supported: tuple[str, ...] = ()
    authorization_response_iss_parameter_supported: bool = False


class ProviderDirectory:
    """One issuer's description and keys, read when first needed."""

    def __init__(self, issuer: Issuer, http: Http, *, now: Callable[[], float]) -> None:
        """Read by `http`; `now` gives seconds of the monotonic clock."""
        self._issuer = issuer
        self._http = http
        self._now = now
        self._provider: Provider | None = None
        self._keys: KeyCache | None = None

    async def describe(self) -> Provider:
        """The description. Raises ProviderUnusable."""
        if self._provider is None:
            url = f"{self._issuer.iss.rstrip('/')}/.well-known/openid-configuration"
            try:
                provider = msgspec.json.decode(await self._read(url), type=Provider)
            except msgspec.DecodeError:
                raise ProviderUnusable("the description cannot be read") from None
            _judge(provider, self._issuer.iss)
            self._provider = provider
        return self._provider

    async def keys(self, kid: str | None) -> KeySet:
        """The set that should hold a key id; empty while the issuer cannot be reached."""
        if self._keys is None:
            try:
                provider = await self.describe()
            except OSError:
                return KeySet(())
            self._keys = KeyCache(provider.jwks_uri, self._read, now=self._now)
        return await self._keys(kid)

    async def _read(self, url: str) -> bytes:
        reply = await self._http("GET", url, None, {"accept": "application/json"})
        if reply.status != _OK or len(reply.body) > MAX_DOCUMENT_BYTES:
            raise ProviderUnusable("the issuer does not answer as it should")
        return reply.body


def _judge(provider: Provider, iss: str) -> None:
    if provider.issuer != iss:
        raise ProviderUnusable("the description is another issuer's")
    if "S256" not in provider.code_challenge_methods_supported:
        raise ProviderUnusable("the issuer does not offer PKCE S256")
    home = urlsplit(iss)
    for url in (provider.authorization_endpoint, provider.token_endpoint, provider.jwks_uri):
        parts = urlsplit(url)
        if parts.scheme != "https" and not (
            home.scheme == "http" and parts.hostname in _LOOPBACK and home.hostname in _LOOPBACK
        ):
            raise ProviderUnusable("an address of the issuer is not https")
