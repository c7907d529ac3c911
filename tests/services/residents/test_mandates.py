# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Letting somebody act for me: offer, accept, use, withdraw; and what nobody can do with it (G1-G4)."""

import asyncio

import msgspec
import pytest

from services.kit.data import define, select
from services.kit.data.tables import outbox
from services.kit.wire.caller import Caller, CallerKind, Delegation
from tests.support.services import AMINA, STRANGER, opened

pytestmark = pytest.mark.anyio

OFFER = (
    "mutation($i: OfferMandateInput!) { offerMandate(input: $i) { code mandate { id status isMineToUse "
    "until scopes { code text { value } } } userErrors { code path message } } }"
)
ACCEPT = (
    "mutation($c: String!) { acceptMandate(input: {code: $c}) "
    "{ mandate { id status isMineToUse } userErrors { code path } } }"
)
STEP = (
    "mutation($m: ID!) { %s(input: {mandateId: $m}) { mandate { id status } userErrors { code } } }"
)
LIST = "{ me { mandates { id status isMineToUse principalName delegateName lastUsedAt } } }"
SCOPES = ["care.book", "residents.profile.read"]
FRESH = msgspec.structs.replace(AMINA, auth_time=1_767_225_600)
EVENTS = define(select(outbox.c.type), str)


def person(name: str, **more) -> Caller:
    return Caller(kind=CallerKind.RESIDENT, sub=name, loa=3, auth_time=1_767_225_600, **more)


SARA = person("demo-relative")
ELDER = person("demo-elder")


@pytest.fixture
async def residents():
    async with opened("residents", "sqlite://") as asked:
        yield asked


async def offer(asked, caller=FRESH, **change):
    wish = {"scopes": SCOPES, "until": "2026-06-01T00:00:00Z", **change}
    return await asked.ask(OFFER, caller, i=wish)


async def accepted(asked) -> str:
    code = (await offer(asked)).data["offerMandate"]["code"]
    answer = await asked.ask(ACCEPT, SARA, c=code)
    return answer.data["acceptMandate"]["mandate"]["id"]


async def test_a_mandate_from_offer_to_use(residents):  # security G3
    made = (await offer(residents)).data["offerMandate"]
    assert made["userErrors"] == []
    assert [scope["code"] for scope in made["mandate"]["scopes"]] == [
        "residents.profile.read", "care.book",
    ]  # fmt: skip
    assert made["mandate"]["status"] == "OFFERED"
    answer = await residents.ask(ACCEPT, SARA, c=made["code"].lower().replace("-", " "))
    taken = answer.data["acceptMandate"]["mandate"]
    assert (taken["status"], taken["isMineToUse"]) == ("ACTIVE", True)
    await residents.ask(STEP % "useMandate", SARA, m=taken["id"])
    (seen,) = (await residents.ask(LIST, AMINA)).data["me"]["mandates"]
    assert (seen["principalName"], seen["delegateName"]) == ("Amina Haddad", "Sara Lindqvist")
    assert seen["lastUsedAt"] is not None
    again = await residents.ask(ACCEPT, STRANGER, c=made["code"])
    assert again.data["acceptMandate"]["userErrors"][0]["code"] == "NOT_FOUND"


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"scopes": []}, "scopes"),
        ({"scopes": ["everything"]}, "scopes"),
        ({"until": "2027-01-02T00:00:00Z"}, "until"),
        ({"until": "2025-12-31T00:00:00Z"}, "until"),
    ],
)
async def test_an_offer_that_cannot_be_is_told_so(residents, change, path):  # security G3
    answer = await offer(residents, **change)
    (fault,) = answer.data["offerMandate"]["userErrors"]
    assert (fault["code"], fault["path"]) == ("INPUT_INVALID", [path])


async def test_granting_needs_a_fresh_sign_in(residents):  # security A3
    stale = msgspec.structs.replace(FRESH, auth_time=FRESH.auth_time - 301)
    answer = await offer(residents, stale)
    (fault,) = answer.errors
    assert fault["extensions"]["code"] == "STEP_UP_REQUIRED"
    assert fault["extensions"]["maxAge"] == 300


async def test_one_cannot_be_ones_own_delegate_nor_guess_a_code(residents):
    code = (await offer(residents)).data["offerMandate"]["code"]
    own = await residents.ask(ACCEPT, AMINA, c=code)
    assert own.data["acceptMandate"]["userErrors"][0]["code"] == "INPUT_INVALID"
    guessed = await residents.ask(ACCEPT, SARA, c="AAAA-AAAA-AAAA-AAAA")
    assert guessed.data["acceptMandate"]["userErrors"][0]["code"] == "NOT_FOUND"


