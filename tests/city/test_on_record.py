# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Whoever's row an answer of any service holds is on record, whatever was asked by whom (security L1, section 5)."""

import os
import random
from base64 import urlsafe_b64decode
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from gateway.city.catalogue import all_services
from services.kit.audit.log import audit_row
from services.kit.crypto.pseudonyms import pseudonym
from services.kit.data import BigInteger, bindparam, define, func, insert, select
from services.kit.graph.identity import global_id
from services.kit.graph.reading import read_schema
from services.kit.policy.matrix import callers_for
from services.kit.privacy.rights import Through
from services.kit.running import RunningService
from services.kit.service import Room
from services.kit.wire.caller import Assignment, Caller, CallerKind
from services.parking.store.permits import permit
from tests.support.asking import in_process
from tests.support.lives import rights_of
from tests.support.rows import Row, all_rows, rows_of
from tests.support.together import Together, together
from tests.support.whole_graph import Asked, operations

pytestmark = pytest.mark.anyio

KNOW_PEOPLE = [
    name for name, each in all_services().items()
    if each.has(Room.GRAPH) and each.has(Room.PRIVACY)
    and any(r.subject and r.data.subject != "staff" for r in each.load(Room.PRIVACY).retention)
]  # fmt: skip
IS_LONG = os.environ.get("TORGET_HYPOTHESIS") == "fuzz"
ROUNDS = 12 if IS_LONG else 1
SHORTEST_KEY = 8
"""Shorter keys (a language, a number) are found in answers that are about nobody."""

PUBLIC = {"paper"}
"""Words that somebody has made public; their author is not shown with them."""

PERMIT = {
    "id": "permit-4711", "owner": "demo-amina", "kind": "resident", "area": "sodermalm", "plate_key": "k",
    "epoch": 1, "start_day": 20454, "end_day": 20800, "primary_permit": None, "month_ore": 1,
    "status": "valid", "version": 1, "plate_sealed": None, "wanted_area": None,
}  # fmt: skip
"""The demonstration has no permits."""

NOTHING_OF_ANYBODY = ("participation",)
"""Its graph shows published words and its own caller; the roll is in no answer."""

LAST = define(select(func.max(audit_row.c.seq)), int)
SUBJECTS_SINCE = define(
    select(audit_row.c.subject).where(audit_row.c.seq > bindparam("after", type_=BigInteger)), str
)

RESIDENTS = ("demo-amina", "demo-elder", "demo-relative", "demo-newcomer")


@pytest.fixture(scope="module")
async def city(tmp_path_factory: Any) -> AsyncIterator[Together]:
    folder: Path = tmp_path_factory.mktemp("record")
    async with together(f"sqlite:///{folder}", folder=folder, awake=False) as everything:
        database = everything.everybody["parking"].resources.database
        await database.transact(
            lambda tx: tx.run(define(insert(permit)), **PERMIT, changed_at=tx.now)
        )
        yield everything


