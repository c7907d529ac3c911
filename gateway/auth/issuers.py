# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""OpenID issuers the city trusts, each with its own table of assurance and its own limits."""

from collections.abc import Awaitable, Callable, Mapping
from enum import StrEnum

import msgspec

from services.kit.wire.assurance import ACR_TABLE, Assurance
from services.kit.wire.tokens.keys import ALGORITHMS, KeySet

ACCESS_TOKEN_TYPES = ("at+jwt", "application/at+jwt")

Keys = Callable[[str | None], Awaitable[KeySet]]
"""Gives the set that should hold a key id."""


class IssuerKind(StrEnum):
    """Whose identities an issuer vouches for."""

    RESIDENT = "resident"
    STAFF = "staff"
    DEVICE = "device"
    HOUSE = "house"
    """The city's own demonstration issuer: its subjects are our ids, its claims our facts."""


class ClientAuth(StrEnum):
    """How we prove to an issuer who we are."""

    NONE = "none"
    SECRET = "client_secret_basic"  # noqa: S105 -- the name of a method
    KEY = "private_key_jwt"


class Issuer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One issuer as configured; nothing of it is ever taken from a token."""

    id: str
    """Short name, as in `/auth/callback/<id>`."""
    iss: str
    """The exact issuer identifier."""
    kind: IssuerKind = IssuerKind.RESIDENT
    client_id: str = "torget"
    client_secret: str = ""
    """For client_secret_basic; empty means a public client with PKCE alone."""
    auth: ClientAuth = ClientAuth.SECRET
    signs_requests: bool = False
    """Whether authorization requests go as signed objects (RFC 9101)."""
    reads_userinfo: bool = False
    """Whether claims of the userinfo endpoint count as well."""
    audience: str = "torget"
    """What access tokens for us carry in `aud`."""
    algorithms: tuple[str, ...] = ALGORITHMS
    typs: tuple[str, ...] = ACCESS_TOKEN_TYPES
    acr_table: Mapping[str, Assurance] = ACR_TABLE
    max_token_seconds: int = 3600
    requires_proof: bool = False
    """Whether tokens without sender constraint are refused."""
    scope: str = "openid"
    logout_without_typ: bool = False
    """Whether back-channel logout tokens may carry `typ` JWT instead of `logout+jwt`."""


class Trusted(msgspec.Struct, frozen=True):
    """An issuer and where its keys come from."""

    issuer: Issuer
    keys: Keys
