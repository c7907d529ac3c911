# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Station: the text of the operation, given, registered under an id, or saved under its hash."""

from hashlib import sha256
from typing import Any, Final, cast

from gateway.pipeline.exchange import Desk, Exchange
from services.kit.wire.problem import Problem

_PREFIX: Final = "sha256:"
_VERSION: Final = 1
_HASH_CHARACTERS: Final = 64


def persisted(exchange: Exchange) -> None:
    """Find the text. A registered one brings the registered column of the limits along."""
    request = exchange.request
    desk = exchange.desk
    given = request.query
    document = request.document_id
    saved = None if request.extensions is None else request.extensions.get("persistedQuery")
    if given is not None and saved is None and not desk.settings.registered_only:
        exchange.text = given
        return
    digest = _read_hash(saved) if saved is not None else None
    name = document or digest or ("" if given is None else _hash(given))
    registered = desk.registered.get(name.removeprefix(_PREFIX))
    if registered is not None and (given is None or given == registered):
        exchange.text = registered
        exchange.is_registered = True
        exchange.limits = desk.settings.trusted
        return
    if desk.settings.registered_only or document is not None or digest is None:
        raise Problem("OPERATION_NOT_REGISTERED")
    exchange.text = _saved_text(desk, digest, given)


def remember(exchange: Exchange) -> None:
    """Save a text under its hash, once it has proved valid."""
    extensions = exchange.request.extensions
    if extensions is None or "persistedQuery" not in extensions or exchange.is_registered:
        return
    text = exchange.text
    exchange.desk.saved.put(_hash(text), text, len(text))


def _saved_text(desk: Desk, digest: str, given: str | None) -> str:
    if not desk.settings.saves_queries:
        raise Problem("PERSISTED_QUERY_NOT_FOUND")
    if given is not None:
        if _hash(given) != digest:
            raise Problem("PERSISTED_QUERY_HASH_MISMATCH")
        return given
    text = desk.saved.get(digest)
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
