# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Entities are found in batches: one call per type, order kept, faults alone (stack 3.6)."""

import asyncio
from typing import Any

import msgspec
import pytest
import strawberry

from services.kit.execution import Engine
from services.kit.graph import Info, make_schema
from services.kit.wire.codegen import Mode

CALLS: list[Any] = []


class ZoneKey(msgspec.Struct, frozen=True, rename="camel"):
    id: str
    tax_class: int = 0


class SpaceKey(msgspec.Struct):
    """Not frozen, so not hashable."""

    id: str


@strawberry.federation.type(keys=["id"])
class Zone:
    id: strawberry.ID
    name: str

    @classmethod
    async def resolve_references(cls, keys: list[ZoneKey], info: Info) -> "list[Zone | None]":
        CALLS.append(("Zone begins", [key.id for key in keys]))
        await asyncio.sleep(0)
        CALLS.append("Zone ends")
        return [
            None if key.id == "none" else Zone(id=strawberry.ID(key.id), name=f"z{key.tax_class}")
            for key in keys
        ]


@strawberry.federation.type(keys=["id"])
class Space:
    id: strawberry.ID

    @classmethod
    async def resolve_references(cls, keys: list[SpaceKey], info: Info) -> "list[Space | None]":
        CALLS.append(("Space begins", len(keys)))
        if keys[0].id == "boom":
            raise ValueError("boom")
        if keys[0].id == "short":
            return []
        return [Space(id=strawberry.ID(key.id)) for key in keys]


@strawberry.federation.type(keys=["id"])
class Old:
    id: strawberry.ID

    @classmethod
    def resolve_reference(cls, id: strawberry.ID) -> "Old | None":  # noqa: A002
        if id == "bad":
            raise ValueError("bad")
        return Old(id=id)


@strawberry.type
class Plain:
    id: strawberry.ID


@strawberry.type
class Query:
    @strawberry.field
    def plain(self) -> Plain | None:
        return None


SCHEMA = make_schema(query=Query, types=[Zone, Space, Old])
QUERY = """query($r: [_Any!]!) { _entities(representations: $r) {
    __typename ... on Zone { id name } ... on Space { id } ... on Old { id } } }"""

pytestmark = pytest.mark.anyio


@pytest.fixture(params=["compiled", "reference"])
def engine(request: pytest.FixtureRequest) -> Engine:
    CALLS.clear()
    return Engine(SCHEMA, eager=request.param == "compiled")


def zone(key: Any, **more: Any) -> dict[str, Any]:
    return {"__typename": "Zone", "id": key, **more}


async def ask(engine: Engine, *representations: Any) -> tuple[list[Any], list[Any]]:
    result = await engine.run(QUERY, {"r": list(representations)})
    assert result.data is not None
    return result.data["_entities"], [error["path"] for error in result.errors]


async def test_order_is_kept_misses_are_null_and_equal_keys_are_asked_once(engine: Engine) -> None:
    given = [zone("b", taxClass=2), zone("none"), zone("a"), zone("b", taxClass=2)]
    found, faults = await ask(engine, *given)
    assert [one and (one["id"], one["name"]) for one in found] == [
        ("b", "z2"),
        None,
        ("a", "z0"),
        ("b", "z2"),
    ]
    assert faults == []
    assert CALLS == [("Zone begins", ["b", "none", "a"]), "Zone ends"]


async def test_the_representations_are_left_as_they_were(engine: Engine) -> None:
    given = zone("a")
    await ask(engine, given)
    assert given == {"__typename": "Zone", "id": "a"}


async def test_types_are_asked_side_by_side(engine: Engine) -> None:
    space = {"__typename": "Space", "id": "s"}
    found, _ = await ask(engine, zone("a"), space, zone("c"), space)
    assert [one["__typename"] for one in found] == ["Zone", "Space", "Zone", "Space"]
    assert CALLS == [("Zone begins", ["a", "c"]), ("Space begins", 1), "Zone ends"]


@pytest.mark.parametrize(
    "bad",
    [
        {"__typename": "Zone"},
        {"__typename": "Zone", "id": 5},
        {"__typename": "Nothing", "id": "x"},
        {"__typename": "Plain", "id": "x"},
        {"__typename": "String", "id": "x"},
        {"__typename": ["Zone"], "id": "x"},
        {"id": "x"},
        "x",
    ],
)
async def test_a_malformed_representation_errs_alone(engine: Engine, bad: Any) -> None:
    found, faults = await ask(engine, zone("a"), bad, zone("c"))
    assert [bool(one) for one in found] == [True, False, True]
    assert faults == [["_entities", 1]]


@pytest.mark.parametrize("key", ["boom", "short"])
async def test_a_failing_type_fails_at_its_own_places(engine: Engine, key: str) -> None:
    space = {"__typename": "Space", "id": key}
    found, faults = await ask(engine, space, zone("a"), space)
    assert [bool(one) for one in found] == [False, True, False]
    assert faults == [["_entities", 0], ["_entities", 2]]


async def test_types_without_the_hook_are_resolved_one_by_one(engine: Engine) -> None:
    old = [{"__typename": "Old", "id": key} for key in ("1", "bad", "2")]
    found, faults = await ask(engine, *old)
    assert [one and one["id"] for one in found] == ["1", None, "2"]
    assert faults == [["_entities", 1]]


async def test_the_number_of_representations_is_capped(engine: Engine) -> None:
    result = await engine.run(QUERY, {"r": [zone(str(n)) for n in range(5001)]})
    assert result.data is None
    assert result.errors[0]["extensions"]["code"] == "OPERATION_LIMIT_EXCEEDED"
    assert CALLS == []


async def test_struct_mode_answers_the_same() -> None:
    engine = Engine(SCHEMA, eager=True)
    given = {"r": [zone("a"), zone("none")]}
    as_struct = await engine.run(QUERY, given, mode=Mode.STRUCT)
    as_dict = await engine.run(QUERY, given)
    assert msgspec.json.encode(as_struct) == msgspec.json.encode(as_dict)


async def test_the_schema_can_be_composed() -> None:
    assert "federation/v2.7" in Engine(SCHEMA).sdl()
    assert "union _Entity = Old | Space | Zone" in Engine(SCHEMA).sdl()
