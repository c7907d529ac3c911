# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A refused mutation leaves every row of every service as it was, in process and over HTTP (security Z4, Z9)."""

import os
import random
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from graphql import GraphQLField, get_named_type, is_leaf_type, is_required_argument

from gateway.city.catalogue import all_services
from services.kit import policy
from services.kit.graph.identity import global_id
from services.kit.graph.reading import read_schema
from services.kit.graph_guard import graph_doors
from services.kit.policy.matrix import callers_for
from services.kit.service import Room
from services.kit.wire.caller import Caller
from services.kit.wire.subgraph import FetchResult
from tests.support.asking import Ask, in_process, over_http
from tests.support.rows import all_rows
from tests.support.together import Together, together
from tests.support.whole_graph import value_of

pytestmark = pytest.mark.anyio

SERVICES = [
    name for name, service in all_services().items()
    if service.has(Room.GRAPH) and service.load(Room.GRAPH).mutation is not None
]  # fmt: skip
ON_RECORD = ("audit_row", "audit_head")
"""A refusal is put on record; that is all that may remain of it."""

REFUSALS = {
    "UNAUTHENTICATED", "FORBIDDEN", "NOT_FOUND", "STEP_UP_REQUIRED", "PURPOSE_MISMATCH",
    "DELEGATION_ENDED", "ASSIGNMENT_REQUIRED", "CONSENT_REQUIRED", "VARIABLES_INVALID",
}  # fmt: skip
IS_LONG = os.environ.get("TORGET_HYPOTHESIS") == "fuzz"
MOST_CALLERS = 14 if IS_LONG else 3
"""Of each mutation; all sorts with `make fuzz`."""
OPEN_TO_STAFF = ("cityinfo",)
"""Whoever is let in may change everything there: content belongs to nobody."""
WAYS = ("in process", "over HTTP")


class Locked:
    """One mutation and the permission at its door."""

    def __init__(self, service: str, name: str, field: GraphQLField, permission: str) -> None:
        self.service, self.name, self.permission = service, name, permission
        needed = {k: a for k, a in field.args.items() if is_required_argument(a)}
        declared = ", ".join(f"${k}: {a.type}" for k, a in needed.items())
        given = ", ".join(f"{k}: ${k}" for k in needed)
        shown = "" if is_leaf_type(get_named_type(field.type)) else " { __typename }"
        self.text = (
            f"mutation{f'({declared})' if declared else ''} "
            f"{{ {name}{f'({given})' if given else ''}{shown} }}"
        )
        self.values = {k: value_of(a.type, k) for k, a in needed.items()}

    def callers(self) -> Iterator[tuple[str, Caller, bool]]:
        """Every sort of caller, and whether the door itself sends it away."""
        rule = policy.book.compiled(self.permission).rule
        for sort, caller in callers_for(rule).items():
            yield sort, caller, not policy.decide(caller, self.permission).allowed


def locked(service: str) -> list[Locked]:
    """The mutations of a service that are not for everybody."""
    schema = all_services()[service].load(Room.GRAPH)
    core = read_schema(schema).core
    assert core.mutation_type is not None
    return [
        Locked(service, name, core.mutation_type.fields[name], door.permission)
        for door in graph_doors(schema)
        if door.permission is not None and not door.permission.startswith("public: ")
        for kind, _, name in [door.place.partition(".")]
        if kind == "Mutation"
    ]


@pytest.fixture(scope="module")
async def city(tmp_path_factory: Any) -> AsyncIterator[Together]:
    folder: Path = tmp_path_factory.mktemp("nothing")
    async with together(f"sqlite:///{folder}", folder=folder, awake=False) as everything:
        yield everything


@pytest.fixture(autouse=True)
def nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sleeping city answers no questions about rights: do not wait for it."""
    monkeypatch.setattr("services.residents.graph.rights.WAIT_ROUNDS", 1)


@pytest.fixture(params=WAYS)
def ask(request: Any, city: Together) -> Ask:
    if request.param == "in process":
        return in_process(city.running)
    return over_http(city.running, city.clock)


async def every_row(city: Together) -> dict[str, Any]:
    return {name: await all_rows(one, without=ON_RECORD) for name, one in city.everybody.items()}


def is_refused(answer: FetchResult) -> bool:
    return bool({error["extensions"]["code"] for error in answer.errors} & REFUSALS)


async def test_whoever_the_door_sends_away_leaves_nothing_in_any_service(city, ask):
    before = await every_row(city)
    asked = 0
    for mutation in (each for service in SERVICES for each in locked(service)):
        for sort, caller, is_sent_away in mutation.callers():
            if not is_sent_away:
                continue
            answer = await ask(mutation.service, mutation.text, caller, **mutation.values)
            assert is_refused(answer), f"{sort} at {mutation.service}.{mutation.name}: {answer}"
            asked += 1
    assert asked > 1000
    assert await every_row(city) == before


def real(chance: random.Random, given: Any, ids: list[str]) -> Any:
    """The same input with ids of things that are really there."""
    if isinstance(given, dict):
        return {key: real(chance, value, ids) for key, value in given.items()}
    if isinstance(given, list):
        return [real(chance, value, ids) for value in given]
    return chance.choice(ids) if isinstance(given, str) and given in ("x", "demo-amina") else given


def ids_in(rows: dict[str, Any], types: list[str]) -> list[str]:
    """The first key of some rows of each table, as it is stored and as clients see it."""
    keys = [
        value for found in rows.values() for row in found[:3]
        for value in [next(iter(row.values()))] if isinstance(value, str)
    ]  # fmt: skip
    return ["person-1", *keys, *(global_id(kind, key) for kind in types for key in keys)]


@pytest.mark.parametrize("service", SERVICES)
async def test_property_whoever_is_refused_at_the_row_leaves_nothing(
    city: Together, service: str
) -> None:
    """Let in by the door, with ids of other people's things; what is refused then has left nothing."""
    ask, running = in_process(city.running), city.everybody[service]
    chance = random.Random(service)
    core = read_schema(running.service.load(Room.GRAPH)).core
    kinds = [name for name, kind in core.type_map.items() if "id" in getattr(kind, "fields", {})]
    before = await all_rows(running, without=ON_RECORD)
    ids = ids_in(before, kinds)
    refused = let_in = 0
    for mutation in locked(service):
        callers = [(sort, caller) for sort, caller, away in mutation.callers() if not away]
        for sort, caller in chance.sample(callers, min(len(callers), MOST_CALLERS)):
            let_in += 1
            values = real(chance, mutation.values, ids)
            answer = await ask(service, mutation.text, caller, **values)
            after = await all_rows(running, without=ON_RECORD)
            if is_refused(answer):
                assert after == before, f"{sort} at {mutation.name} with {values}"
                refused += 1
            before = after
    assert refused or let_in == 0 or service in OPEN_TO_STAFF


async def test_a_mutation_that_is_allowed_would_be_seen(city: Together, ask: Ask) -> None:
    """The comparison itself can fail."""
    before = await every_row(city)
    resident = callers_for(policy.book.compiled("residents.profile.write").rule)["the person"]
    wish = {"kind": "EMAIL", "address": f"a{random.random()}@b.se"}
    text = "mutation($i: SetContactWayInput!) { setContactWay(input: $i) { __typename } }"
    await ask("residents", text, resident, i=wish)
    assert await every_row(city) != before
