# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The examples by which the GraphQL specification explains execution, compiled (September 2025, 2, 3.13, 5, 6, 7)."""

import json
from collections.abc import AsyncGenerator
from typing import Annotated, Any, Union

import msgspec
import pytest
import strawberry

from services.kit.execution import Engine
from services.kit.wire.codegen import Mode

pytestmark = pytest.mark.anyio


@strawberry.interface
class Character:
    id: strawberry.ID
    name: str | None = strawberry.field()


@strawberry.type
class Human(Character):
    height: float = 1.7
    raw: strawberry.Private[list[Any]] = strawberry.UNSET

    @strawberry.field
    def friends(self) -> list[Annotated["Human", strawberry.lazy(__name__)] | None] | None:
        return [_friend(one) for one in self.raw or ()]

    @strawberry.field
    def strict_friends(self) -> list[Annotated["Human", strawberry.lazy(__name__)]] | None:
        return [_friend(one) for one in self.raw or ()]

    @strawberry.field
    def known_as(self) -> str:
        if self.name is None:
            raise ValueError("Name for character with ID 1002 could not be fetched.")
        return self.name


@strawberry.type
class Droid(Character):
    function: str = "Astromech"


def _friend(given: tuple[str, str | None] | None) -> Human | None:
    return None if given is None else Human(id=strawberry.ID(given[0]), name=given[1])


FRIENDS = [("1000", "Luke Skywalker"), ("1002", None), ("1003", "Leia Organa")]
R2 = Human(id=strawberry.ID("2001"), name="R2-D2", raw=FRIENDS)
Found = Annotated[Union[Human, Droid], strawberry.union("Found")]  # noqa: UP007 - the form strawberry reads


@strawberry.input
class Point:
    lat: float
    lon: float = 5.0


@strawberry.type
class Query:
    @strawberry.field
    def hero(self) -> Human | None:
        return R2

    @strawberry.field
    def search(self) -> list[Found]:
        return [R2, Droid(id=strawberry.ID("2000"), name="C-3PO", function="Protocol")]

    @strawberry.field
    def characters(self) -> list[Character]:
        return [R2, Droid(id=strawberry.ID("2000"), name="C-3PO")]

    @strawberry.field
    def user(self, number: int) -> str | None:
        return f"user {number}"

    @strawberry.field
    def echo(
        self, values: list[int | None] | None = None, point: Point | None = None
    ) -> str | None:
        return f"{values} {point.lat if point else None} {point.lon if point else None}"

    @strawberry.field
    def matrix(self) -> list[list[int | None] | None] | None:
        return [[1, None], None, []]


@strawberry.type
class Numbers:
    the_number: int


@strawberry.type
class Mutation:
    @strawberry.mutation
    def change_the_number(self, new_number: int, info: strawberry.Info) -> Numbers | None:
        if new_number < 0:
            raise ValueError("no")
        info.context.append(new_number)
        return Numbers(the_number=new_number)


@strawberry.type
class Subscription:
    @strawberry.subscription
    async def new_message(self, room_id: int) -> AsyncGenerator[str]:
        for text in ("Hello", "Bye"):
            yield f"{room_id}: {text}"


SCHEMA = strawberry.Schema(Query, Mutation, Subscription, types=[Human, Droid])


@pytest.fixture(params=[Mode.DICT, Mode.STRUCT])
def ask(request: pytest.FixtureRequest) -> Any:
    engine = Engine(SCHEMA, eager=True)

    async def run(query: str, variables: Any = None, **given: Any) -> Any:
        result = await engine.run(query, variables, mode=request.param, context=[], **given)
        assert dict(engine.fallbacks) == {}
        return result

    return run


def text(data: Any) -> str:
    return msgspec.json.encode(data).decode()


async def test_the_answer_has_the_order_of_the_selection(ask: Any) -> None:  # 6.3 field collection
    result = await ask(
        "{ hero { name ...F id again: name } } fragment F on Human { height name ... on Character { id } }"
    )
    assert text(result.data) == (
        '{"hero":{"name":"R2-D2","height":1.7,"id":"2001","again":"R2-D2"}}'
    )


async def test_a_null_field_leaves_its_neighbours_alone(
    ask: Any,
) -> None:  # 6.4.4 handling of errors
    result = await ask("{ hero { name friends { id name } } }")
    assert result.errors == []
    assert json.loads(text(result.data))["hero"]["friends"][1] == {"id": "1002", "name": None}


async def test_a_failed_non_null_field_nulls_the_nearest_place_that_may_be_null(ask: Any) -> None:
    result = await ask("{ hero { name heroFriends: friends { id name: knownAs } } }")
    assert [error["path"] for error in result.errors] == [["hero", "heroFriends", 1, "name"]]
    assert json.loads(text(result.data)) == {
        "hero": {
            "name": "R2-D2",
            "heroFriends": [
                {"id": "1000", "name": "Luke Skywalker"},
                None,
                {"id": "1003", "name": "Leia Organa"},
            ],
        }
    }


async def test_a_list_of_non_null_items_goes_as_a_whole(ask: Any) -> None:  # 6.4.4
    result = await ask("{ hero { name strictFriends { knownAs } } }")
    assert json.loads(text(result.data)) == {"hero": {"name": "R2-D2", "strictFriends": None}}
    assert len(result.errors) == 1
    assert result.errors[0]["locations"] == [{"line": 1, "column": 31}]


