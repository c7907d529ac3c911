# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A subgraph behind an address: one fetch with its deadline, retry, breaker and checks (U1-U9)."""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any, Final

import msgspec

from gateway.subgraphs.body import build_body, pass_http_answer, read_http_answer
from gateway.subgraphs.breaker import PROBE_SECONDS, Breaker, BreakerRules, BreakerState
from gateway.subgraphs.budget import RetryBudget
from gateway.subgraphs.carrier import Carrier, PlainCarrier
from gateway.subgraphs.checks import AnswerRules, judge_answer
from gateway.subgraphs.events import listen_to_events
from gateway.subgraphs.faults import failed, reason_of
from gateway.subgraphs.metrics import count_fetch, count_retry
from gateway.subgraphs.sharing import Fetched, Sharing
from gateway.subgraphs.sockets import listen_to_socket
from services.kit.wire import headers as names
from services.kit.wire.pool import BrokenFault, ConnectFault, HttpAnswer, PoolFault
from services.kit.wire.subgraph import (
    FaultReason,
    FetchContext,
    FetchRequest,
    FetchResult,
    OperationKind,
)

Sign = Callable[[FetchContext, bytes, str], Mapping[bytes, bytes]]
"""Makes the headers that prove to a service who calls: (context, body, service name)."""

Read = Callable[[bytes], Any]

_REPEATED_STATUS: Final = frozenset({502, 503, 504})
_TOO_MANY: Final = 429
_SERVER_ERROR: Final = 500
_OK: Final = 200
_JITTER_SECONDS: Final = (0.02, 0.08)
_PROBE: Final = b'{"query":"{__typename}"}'
_RETRY_DIGITS: Final = 6
_LARGE_BYTES: Final = 1_000_000
"""Answers that hold the loop longer than others should wait."""


class RemoteSettings(msgspec.Struct, frozen=True, kw_only=True):
    """How one remote subgraph is treated."""

    fetch_seconds: float = 3.0
    passes_errors: bool = False
    """Whether its own error texts may reach the client."""
    trusts_keys: bool = False
    """Whether entities with other keys than those sent are used, and only counted (U2)."""
    retries: bool = True
    shares_in_flight: bool = True
    breaker: BreakerRules | None = None
    socket: str | None = None
    """A ws:// or wss:// address that subscriptions go to instead of the one for everything else."""


