# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The rules of OpenID Connect that this issuer keeps: clients, redirects, PKCE, assurance."""

import hashlib
import hmac
import re
from base64 import urlsafe_b64encode
from typing import Final
from urllib.parse import urlencode, urlsplit

import msgspec

CODE_SECONDS: Final = 60
ACCESS_SECONDS: Final = 600
REFRESH_SECONDS: Final = 30 * 86_400
SCOPES: Final = ("openid", "profile", "offline_access")
_VERIFIER: Final = re.compile(r"[A-Za-z0-9._~-]{43,128}")
_CHALLENGE: Final = re.compile(r"[A-Za-z0-9_-]{43}")
_LOOPBACK: Final = ("127.0.0.1", "[::1]", "localhost")


class OAuthFault(Exception):
    """A refusal in the words of RFC 6749 and its relatives."""

    def __init__(self, error: str, description: str = "", *, status: int = 400) -> None:
        """An error code of the closed lists and a sentence for developers."""
        super().__init__(error)
        self.error = error
        self.description = description
        self.status = status


class Client(msgspec.Struct, frozen=True, kw_only=True):
    """A program that may ask for sign-ins."""

    id: str
    redirects: tuple[str, ...] = ()
    """Exact addresses; one that begins with `/` lies at the city's own address."""
    loopback: bool = False
    """Whether http://127.0.0.1:<any port>/callback will do as well (RFC 8252)."""
    is_machine: bool = False


CLIENTS: Final = {
    client.id: client
    for client in (
        Client(id="torget", redirects=("/auth/callback/demo",)),
        Client(id="torget-app", redirects=("/app/callback",), loopback=True),
        Client(id="torget-device", is_machine=True),
    )
}


class SignInRequest(msgspec.Struct, frozen=True, kw_only=True):
    """An authorization request, as far as it may be trusted."""

    client_id: str
    redirect_uri: str
    scope: str
    state: str
    nonce: str
    code_challenge: str
    acr_values: str = ""
    login_hint: str = ""
    prompt: str = ""
    max_age: str = ""


class Grant(msgspec.Struct, frozen=True, kw_only=True):
    """A code waiting to be exchanged once."""

    code_hash: str
    client_id: str
    redirect_uri: str
    challenge: str
    nonce: str
    person: str
    scope: str
    acr: str | None
    auth_time: int
    sid: str
    expires_at: int
    used_at: int | None = None


class Refresh(msgspec.Struct, frozen=True, kw_only=True):
    """One link in a family of refresh tokens; a link used twice ends the family."""

    token_hash: str
    family: str
    client_id: str
    person: str
    scope: str
    acr: str | None
    auth_time: int
    jkt: str | None
    expires_at: int
    used_at: int | None = None
    ended_at: int | None = None


def client_named(name: str) -> Client:
    """A registered client."""
    client = CLIENTS.get(name)
    if client is None:
        raise OAuthFault("invalid_client", "No such client is registered.", status=401)
    return client


def check_redirect(client: Client, uri: str, address: str) -> None:
    """Refuse any address that is not registered to the letter; nothing is ever sent there."""
    allowed = tuple(address + each if each.startswith("/") else each for each in client.redirects)
    if uri not in allowed and not (client.loopback and _is_loopback(uri)):
        raise OAuthFault("invalid_request", "The redirect_uri is not registered for the client.")


def check_request(request: SignInRequest) -> None:
    """Refuse requests without PKCE S256, state, nonce or a scope we know."""
    if not _CHALLENGE.fullmatch(request.code_challenge):
        raise OAuthFault("invalid_request", "A code_challenge of method S256 is required.")
    if not request.state or not request.nonce:
        raise OAuthFault("invalid_request", "state and nonce are required.")
    if "openid" not in request.scope.split():
        raise OAuthFault("invalid_scope", "The scope must contain openid.")
    if request.prompt == "none" and not request.login_hint:
        raise OAuthFault("login_required", "Nobody stays signed in here.")


def challenge_of(verifier: str) -> str:
    """PKCE S256 (RFC 7636)."""
    digest = hashlib.sha256(verifier.encode("ascii")).digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")


def check_verifier(verifier: str, challenge: str) -> None:
    """Refuse whoever did not begin the sign-in."""
    if not _VERIFIER.fullmatch(verifier) or not hmac.compare_digest(
        challenge_of(verifier), challenge
    ):
        raise OAuthFault("invalid_grant", "The code_verifier does not fit.")


def chosen_acr(wanted: str, possible: tuple[str, ...]) -> str | None:
    """The level to sign in at: the first wanted one that is possible, else the usual one."""
    values = wanted.split()
    for value in values:
        if value in possible:
            return value
    if values:
        raise OAuthFault("unmet_authentication_requirements", "None of the levels is possible.")
    return possible[0] if possible else None


def granted_scope(asked: str) -> str:
    """Of the scopes asked for those we know."""
    return " ".join(scope for scope in asked.split() if scope in SCOPES)


def redirect_to(uri: str, **parameters: str) -> str:
    """The address with parameters added."""
    added = urlencode({name: value for name, value in parameters.items() if value})
    if not added:
        return uri
    return f"{uri}{'&' if urlsplit(uri).query else '?'}{added}"


def _is_loopback(uri: str) -> bool:
    parts = urlsplit(uri)
    host = parts.netloc.rpartition(":")[0] or parts.netloc
    return (
        parts.scheme == "http"
        and host in _LOOPBACK
        and parts.path == "/callback"
        and not parts.query
        and not parts.fragment
    )
