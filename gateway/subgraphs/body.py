# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The body of a request to a subgraph, and the JSON in its answer."""

import zlib
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

import msgspec

from services.kit.wire.json import JsonFault, read_answer
from services.kit.wire.pool import HttpAnswer
from services.kit.wire.subgraph import FaultReason, FetchRequest

BODY_BYTES: Final = 8_388_608
_ENCODER: Final = msgspec.json.Encoder()
_MEDIA: Final = (b"application/json", b"application/graphql-response+json")
_WINDOWS: Final = {b"gzip": 31, b"x-gzip": 31, b"deflate": 15}
_OK: Final = 200
_CLIENT_ERROR: Final = 400
_SERVER_ERROR: Final = 500
_REDIRECTS: Final = range(300, 400)


def build_body(request: FetchRequest) -> bytes:
    """The JSON of a GraphQL request."""
    prefix = _prefix(request.query, request.operation_name)
    if not request.variables:
        return prefix + b"}"
    return b'%b,"variables":%b}' % (prefix, _ENCODER.encode(request.variables))


def pass_http_answer(answer: HttpAnswer, read: Callable[[bytes], Any]) -> Any:
    """The answer read in its final shape; None for all but the plainest ones."""
    if answer.status != _OK or b"content-encoding" in answer.headers:
        return None
    media = answer.headers.get(b"content-type", b"").partition(b";")[0].strip().lower()
    return read(answer.body) if media in _MEDIA else None


def read_http_answer(answer: HttpAnswer) -> Any | FaultReason:
    """The decoded JSON of an answer, or why it cannot be used."""
    if answer.status in _REDIRECTS:
        return FaultReason.BAD_ANSWER
    media = answer.headers.get(b"content-type", b"").partition(b";")[0].strip().lower()
    body = answer.body
    if media not in _MEDIA or not body:
        is_refusal = _CLIENT_ERROR <= answer.status < _SERVER_ERROR
        return FaultReason.REFUSED if is_refusal else FaultReason.BAD_ANSWER
    coding = answer.headers.get(b"content-encoding", b"identity").lower()
    if coding != b"identity":
        inflated = _inflate(body, coding)
        if isinstance(inflated, FaultReason):
            return inflated
        body = inflated
    try:
        return read_answer(body)
    except JsonFault:
        return FaultReason.BAD_ANSWER


@lru_cache(maxsize=2048)
def _prefix(query: str, operation_name: str | None) -> bytes:
    text = b'{"query":%b' % msgspec.json.encode(query)
    if operation_name is not None:
        text += b',"operationName":%b' % msgspec.json.encode(operation_name)
    return text


def _inflate(body: bytes, coding: bytes) -> bytes | FaultReason:
    """One layer of compression, counted while it unfolds."""
    window = _WINDOWS.get(coding)
    if window is None:
        return FaultReason.BAD_ANSWER
    inflater = zlib.decompressobj(wbits=window)
    try:
        text = inflater.decompress(body, BODY_BYTES)
    except zlib.error:
        return FaultReason.BAD_ANSWER
    if inflater.unconsumed_tail:
        return FaultReason.TOO_LARGE
    return text if inflater.eof else FaultReason.BAD_ANSWER
