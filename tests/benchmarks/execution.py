# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Compiled plans against graphql-core, interleaved, best CPU time of N: `python -m` this module."""

import asyncio
import sys
import time
from collections.abc import Callable
from typing import Any

import msgspec
import strawberry
from graphql import OperationDefinitionNode, execute, parse, validate

from services.kit.execution.conditions import Fragments
from services.kit.execution.plan import Plan
from services.kit.graph.reading import read_schema
from services.kit.wire.codegen import Mode

ROUNDS = 15


@strawberry.type
class Place:
    """A row of six fields, as a list of the city has them."""

    id: strawberry.ID
    name: str
    number: int
    share: float
    open: bool
    note: str | None


PLACES = [
    Place(
        id=strawberry.ID(str(n)),
        name=f"Plats {n}",
        number=n,
        share=n / 7,
        open=n % 2 == 0,
        note=None if n % 3 else "obs",
    )
    for n in range(100)
]


@strawberry.type
class Query:
    """Roots of the measured operations."""

    @strawberry.field
    def places(self) -> list[Place]:
        """All rows."""
        return PLACES

    @strawberry.field
    def place(self, number: int) -> Place | None:
        """One row."""
        return PLACES[number] if number < len(PLACES) else None

    @strawberry.field
    async def waiting_places(self) -> list[Place]:
        """All rows, from an asynchronous resolver."""
        return PLACES


@strawberry.type
class Wrapped:
    """A row whose fields are resolvers."""

    raw: strawberry.Private[Place]

    @strawberry.field
    def id(self) -> strawberry.ID:
        """As in the row."""
        return self.raw.id

    @strawberry.field
    def name(self) -> str:
        """As in the row."""
        return self.raw.name

    @strawberry.field
    def note(self) -> str | None:
        """As in the row."""
        return self.raw.note


WRAPPED = [Wrapped(raw=place) for place in PLACES]


@strawberry.type
class Root(Query):
    """All roots."""

    @strawberry.field
    def wrapped(self) -> list[Wrapped]:
        """Rows with resolvers."""
        return WRAPPED


READING = read_schema(strawberry.Schema(query=Root))
CASES: dict[str, tuple[str, dict[str, Any]]] = {
    "list of 100 x 6": ("{ places { id name number share open note } }", {}),
    "same, async root": ("{ waitingPlaces { id name number share open note } }", {}),
    "resolver per field, 100 x 3": ("{ wrapped { id name note } }", {}),
    "small query": (
        "query($n: Int!) { place(number: $n) { id name number share open note } }",
        {"n": 7},
    ),
}


def plan_of(text: str, variables: dict[str, Any], mode: Mode) -> Callable[[], bytes]:
    """A call of the compiled operation, encoded."""
    document = parse(text)
    if faults := validate(READING.core, document):
        raise ValueError(faults[0].message)
    operation = document.definitions[0]
    if not isinstance(operation, OperationDefinitionNode):
        raise TypeError(text)
    fragments = Fragments(READING.core, document, operation)
    plan = Plan(READING, fragments, {}, mode=mode, limit=400, name="bench")
    encode = msgspec.json.Encoder().encode

    def call() -> bytes:
        if plan.asynchronous:
            data, errors = _finish(plan.answer(None, None, variables))
        else:
            data, errors = plan.answer_now(None, None, variables)
        if errors:
            raise errors[0]
        return encode({"data": data})

    return call


def reference_of(text: str, variables: dict[str, Any]) -> Callable[[], bytes]:
    """A call of graphql-core with the document already parsed and validated."""
    document = parse(text)
    encode = msgspec.json.Encoder().encode

    def call() -> bytes:
        outcome: Any = execute(
            READING.core,
            document,
            None,
            None,
            variables,
            executor_class=READING.executor_class,
            is_awaitable=READING.is_awaitable,
        )
        if asyncio.iscoroutine(outcome):
            outcome = _finish(outcome)
        return encode({"data": outcome.data})

    return call


def _finish(work: Any) -> Any:
    """Run a coroutine that never suspends."""
    try:
        work.send(None)
    except StopIteration as done:
        return done.value
    raise RuntimeError("it waited")


def measured(call: Callable[[], bytes], times: int) -> float:
    """CPU seconds of one call."""
    begun = time.process_time()
    for _ in range(times):
        call()
    return (time.process_time() - begun) / times


def ratios(case: str, rounds: int = ROUNDS) -> dict[str, float]:
    """How many times faster than graphql-core, by mode; also the microseconds of the Struct mode."""
    text, variables = CASES[case]
    calls = {
        "core": reference_of(text, variables),
        "struct": plan_of(text, variables, Mode.STRUCT),
        "dict": plan_of(text, variables, Mode.DICT),
    }
    if len({call() for call in calls.values()}) != 1:
        raise ValueError(f"{case}: the answers differ")
    best = dict.fromkeys(calls, float("inf"))
    for _ in range(rounds):
        for name, call in calls.items():
            best[name] = min(best[name], measured(call, 2 if name == "core" else 20))
    return {
        "struct": best["core"] / best["struct"],
        "dict": best["core"] / best["dict"],
        "us": best["struct"] * 1e6,
    }


def main() -> None:
    """Print the table."""
    print(f"Python {sys.version.split()[0]}; graphql-core = 1, higher is faster")
    for case in CASES:
        found = ratios(case)
        print(
            f"{case:30} struct {found['struct']:6.1f}x  dict {found['dict']:6.1f}x"
            f"  ({found['us']:.1f} us)"
        )


if __name__ == "__main__":
    main()
