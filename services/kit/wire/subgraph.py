# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The contract between the gateway and a subgraph, wherever the subgraph runs."""

from collections.abc import AsyncIterator, Callable, Mapping
from enum import StrEnum
from typing import Any, Protocol

import msgspec

from services.kit.wire.caller import ANONYMOUS, Caller
from services.kit.wire.deadline import Deadline

JsonObject = dict[str, Any]


class OperationKind(StrEnum):
    """The three kinds of GraphQL operation."""

    QUERY = "query"
    MUTATION = "mutation"
    SUBSCRIPTION = "subscription"


class FetchRequest(msgspec.Struct, frozen=True, kw_only=True):
    """One operation for one subgraph. `query` is the same text for every request of a plan step."""

    query: str
    variables: Mapping[str, Any] = {}
    operation_name: str | None = None
    kind: OperationKind = OperationKind.QUERY
    read: Callable[[bytes], Any] | None = None
    """Reads a body that already has its final shape, or says None; others are read as plain JSON."""
    opaque: bool = False
    """Data without errors will only be encoded: they may come as `passed`, an object for the encoder."""


class Progress(msgspec.Struct):
    """How far the reader of one subscription is. The only thing in a fetch that changes."""

    after: str | None = None
    """The last event that the reader saw before the connection broke."""
    seen: str | None = None
    """The last event that went into an answer."""
    began: str | None = None
    """The newest event when listening began; None as long as nobody listens."""


class Sharing(StrEnum):
    """Whether equal readers of a subscription may listen to one source."""

    APART = "apart"
    """Each has a source of her own."""
    FROM_NOW = "from_now"
    """One source; whoever comes later hears what comes from then on."""
    OPENING = "opening"
    """One source that begins with the state of things; whoever comes later is told the state first."""


class FetchContext(msgspec.Struct, frozen=True, kw_only=True):
    """What travels along with every fetch of one request."""

    deadline: Deadline
    caller: Caller = ANONYMOUS
    locale: str = "sv"
    request_id: str = ""
    traceparent: str | None = None
    idempotency_key: str | None = None
    forwarded: tuple[tuple[bytes, bytes], ...] = ()
    """Headers of the client that its operator lets through to subgraphs, names in lower case."""
    progress: Progress | None = None
    """Of a subscription whose reader can resume."""


class FetchResult(msgspec.Struct, frozen=True, kw_only=True):
    """What a subgraph answered: GraphQL data and errors as plain objects."""

    data: JsonObject | None = None
    errors: list[JsonObject] = []
    passed: Any = None
    """Data that `FetchRequest.read` has read, or that are for the encoder; `data` is None then."""
    cache_control: str | None = None
    """How long the answer may be kept, as the service said it in HTTP's words; None is not at all."""
    cursor: str | None = None
    """Of a subscription's result: the event to resume after."""


class Subgraph(Protocol):
    """Something that answers GraphQL operations for one service."""

    @property
    def name(self) -> str:
        """The name the subgraph has in the supergraph."""
        ...

    async def fetch(self, request: FetchRequest, context: FetchContext) -> FetchResult:
        """Answer a query or mutation.

        Never raises for a fault of the subgraph: such a fault is a result with `data=None` and
        one error whose `extensions` carry `code=DOWNSTREAM_SERVICE_ERROR` and a `reason`.
        """
        ...

    def subscribe(self, request: FetchRequest, context: FetchContext) -> AsyncIterator[FetchResult]:
        """Answer a subscription, one result per event; closing the iterator cancels the source."""
        ...


class FaultReason(StrEnum):
    """Why a fetch failed as a whole (reliability U7)."""

    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    BREAKER_OPEN = "breaker_open"
    BAD_ANSWER = "bad_answer"
    TOO_LARGE = "too_large"
    ENTITY_MISMATCH = "entity_mismatch"
    OUTCOME_UNKNOWN = "outcome_unknown"
    REFUSED = "refused"
