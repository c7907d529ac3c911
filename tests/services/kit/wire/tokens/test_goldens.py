# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Published values that every implementation of the caller token and its binding must give."""

import msgspec

from services.kit.wire.caller import CallerKind
from services.kit.wire.tokens.binding import binding_mac
from services.kit.wire.tokens.caller_token import CallerClaims
from services.kit.wire.tokens.keys import ed25519_signing_key, thumbprint_of
from services.kit.wire.tokens.signed import sign_compact

KEY = ed25519_signing_key(bytes(range(32)), kid="c1")


def test_the_caller_token_has_the_golden_signature():  # security C2
    claims = CallerClaims(
        aud="care",
        exp=1767225660,
        iat=1767225600,
        iss="gateway",
        jti="j1",
        kind=CallerKind.RESIDENT,
        loa=3,
        sub="r1",
    )
    payload = msgspec.json.encode(claims)
    assert payload == (
        b'{"aud":"care","exp":1767225660,"iat":1767225600,"iss":"gateway","jti":"j1",'
        b'"kind":"resident","loa":3,"sub":"r1"}'
    )
    token = sign_compact(payload, KEY, typ="torget-caller+jwt")
    assert token.rpartition(".")[2] == (
        "Job4k8mYUN13ysAHoO1boSyRTlrg5YfXYlehlS0_u3K2r9ItbtjKPy5fnv7OMuyzWjBaKAaM-hL658Ibc8OfAw"
    )


def test_the_binding_has_the_golden_mac():  # security C3
    mac = binding_mac(
        b"torget-bind-key",
        seconds=1767225600,
        method="POST",
        path="/graphql",
        body=b'{"query":"{__typename}"}',
        token="token",
    )
    assert mac == "AWhcnSIYsFY5WPtnXneDCquqVLEfZwbtKb31EZPGyXA"


def test_the_thumbprint_of_the_standard_key():  # security P1
    jwk = {
        "kty": "EC",
        "crv": "P-256",
        "x": "l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs",
        "y": "9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA",
    }
    assert thumbprint_of(jwk) == "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"
