# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The engine: what is compiled when, what is kept, what is refused, and what clients see."""

import asyncio
import gc
import linecache
import logging
import weakref
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import msgspec
import pytest
import strawberry
from strawberry.extensions import SchemaExtension

from i18n import Localizer, t
from services.kit.errors import InputInvalid, NotFound
from services.kit.execution import ABSENT, Engine
from services.kit.execution.cache import Bounds
from services.kit.execution.limits import Limits
from services.kit.execution.runtime import STRAY
from services.kit.graph import make_schema
from services.kit.wire.codegen import SHAPES, Mode
from tests.support.compiled import assert_compiled, assert_never_fell_back


@strawberry.type
class Zone:
    id: strawberry.ID
    name: str | None = "a"

    @strawberry.field
    def stray(self) -> str | None:
        async def late() -> str:
            return "x"

        return late()  # type: ignore[return-value]


@strawberry.type
class Query:
    @strawberry.field
    def zones(self, first: int = 2) -> list[Zone]:
        return [Zone(id=strawberry.ID(str(n))) for n in range(first)]

    @strawberry.field
    async def waiting(self) -> int:
        await asyncio.sleep(0)
        return 1

    @strawberry.field
    def secret(self) -> int | None:
        raise ValueError("19121212-1212 must not be seen")

    @strawberry.field
    def missing(self) -> int | None:
        raise NotFound(t("test.none", "Det finns ingen {$sak}.", sak="zon"), sak="zon")

    @strawberry.field
    def wrong(self) -> int | None:
        raise InputInvalid(path=("input", "age"), most=5)

    @strawberry.field
    def many(self) -> list[Zone | None]:
        return [ValueError("x")] * 60  # type: ignore[list-item]


@strawberry.type
class Mutation:
    @strawberry.mutation
    def touch(self) -> int:
        return 1


CLOSED: list[str] = []


@strawberry.type
class Subscription:
    @strawberry.subscription
    async def ticks(self, to: int, fail: bool = False) -> AsyncIterator[Zone]:  # noqa: FBT002
        if fail:
            raise NotFound
        try:
            for n in range(to):
                yield Zone(id=strawberry.ID(str(n)), name=None if n else "b")
        finally:
            CLOSED.append("closed")

    @strawberry.subscription
    async def faulty(self) -> AsyncIterator[Zone]:
        yield None  # type: ignore[misc]
        yield Zone(id=strawberry.ID("1"))


SCHEMA = make_schema(query=Query, mutation=Mutation, subscription=Subscription)
CONTEXT = SimpleNamespace(localizer=Localizer("sv"), locale="sv", request_id="r1")
ZONES = "query Zones($n: Int! = 1) { zones(first: $n) { id name } }"

pytestmark = pytest.mark.anyio


async def test_first_sight_runs_on_the_reference_and_second_sight_compiles() -> None:
    # stack K1
    engine = Engine(SCHEMA)
    first = await engine.run(ZONES)
    assert engine.fallbacks == {"first sight": 1}
    second = await engine.run(ZONES)
    assert engine.fallbacks == {"first sight": 1}
    assert first == second
    assert second.data == {"zones": [{"id": "0", "name": "a"}]}


async def test_registered_operations_are_compiled_at_once() -> None:
    engine = Engine(SCHEMA)
    engine.register(ZONES)
    await engine.run(ZONES)
    assert_never_fell_back(engine)
    with pytest.raises(ValueError, match="nope"):
        engine.register("{nope}")


async def test_the_struct_mode_encodes_to_the_same_bytes() -> None:
    engine = Engine(SCHEMA, eager=True)
    as_dict = await engine.run(ZONES, {"n": 3}, mode=Mode.DICT)
    as_struct = await engine.run(ZONES, {"n": 3}, mode=Mode.STRUCT)
    assert isinstance(as_struct.data, msgspec.Struct)
    assert msgspec.json.encode(as_dict) == msgspec.json.encode(as_struct)


async def test_a_plan_that_never_waits_can_be_asked_without_waiting() -> None:
    engine = Engine(SCHEMA, eager=True)
    assert engine.run_now(ZONES) is None  # not prepared yet, and nothing was run
    await engine.run(ZONES)
    found = engine.run_now(ZONES, {"n": 1})
    assert found is not None
    assert msgspec.json.encode(found) == b'{"data":{"zones":[{"id":"0","name":"a"}]}}'
    await engine.run("{waiting}")
    assert engine.run_now("{waiting}") is None


