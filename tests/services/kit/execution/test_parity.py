# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Each feature of the schema language, compiled and on graphql-core: the answers are equal."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

import msgspec
import pytest
import strawberry
from graphql import GraphQLError, get_introspection_query
from strawberry.dataloader import DataLoader
from strawberry.extensions import FieldExtension
from strawberry.permission import BasePermission
from strawberry.scalars import JSON

from services.kit.graph import make_schema
from tests.services.kit.execution.twice import both_ways

T = TypeVar("T")


@strawberry.enum
class Size(Enum):
    SMALL = 1
    LARGE = strawberry.enum_value(2, name="BIG")


@strawberry.input
class Point:
    lat: float
    lon: float = 18.0
    labels: list[str] = strawberry.field(default_factory=list)


@strawberry.input
class Search:
    near: Point | None = None
    size: Size = Size.SMALL
    within: strawberry.Maybe[int | None] = None


@strawberry.interface
class Node:
    id: strawberry.ID

    @strawberry.field
    def shout(self) -> str:
        return f"{self.id}!"


@strawberry.type
class Cat(Node):
    lives: int = 9

    @strawberry.field
    async def purr(self) -> str:
        await asyncio.sleep(0)
        return "prr"


@strawberry.type
class Dog(Node):
    size: Size | None = None


@strawberry.type
class Rock:
    weight: Decimal


@strawberry.type
class Pair(Generic[T]):
    left: T
    right: T | None = None


Pet = Annotated[Cat | Dog | Rock, strawberry.union("Pet")]


class Never(BasePermission):
    message = "no"
    error_extensions = {"code": "FORBIDDEN"}  # noqa: RUF012

    def has_permission(self, source: Any, info: Any, **kwargs: Any) -> bool:
        return False


class Later(BasePermission):
    message = "not yet"

    async def has_permission(self, source: Any, info: Any, **kwargs: Any) -> bool:
        await asyncio.sleep(0)
        return kwargs.get("ok", False)


class Truthy(BasePermission):
    def has_permission(self, source: Any, info: Any, **kwargs: Any) -> Any:
        return "yes"


class Loud(FieldExtension):
    def resolve(self, next_: Any, source: Any, info: Any, **kwargs: Any) -> Any:
        return str(next_(source, info, **kwargs)).upper()


async def load(keys: list[int]) -> list[str]:
    BATCHES.append(keys)
    return [f"n{key}" for key in keys]


BATCHES: list[list[int]] = []


@strawberry.type
class Item:
    number: int

    @strawberry.field
    async def loaded(self, info: strawberry.Info) -> str:
        return await info.context["loader"].load(self.number)

    @strawberry.field
    async def late(self) -> str | None:
        await asyncio.sleep(0)
        if self.number == 1:
            raise GraphQLError("late", extensions={"code": "X"})
        return "ok"

    @strawberry.field
    async def strict(self) -> str:
        await asyncio.sleep(0)
        if self.number == 2:
            raise ValueError("strict")
        return "ok"


def by_parent(parent: strawberry.Parent[Item]) -> int:
    return parent.number


