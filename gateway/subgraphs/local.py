# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A subgraph in this process: no JSON and no socket, but the same deadline, checks and codes (U11)."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable

from msgspec.structs import replace

from gateway.subgraphs.checks import AnswerRules, judge_answer
from gateway.subgraphs.faults import failed
from gateway.subgraphs.metrics import count_fetch
from i18n import localizer
from services.kit.wire.problem import Problem
from services.kit.wire.subgraph import (
    FaultReason,
    FetchContext,
    FetchRequest,
    FetchResult,
    Sharing,
)

_log = logging.getLogger(__name__)

Run = Callable[[FetchRequest, FetchContext], Awaitable[FetchResult]]
Listen = Callable[[FetchRequest, FetchContext], AsyncIterator[FetchResult]]


def _apart(_: str) -> Sharing:
    return Sharing.APART


class LocalSubgraph:
    """A subgraph that is a function call away."""

    def __init__(
        self,
        name: str,
        run: Run,
        *,
        listen: Listen | None = None,
        sharing: Callable[[str], Sharing] = _apart,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """Answer by `run`, and subscriptions by `listen`; `sharing` judges their texts."""
        self._name = name
        self._run = run
        self._listen = listen
        self.sharing = sharing
        self.answers_opaquely = True
        """Whether it is asked for answers that are for the encoder alone."""
        self._now = now
        self._rules = AnswerRules(service=name)

    @property
    def name(self) -> str:
        """The name the subgraph has in the supergraph."""
        return self._name

    async def fetch(self, request: FetchRequest, context: FetchContext) -> FetchResult:
        """Answer a query or mutation; a raising or hanging service is a fault like any other."""
        result = await self._fetch(request, context)
        if result.data is None and result.errors:
            count_fetch(self._name, str(result.errors[0]["extensions"].get("reason", "errors")))
        else:
            count_fetch(self._name, "ok")
        return result

    async def _fetch(self, request: FetchRequest, context: FetchContext) -> FetchResult:
        seconds = context.deadline.for_fetch(self._now())
        if seconds <= 0:
            return failed(self._name, FaultReason.TIMEOUT, context)
        try:
            async with asyncio.timeout(seconds):
                result = await self._run(request, context)
        except TimeoutError:
            return failed(self._name, FaultReason.TIMEOUT, context)
        except Problem as problem:
            return self._judge_problem(problem, context)
        except Exception as error:  # noqa: BLE001 - whatever a service raises stays its own fault
            _record(self._name, error)
            return failed(self._name, FaultReason.BAD_ANSWER, context)
        return self._judge(result, context)

    async def subscribe(
        self, request: FetchRequest, context: FetchContext
    ) -> AsyncIterator[FetchResult]:
        """Answer a subscription; a source that breaks ends with one fault."""
        if self._listen is None:
            yield failed(self._name, FaultReason.REFUSED, context)
            return
        source = self._listen(request, context)
        try:
            async for result in source:
                judged = self._judge(result, context)
                yield judged if result.cursor is None else replace(judged, cursor=result.cursor)
        except Problem as problem:
            yield self._judge_problem(problem, context)
        except Exception as error:  # noqa: BLE001 - as in fetch
            _record(self._name, error)
            yield failed(self._name, FaultReason.BAD_ANSWER, context)
        finally:
            await close_source(source)

    def _judge(self, result: FetchResult, context: FetchContext) -> FetchResult:
        if result.passed is not None or (result.data.__class__ is dict and not result.errors):
            return result
        return judge_answer({"data": result.data, "errors": result.errors}, context, self._rules)

    def _judge_problem(self, problem: Problem, context: FetchContext) -> FetchResult:
        error = {"message": "", "extensions": {"code": problem.code}}
        described = localizer(context.locale).text(problem.text)
        return judge_answer({"errors": [error | {"message": described}]}, context, self._rules)


async def close_source(source: AsyncIterator[FetchResult]) -> None:
    """Let a source clean up at once, if it can."""
    close = getattr(source, "aclose", None)
    if close is not None:
        await close()


def _record(name: str, error: Exception) -> None:
    _log.error("subgraph raised", exc_info=error, extra={"service": name})
