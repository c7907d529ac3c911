# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Station: the text of the operation, given, registered under an id, or saved under its hash."""

from collections.abc import Awaitable
from hashlib import sha256
from typing import Any, Final, cast

from gateway.pipeline.exchange import Exchange
from gateway.pipeline.shelf import Shelf
from services.kit.wire.problem import Problem

_PREFIX: Final = "sha256:"
_VERSION: Final = 1
_HASH_CHARACTERS: Final = 64
MOST_SHELVED: Final = 16_000
"""Characters of a text that other processes are told of; a longer one each of them is sent anew."""


def persisted(exchange: Exchange) -> Awaitable[None] | None:
    """Find the text. A registered one brings the registered column of the limits along."""
    request = exchange.request
    desk = exchange.desk
    given = request.query
    document = request.document_id
    saved = None if request.extensions is None else request.extensions.get("persistedQuery")
    if given is not None and saved is None and not desk.settings.registered_only:
        exchange.text = given
        return None
    digest = _read_hash(saved) if saved is not None else None
    name = document or digest or ("" if given is None else _hash(given))
    registered = desk.registered.get(name.removeprefix(_PREFIX))
    if registered is not None and (given is None or given == registered):
        exchange.text = registered
        exchange.is_registered = True
        exchange.limits = desk.settings.trusted
        return None
    if desk.settings.registered_only or document is not None or digest is None:
        raise Problem("OPERATION_NOT_REGISTERED")
    if not desk.settings.saves_queries:
        raise Problem("PERSISTED_QUERY_NOT_FOUND")
    if given is not None:
        if _hash(given) != digest:
            raise Problem("PERSISTED_QUERY_HASH_MISMATCH")
        exchange.text = given
        return None
    text = desk.saved.get(digest)
    if text is None and desk.shelf is not None:
        return _look_up(exchange, desk.shelf, digest)
    exchange.text = _found(text)
    return None


def remember(exchange: Exchange) -> Awaitable[None] | None:
    """Station: save a new text under its hash, once it is valid, allowed and paid for.

    Here, and for the other processes if it is short: what anybody may put there must not fill the shelf.
    """
    extensions = exchange.request.extensions
    if extensions is None or exchange.request.query is None or exchange.is_registered:
        return None
    if "persistedQuery" not in extensions:
        return None
    desk = exchange.desk
    text = exchange.text
    digest = _hash(text)
    if desk.saved.get(digest) is not None:
        return None
    desk.saved.put(digest, text, len(text))
    if desk.shelf is None or len(text) > MOST_SHELVED:
        return None
    return desk.shelf.put(digest, text)


async def _look_up(exchange: Exchange, shelf: Shelf, digest: str) -> None:
    """The text another process has saved, if it is the one that was meant."""
    text = await shelf.get(digest)
    if text is not None and _hash(text) != digest:
        text = None
    exchange.text = text = _found(text)
    exchange.desk.saved.put(digest, text, len(text))


def _found(text: str | None) -> str:
    if text is None:
        raise Problem("PERSISTED_QUERY_NOT_FOUND")
    return text


def _read_hash(saved: Any) -> str:
    if saved.__class__ is not dict:
        raise Problem("BAD_REQUEST", extensions={"reason": "persistedQuery is not an object"})
    facts = cast("dict[str, Any]", saved)
    digest = facts.get("sha256Hash")
    if facts.get("version") != _VERSION or digest.__class__ is not str:
        raise Problem("BAD_REQUEST", extensions={"reason": "persistedQuery cannot be read"})
    digest = cast("str", digest).lower()
    if len(digest) != _HASH_CHARACTERS:
        raise Problem("PERSISTED_QUERY_HASH_MISMATCH")
    return digest


def _hash(text: str) -> str:
    return sha256(text.encode(errors="replace")).hexdigest()