@strawberry.type
class Query:
    @strawberry.field
    def nodes(self) -> list[Node]:
        return [Cat(id=strawberry.ID("c")), Dog(id=strawberry.ID("d"), size=Size.LARGE)]

    @strawberry.field
    def pets(self) -> list[Pet | None]:
        return [Rock(weight=Decimal("1.50")), None, Cat(id=strawberry.ID("c")), 5]  # type: ignore[list-item]

    @strawberry.field
    def still(self) -> list[Annotated[Dog | Rock, strawberry.union("Still")]]:
        return [Rock(weight=Decimal(2)), Dog(id=strawberry.ID("d"))]

    @strawberry.field
    def cast(self) -> list[Node]:
        class Row:
            id = "row"
            size = None

        return [strawberry.cast(Dog, Row())]  # type: ignore[list-item]

    @strawberry.field
    def pair(self) -> Pair[int]:
        return Pair(left=1)

    @strawberry.field
    def pairs(self) -> list[Annotated[Pair[int] | Pair[str], strawberry.union("Pairs")]]:
        return [Pair(left=1), Pair(left="x"), Pair(left=2)]

    @strawberry.field
    def find(self, search: Search, note: str = "none") -> str:
        search.near and search.near.labels.append("seen")
        return f"{search} {note}"

    @strawberry.field
    def size(self, size: Size = Size.LARGE, sizes: list[Size] | None = None) -> Size:
        return sizes[-1] if sizes else size

    @strawberry.field
    def scalars(self) -> list[JSON]:
        return [{"a": [1]}, "x", 5, None]  # type: ignore[list-item]

    @strawberry.field
    def moment(self) -> dt.datetime:
        return dt.datetime(2026, 3, 9, 14, 5, tzinfo=dt.UTC)

    @strawberry.field
    def day(self) -> dt.date:
        return dt.date(2026, 3, 9)

    @strawberry.field
    def key(self) -> UUID:
        return UUID(int=5)

    @strawberry.field(permission_classes=[Never])
    def hidden(self) -> str | None:
        return "x"

    @strawberry.field(permission_classes=[Later])
    async def patient(self, ok: bool = False) -> str | None:  # noqa: FBT002
        return "x"

    @strawberry.field(permission_classes=[Truthy])
    def loose(self) -> str | None:
        return "x"

    @strawberry.field(extensions=[Loud()])
    def loud(self, word: str = "hi") -> str:
        return word

    @strawberry.field
    def about(self, info: strawberry.Info, n: int = 0) -> str:
        told = [f.name for f in info.selected_fields], info.path.as_list(), info.variable_values
        return f"{told} {info.operation.name} {info.return_type} {n}"

    @strawberry.field
    @staticmethod
    def static() -> int:
        return 1

    @strawberry.field
    async def streamed(self) -> list[int]:  # type: ignore[misc]
        for number in range(3):
            yield number

    @strawberry.field
    async def awaitable_items(self) -> list[int | None]:
        async def item(number: int) -> int:
            await asyncio.sleep(0)
            if number == 1:
                raise ValueError("item")
            return number

        return [item(0), item(1), 7, item(2)]  # type: ignore[list-item]

    @strawberry.field
    def items(self) -> list[Item | None]:
        return [Item(number=n) for n in range(4)]

    by_parent: int | None = strawberry.field(resolver=lambda: 3)

    @strawberry.field
    async def grid(self) -> list[list[Item]]:
        return [[Item(number=5)], [], [Item(number=6), Item(number=7)]]

    @strawberry.field
    def raised(self) -> int | None:
        raise GraphQLError("told", extensions={"code": "FORBIDDEN"})

    @strawberry.field
    def item(self, number: int) -> Item | None:
        return Item(number=number)


ORDER: list[str] = []


@strawberry.type
class Mutation:
    @strawberry.mutation
    async def slow(self, name: str) -> str:
        ORDER.append(f"{name} begins")
        await asyncio.sleep(0)
        ORDER.append(f"{name} ends")
        return name

    @strawberry.mutation
    async def failing(self) -> str:
        raise ValueError("failed")


@strawberry.type
class Subscription:
    @strawberry.subscription
    async def count(self, to: int) -> AsyncIterator[int]:
        for number in range(to):
            yield number


SCHEMA = make_schema(
    query=Query, mutation=Mutation, subscription=Subscription, types=[Cat, Dog, Rock]
)