@pytest.mark.parametrize(
    ("query", "variables", "code"),
    [
        ("{zones{id}", None, "PARSE_FAILED"),
        ("{zones{nope}}", None, "VALIDATION_FAILED"),
        (ZONES, {"n": "x"}, "VARIABLES_INVALID"),
        ("query A{waiting} query B{waiting}", None, "OPERATION_UNKNOWN"),
        ("{ " + "a" * 5 + " " + "zones{id} " * 5001 + "}", None, "PARSE_FAILED"),
        ("{zones{id}}" + " fragment F on Query {waiting}" * 120, None, "OPERATION_LIMIT_EXCEEDED"),
    ],
)
@pytest.mark.parametrize("times", [1, 2])
async def test_a_request_that_cannot_run_has_no_data(
    query: str, variables: dict[str, Any] | None, code: str, times: int
) -> None:
    engine = Engine(SCHEMA)
    for _ in range(times):
        found = await engine.run(query, variables, context=CONTEXT)
    assert found.data is ABSENT
    assert not found.ran
    assert found.errors[0]["extensions"]["code"] == code
    assert found.errors[0]["extensions"]["requestId"] == "r1"
    assert b'"data"' not in msgspec.json.encode(found)


async def test_nested_spreads_that_double_are_refused_before_validation() -> None:
    # stack K3: 2**30 fields in 30 short fragments
    parts = [f"fragment F{n} on Query {{...F{n + 1} ...F{n + 1}}}" for n in range(30)]
    query = "{...F0} " + " ".join(parts) + " fragment F30 on Query {waiting}"
    found = await Engine(SCHEMA).run(query)
    assert found.errors[0]["extensions"]["limit"] == "fields"


async def test_large_ad_hoc_operations_stay_on_the_reference() -> None:
    # stack K3
    engine = Engine(SCHEMA, limits=Limits(compiled_fields=3), eager=True)
    await engine.run("{zones{id}}")
    assert_never_fell_back(engine)
    await engine.run("{zones{id name a:id}}")
    assert engine.fallbacks == {"too many fields": 1}


async def test_many_conditions_stay_on_the_reference_and_are_counted() -> None:
    # stack K5
    names = "abcde"
    heads = ",".join(f"${n}:Boolean!" for n in names)
    query = f"query({heads}){{" + " ".join(f"{n}:waiting @skip(if:${n})" for n in names) + "}"
    engine = Engine(SCHEMA, eager=True)
    found = await engine.run(query, dict.fromkeys(names, False))
    assert len(found.data) == 5
    assert engine.fallbacks == {"conditions": 1}
    assert engine.obstacles(query) == ["None: conditions"]


async def test_one_offs_evict_nothing_hot_and_memory_stays_bounded() -> None:
    # stack K2, reliability Q6
    engine = Engine(SCHEMA, bounds=Bounds(entries=50, bytes=2_000_000, first_sight=10, refused=5))
    for _ in range(3):
        await engine.run(ZONES)
    cache = engine._cache
    for n in range(300):
        await engine.run(f"{{ a{n}: waiting }}")
        await engine.run(f"{{ nope{n} }}")
    assert len(cache) <= 11
    assert len(cache._refused) == 5
    before = engine.fallbacks["first sight"]
    await engine.run(ZONES)
    assert engine.fallbacks["first sight"] == before
    for n in range(300):
        for _ in range(2):
            await engine.run(f"{{ b{n}: zones {{ id name }} }}")
    assert len(cache) <= 50
    assert cache.bytes <= 2_000_000


async def test_evicted_plans_are_collectable_with_their_source_and_shapes() -> None:
    # reliability Q6
    engine = Engine(SCHEMA, eager=True)
    await engine.run("{ only: zones { here: id } }", mode=Mode.STRUCT)
    plan = next(iter(engine._cache._once.values())).operation(None).plans.copy().popitem()[1]
    filename = plan._answer.__code__.co_filename
    assert "run" in linecache.getline(filename, 1)
    gone = weakref.ref(plan)
    shapes = len(SHAPES)
    del plan, engine
    gc.collect()
    assert gone() is None
    assert linecache.getline(filename, 1) == ""
    assert len(SHAPES) < shapes


async def test_generated_source_can_be_read() -> None:
    source = Engine(SCHEMA).generated(ZONES)
    assert source.startswith("def answer(run):")
    assert "first=" in source
    with pytest.raises(ValueError, match="nope"):
        Engine(SCHEMA).generated("{nope}")


async def test_client_text_never_becomes_code() -> None:
    engine = Engine(SCHEMA, eager=True)
    text = "query($__import__: Int! = 1){ class: zones(first: $__import__) { None: id l1: name } }"
    found = await engine.run(text)
    assert_never_fell_back(engine)
    assert found.data == {"class": [{"None": "0", "l1": "a"}]}


async def test_a_problem_speaks_the_readers_language() -> None:
    found = await Engine(SCHEMA, eager=True).run("{missing wrong}", context=CONTEXT)
    missing, wrong = found.errors
    assert missing["message"].endswith(".")
    assert missing["path"] == ["missing"]
    assert missing["extensions"] == {
        "code": "NOT_FOUND",
        "locale": "sv",
        "requestId": "r1",
        "retryable": False,
        "messageKey": "test.none",
        "params": {"sak": "zon"},
    }
    assert wrong["extensions"]["inputPath"] == ["input", "age"]


