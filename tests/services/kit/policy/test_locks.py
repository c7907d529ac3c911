# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Doors of graph and routes: locked ones ask the policy, open ones are found."""

from collections.abc import AsyncIterator
from types import SimpleNamespace

import pytest
import strawberry
from litestar import get
from litestar.testing import create_test_client

from services.kit import policy
from services.kit.graph_guard import guarded, open_reference, permission, public, unguarded
from services.kit.policy.routes import public_route, route_permission, unguarded_routes
from services.kit.web import answer_problem
from services.kit.wire.caller import ANONYMOUS, Caller, CallerKind, Delegation
from services.kit.wire.problem import Problem

policy.register(
    (
        policy.Rule("locks.thing.read", (policy.SIGNED_IN,)),
        policy.Rule("locks.thing.watch", (policy.SIGNED_IN & policy.delegate("watch", "owner"),)),
    )
)
AMINA = Caller(kind=CallerKind.RESIDENT, sub="r1", loa=3)


@strawberry.federation.type(keys=["id"])
class Thing:
    id: strawberry.ID

    @classmethod
    @guarded("locks.thing.read")
    def resolve_reference(cls, info: strawberry.Info, id: strawberry.ID) -> "Thing":  # noqa: A002
        assert info
        return cls(id=id)

    @strawberry.field(extensions=[permission("locks.thing.read")])
    def secret(self) -> str:
        return "s"


@strawberry.type
class Query:
    @strawberry.field(extensions=[public("open data")])
    def everybody(self) -> str:
        return "e"

    @strawberry.field(extensions=[permission("locks.thing.read")])
    def locked(self) -> Thing | None:
        return Thing(id=strawberry.ID("1"))

    @strawberry.field(extensions=[permission("locks.thing.read")])
    async def locked_async(self) -> str | None:
        return "l"


@strawberry.type
class Subscription:
    @strawberry.subscription(extensions=[permission("locks.thing.watch")])
    async def ticks(self) -> AsyncIterator[int]:
        for tick in range(3):
            yield tick


SCHEMA = strawberry.federation.Schema(query=Query, subscription=Subscription)


def context(caller: Caller) -> SimpleNamespace:
    return SimpleNamespace(caller=caller)


@pytest.mark.anyio
@pytest.mark.parametrize(
    "query",
    [
        "{locked{id}}",
        "{lockedAsync}",
        '{_entities(representations:[{__typename:"Thing",id:"1"}]){...on Thing{id}}}',
    ],
)
async def test_a_locked_field_asks_the_policy(query):  # security Z5
    refused = await SCHEMA.execute(query, context_value=context(ANONYMOUS))
    assert refused.errors is not None
    assert isinstance(refused.errors[0].original_error, Problem)
    assert refused.errors[0].original_error.code == "UNAUTHENTICATED"
    allowed = await SCHEMA.execute(query, context_value=context(AMINA))
    assert allowed.errors is None


@pytest.mark.anyio
async def test_an_open_field_asks_nobody():
    assert (await SCHEMA.execute("{everybody}", context_value=context(ANONYMOUS))).data == {
        "everybody": "e"
    }


@pytest.mark.anyio
async def test_each_push_of_a_subscription_is_judged_anew():  # security Z6
    mandate = Delegation(id="locks-1", scopes=("watch",))
    caller = Caller(kind=CallerKind.RESIDENT, sub="r2", act_for="r1", delegation=mandate)
    pushes = await SCHEMA.subscribe("subscription{ticks}", context_value=context(caller))
    first = await anext(pushes)
    assert first.data == {"ticks": 0}
    policy.book.end_delegation("locks-1")
    second = await anext(pushes)
    assert second.errors is not None
    assert second.errors[0].original_error.code == "DELEGATION_ENDED"


def test_every_door_with_a_lock_is_accepted():  # security Z9
    assert unguarded(SCHEMA) == []


def test_a_door_without_a_lock_is_found():  # security Z9
    @strawberry.federation.type(keys=["id"])
    class Loose:
        id: strawberry.ID

        @strawberry.field
        async def open_by_mistake(self) -> str:
            return ""

        @classmethod
        def resolve_reference(cls, id: strawberry.ID) -> "Loose":  # noqa: A002
            return cls(id=id)

    @strawberry.type(name="Query")
    class LooseQuery:
        @strawberry.field
        def loose(self) -> Loose | None:
            return None

        @strawberry.field(extensions=[permission("locks.no.such")])
        def odd(self) -> str:
            return ""

    assert unguarded(strawberry.federation.Schema(query=LooseQuery)) == [
        "Query.loose names no permission",
        "Query.odd names locks.no.such, which no policy.py declares",
        "Loose (by reference) names no permission",
        "Loose.openByMistake names no permission",
    ]


def test_a_guarded_reference_must_take_info():
    with pytest.raises(TypeError, match="must take `info`"):

        @guarded("locks.thing.read")
        def resolve_reference(id: str) -> str:  # noqa: A002
            return id


def test_an_open_reference_says_why():
    @open_reference("public places")
    def resolve_reference(id: str) -> str:  # noqa: A002
        return id

    assert vars(resolve_reference)["torget_permission"] == "public: public places"


@get("/locked", guards=[route_permission("locks.thing.read")], sync_to_thread=False)
def locked_route() -> str:
    return "in"


@get("/open", guards=[public_route("open data")], sync_to_thread=False)
def open_route() -> str:
    return "in"


@get("/loose", sync_to_thread=False)
def loose_route() -> str:
    return "in"


def test_a_locked_route_asks_the_policy():  # security Z9
    with create_test_client(
        [locked_route, open_route], exception_handlers={Problem: answer_problem}
    ) as client:
        assert client.get("/locked").status_code == 401
        assert client.get("/open").text == "in"


def test_a_route_without_a_lock_is_found():  # security Z9
    assert list(unguarded_routes([locked_route, open_route])) == []
    assert list(unguarded_routes([loose_route])) == ["GET /loose names no permission"]