async def test_fragments_on_unions_and_interfaces_apply_by_type(ask: Any) -> None:  # 2.8, 6.3.2
    result = await ask(
        "{ search { __typename ... on Human { name height } ... on Droid { function } }"
        " characters { name ... on Droid { __typename } } }"
    )
    assert text(result.data) == (
        '{"search":[{"__typename":"Human","name":"R2-D2","height":1.7},'
        '{"__typename":"Droid","function":"Protocol"}],'
        '"characters":[{"name":"R2-D2"},{"name":"C-3PO","__typename":"Droid"}]}'
    )


async def test_mutations_run_in_series_each_after_the_other(ask: Any) -> None:  # 6.2.2
    result = await ask(
        "mutation { first: changeTheNumber(newNumber: 1) { theNumber }"
        " second: changeTheNumber(newNumber: 3) { theNumber }"
        " third: changeTheNumber(newNumber: -1) { theNumber }"
        " fourth: changeTheNumber(newNumber: 2) { theNumber } }"
    )
    assert text(result.data) == (
        '{"first":{"theNumber":1},"second":{"theNumber":3},"third":null,"fourth":{"theNumber":2}}'
    )
    assert [error["path"] for error in result.errors] == [["third"]]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("[1, 2, 3]", "[1, 2, 3]"),
        ("1", "[1]"),
        ("null", "None"),
        ("[1, null]", "[1, None]"),
    ],
)
async def test_lists_are_coerced_by_the_table_of_the_specification(
    ask: Any, given: str, said: str
) -> None:  # 3.11
    literal = await ask(f"{{ echo(values: {given}) }}")
    variable = await ask("query ($v: [Int]) { echo(values: $v) }", {"v": json.loads(given)})
    assert literal.errors == variable.errors == []
    assert text(literal.data) == text(variable.data) == text({"echo": f"{said} None None"})


@pytest.mark.parametrize("given", [["a"], [[1]], "x", {"a": 1}, [1.5], 2**31])
async def test_what_is_no_list_of_numbers_is_refused_before_anything_runs(
    ask: Any, given: Any
) -> None:
    result = await ask("query ($v: [Int]) { echo(values: $v) }", {"v": given})
    assert result.errors[0]["extensions"]["code"] == "VARIABLES_INVALID"
    assert "path" not in result.errors[0]


@pytest.mark.parametrize(
    ("point", "said"),
    [
        ({"lat": 1}, "None 1.0 5.0"),
        ({"lat": 1, "lon": 2}, "None 1.0 2.0"),
        (None, "None None None"),
    ],
)
async def test_input_objects_take_their_defaults(ask: Any, point: Any, said: str) -> None:  # 3.10
    result = await ask("query ($p: Point) { echo(point: $p) }", {"p": point})
    assert text(result.data) == text({"echo": said})


@pytest.mark.parametrize("point", [{}, {"lat": None}, {"lat": "x"}, {"lat": 1, "z": 1}])
async def test_input_objects_are_checked(ask: Any, point: Any) -> None:  # 3.10
    result = await ask("query ($p: Point) { echo(point: $p) }", {"p": point})
    assert result.errors[0]["extensions"]["code"] == "VARIABLES_INVALID"


@pytest.mark.parametrize(
    ("a", "b", "keys"),
    [(True, True, []), (True, False, []), (False, True, ["name"]), (False, False, [])],
)
async def test_skip_and_include_must_both_agree(
    ask: Any, a: bool, b: bool, keys: list[str]
) -> None:  # 3.13
    query = "query ($a: Boolean!, $b: Boolean!) { hero { name @skip(if: $a) @include(if: $b) __typename } }"
    result = await ask(query, {"a": a, "b": b})
    assert list(json.loads(text(result.data))["hero"]) == [*keys, "__typename"]


async def test_lists_of_lists_keep_their_nulls(ask: Any) -> None:  # 3.11
    assert text((await ask("{ matrix }")).data) == '{"matrix":[[1,null],null,[]]}'


async def test_the_schema_can_be_asked_beside_the_data(ask: Any) -> None:  # 4.1
    result = await ask(
        '{ hero { __typename } __type(name: "Character") { kind possibleTypes { name } } }'
    )
    assert json.loads(text(result.data))["__type"] == {
        "kind": "INTERFACE",
        "possibleTypes": [{"name": "Human"}, {"name": "Droid"}],
    }


async def test_of_several_operations_one_is_named(ask: Any) -> None:  # 6.1
    several = "query A { hero { id } } query B { user(number: 4) }"
    assert text((await ask(several, operation_name="B")).data) == '{"user":"user 4"}'
    unnamed = await ask(several)
    assert unnamed.errors[0]["extensions"]["code"] == "OPERATION_UNKNOWN"


async def test_a_subscription_answers_each_event() -> None:  # 6.2.3
    engine = Engine(SCHEMA, eager=True)
    found = [
        text(result.data)
        async for result in engine.subscribe("subscription { newMessage(roomId: 123) }", context=[])
    ]
    assert found == ['{"newMessage":"123: Hello"}', '{"newMessage":"123: Bye"}']
