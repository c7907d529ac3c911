# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Station: in which language the answer is, and under which name the request is traced."""

import re
from functools import lru_cache
from itertools import count
from os import urandom
from typing import Final

from gateway.pipeline.exchange import Exchange
from i18n import negotiate as negotiate_locale

_ID: Final = re.compile(rb"[A-Za-z0-9._-]{8,64}")
_LANGUAGE_BYTES: Final = 512
_RUN: Final = urandom(8).hex()
_count = count(1)
_COOKIE: Final = re.compile(rb"(?:^|;\s*)locale=([A-Za-z0-9-]{1,35})(?:;|$)")


def negotiate(exchange: Exchange) -> None:
    """Choose locale and request id from the head."""
    headers = exchange.head.headers
    exchange.locale = _choose(headers.get(b"cookie"), headers.get(b"accept-language"))
    given = headers.get(b"x-request-id")
    if given is not None and _ID.fullmatch(given):
        exchange.request_id = given.decode()
    else:
        exchange.request_id = f"{_RUN}{next(_count):012x}"


def _choose(cookie: bytes | None, accepted: bytes | None) -> str:
    chosen = _COOKIE.search(cookie) if cookie is not None else None
    return _match(
        None if chosen is None else chosen[1].decode(),
        None if accepted is None else accepted[:_LANGUAGE_BYTES],
    )


@lru_cache(maxsize=1024)
def _match(cookie: str | None, accepted: bytes | None) -> str:
    header = None if accepted is None else accepted.decode("latin-1")
    return negotiate_locale(cookie=cookie, accept_language=header)