async def test_an_offer_grows_old_and_so_does_a_mandate(residents):
    code = (await offer(residents)).data["offerMandate"]["code"]
    residents.clock.advance(7 * 86_400)
    late = await residents.ask(ACCEPT, SARA, c=code)
    assert late.data["acceptMandate"]["userErrors"][0]["code"] == "NOT_FOUND"
    (seen,) = (await residents.ask(LIST, AMINA)).data["me"]["mandates"]
    assert seen["status"] == "EXPIRED"


@pytest.mark.parametrize("who", [FRESH, SARA], ids=["principal", "delegate"])
async def test_either_party_ends_it_and_everybody_hears(residents, who):  # security G2
    mandate = await accepted(residents)
    answer = await residents.ask(STEP % "withdrawMandate", who, m=mandate)
    assert answer.data["withdrawMandate"]["mandate"]["status"] == "WITHDRAWN"
    assert "residents.mandate.withdrawn" in await residents.database.many(EVENTS)
    used = await residents.ask(STEP % "useMandate", SARA, m=mandate)
    assert used.data["useMandate"]["userErrors"][0]["code"] == "NOT_FOUND"
    again = await residents.ask(STEP % "withdrawMandate", who, m=mandate)
    assert again.data["withdrawMandate"]["mandate"]["status"] == "WITHDRAWN"


async def test_a_stranger_cannot_end_it_nor_learn_that_it_exists(residents):
    mandate = await accepted(residents)
    for wanted in (mandate, "TWFuZGF0ZTpub25l"):
        answer = await residents.ask(STEP % "withdrawMandate", STRANGER, m=wanted)
        faults = answer.errors or answer.data["withdrawMandate"]["userErrors"]
        code = faults[0].get("extensions", faults[0])["code"]
        assert code == "NOT_FOUND"


async def test_a_delegate_cannot_hand_it_on_or_see_mandates(residents):  # security G4
    acting = person(
        "demo-relative",
        act_for="demo-elder",
        delegation=Delegation(id="demo-delegation-1", scopes=("residents.profile.read",)),
    )
    refused = await offer(residents, acting)
    assert refused.errors[0]["extensions"]["code"] in ("FORBIDDEN", "NOT_FOUND")
    seen = await residents.ask(LIST, acting)
    assert seen.errors[0]["extensions"]["code"] == "NOT_FOUND"


async def test_after_withdrawal_nothing_is_allowed_whatever_a_token_says(residents):  # security G2
    mandate = (await residents.ask(LIST, ELDER)).data["me"]["mandates"][0]["id"]
    acting = person(
        "demo-relative",
        act_for="demo-elder",
        delegation=Delegation(id="demo-delegation-1", scopes=("residents.profile.read",)),
    )
    before = await residents.ask("{ me { name } }", acting)
    assert before.data["me"]["name"] == "Ingrid Lindqvist"
    await residents.ask(STEP % "withdrawMandate", ELDER, m=mandate)
    after = await told(residents, acting)
    assert after == "DELEGATION_ENDED"


async def told(asked, caller):
    """The code of the refusal, once the event has gone round."""
    for _ in range(200):
        answer = await asked.ask("{ me { name } }", caller)
        if answer.errors:
            return answer.errors[0]["extensions"]["code"]
        await asyncio.sleep(0.005)
    return None


async def test_both_identities_and_every_step_are_on_record_for_the_principal(residents):  # G1
    mandate = await accepted(residents)
    await residents.ask(STEP % "useMandate", SARA, m=mandate)
    seen = await residents.running.resources.audit.seen(residents.database, "demo-amina")
    assert [(one.actor, one.action) for one in reversed(seen) if "mandate." in one.action] == [
        ("demo-amina", "residents.mandate.offer"),
        ("demo-relative", "residents.mandate.accept"),
        ("demo-relative", "residents.mandate.use"),
    ]


async def test_the_principal_is_reminded_before_the_end(residents):
    await accepted(residents)
    residents.clock.set(1_780_272_000_000 - 13 * 86_400_000)  # 13 days before June 2026
    await residents.running._worker.run_due()
    assert "residents.notice.wanted" in await residents.database.many(EVENTS)
