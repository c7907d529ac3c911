# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The few figures the door keeps (reliability 4.3); labels come from closed lists, never from clients."""

import asyncio
from collections.abc import Mapping
from typing import Final

from prometheus_client import Counter, Gauge, Histogram

from gateway.protection.admission import Admission, Lane
from gateway.subgraphs.breaker import BreakerState
from services.kit.wire.codes import CODES
from services.kit.wire.subgraph import Subgraph

_REQUESTS: Final = Counter(
    "torget_gateway_requests_total", "Operations by lane and how they ended.", ["lane", "outcome"]
)
_WAIT: Final = Histogram(
    "torget_gateway_queue_wait_seconds",
    "How long operations waited for a slot; those that did not wait are not counted.",
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3),
)
_COST: Final = Histogram(
    "torget_gateway_cost_units",
    "What operations were estimated to cost, where the schema says what things cost.",
    buckets=(10, 100, 500, 1_000, 2_500, 5_000, 10_000, 20_000, 100_000),
)
_SHED: Final = Gauge("torget_gateway_shed", "Operations sent away for want of room, since start.")
_SLOTS: Final = Gauge("torget_gateway_slots", "Operations that may run at once just now.")
_RUNNING: Final = Gauge("torget_gateway_running", "Operations that run just now.")
_LAG: Final = Gauge(
    "torget_gateway_loop_lag_seconds", "How late the loop was for one turn, when last asked."
)
_BREAKERS: Final = Gauge(
    "torget_gateway_breaker_open", "Whether calls to a service are refused.", ["service"]
)
_RELOADS: Final = Counter(
    "torget_gateway_reloads_total", "New schemas by what became of them.", ["outcome"]
)
_PARTINGS: Final = Counter(
    "torget_gateway_group_partings_total",
    "Subscribers who left a shared source because it read a fact they need not have in common.",
)
_TURN_SECONDS: Final = 0.01
_OUTCOMES: Final = frozenset({"answered", "with_errors", "streaming"})
_known: dict[tuple[Lane, str], Counter] = {}


def count_outcome(lane: Lane, outcome: str) -> None:
    """Count one operation: answered, with_errors, streaming, or the code of its refusal."""
    child = _known.get((lane, outcome))
    if child is None:
        name = outcome if outcome in CODES or outcome in _OUTCOMES else "other"
        child = _known[lane, outcome] = _REQUESTS.labels(lane.name.lower(), name)
    child.inc()


def note_wait(seconds: float) -> None:
    """Note how long an operation waited for its slot."""
    _WAIT.observe(seconds)


def note_cost(units: int) -> None:
    """Note what an operation is estimated to cost."""
    _COST.observe(units)


def count_reload(outcome: str) -> None:
    """Count one new schema: served or refused."""
    _RELOADS.labels(outcome).inc()


def count_parting() -> None:
    """Count one subscriber who goes on with another source than the one she shared."""
    _PARTINGS.inc()


async def note_lag() -> None:
    """Measure how late the loop is for a short sleep."""
    loop = asyncio.get_running_loop()
    started = loop.time()
    await asyncio.sleep(_TURN_SECONDS)
    _LAG.set(max(0.0, loop.time() - started - _TURN_SECONDS))


def note_state(admission: Admission, subgraphs: Mapping[str, Subgraph]) -> None:
    """Read off what is true just now."""
    _SHED.set(admission.shed)
    _SLOTS.set(admission.limit)
    _RUNNING.set(admission.running)
    for name, subgraph in subgraphs.items():
        breaker = getattr(subgraph, "breaker", None)
        if breaker is not None:
            _BREAKERS.labels(name).set(breaker.state is not BreakerState.CLOSED)
