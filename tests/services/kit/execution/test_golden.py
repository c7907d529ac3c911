# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Golden answers of the specification's hard corners, compiled and on graphql-core alike (stack 3.8)."""

from typing import Any

import msgspec
import pytest
import strawberry

from tests.services.kit.execution.twice import Case, both_ways


@strawberry.type
class Zone:
    id: strawberry.ID
    name: str

    @strawberry.field
    def boom(self) -> str | None:
        raise ValueError("boom")

    @strawberry.field
    def boomx(self) -> str:
        raise ValueError("boomx")


class Data:
    """What the roots return; set by each test."""

    value: Any = None


@strawberry.type
class Query:
    @strawberry.field
    def zones(self) -> list[Zone]:
        return Data.value

    @strawberry.field
    def ozones(self) -> list[Zone | None] | None:
        return Data.value

    @strawberry.field
    def i(self) -> int | None:
        return Data.value

    @strawberry.field
    def f(self) -> float | None:
        return Data.value

    @strawberry.field
    def s(self) -> str | None:
        return Data.value

    @strawberry.field
    def grid(self) -> list[list[int]] | None:
        return Data.value

    @strawberry.field
    def x(self, n: int) -> int | None:
        return n


SCHEMA = strawberry.Schema(query=Query)


def zone(number: str = "1", name: str | None = "a") -> Zone:
    return Zone(id=strawberry.ID(number), name=name)  # type: ignore[arg-type]


NULL = "Cannot return null for non-nullable field"
CASES = [
    Case("{zones{id}}", [zone(), None], None, [(f"{NULL} Query.zones.", ["zones", 1])]),
    Case(
        "{ozones{id name}}",
        [zone(), zone("2", None), None],
        {"ozones": [{"id": "1", "name": "a"}, None, None]},
        [(f"{NULL} Zone.name.", ["ozones", 1, "name"])],
    ),
    Case(
        "{ozones{boom boomx}}",
        [zone()],
        {"ozones": [None]},
        [("boom", ["ozones", 0, "boom"]), ("boomx", ["ozones", 0, "boomx"])],
    ),
    Case("{ozones{boomx boom}}", [zone()], {"ozones": [None]}, [("boomx", ["ozones", 0, "boomx"])]),
    Case(
        "{i}",
        2**31,
        {"i": None},
        [("Int cannot represent non 32-bit signed integer value: 2147483648", ["i"])],
    ),
    Case("{i}", 1.5, {"i": None}, [("Int cannot represent non-integer value: 1.5", ["i"])]),
    Case("{i}", True, {"i": 1}, []),
    Case("{i}", "7", {"i": 7}, []),
    Case(
        "{f}",
        float("nan"),
        {"f": None},
        [("Float cannot represent non numeric value: nan", ["f"])],
    ),
    Case("{s}", 5, {"s": "5"}, []),
    Case("{s}", True, {"s": "true"}, []),
    Case("{grid}", [[1, None], [2]], {"grid": None}, [(f"{NULL} Query.grid.", ["grid", 0, 1])]),
    Case(
        "{grid}",
        ["ab"],
        {"grid": None},
        [("Expected Iterable, but did not find one for field 'Query.grid'.", ["grid", 0])],
    ),
    Case("query($n: Int!){x(n: $n)}", None, {"x": 1}, [], {"n": 1.0}),
    Case(
        "query($n: Int!){x(n: $n)}",
        None,
        msgspec.UNSET,
        [
            (
                "Variable '$n' has invalid value: Int cannot represent non-integer value: '1'",
                None,
            )
        ],
        {"n": "1"},
    ),
    Case("query($n: Int = 3){x(n: $n)}", None, {"x": 3}, []),
    Case(
        "query($n: Int = 3){x(n: $n)}",
        None,
        {"x": None},
        [
            (
                (
                    "Argument 'n' has invalid value: Expected variable '$n' provided to"
                    " non-null type 'Int!' not to be None."
                ),
                ["x"],
            )
        ],
        {"n": None},
    ),
]


@pytest.mark.anyio
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.query} {case.value!r}"[:60])
async def test_golden(case: Case) -> None:
    Data.value = case.value
    compiled, core = await both_ways(SCHEMA, case.query, case.variables)
    assert compiled == core
    assert compiled.data == case.data
    assert [(e["message"], e.get("path")) for e in compiled.errors] == case.errors


@pytest.mark.anyio
@pytest.mark.parametrize(("a", "keys"), [(True, ["i", "s"]), (False, ["s", "i"])])
async def test_conditions_decide_the_order_of_keys(a: bool, keys: list[str]) -> None:
    # stack K5, C1
    Data.value = 1
    query = "query($a: Boolean!){...F @include(if:$a) s i} fragment F on Query {i s}"
    compiled, core = await both_ways(SCHEMA, query, {"a": a})
    assert list(compiled.data) == list(core.data) == keys