async def test_any_other_fault_is_masked_and_logged_without_its_text(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.ERROR, "torget.execution"):
        found = await Engine(SCHEMA, eager=True).run("{secret}", context=CONTEXT)
    assert found.data == {"secret": None}
    assert found.errors[0]["extensions"]["code"] == "INTERNAL_ERROR"
    assert "1212" not in str(found)
    assert caplog.records[0].__dict__["fault"] == "ValueError"
    assert "1212" not in caplog.records[0].getMessage()


async def test_errors_are_capped_and_the_cap_is_told() -> None:
    # reliability Q5
    found = await Engine(SCHEMA, eager=True).run("{many{id}}", context=CONTEXT)
    assert len(found.errors) == 51
    assert found.errors[-1]["extensions"]["code"] == "ERRORS_TRUNCATED"


async def test_a_stray_awaitable_is_a_counted_field_error() -> None:
    # stack C11
    STRAY.clear()
    found = await Engine(SCHEMA, eager=True).run("{zones(first:1){stray}}", context=CONTEXT)
    assert found.data == {"zones": [{"stray": None}]}
    assert sum(STRAY.values()) == 1
    STRAY.clear()


async def test_schema_extensions_are_refused_at_start() -> None:
    # stack C11
    with pytest.raises(ValueError, match="schema extensions"):
        Engine(strawberry.Schema(query=Query, extensions=[SchemaExtension]))


@pytest.mark.parametrize("eager", [True, False])
async def test_a_subscription_answers_each_event(eager: bool) -> None:
    # stack C12
    engine = Engine(SCHEMA, eager=eager)
    query = "subscription($n:Int!){ticks(to:$n){id name}}"
    found = [r.data async for r in engine.subscribe(query, {"n": 2}, context=CONTEXT)]
    assert found == [{"ticks": {"id": "0", "name": "b"}}, {"ticks": {"id": "1", "name": None}}]
    assert bool(engine.fallbacks) is not eager


@pytest.mark.parametrize("eager", [True, False])
async def test_faults_of_an_event_travel_with_it_and_the_stream_goes_on(eager: bool) -> None:
    engine = Engine(SCHEMA, eager=eager)
    found = [r async for r in engine.subscribe("subscription{faulty{id}}", context=CONTEXT)]
    assert found[0].data is None
    assert found[0].errors[0]["path"] == ["faulty"]
    assert found[1].data == {"faulty": {"id": "1"}}


@pytest.mark.parametrize("eager", [True, False])
async def test_a_stream_that_does_not_open_is_one_result(eager: bool) -> None:
    engine = Engine(SCHEMA, eager=eager)
    query = "subscription{ticks(to:1,fail:true){id}}"
    (ended,) = [r async for r in engine.subscribe(query, context=CONTEXT)]
    assert ended.data is None
    assert ended.errors[0]["extensions"]["code"] == "NOT_FOUND"
    for text in ("{waiting}", "subscription{nope}"):
        found = [r async for r in engine.subscribe(text, context=CONTEXT)]
        assert len(found) == 1
        assert found[0].data is ABSENT


async def test_closing_a_subscription_closes_its_source() -> None:
    CLOSED.clear()
    stream = Engine(SCHEMA, eager=True).subscribe("subscription{ticks(to:9){id}}", context=CONTEXT)
    await anext(stream)
    await stream.aclose()  # type: ignore[attr-defined]
    assert CLOSED == ["closed"]


async def test_operations_of_ours_compile() -> None:
    engine = Engine(SCHEMA)
    assert_compiled(engine, [ZONES, "query($a:Boolean!){waiting @skip(if:$a) secret}"])


@strawberry.type
class Times:
    @strawberry.field
    def moments(self) -> list[datetime]:
        summer = timezone(timedelta(hours=2))
        return [
            datetime(2026, 3, 9, 14, 5, tzinfo=UTC),
            datetime(2026, 3, 9, 14, 5, 0, 1200, tzinfo=UTC),
            datetime(987, 6, 9, 14, 5, tzinfo=summer),
        ]

    @strawberry.field
    def days(self) -> list[date]:
        return [date(2026, 3, 9), date(1, 1, 1)]

    @strawberry.field
    def amounts(self) -> list[Decimal]:
        return [Decimal("1.50"), Decimal("1E+3"), Decimal("NaN"), Decimal("-0")]

    @strawberry.field
    def keys(self) -> list[UUID]:
        return [UUID(int=5)]


async def test_what_the_encoder_writes_itself_is_written_as_the_scalar_would() -> None:
    # stack C5
    engine = Engine(make_schema(query=Times), eager=True)
    query = "{ moments days amounts keys }"
    as_struct = msgspec.json.encode(await engine.run(query, mode=Mode.STRUCT))
    assert as_struct == msgspec.json.encode(await engine.run(query, mode=Mode.DICT))
    assert as_struct == msgspec.json.encode(await Engine(make_schema(query=Times)).run(query))
    assert b'"0987-06-09T12:05:00Z"' in as_struct
