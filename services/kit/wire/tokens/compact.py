# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Strict reading of compact JWS (RFC 7515, 8725): one spelling per token, no second meanings."""

import binascii
import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any, Final, NoReturn, cast

import msgspec

from services.kit.wire.tokens.refusal import Reason, TokenRefused

MAX_TOKEN_BYTES: Final = 8 * 1024
MAX_DEPTH: Final = 8

_ALPHABET: Final = re.compile(r"[A-Za-z0-9_-]+")
_PARTS: Final = 3

JsonObject = dict[str, Any]


class Compact(msgspec.Struct, frozen=True):
    """A compact JWS, split and decoded, its signature not yet checked."""

    header: JsonObject
    claims: JsonObject
    signing_input: bytes
    signature: bytes


def encode(data: bytes) -> str:
    """Base64url without padding."""
    return urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def decode(text: str) -> bytes:
    """The bytes of canonical, unpadded base64url; anything else is refused as MALFORMED."""
    if not _ALPHABET.fullmatch(text):
        raise TokenRefused(Reason.MALFORMED)
    try:
        data = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        raise TokenRefused(Reason.MALFORMED) from None
    if encode(data) != text:
        raise TokenRefused(Reason.MALFORMED)
    return data


def read_compact(token: str) -> Compact:
    """Split a token into its parts. Refuses what two readers could read differently."""
    if len(token) > MAX_TOKEN_BYTES:
        raise TokenRefused(Reason.OVERSIZED)
    parts = token.split(".")
    if len(parts) != _PARTS:
        raise TokenRefused(Reason.MALFORMED)
    head, payload, signature = parts
    return Compact(
        header=read_object(decode(head)),
        claims=read_object(decode(payload)),
        signing_input=f"{head}.{payload}".encode("ascii"),
        signature=decode(signature),
    )


def read_object(data: bytes) -> JsonObject:
    """A JSON object in UTF-8 without duplicate keys, NaN, lone surrogates or deep nesting."""
    try:
        value: Any = json.loads(
            data.decode("utf-8"), object_pairs_hook=_unique, parse_constant=_refuse_constant
        )
        _check(value, 1)
    except (ValueError, RecursionError):
        raise TokenRefused(Reason.MALFORMED) from None
    if not isinstance(value, dict):
        raise TokenRefused(Reason.MALFORMED)
    return cast("JsonObject", value)


def _unique(pairs: list[tuple[str, Any]]) -> JsonObject:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("duplicate key")
    return found


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _check(value: Any, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise ValueError("nested too deeply")
    if isinstance(value, str):
        value.encode("utf-8")
    elif isinstance(value, dict):
        for key, item in cast("JsonObject", value).items():
            key.encode("utf-8")
            _check(item, depth + 1)
    elif isinstance(value, list):
        for item in cast("list[Any]", value):
            _check(item, depth + 1)
