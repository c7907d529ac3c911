# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""GDPR over all services: one life in every table, downloaded, planned, erased, with proof (security V4)."""

import itertools
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import anyio
import pytest

from gateway.city.catalogue import all_services
from services.kit import policy
from services.kit.data import Tx, define, insert
from services.kit.privacy import Action, known
from services.kit.privacy.envelope import open_envelope
from services.kit.privacy.rights import RetentionRule
from services.kit.privacy.seals import seal_for
from services.kit.service import Room
from services.kit.wire.caller import Caller, CallerKind
from services.kit.wire.cloudevents import Event
from services.kit.wire.tokens.keys import KeySet
from services.kit.wire.tokens.signed import verify_compact
from services.residents.store.mandates import mandate
from tests.support.lives import live, rights_of
from tests.support.rows import Row, all_rows, names, rows_of
from tests.support.stores import *  # noqa: F403 - a real PostgreSQL
from tests.support.together import Together, together

pytestmark = pytest.mark.anyio

KNOW_PEOPLE = [
    name for name, each in all_services().items()
    if each.has(Room.PRIVACY) and any(r.subject for r in each.load(Room.PRIVACY).retention)
]  # fmt: skip
NUMBERS = itertools.count(1)
DOWNLOAD = "mutation { downloadMyData { json complete missing } }"
DELETE = (
    "mutation($d: Boolean!) { deleteMyData(dryRun: $d) { complete proof results { service success "
    "outcomes { what action count law until reason { value } } errors { code } } } }"
)
MACHINERY = (
    "audit_row",
    "audit_head",
    "outbox",
    "inbox",
    "job",
    "idempotency",
    "rights_request",
    "rights_part",
)
"""What asking itself writes: the record, the question, its answers, their way."""


ASKING = ("RIGHTS_REQUEST", "RIGHTS_PART")


async def learn_of(tx: Tx, person: str) -> None:
    """What a service knows of her from others, and a key that seals something of hers."""
    what = {"purpose": "feed.personal", "version": 1}
    for kind, data in ((known.CONSENT_GIVEN, what), (known.PROTECTION_SET, {})):
        event = Event(id="e", source="x", type=kind, subject=person, time=tx.now, data=data)
        await known.learn(tx, event)
    await seal_for(tx, person, "hemligt", table="t", column="c", row="r")


class Town:
    """The whole city awake, on one sort of database; each test brings people of its own."""

    def __init__(self, city: Together, folder: Path) -> None:
        self.city = city
        self.folder = folder

    async def person(self) -> str:
        """Somebody with one row in every table of every service."""
        name = f"ulla-47{next(NUMBERS):02}"
        for running in self.city.everybody.values():
            await live(running, name, self.city.clock.now_ms())
            if running.privacy is not None:
                await running.resources.database.transact(lambda tx: learn_of(tx, name))
        return name

    async def ask(self, query: str, person: str, **variables: Any) -> dict[str, Any]:
        """As herself, signed in just now."""
        now = self.city.clock.now_ms() // 1000
        me = Caller(kind=CallerKind.RESIDENT, sub=person, loa=3, auth_time=now)
        answer = await self.city.ask(query, me, locale="en", **variables)
        assert answer.data is not None, answer
        return next(iter(answer.data.values()))

    async def rows(self) -> dict[str, dict[str, list[Row]]]:
        return {
            name: await all_rows(running, without=MACHINERY)
            for name, running in self.city.everybody.items()
        }

    def rules(self, name: str) -> list[RetentionRule]:
        found = rights_of(self.city.everybody[name]).retention
        return [r for r in found if r.subject is not None and r.table.name not in MACHINERY]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def stores(request: Any, tmp_path_factory: Any) -> tuple[str, Path]:
    """Where the databases are, and the folder of keys."""
    folder: Path = tmp_path_factory.mktemp("forgetting")
    is_file = request.param == "sqlite"
    url = f"sqlite:///{folder}" if is_file else str(request.getfixturevalue("postgres_url"))
    return url, folder


