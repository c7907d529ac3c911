# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Takes one request through all stations; whatever a station raises becomes an answer."""

import logging
from collections.abc import Sequence

from gateway.pipeline import STATIONS
from gateway.pipeline.exchange import Desk, Exchange, Refusal, Station
from gateway.pipeline.metrics import count_outcome
from gateway.pipeline.respond import answer_problem, answer_refusal
from services.kit.wire.front.head import RequestHead
from services.kit.wire.front.reply import Reply, Stream, Way
from services.kit.wire.front.request import GraphQLRequest
from services.kit.wire.problem import Problem

_log = logging.getLogger(__name__)


class Line:
    """The way through the stations. It is the `Answer` that every transport asks."""

    __slots__ = ("_stations", "desk")

    def __init__(self, desk: Desk, *, stations: Sequence[Station] = STATIONS) -> None:
        """Pass `stations` in order."""
        self.desk = desk
        self._stations = tuple(stations)

    async def answer(self, head: RequestHead, request: GraphQLRequest, way: Way) -> Reply | Stream:
        """Answer one request. Never raises but for cancellation."""
        exchange = Exchange(self.desk, head, request, way)
        try:
            for station in self._stations:
                waiting = station(exchange)
                if waiting is not None:
                    await waiting
        except Problem as problem:
            count_outcome(exchange.lane, problem.code)
            return answer_problem(exchange, problem)
        except Refusal as refusal:
            count_outcome(exchange.lane, refusal.code)
            return answer_refusal(exchange, refusal)
        except Exception as error:  # noqa: BLE001 - the door stays open whatever breaks inside
            _log.error("unexpected error", exc_info=error, extra={"request": exchange.request_id})
            count_outcome(exchange.lane, "INTERNAL_ERROR")
            return answer_problem(exchange, Problem("INTERNAL_ERROR"))
        finally:
            if exchange.has_slot:
                self.desk.admission.leave()
        if exchange.outcome is None:
            raise LookupError("the last station has left no answer")
        if exchange.response is None:
            count_outcome(exchange.lane, "streaming")
        else:
            count_outcome(exchange.lane, "with_errors" if exchange.response.errors else "answered")
        return exchange.outcome
