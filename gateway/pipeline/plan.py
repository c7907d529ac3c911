# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Station: which subgraph is asked for what. Planned once per operation and set of labels."""

import re
from hashlib import sha256
from typing import Final

from graphql import GraphQLError

from gateway.pipeline.exchange import Exchange, Refusal
from gateway.planner import InvalidDocument, PlanningError, prepare
from services.kit.wire.deadline import Deadline
from services.kit.wire.subgraph import FetchContext

_NO_LABELS: Final[frozenset[str]] = frozenset()
_PERCENT: Final = re.compile(r"percent\((\d{1,2}(?:\.\d{1,8})?|100)\)")
_TRACE: Final = re.compile(r"00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")
_KEY: Final = re.compile(r'"?([!-~]{16,128}?)"?')


def plan(exchange: Exchange) -> None:
    """Find or make the plan, and the facts that travel with its fetches."""
    known = exchange.operation
    supergraph = exchange.version.supergraph
    labels = _NO_LABELS
    if supergraph.labels:
        labels = _draw(supergraph.labels, exchange.request_id)
    prepared = known.prepared.get(labels)
    if prepared is None:
        try:
            prepared = prepare(
                supergraph,
                known.document,
                exchange.request.operation_name,
                labels=labels,
                validated=True,
            )
        except (InvalidDocument, PlanningError) as error:
            raise Refusal("VALIDATION_FAILED", [GraphQLError(str(error))]) from error
        known.prepared[labels] = prepared
    exchange.prepared = prepared
    exchange.context = _make_context(exchange)
    if exchange.desk.is_developer and (exchange.request.extensions or {}).get("plan") is True:
        exchange.hints = {"plan": prepared.plan.text}


def _make_context(exchange: Exchange) -> FetchContext:
    headers = exchange.head.headers
    trace = headers.get(b"traceparent")
    key = headers.get(b"idempotency-key")
    return FetchContext(
        deadline=Deadline.after(exchange.limits.deadline_seconds, now=exchange.desk.now()),
        caller=exchange.caller,
        locale=exchange.locale,
        request_id=exchange.request_id,
        traceparent=None if trace is None else _read_trace(trace),
        idempotency_key=_read_key(exchange, key),
        forwarded=tuple(
            (name, headers[name]) for name in exchange.desk.settings.forwards if name in headers
        ),
    )


def _read_trace(given: bytes) -> str | None:
    text = given.decode("latin-1")
    return text if _TRACE.fullmatch(text) else None


def _read_key(exchange: Exchange, header: bytes | None) -> str | None:
    """The client's key for an effect that must happen once (reliability I1)."""
    given = None if header is None else header.decode("latin-1")
    extensions = exchange.request.extensions
    if given is None and extensions is not None:
        wish = extensions.get("idempotencyKey")
        given = wish if wish.__class__ is str else None
    if given is None:
        return None
    match = _KEY.fullmatch(given)
    return None if match is None else match[1]


def _draw(labels: frozenset[str], request_id: str) -> frozenset[str]:
    """The progressive overrides that are on for this request; one draw for all of them."""
    drawn = int(sha256(request_id.encode()).hexdigest()[:8], 16) / 0xFFFFFFFF * 100
    chosen: set[str] = set()
    for label in labels:
        match = _PERCENT.fullmatch(label)
        if match is not None and drawn < float(match[1]):
            chosen.add(label)
    return frozenset(chosen)