OPERATIONS: list[tuple[str, dict[str, Any]]] = [
    ("{nodes{id shout __typename ...on Cat{lives} ...on Dog{size}}}", {}),
    ("{nodes{...on Cat{purr lives} ... on Node {id}}}", {}),
    ("{pets{__typename ...on Rock{weight} ...on Node{shout}}}", {}),
    ("{still{__typename ...on Rock{weight} ...on Dog{id size}}}", {}),
    ("{cast{id ...on Dog{size}}}", {}),
    ("{pair{left right} pairs{__typename ...on IntPair{left} ...on StrPair{l:left}}}", {}),
    ("{find(search:{near:{lat:59.3}})}", {}),
    ('{a:find(search:{within:null,size:BIG}) b:find(search:{within:3}, note:"å")}', {}),
    ("query($s:Search!,$n:String){find(search:$s,note:$n)}", {"s": {"near": {"lat": 1}}}),
    ("query($s:Search!,$n:String!){find(search:$s,note:$n)}", {"s": {"size": "BIG"}, "n": "x"}),
    ("query($s:Search!){find(search:$s)}", {"s": {"size": "HUGE"}}),
    ("query($s:Search!){find(search:$s)}", {"s": {"near": {}}}),
    ("query($lat:Float!,$l:[String!]){find(search:{near:{lat:$lat,labels:$l}})}", {"lat": 2}),
    ("query($z:Size,$zs:[Size!]){size(size:$z,sizes:$zs)}", {"zs": ["SMALL", "BIG"]}),
    ("query($z:Size){size(size:$z)}", {"z": None}),
    ("query($z:Size=SMALL){size(size:$z)}", {}),
    ("query($zs:[Size!]){size(sizes:$zs)}", {"zs": "SMALL"}),
    ("{scalars moment day key}", {}),
    ('{hidden loose loud l:loud(word:"x")}', {}),
    ("query($ok:Boolean!){patient(ok:$ok) b:patient}", {"ok": True}),
    ("query Q($n:Int){about(n:$n) items{number}}", {"n": 4}),
    ("{static streamed}", {}),
    ("{awaitableItems}", {}),
    ("{items{number late}}", {}),
    ("{items{late strict}}", {}),
    ("{grid{number late strict}}", {}),
    ("{raised byParent}", {}),
    ("{item(number:1){late} two:item(number:2){strict} item(number:1){number}}", {}),
    ('mutation{a:slow(name:"a") b:slow(name:"b")}', {}),
    ('mutation{a:slow(name:"a") failing b:slow(name:"b")}', {}),
    (get_introspection_query(), {}),
    ('{__type(name:"Cat"){name interfaces{name} fields{name args{name}}} no:__type(name:"No"){name}}', {}),
    ("{_service{sdl}}", {}),
]  # fmt: skip


@pytest.mark.anyio
@pytest.mark.parametrize(("query", "variables"), OPERATIONS, ids=lambda part: str(part)[:50])
async def test_answers_are_equal(query: str, variables: dict[str, Any]) -> None:
    # stack C1-C12
    compiled, core = await both_ways(
        SCHEMA, query, variables, context={"loader": DataLoader(load_fn=load)}
    )
    assert msgspec.json.encode(compiled) == msgspec.json.encode(core)


@pytest.mark.anyio
async def test_list_items_wait_side_by_side() -> None:
    # stack A1: one batch for all items
    BATCHES.clear()
    context = {"loader": DataLoader(load_fn=load)}
    compiled, _ = await both_ways(SCHEMA, "{items{loaded}}", context=context)
    assert compiled.data == {"items": [{"loaded": f"n{n}"} for n in range(4)]}
    assert BATCHES[-1] == [0, 1, 2, 3] or BATCHES == [[0, 1, 2, 3]]


@pytest.mark.anyio
async def test_mutations_run_one_after_another_and_stop_at_the_first_fault() -> None:
    # stack C12
    ORDER.clear()
    await both_ways(SCHEMA, 'mutation{a:slow(name:"a") b:slow(name:"b")}')
    assert ORDER == ["a begins", "a ends", "b begins", "b ends"] * 2
    ORDER.clear()
    compiled, _ = await both_ways(SCHEMA, 'mutation{a:slow(name:"a") failing b:slow(name:"b")}')
    assert compiled.data is None
    assert "b begins" not in ORDER[2:]
