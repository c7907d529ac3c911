# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""How to reach a protected person is in no answer, event or log line of any service, but for herself (V7)."""

import io
import logging
import random
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from gateway.city.catalogue import all_services
from services.kit.data import define, insert, update
from services.kit.graph.reading import read_schema
from services.kit.privacy.known import MASK, PROTECTION_SET, learn
from services.kit.service import Room
from services.kit.telemetry import configure_logging
from services.kit.wire.caller import Caller, CallerKind, Delegation
from services.kit.wire.cloudevents import Event
from services.residents.demo import DAUGHTER as DAUGHTER_MAY
from services.residents.store.numbers import protection
from services.residents.store.profile import contact_way
from tests.city.test_on_record import callers, ids_in, real
from tests.support.asking import in_process
from tests.support.rows import all_rows, names
from tests.support.together import Together, together
from tests.support.whole_graph import operations

pytestmark = pytest.mark.anyio

ULLA = "demo-elder"
SECRET = "+46701740699"
DAUGHTER = Caller(
    kind=CallerKind.RESIDENT, sub="demo-relative", act_for=ULLA, loa=3, auth_time=1_767_225_600,
    delegation=Delegation(id="d1", scopes=DAUGHTER_MAY),
)  # fmt: skip
GRAPHS = [name for name, each in all_services().items() if each.has(Room.GRAPH)]
ASK_REACH = (
    "query($k: [_Any!]!) { _entities(representations: $k) { ... on Resident "
    "{ contactWays { address } } } }"
)


@pytest.fixture(scope="module")
async def city(tmp_path_factory: Any) -> AsyncIterator[Together]:
    folder: Path = tmp_path_factory.mktemp("protected")
    async with together(f"sqlite:///{folder}", folder=folder, awake=False) as everything:
        register = everything.everybody["residents"].resources.database
        hers = contact_way.c.resident == ULLA
        move = define(update(contact_way).where(hers).values(address=SECRET))
        await register.transact(lambda tx: tx.run(move))
        columns = {column.name for column in protection.columns}
        row = {"person": ULLA, "since": 1, "kind": "protected"}
        protect = define(insert(protection))
        await register.transact(
            lambda tx: tx.run(protect, **{k: v for k, v in row.items() if k in columns})
        )
        event = Event(id="p", source="x", type=PROTECTION_SET, subject=ULLA, time=1, data={})
        for running in everything.everybody.values():
            if running.privacy is not None:
                await running.resources.database.transact(lambda tx: learn(tx, event))
        yield everything


@pytest.fixture(autouse=True)
def nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.residents.graph.rights.WAIT_ROUNDS", 1)


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    out, root = io.StringIO(), logging.getLogger()
    before = (root.handlers[:], root.level)
    configure_logging("DEBUG", stream=out)
    yield out
    root.handlers[:] = before[0]
    root.setLevel(before[1])


@pytest.mark.parametrize("service", GRAPHS)
async def test_property_no_service_tells_how_to_reach_her(
    city: Together, service: str, log: io.StringIO
) -> None:
    running, ask = city.everybody[service], in_process(city.running)
    chance = random.Random(service)
    core = read_schema(running.service.load(Room.GRAPH)).core
    kinds = [name for name, kind in core.type_map.items() if "id" in getattr(kind, "fields", {})]
    ids = [*[ULLA] * 40, *ids_in(await all_rows(running), kinds)]
    others = [one for one in callers(running, city.clock.now_ms()) if one.sub != ULLA]
    asked = 0
    for one in operations(core, depth=3):
        if one.kind == "subscription":
            continue
        for caller in (DAUGHTER, *chance.sample(others, min(3, len(others)))):
            answer = await ask(service, one.query, caller, **real(chance, one.variables, ids))
            assert SECRET not in str(answer.data), f"{one.name} by {caller}"
            assert SECRET not in str(answer.errors)
            asked += 1
    assert asked
    outbox = (await all_rows(running))["outbox"]
    assert [row for row in outbox if names(row, SECRET)] == []
    assert SECRET not in log.getvalue()


async def test_she_herself_sees_it_and_her_daughter_sees_the_mask(city: Together) -> None:
    """The look for it can fail."""
    running = city.everybody["residents"]
    everybody = [*callers(running, city.clock.now_ms()), DAUGHTER]
    ask = in_process(city.running)
    key = [{"__typename": "Resident", "id": ULLA}]
    seen: dict[str, str] = {}
    for caller in everybody:
        answer = await ask("residents", ASK_REACH, caller, k=key)
        seen[f"{caller.sub} for {caller.subject}"] = str(answer.data)
    assert [who for who, told in seen.items() if SECRET in told] == [f"{ULLA} for {ULLA}"]
    assert MASK in seen[f"demo-relative for {ULLA}"]
