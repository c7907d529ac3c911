# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Batched fields and gates: one call, one verdict, whoever executes (stack A3, C10)."""

from typing import Any

import msgspec
import pytest
import strawberry
from strawberry.extensions import FieldExtension

from services.kit.graph import Info, batched
from services.kit.graph.reading import read_schema
from tests.services.kit.execution.twice import both_ways, planned

CALLS: list[Any] = []


class Gate(FieldExtension):
    """Lets through whom the context allows."""

    def gate(self, context: Any) -> None:
        CALLS.append("gate")
        if not context["open"]:
            raise PermissionError("closed")

    def resolve(self, next_: Any, source: Any, info: Any, **kwargs: Any) -> Any:
        if not info.context["open"]:
            raise PermissionError("closed")
        return next_(source, info, **kwargs)

    async def resolve_async(self, next_: Any, source: Any, info: Any, **kwargs: Any) -> Any:
        if not info.context["open"]:
            raise PermissionError("closed")
        return await next_(source, info, **kwargs)


class Note(FieldExtension):
    """Says something and does nothing."""


@strawberry.type
class Tariff:
    price: int


@strawberry.type
class Zone:
    number: int

    @batched(description="What it costs.")
    async def tariff(parents: "list[Zone]", info: Info, times: int = 1) -> list[Tariff | None]:  # noqa: N805
        CALLS.append(("tariff", len(parents), times, info.field_name))
        return [
            ValueError("odd")
            if zone.number == 3
            else None
            if zone.number == 2
            else Tariff(price=zone.number * times)
            for zone in parents
        ]  # type: ignore[list-item]

    @batched()
    async def strict(parents: "list[Zone]") -> list[int]:  # noqa: N805
        CALLS.append(("strict", len(parents)))
        return [zone.number for zone in parents]

    @batched()
    async def short(parents: "list[Zone]") -> list[int | None]:  # noqa: N805
        return [1] * (len(parents) - 1)

    @batched(extensions=[Gate()])
    async def guarded(parents: "list[Zone]") -> list[int | None]:  # noqa: N805
        return [1] * len(parents)

    @strawberry.field(extensions=[Gate(), Note()])
    def door(self) -> int | None:
        return self.number


@strawberry.type
class Query:
    @strawberry.field
    def zones(self) -> list[Zone | None]:
        return [Zone(number=1), None, Zone(number=2), Zone(number=3), ValueError("x")]  # type: ignore[list-item]

    @strawberry.field
    def zone(self) -> Zone:
        return Zone(number=7)

    @strawberry.field
    def rows(self) -> list[list[Zone]]:
        return [[Zone(number=1)], [], [Zone(number=2), Zone(number=4)]]

    @strawberry.field(extensions=[Note()])
    def noted(self, n: int = 1) -> int:
        return n


SCHEMA = strawberry.Schema(query=Query)

QUERIES = [
    "{zones{number tariff{price}}}",
    "{zones{tariff(times:3){price} strict t2:tariff{price}}}",
    "query($n:Int){zones{tariff(times:$n){price}}}",
    "query($n:Int=5){zones{number tariff(times:$n){price}}}",
    "{zone{tariff{price} strict}}",
    "{rows{strict tariff{price}}}",
    "{zones{short}}",
    "{zones{guarded door} noted}",
    "{zone{guarded door}}",
]


@pytest.mark.anyio
@pytest.mark.parametrize("is_open", [True, False])
@pytest.mark.parametrize("query", QUERIES)
async def test_a_batch_answers_as_single_calls_would(query: str, is_open: bool) -> None:
    variables = {"n": 2} if "$n:Int)" in query else {}
    compiled, core = await both_ways(SCHEMA, query, variables, context={"open": is_open})
    if "short" in query:
        assert compiled.data == core.data
        assert len(compiled.errors) == len(core.errors)
    else:
        assert msgspec.json.encode(compiled.data) == msgspec.json.encode(core.data)
        assert sorted(map(str, compiled.errors)) == sorted(map(str, core.errors))


@pytest.mark.anyio
async def test_a_list_is_one_call() -> None:
    plan, coerced = planned(read_schema(SCHEMA), QUERIES[0], {})
    assert plan is not None
    CALLS.clear()
    await plan.answer(None, None, coerced)
    assert CALLS == [("tariff", 3, 1, "tariff")]


@pytest.mark.anyio
async def test_a_gate_judges_once_per_request() -> None:
    plan, coerced = planned(read_schema(SCHEMA), "{rows{door} zones{door}}", {})
    assert plan is not None
    CALLS.clear()
    await plan.answer({"open": True}, None, coerced)
    assert CALLS == ["gate"]
    assert "Raw(" not in plan.source