@pytest.fixture(autouse=True)
def nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sleeping city answers no questions about rights: do not wait for it."""
    monkeypatch.setattr("services.residents.graph.rights.WAIT_ROUNDS", 1)


def callers(running: RunningService, now_ms: int) -> list[Caller]:
    """The people of the demonstration, and staff with every role and right that the rules speak of."""
    found = [
        Caller(kind=CallerKind.RESIDENT, sub=who, loa=3, auth_time=now_ms // 1000)
        for who in RESIDENTS
    ]
    rules = running.service.load(Room.POLICY)
    for rule in rules:
        sorts = callers_for(rule)
        found += [sorts["staff"], sorts["delegate"], sorts["service"]]
    job = Assignment(
        id="a1", unit="hemtjanst-sodermalm", provider="stockholm", purpose="care",
        rights=tuple({right for one in found if one.assignment for right in one.assignment.rights}),
    )  # fmt: skip
    roles = tuple({role for one in found for role in one.roles})
    found.append(
        Caller(kind=CallerKind.STAFF, sub="staff-9", loa=3, auth_time=now_ms // 1000, roles=roles,
               assignment=job, purpose="care")
    )  # fmt: skip
    return found


async def owners(running: RunningService) -> dict[str, str]:
    """Whose row each key leads to."""
    found: dict[str, str] = {}
    people: dict[str, dict[str, str]] = {}
    for rule in sorted(rights_of(running).retention, key=lambda r: _steps(r.subject)):
        name, way = str(rule.table.name), rule.subject
        if way is None or name in PUBLIC or rule.data.subject == "staff":
            continue
        whose = people.setdefault(name, {})
        for row in await rows_of(running.resources.database, rule.table):
            person = (
                people.get(way.parent.name, {}).get(row[way.column])
                if isinstance(way, Through)
                else row[way]
            )
            if not person:
                continue
            columns = list(rule.table.primary_key.columns)
            for column in columns if len(columns) == 1 else ():  # a part of a key may be another's
                key = row[column.name]
                if isinstance(key, str):
                    whose[key] = person
                    if len(key) >= SHORTEST_KEY and key not in RESIDENTS:
                        found[key] = person
    return found


def _steps(way: Any) -> int:
    return way.steps if isinstance(way, Through) else 0


def strings(answer: Any) -> Iterator[str]:
    """Every text of an answer, and what it says when it is a graph id."""
    if isinstance(answer, dict):
        for value in answer.values():
            yield from strings(value)
    elif isinstance(answer, list | tuple):
        for value in answer:
            yield from strings(value)
    elif isinstance(answer, str):
        yield answer
        try:
            yield urlsafe_b64decode(answer + "=" * (-len(answer) % 4)).decode().partition(":")[2]
        except ValueError:
            return


def real(chance: random.Random, given: Any, ids: list[str], name: str = "") -> Any:
    """The same variables with ids of things and people that are really there; texts stay texts."""
    if isinstance(given, dict):
        return {k: v if k == "__typename" else real(chance, v, ids, k) for k, v in given.items()}
    if isinstance(given, list):
        return [real(chance, value, ids, name) for value in given]
    if given == "x" and name in ("person", "resident"):
        return chance.choice(RESIDENTS)
    if given == "x" and name == "unit":
        return "hemtjanst-sodermalm"
    return chance.choice(ids) if given == "demo-amina" else given


def ids_in(rows: dict[str, list[Row]], types: list[str]) -> list[str]:
    keys = [
        value for found in rows.values() for row in found[:4]
        for value in [next(iter(row.values()))] if isinstance(value, str)
    ]  # fmt: skip
    wrapped = [str(global_id(kind, key)) for kind in types for key in keys if len(types) < 40]
    return [*RESIDENTS * 4, *keys, *wrapped]


async def shown_without_record(
    running: RunningService, asked: Asked, caller: Caller, variables: dict[str, Any]
) -> tuple[set[str], set[str]]:
    """Whose rows the answer holds, and those of them who are not on record for it."""
    database, log = running.resources.database, running.resources.audit
    assert log is not None
    before = await database.one(LAST) or 0
    ask = in_process({running.name: running})
    answer = await ask(running.name, asked.query, caller, **variables)
    whose = await owners(running)
    told = set(strings(answer.data)) - set(strings(variables))  # what she said herself is no news
    shown = {whose[text] for text in told if text in whose}
    fresh = set(await database.many(SUBJECTS_SINCE, after=before))
    return shown, {who for who in shown if pseudonym(log._key, who) not in fresh}


@pytest.mark.parametrize("service", KNOW_PEOPLE)
async def test_property_whose_row_is_shown_is_on_record(city: Together, service: str) -> None:
    running = city.everybody[service]
    chance = random.Random(service)
    core = read_schema(running.service.load(Room.GRAPH)).core
    kinds = [name for name, kind in core.type_map.items() if "id" in getattr(kind, "fields", {})]
    asked = [one for one in operations(core, depth=3) if one.kind != "subscription"]
    asked.sort(key=lambda one: one.kind)  # changes first: then there is more to be seen
    everybody = callers(running, city.clock.now_ms())
    found: set[str] = set()
    for one in asked * ROUNDS:
        ids = ids_in(await all_rows(running), kinds)
        picked = [*everybody[:4], everybody[-1], chance.choice(everybody)]
        for caller in picked:
            for aims in ([caller.subject], ids):  # about herself, and about anybody
                variables = real(chance, one.variables, aims)
                shown, missing = await shown_without_record(running, one, caller, variables)
                found |= shown
                assert missing == set(), f"{one.name} {variables} by {caller}"
    assert found or service in NOTHING_OF_ANYBODY, "nothing about anybody was ever shown"
