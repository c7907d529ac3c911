# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What is said to a partner and what comes back."""

from collections.abc import Mapping
from typing import Any, Literal, Protocol, TypeVar

import msgspec

from services.kit.errors import Problem

T = TypeVar("T")

Reason = Literal[
    "unreachable",
    "timeout",
    "breaker_open",
    "bad_answer",
    "too_large",
    "outcome_unknown",
    "refused",
]

MOST_BYTES = 8_000_000


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """One call. `path` begins with a slash; the origin is the transport's and never comes from data."""

    method: str = "GET"
    path: str = "/"
    headers: Mapping[str, str] = {}
    body: bytes = b""
    repeatable: bool | None = None
    """Whether sending it twice is harmless; unset: what HTTP says of the method."""

    @property
    def may_repeat(self) -> bool:
        """Whether a failed call may be sent again (RFC 9110, 9.2.2)."""
        if self.repeatable is not None:
            return self.repeatable
        return self.method in ("GET", "HEAD", "OPTIONS", "PUT", "DELETE")


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """What the partner answered; header names in lower case."""

    status: int
    headers: Mapping[str, str] = {}
    body: bytes = b""

    def json(self, shape: type[T]) -> T:
        """The body as `shape`; PartnerFault bad_answer when it is something else."""
        try:
            return msgspec.json.decode(self.body, type=shape)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as problem:
            raise PartnerFault("bad_answer") from problem


class PartnerFault(Problem):
    """A partner did not do its part; the reason says how, and nothing of its own words gets out."""

    def __init__(self, reason: Reason, service: str = "", *, sent: bool = True) -> None:
        """`sent` is False when surely no byte of the request has left."""
        extensions: dict[str, Any] = {"reason": reason}
        if service:
            extensions["service"] = service
        super().__init__("DOWNSTREAM_SERVICE_ERROR", extensions=extensions)
        self.reason: Reason = reason
        self.sent = sent


class Transport(Protocol):
    """Carries one request; the forms are HTTP, a function of this process, and none."""

    async def send(self, request: Request, *, most_bytes: int) -> Reply:
        """The whole answer. Raises PartnerFault; whoever calls limits the time."""
        ...

    async def stop(self) -> None:
        """Close connections."""
        ...
