# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Asking another e-service's graph: besides events the only way in which e-services meet.

`await context.resources.neighbours.ask("language", QUERY, variables={...})` speaks as this service
(CallerKind.SERVICE), in one process or over HTTP alike. Nobody imports anybody.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from services.kit.clock import Clock
from services.kit.errors import Problem
from services.kit.wire.caller import Caller, CallerKind
from services.kit.wire.codes import CODES
from services.kit.wire.deadline import Deadline
from services.kit.wire.subgraph import FetchContext, FetchRequest, FetchResult, OperationKind

Fetch = Callable[[FetchRequest, FetchContext], Awaitable[FetchResult]]
SECONDS = 20.0


class Neighbours:
    """The other e-services that this one can ask, by name."""

    def __init__(self, service: str, clock: Clock) -> None:
        """Speak as `service`; nobody is known yet."""
        self._caller = Caller(kind=CallerKind.SERVICE, sub=service)
        self._clock = clock
        self._known: dict[str, Fetch] = {}

    def know(self, name: str, fetch: Fetch) -> None:
        """Say how a service is reached."""
        self._known[name] = fetch

    async def ask(
        self,
        service: str,
        query: str,
        *,
        variables: Mapping[str, Any] | None = None,
        locale: str = "sv",
        key: str | None = None,
        seconds: float = SECONDS,
    ) -> dict[str, Any]:
        """The data of an answer without errors.

        Raises the Problem that the other service named, DOWNSTREAM_SERVICE_ERROR when it cannot be
        reached or answers something else.
        """
        fetch = self._known.get(service)
        if fetch is None:
            raise Problem("DOWNSTREAM_SERVICE_ERROR", extensions={"service": service})
        is_mutation = query.lstrip().startswith("mutation")
        result = await fetch(
            FetchRequest(
                query=query,
                variables=dict(variables or {}),
                kind=OperationKind.MUTATION if is_mutation else OperationKind.QUERY,
            ),
            FetchContext(
                caller=self._caller,
                locale=locale,
                deadline=Deadline.after(seconds, now=self._clock.monotonic()),
                idempotency_key=key,
            ),
        )
        if result.errors or result.data is None:
            raise _named_problem(result, service)
        return result.data


def _named_problem(result: FetchResult, service: str) -> Problem:
    """The first error by its code, if we know it."""
    first: dict[str, Any] = result.errors[0] if result.errors else {}
    extensions: dict[str, Any] = first.get("extensions") or {}
    code = str(extensions.get("code"))
    known = code if code in CODES else "DOWNSTREAM_SERVICE_ERROR"
    return Problem(known, extensions={"service": service})
