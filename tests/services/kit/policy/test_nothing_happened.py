# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A refused mutation leaves nothing: every mutation of every service, every sort of caller (security Z4, Z9)."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    get_named_type,
    is_leaf_type,
)

from gateway.city.catalogue import all_services
from services.kit import policy
from services.kit.bus.local import LocalBus
from services.kit.clock import ManualClock
from services.kit.graph.reading import read_schema
from services.kit.graph_guard import graph_doors
from services.kit.policy.matrix import NOW, callers_for
from services.kit.running import open_service
from services.kit.service import Room
from tests.support.services import Asked

SERVICES = [
    name
    for name, service in all_services().items()
    if service.has(Room.GRAPH) and service.load(Room.GRAPH).mutation is not None
]
VALUES = {
    "String": "x", "ID": "WDp4", "Int": 1, "Float": 1.0, "Boolean": True,
    "DateTime": "2026-06-01T00:00:00Z", "Date": "2026-06-01", "Locale": "sv",
}  # fmt: skip
OWN_TABLES = ("audit_row", "audit_head", "schema_version")
"""A refusal is put on record; that is all that may remain of it."""

pytestmark = pytest.mark.anyio


def example(kind: Any) -> Any:
    """A value that has the right shape and means nothing."""
    if isinstance(kind, GraphQLNonNull):
        return example(kind.of_type)
    if isinstance(kind, GraphQLList):
        return [example(kind.of_type)]
    if isinstance(kind, GraphQLEnumType):
        return next(iter(kind.values))
    if isinstance(kind, GraphQLInputObjectType):
        return {
            name: example(field.type)
            for name, field in kind.fields.items()
            if isinstance(field.type, GraphQLNonNull)
        }
    return VALUES.get(kind.name, "x")


def operation(name: str, field: Any) -> tuple[str, dict[str, Any]]:
    """A mutation with example values for everything it needs."""
    needed = {k: a for k, a in field.args.items() if isinstance(a.type, GraphQLNonNull)}
    declared = ", ".join(f"${k}: {a.type}" for k, a in needed.items())
    given = ", ".join(f"{k}: ${k}" for k in needed)
    named = get_named_type(field.type)
    shown = "" if is_leaf_type(named) else " { __typename }"
    text = f"mutation{f'({declared})' if declared else ''} {{ {name}{f'({given})' if given else ''}{shown} }}"
    return text, {k: example(a.type) for k, a in needed.items()}


def contents(file: Path) -> dict[str, list[Any]]:
    """Every row of every table: facts, events on their way, timers, answers kept for a second try."""
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        names = [
            name for (name,) in tables if name not in OWN_TABLES and not name.startswith("sqlite_")
        ]
        return {
            name: connection.execute(f'SELECT * FROM "{name}"').fetchall()  # noqa: S608
            for name in names
        }


async def refuse_all(asked: Asked, name: str, permission: str, field: Any) -> int:
    """Ask as everybody whom the gate refuses; how many those were."""
    rule = policy.book.compiled(permission).rule
    text, values = operation(name, field)
    refused = 0
    for sort, caller in callers_for(rule).items():
        if policy.decide(caller, permission, now=asked.clock.now_ms()).allowed:
            continue
        answer = await asked.ask(text, caller, **values)
        assert answer.errors, f"{sort} was not refused {name}"
        codes = {error["extensions"]["code"] for error in answer.errors}
        assert codes & REFUSALS, f"{sort} at {name}: {codes}"
        refused += 1
    return refused


REFUSALS = {
    "UNAUTHENTICATED", "FORBIDDEN", "NOT_FOUND", "STEP_UP_REQUIRED", "PURPOSE_MISMATCH",
    "DELEGATION_ENDED", "ASSIGNMENT_REQUIRED", "CONSENT_REQUIRED", "VARIABLES_INVALID",
}  # fmt: skip


@asynccontextmanager
async def asleep(name: str, folder: Path) -> AsyncIterator[Asked]:
    """A service with its demo data that answers, and whose events and timers do not move."""
    manifest, clock = all_services()[name], ManualClock(NOW)
    running = await open_service(
        manifest, database_url=f"sqlite:///{folder}", bus=LocalBus(), clock=clock
    )
    if manifest.has(Room.DEMO):
        await running.resources.database.transact(manifest.load(Room.DEMO))
    try:
        yield Asked(running, clock)
    finally:
        await running.stop()


@pytest.mark.parametrize("service", SERVICES)
async def test_a_refused_mutation_leaves_everything_as_it_was(service, tmp_path):
    async with asleep(service, tmp_path) as asked:
        schema = asked.running.service.load(Room.GRAPH)
        fields = read_schema(schema).core.mutation_type.fields
        locks = {
            door.place.removeprefix("Mutation."): door.permission
            for door in graph_doors(schema)
            if door.place.startswith("Mutation.")
        }
        file = tmp_path / f"{service}.sqlite3"
        before = contents(file)
        refused = 0
        for name, permission in locks.items():
            if permission is not None and not permission.startswith("public: "):
                refused += await refuse_all(asked, name, permission, fields[name])
        assert contents(file) == before
        assert refused or all(lock.startswith("public: ") for lock in locks.values())


async def test_a_mutation_that_is_allowed_would_be_seen(tmp_path):
    """The comparison itself can fail."""
    async with asleep("residents", tmp_path) as asked:
        file = tmp_path / "residents.sqlite3"
        before = contents(file)
        resident = callers_for(policy.book.compiled("residents.profile.write").rule)["the person"]
        wish = {"kind": "EMAIL", "address": "a@b.se"}
        text = "mutation($i: SetContactWayInput!) { setContactWay(input: $i) { __typename } }"
        await asked.ask(text, resident, i=wish)
        assert contents(file) != before
