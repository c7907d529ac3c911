# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The profile through its graph: own data only, changes with versions, events without content."""

from typing import Any

import msgspec
import pytest

from services.kit.data import define, select
from services.kit.data.tables import outbox
from services.kit.wire.caller import ANONYMOUS, Caller, CallerKind, Delegation
from tests.support.services import AMINA, STRANGER, opened

ME = "{ me { id name language version contactWays { kind address verified } } }"
CHOOSE = (
    "mutation($i: ChooseLanguageInput!) { chooseLanguage(input: $i) "
    "{ resident { language version } userErrors { code message path } } }"
)
REACH = (
    "mutation($i: SetContactWayInput!) { setContactWay(input: $i) "
    "{ resident { contactWays { kind address verified } } userErrors { code path } } }"
)


class Told(msgspec.Struct, frozen=True):
    """What an event tells."""

    type: str
    subject: str
    data: dict[str, Any]


EVENTS = define(
    select(outbox.c.type, outbox.c.subject, outbox.c.data).where(
        outbox.c.type != "residents.message.received"
    ),
    Told,
)

pytestmark = pytest.mark.anyio


@pytest.fixture
async def residents():
    async with opened("residents", "sqlite://") as asked:
        yield asked


async def test_me_is_my_own_profile(residents):
    answer = await residents.ask(ME, AMINA)
    assert answer.errors == []
    assert answer.data["me"] == {
        "id": "demo-amina",
        "name": "Amina Haddad",
        "language": "ar",
        "version": 1,
        "contactWays": [{"kind": "SMS", "address": "+46701740605", "verified": True}],
    }


async def test_me_exists_on_the_first_visit(residents):
    answer = await residents.ask("{ me { id name language version } }", STRANGER)
    assert answer.data["me"] == {
        "id": "somebody-else",
        "name": None,
        "language": None,
        "version": 0,
    }


async def test_whoever_has_not_signed_in_is_asked_to(residents):
    answer = await residents.ask(ME, ANONYMOUS)
    assert answer.data == {"me": None}
    assert answer.errors[0]["extensions"]["code"] == "UNAUTHENTICATED"
    assert answer.errors[0]["path"] == ["me"]


async def test_a_weak_sign_in_is_asked_for_a_stronger_one(residents):
    weak = Caller(kind=CallerKind.RESIDENT, sub="demo-amina", loa=1)
    answer = await residents.ask(ME, weak)
    assert answer.errors[0]["extensions"]["code"] == "STEP_UP_REQUIRED"
    assert answer.errors[0]["extensions"]["acrValues"]


async def test_a_stranger_gets_the_same_answer_as_for_nobody(residents):
    keys = [{"__typename": "Resident", "id": i} for i in ("demo-amina", "nobody")]
    answer = await residents.entities(keys, "... on Resident { name }", STRANGER)
    assert answer.data["_entities"] == [None, None]
    assert answer.errors == []


async def test_a_delegate_sees_whom_she_acts_for(residents):
    sara = Caller(
        kind=CallerKind.RESIDENT,
        sub="demo-relative",
        act_for="demo-elder",
        delegation=Delegation(id="d1", scopes=("residents.profile.read",)),
        loa=3,
    )
    answer = await residents.ask("{ me { id name } }", sara)
    assert answer.data["me"]["name"] == "Ingrid Lindqvist"
    refused = await residents.ask(CHOOSE, sara, i={"language": "fi", "version": 1})
    assert refused.errors or refused.data["chooseLanguage"]["userErrors"]


async def test_i_choose_my_language(residents):
    answer = await residents.ask(CHOOSE, AMINA, i={"language": "so", "version": 1})
    assert answer.data["chooseLanguage"] == {
        "resident": {"language": "so", "version": 2},
        "userErrors": [],
    }


async def test_a_language_the_city_lacks_is_answered_with_what_to_do(residents):
    answer = await residents.ask(CHOOSE, AMINA, i={"language": "tlh", "version": 1})
    (error,) = answer.data["chooseLanguage"]["userErrors"]
    assert (error["code"], error["path"]) == ("UNKNOWN_LOCALE", ["language"])
    assert error["message"]
    after = await residents.ask(ME, AMINA)
    assert after.data["me"]["language"] == "ar"


async def test_the_later_of_two_changes_is_told(residents):
    await residents.ask(CHOOSE, AMINA, i={"language": "so", "version": 1})
    late = await residents.ask(CHOOSE, AMINA, i={"language": "fi", "version": 1})
    assert late.data["chooseLanguage"]["userErrors"][0]["code"] == "CONFLICT"
    assert (await residents.ask(ME, AMINA)).data["me"]["language"] == "so"


async def test_a_new_address_waits_to_be_verified_and_an_empty_one_goes(residents):
    put = await residents.ask(REACH, AMINA, i={"kind": "SMS", "address": "070-174 06 99"})
    assert put.data["setContactWay"]["resident"]["contactWays"] == [
        {"kind": "SMS", "address": "+46701740699", "verified": False}
    ]
    gone = await residents.ask(REACH, AMINA, i={"kind": "SMS", "address": ""})
    assert gone.data["setContactWay"]["resident"]["contactWays"] == []


async def test_a_change_is_told_without_personal_content(residents):
    await residents.ask(REACH, AMINA, i={"kind": "EMAIL", "address": "amina@example.org"})
    (event,) = await residents.database.many(EVENTS)
    assert (event.type, event.subject) == ("residents.contact.changed", "demo-amina")
    assert event.data == {"id": "demo-amina", "kind": "email"}