@pytest.fixture(scope="module")
async def town(stores: tuple[str, Path]) -> AsyncIterator[Town]:
    url, folder = stores
    async with together(url, folder=folder) as city:
        yield Town(city, folder)


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten services on a busy machine may need longer to answer than a person is kept waiting."""
    monkeypatch.setattr("services.residents.graph.rights.WAIT_ROUNDS", 3000)


def of(person: str, rows: list[Row]) -> list[Row]:
    return [row for row in rows if names(row, person)]


async def test_the_download_brings_every_table_of_every_service_and_nobody_else(town: Town) -> None:
    ulla, bo = await town.person(), await town.person()
    got = await town.ask(DOWNLOAD, ulla)
    assert (got["complete"], got["missing"]) == (True, [])
    tree = {each["key"]: each["children"] for each in json.loads(got["json"])["children"]}
    for name in KNOW_PEOPLE:
        assert {one["key"] for one in tree[name.upper()]} >= {r.key for r in town.rules(name)}, name
    assert ulla in got["json"]
    assert bo not in got["json"]


async def test_a_dry_run_says_everything_and_touches_no_row_of_any_service(town: Town) -> None:
    ulla = await town.person()
    before = await town.rows()
    plan = await town.ask(DELETE, ulla, d=True)
    assert plan["complete"]
    assert await town.rows() == before
    told = {each["service"]: each["outcomes"] for each in plan["results"]}
    for name in KNOW_PEOPLE:
        promised = {each["what"]: each for each in told[name]}
        for rule in town.rules(name):
            outcome = promised[rule.key]
            assert (outcome["action"], outcome["count"]) == (rule.erasure.value, 1), rule.key
            if rule.erasure is Action.KEEP:
                assert outcome["law"] == rule.legal_ref
                assert outcome["law"] in outcome["reason"]["value"]
                is_open = (name, rule.key) == ("residents", "CONSENT")  # its end is not known yet
                is_dated = rule.after is not None and not is_open
                assert (outcome["until"] is not None) is is_dated, rule.key


async def test_erasing_does_what_the_plan_said_and_nothing_to_anybody_else(town: Town) -> None:
    ulla, bo = await town.person(), await town.person()
    before = await town.rows()
    plan = await town.ask(DELETE, ulla, d=True)
    assert plan["complete"]
    done = await town.ask(DELETE, ulla, d=False)
    assert done["complete"]
    after = await town.rows()
    for name in town.city.everybody:
        rules = {str(rule.table.name): rule for rule in town.rules(name)}
        for table, rows in after[name].items():
            assert of(bo, rows) == of(bo, before[name][table]), table
            if table == "protection_known":  # for as long as anything of hers is kept
                continue
            match rules[table].erasure if table in rules else Action.DELETE:
                case Action.DELETE:
                    assert of(ulla, rows) == [], f"{name}.{table} still names her"
                case Action.ANONYMISE:
                    assert len(rows) == len(before[name][table])
                    assert all(
                        row[c] == w for row in of(ulla, rows) for c, w in rules[table].wipe.items()
                    )
                case Action.KEEP if (name, table) == ("residents", "consent"):
                    (proof,) = of(ulla, rows)  # what she agreed to is over, that she did is kept
                    assert (proof["ended_why"], proof["ended_at"]) == (
                        "erased",
                        town.city.clock.now_ms(),
                    )
                case Action.KEEP:
                    assert of(ulla, rows) == of(ulla, before[name][table]), table
    signer = open_envelope(town.folder).signing.verifier
    proof = verify_compact(done["proof"], KeySet([signer]), typs=("torget-proof+jwt",))
    for each in plan["results"]:
        promised = {
            one["what"]: {"action": one["action"], "count": one["count"]}
            for one in each["outcomes"]
            if one["what"] not in ASKING
        }
        assert {
            k: v for k, v in proof["counts"].get(each["service"], {}).items() if k not in ASKING
        } == promised
    again = await town.ask(DELETE, ulla, d=False)
    assert again["complete"]
    assert {n: of(bo, t) for rows in (await town.rows()).values() for n, t in rows.items()} == {
        n: of(bo, t) for rows in after.values() for n, t in rows.items()
    }


async def test_the_demonstration_names_people_only_where_rules_speak_of_them(town: Town) -> None:
    """A table said to tell nothing about anybody holds nobody's id."""
    people = ("demo-amina", "demo-elder", "demo-relative", "demo-newcomer")
    for name, running in town.city.everybody.items():
        spoken = {rule.table.name for rule in rights_of(running).retention if rule.subject}
        for table, rows in (await all_rows(running, without=(*MACHINERY, *spoken))).items():
            assert [row for row in rows for who in people if names(row, who)] == [], (
                f"{name}.{table}"
            )


async def test_who_is_forgotten_is_acted_for_by_nobody_and_acts_for_nobody(town: Town) -> None:
    """Her mandates end with her, on either side, and every service hears of it (security G2)."""
    mother, daughter = await town.person(), await town.person()
    residents = town.city.everybody["residents"].resources.database
    given, held = f"{mother}/id", f"{mother}-holds"

    row = next(r for r in await rows_of(residents, mandate) if r["id"] == f"{daughter}/id")
    row |= {"id": held, "delegate": mother, "code_hash": None, "scopes": ()}
    await residents.transact(lambda tx: tx.run(define(insert(mandate)), **row))
    await town.ask(DELETE, mother, d=True)
    await town.ask(DELETE, mother, d=False)
    left = {row["id"]: row for row in await rows_of(residents, mandate)}
    assert given not in left
    assert (left[held]["status"], left[held]["principal"]) == ("withdrawn", daughter)
    with anyio.fail_after(10):
        while not {given, held} <= set(policy.book._ended):
            await anyio.sleep(0.01)
