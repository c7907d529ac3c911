# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""REST routes and pushes are looks, too: on record before their first byte, refusals included (security L1)."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from gateway.city.catalogue import all_services
from services.kit import policy
from services.kit.audit.log import audit_row
from services.kit.crypto.pseudonyms import pseudonym
from services.kit.data import BigInteger, bindparam, define, func, select
from services.kit.policy.matrix import callers_for
from services.kit.policy.routes import RouteGuard, _handlers
from services.kit.running import RunningService
from services.kit.service import Room
from services.kit.web_door import rest_doors
from services.kit.wire.caller import ANONYMOUS, Caller, CallerKind, Delegation
from services.kit.wire.subgraph import FetchRequest, OperationKind
from tests.support.asgi import make_scope
from tests.support.services import context_of
from tests.support.together import Together, together

pytestmark = pytest.mark.anyio

LAST = define(select(func.max(audit_row.c.seq)), int)


class Fresh(msgspec.Struct, frozen=True):
    """A row of the log."""

    subject: str
    entry: str


SINCE = define(
    select(audit_row.c.subject, audit_row.c.entry).where(
        audit_row.c.seq > bindparam("after", type_=BigInteger)
    ),
    Fresh,
)
PUSHED = 'subscription { residentStatus(resident: "demo-elder") }'
DAUGHTER = Caller(
    kind=CallerKind.RESIDENT, sub="demo-relative", act_for="demo-elder", loa=3, auth_time=1_767_225_000,
    delegation=Delegation(id="d1", scopes=("care.view_status",)),
)  # fmt: skip


class Route:
    """A guarded route with something in the place of each part that varies."""

    def __init__(self, service: str, prefix: str, handler: Any, permission: str) -> None:
        self.service, self.permission = service, permission
        self.method = min(set(handler.http_methods) - {"OPTIONS", "HEAD"})
        path = re.sub(r"\{[^}:]+:int\}", "1", f"/{service}{prefix}{min(handler.paths)}")
        self.path = re.sub(r"\{[^}]+\}", "something", path).rstrip("/")


def routes() -> list[Route]:
    """Every route of every service that a person may be let in by."""
    found: list[Route] = []
    for name, service in all_services().items():
        if not service.has(Room.REST):
            continue
        for handler in service.load(Room.REST):
            prefix = getattr(handler, "path", "") if hasattr(handler, "routes") else ""
            for each in _handlers(handler):
                found += [
                    Route(name, prefix, each, guard.permission)
                    for guard in each.guards or ()
                    if isinstance(guard, RouteGuard) and not guard.permission.startswith("public: ")
                ]
    return found


ROUTES = sorted(routes(), key=lambda each: (each.path, each.method))
"""In one order in every process of a run."""
PEOPLE = (CallerKind.RESIDENT, CallerKind.STAFF)


@pytest.fixture(scope="module")
async def doors(tmp_path_factory: Any) -> "AsyncIterator[Doors]":
    folder: Path = tmp_path_factory.mktemp("routes")
    async with together(f"sqlite:///{folder}", folder=folder, awake=False) as everything:
        yield Doors(everything)


async def fresh(running: RunningService, after: int) -> list[Fresh]:
    return await running.resources.database.many(SINCE, after=after)


class Doors:
    """The routes of all services, for whoever is said to call."""

    def __init__(self, city: Together) -> None:
        self.city = city
        self._caller = ANONYMOUS
        self._app = rest_doors(list(city.everybody.values()), self._admit, city.clock)

    async def _admit(self, _: Any) -> Caller:
        return self._caller

    async def call(self, route: Route, caller: Caller) -> tuple[int, list[Fresh]]:
        """The status, and what was on record when the first byte left."""
        running, self._caller = self.city.everybody[route.service], caller
        before = await running.resources.database.one(LAST) or 0
        told: list[tuple[int, list[Fresh]]] = []

        async def receive() -> Any:
            return {"type": "http.request", "body": b"{}", "more_body": False}

        async def send(message: Any) -> None:
            if message["type"] == "http.response.start":
                told.append((message["status"], await fresh(running, before)))

        scope = make_scope("http", route.path, "", [("content-type", "application/json")])
        await self._app(scope | {"method": route.method}, receive, send)
        return told[0]


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.path}")
async def test_who_is_let_in_or_sent_away_is_on_record_before_the_first_byte(
    doors: Doors, route: Route
) -> None:
    log = doors.city.everybody[route.service].resources.audit
    assert log is not None
    asked = 0
    for sort, caller in callers_for(policy.book.compiled(route.permission).rule).items():
        if caller.kind not in PEOPLE:
            continue
        status, rows = await doors.call(route, caller)
        assert status < 500, f"{sort}: {status}"
        asked += 1
        outcomes = {msgspec.json.decode(row.entry)["outcome"] for row in rows}
        if not policy.decide(caller, route.permission).allowed:
            assert (status >= 400, outcomes) == (True, {"refused"}), sort
            assert pseudonym(log._key, caller.subject) in {row.subject for row in rows}
        elif status < 400:
            assert rows, f"{sort} was let in without record"
    assert asked


async def test_a_push_is_on_record_before_it_leaves_with_both_identities(
    doors: Doors,
) -> None:
    running = doors.city.everybody["care"]
    log = running.resources.audit
    assert log is not None
    request = FetchRequest(query=PUSHED, variables={}, kind=OperationKind.SUBSCRIPTION)
    pushes = running.subscribe(request, context_of(DAUGHTER))
    before = await running.resources.database.one(LAST) or 0
    pushed = await anext(pushes)
    assert pushed.data is not None, pushed
    rows = await fresh(running, before)
    (mine,) = [row for row in rows if row.subject == pseudonym(log._key, "demo-elder")]
    entry = msgspec.json.decode(mine.entry)
    assert (entry["actor"], entry["delegation"]) == ("demo-relative", "d1")
    await pushes.aclose()
