# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Nothing personal leaves without its record: looks, changes, entities, pushes, refusals (security L1)."""

import msgspec
import pytest

from services.kit.audit.log import READ_ROWS
from services.kit.wire.caller import ANONYMOUS, Caller, CallerKind, Delegation
from tests.support.services import AMINA, STRANGER, opened

pytestmark = pytest.mark.anyio

ME = "query Mine { me { name } }"
REACH = "mutation($i: SetContactWayInput!) { setContactWay(input: $i) { userErrors { code } } }"
MAIL = {"kind": "EMAIL", "address": "amina@example.org"}
DAUGHTER = Caller(
    kind=CallerKind.RESIDENT,
    sub="demo-relative",
    act_for="demo-elder",
    delegation=Delegation(id="d1", scopes=("residents.profile.read",)),
    loa=3,
)


@pytest.fixture
async def residents():
    async with opened("residents", "sqlite://") as asked:
        yield asked


async def rows(asked):
    found = await asked.database.many(READ_ROWS, after=-1, most=100)
    return [msgspec.json.decode(row.entry) for row in found]


async def who_is_on_record(asked, person):
    return await asked.running.resources.audit.seen(asked.database, person)


async def test_a_look_at_ones_own_data_is_on_record_once(residents):
    await residents.ask(ME, AMINA)
    (row,) = await rows(residents)
    assert (row["actor"], row["action"], row["resource"], row["outcome"]) == (
        "demo-amina", "residents.me.read", "Resident", "done",
    )  # fmt: skip
    assert "Amina" not in str(row)
    assert row["subject"] != "demo-amina"
    assert len(await who_is_on_record(residents, "demo-amina")) == 1


async def test_a_change_is_on_record_in_its_own_transaction(residents):
    await residents.ask(REACH, AMINA, i=MAIL)
    assert [row["action"] for row in await rows(residents)] == ["residents.setContactWay.write"]
    await residents.ask(REACH, AMINA, i={**MAIL, "address": "nonsense"})
    assert len(await rows(residents)) == 1  # nothing was changed and nothing was shown


async def test_two_identities_stand_in_the_record_of_a_delegate(residents):  # security G1
    answer = await residents.ask(ME, DAUGHTER)
    assert answer.data["me"]["name"] == "Ingrid Lindqvist"
    (row,) = await rows(residents)
    assert (row["actor"], row["delegation"]) == ("demo-relative", "d1")
    assert row["on_behalf_of"]
    assert [one.actor for one in await who_is_on_record(residents, "demo-elder")] == [
        "demo-relative"
    ]
    assert await who_is_on_record(residents, "demo-relative") == []


async def test_looking_up_another_person_is_refused_and_on_record_for_her(residents):
    wanted = [{"__typename": "Resident", "id": "demo-amina"}]
    answer = await residents.entities(wanted, "... on Resident { name }", STRANGER)
    assert answer.data["_entities"] == [None]
    seen = await who_is_on_record(residents, "demo-amina")
    assert {(one.actor, one.outcome) for one in seen} >= {("somebody-else", "refused")}


async def test_nobody_in_particular_leaves_no_row(residents):
    await residents.ask(ME, ANONYMOUS)
    assert await rows(residents) == []


async def test_the_person_reads_the_log_and_nobody_reads_it_for_her(residents):  # L4, G4
    query = "{ me { residentsAccessLog { who { value } what { value } outcome byHerself } } }"
    await residents.ask(ME, DAUGHTER)
    elder = msgspec.structs.replace(AMINA, sub="demo-elder")
    answer = await residents.ask(query, elder)
    assert answer.data["me"]["residentsAccessLog"] == [
        {
            "who": {"value": "Ditt ombud"},
            "what": {"value": "Läste uppgifter i \u2068Min profil\u2069"},
            "outcome": "DONE",
            "byHerself": False,
        }
    ]
    again = await residents.ask(query, elder)
    assert again.data["me"]["residentsAccessLog"][0]["who"] == {"value": "Du själv"}
    refused = await residents.ask(query, DAUGHTER)
    assert refused.data["me"]["residentsAccessLog"] is None
    assert [error["extensions"]["code"] for error in refused.errors] == ["NOT_FOUND"]


async def test_the_record_is_durable_before_the_answer_leaves(residents, monkeypatch):
    """If the log cannot be written, nothing is shown (fail closed)."""

    async def broken(*_, **__):
        raise OSError("disk full")

    monkeypatch.setattr("services.kit.running.record", broken)
    with pytest.raises(OSError, match="disk full"):
        await residents.ask(ME, AMINA)
