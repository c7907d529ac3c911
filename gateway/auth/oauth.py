# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The one place that speaks with authlib: addresses of authorization requests, PKCE challenges."""

from collections.abc import Callable
from typing import Any, cast
from urllib.parse import urlencode

from authlib.oauth2 import rfc7636
from authlib.oauth2.rfc6749 import parameters

_parameters: Any = parameters
_pkce: Any = rfc7636


def authorization_url(endpoint: str, *, client_id: str, **more: str) -> str:
    """The address of an authorization request (RFC 6749; 9101 and 9126 by `more`)."""
    prepare = cast("Callable[..., str]", _parameters.prepare_grant_uri)
    kind = more.pop("response_type", "code")
    return prepare(endpoint, client_id=client_id, response_type=kind, **more)


def challenge_of(verifier: str) -> str:
    """The PKCE challenge S256 (RFC 7636)."""
    return cast("Callable[[str], str]", _pkce.create_s256_code_challenge)(verifier)


def with_query(endpoint: str, **parameters: str) -> str:
    """An address with parameters added."""
    return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(parameters)}"