class RemoteSubgraph:
    """One service that answers GraphQL over HTTP."""

    answers_in_json = True
    """Answers are bytes, which `FetchRequest.read` may read in their final shape."""

    def __init__(
        self,
        name: str,
        url: str,
        *,
        carrier: Carrier | None = None,
        sign: Sign | None = None,
        settings: RemoteSettings | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """Reach `url` by `carrier` (our own pool, unless another is given)."""
        self._name = name
        self._settings = settings or RemoteSettings()
        self._carrier = carrier or PlainCarrier(url)
        self._sign = sign
        self._now = now
        self._rules = AnswerRules(service=name, passes_errors=self._settings.passes_errors)
        self._budget = RetryBudget(now)
        self._sharing = Sharing()
        self._probe: asyncio.Task[None] | None = None
        self.breaker = Breaker(now=now, rules=self._settings.breaker, on_open=self._start_probe)

    @property
    def name(self) -> str:
        """The name the subgraph has in the supergraph."""
        return self._name

    @property
    def trusts_keys(self) -> bool:
        """Whether its entities are used even when their keys differ from those sent."""
        return self._settings.trusts_keys

    async def fetch(self, request: FetchRequest, context: FetchContext) -> FetchResult:
        """Answer a query or mutation; faults come back as results."""
        body = build_body(request)
        is_query = request.kind is OperationKind.QUERY
        if is_query and self._settings.shares_in_flight and context.idempotency_key is None:
            return await self._sharing.run(
                (body, context.caller, context.locale, context.forwarded),
                lambda: self._fetch(body, context, is_query=True, read=request.read),
                lambda answer: self._read(answer, context, request.read),
            )
        return (await self._fetch(body, context, is_query=is_query, read=request.read))[0]

    async def subscribe(
        self, request: FetchRequest, context: FetchContext
    ) -> AsyncIterator[FetchResult]:
        """Answer a subscription, one result per event: by events or parts, or over a socket."""
        body = build_body(request)
        headers = self._headers(body, context, None)
        if self._settings.socket is not None:
            events = listen_to_socket(self._settings.socket, body, headers, context, self._rules)
        else:
            events = listen_to_events(self._carrier, body, headers, context, self._rules)
        try:
            async for result in events:
                yield result
        finally:
            await events.aclose()

    async def close(self) -> None:
        """Stop probing and let go of the connections."""
        if self._probe is not None:
            self._probe.cancel()
        self._carrier.close()

    async def _fetch(
        self, body: bytes, context: FetchContext, *, is_query: bool, read: Read | None = None
    ) -> Fetched:
        limit = self._settings.fetch_seconds
        seconds = context.deadline.for_fetch(self._now(), limit=limit)
        if seconds <= 0:
            return failed(self._name, FaultReason.TIMEOUT, context), None
        breaker = self.breaker
        if not breaker.admits():
            count_fetch(self._name, FaultReason.BREAKER_OPEN.value)
            return failed(self._name, FaultReason.BREAKER_OPEN, context), None
        may_repeat = is_query and self._settings.retries and breaker.state is BreakerState.CLOSED
        self._budget.earn()
        try:
            outcome = await self._call(body, context, seconds, is_query=is_query)
            pause = self._pause_before_repeat(outcome, seconds) if may_repeat else None
            if pause is not None:
                count_retry(self._name)
                await asyncio.sleep(pause)
                left = context.deadline.for_fetch(self._now(), limit=limit)
                if left > 0:
                    outcome = await self._call(body, context, left, is_query=True)
        except asyncio.CancelledError:
            breaker.withdraw()
            raise
        if not isinstance(outcome, HttpAnswer) or len(outcome.body) <= _LARGE_BYTES:
            return self._take(outcome, context, is_query=is_query, read=read)
        await asyncio.sleep(0)  # others go first, before it is read and before it is joined (U8)
        taken = self._take(outcome, context, is_query=is_query, read=read)
        await asyncio.sleep(0)
        return taken

    def _take(
        self,
        outcome: HttpAnswer | PoolFault,
        context: FetchContext,
        *,
        is_query: bool,
        read: Read | None,
    ) -> Fetched:
        """Read what came and count it."""
        if read is not None and isinstance(outcome, HttpAnswer):
            passed = pass_http_answer(outcome, read)
            if passed is not None:
                self.breaker.succeed()
                count_fetch(self._name, "ok")
                return FetchResult(passed=passed, cache_control=_kept(outcome)), outcome
        result = self._judge(outcome, context, is_query=is_query)
        return result, outcome if isinstance(outcome, HttpAnswer) and result.data else None

    def _read(self, answer: HttpAnswer, context: FetchContext, read: Read | None) -> FetchResult:
        """The result in an answer that somebody else has been given and that has been counted."""
        if read is not None:
            passed = pass_http_answer(answer, read)
            if passed is not None:
                return FetchResult(passed=passed, cache_control=_kept(answer))
        return self._result(read_http_answer(answer), answer, context)

    def _result(
        self, value: Any | FaultReason, answer: HttpAnswer, context: FetchContext
    ) -> FetchResult:
        result = judge_answer(value, context, self._rules)
        kept = _kept(answer)
        if kept is None or result.errors:
            return result
        return msgspec.structs.replace(result, cache_control=kept)

    async def _call(
        self, body: bytes, context: FetchContext, seconds: float, *, is_query: bool
    ) -> HttpAnswer | PoolFault:
        try:
            return await self._carrier.post(
                body,
                self._headers(body, context, seconds),
                seconds=seconds,
                repeatable=is_query,
            )
        except PoolFault as fault:
            return fault

    def _headers(
        self, body: bytes, context: FetchContext, seconds: float | None
    ) -> list[tuple[bytes, bytes]]:
        lines = [(b"accept-language", context.locale.encode())]
        if seconds is not None:
            lines.append((_DEADLINE, b"%d" % (seconds * 1000)))
        if context.request_id:
            lines.append((_REQUEST_ID, context.request_id.encode()))
        if context.traceparent:
            lines.append((b"traceparent", context.traceparent.encode()))
        if context.idempotency_key:
            lines.append((_IDEMPOTENCY_KEY, context.idempotency_key.encode()))
        if context.progress is not None and context.progress.after is not None:
            lines.append((_LAST_EVENT_ID, context.progress.after.encode()))
        lines += context.forwarded
        if self._sign is not None:
            lines += self._sign(context, body, self._name).items()
        return lines

    def _pause_before_repeat(self, outcome: HttpAnswer | PoolFault, seconds: float) -> float | None:
        """Seconds to wait before asking once more, or None when it is not to be done (U5)."""
        if isinstance(outcome, HttpAnswer) and outcome.status == _OK:
            return None
        pause = random.uniform(*_JITTER_SECONDS)  # noqa: S311 - spreads load, keeps no secret
        if isinstance(outcome, PoolFault):
            is_worth = isinstance(outcome, ConnectFault) or (
                isinstance(outcome, BrokenFault) and not outcome.answered
            )
        else:
            wait = _read_wait(outcome)
            is_worth = outcome.status in _REPEATED_STATUS or (
                outcome.status == _TOO_MANY and wait is not None
            )
            pause += wait or 0.0
        return pause if is_worth and pause < seconds and self._budget.spend() else None

    def _judge(
        self, outcome: HttpAnswer | PoolFault, context: FetchContext, *, is_query: bool
    ) -> FetchResult:
        result = self._judge_outcome(outcome, context, is_query=is_query)
        if result.data is None and result.errors:
            count_fetch(self._name, str(result.errors[0]["extensions"].get("reason", "errors")))
        else:
            count_fetch(self._name, "ok")
        return result

    def _judge_outcome(
        self, outcome: HttpAnswer | PoolFault, context: FetchContext, *, is_query: bool
    ) -> FetchResult:
        breaker = self.breaker
        if isinstance(outcome, PoolFault):
            breaker.fail()
            reason = reason_of(outcome)
            if not is_query and outcome.sent:
                reason = FaultReason.OUTCOME_UNKNOWN
            return failed(self._name, reason, context)
        answer = read_http_answer(outcome)
        if isinstance(answer, FaultReason):
            if outcome.status >= _SERVER_ERROR or outcome.status == _OK:
                breaker.fail()
                if not is_query:
                    answer = FaultReason.OUTCOME_UNKNOWN
            else:
                breaker.succeed()
            return failed(self._name, answer, context)
        if outcome.status >= _SERVER_ERROR:
            breaker.fail()
        else:
            breaker.succeed()
        return self._result(answer, outcome, context)

    def _start_probe(self) -> None:
        if self._probe is None or self._probe.done():
            self._probe = asyncio.get_running_loop().create_task(self._keep_probing())

    async def _keep_probing(self) -> None:
        while self.breaker.state is not BreakerState.CLOSED:
            await asyncio.sleep(PROBE_SECONDS)
            try:
                answer = await self._carrier.post(
                    _PROBE, (), seconds=PROBE_SECONDS, repeatable=True
                )
            except PoolFault:
                continue
            if answer.status < _SERVER_ERROR and read_http_answer(answer).__class__ is dict:
                self.breaker.succeed()


def _kept(answer: HttpAnswer) -> str | None:
    value = answer.headers.get(b"cache-control")
    return None if value is None else value.decode("latin-1")


def _read_wait(answer: HttpAnswer) -> float | None:
    value = answer.headers.get(b"retry-after", b"")
    return float(value) if value.isdigit() and len(value) <= _RETRY_DIGITS else None


_DEADLINE: Final = names.DEADLINE.lower().encode()
_REQUEST_ID: Final = names.REQUEST_ID.lower().encode()
_LAST_EVENT_ID: Final = names.LAST_EVENT_ID.lower().encode()
_IDEMPOTENCY_KEY: Final = names.IDEMPOTENCY_KEY.lower().encode()

__all__ = ["RemoteSettings", "RemoteSubgraph", "Sign"]
