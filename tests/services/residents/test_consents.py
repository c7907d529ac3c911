# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Consents: given in words that were read, taken back as easily, told to others (security V3)."""

import pytest

from services.kit.data import define, select
from services.kit.data.tables import outbox
from services.kit.wire.caller import Caller, CallerKind, Delegation
from tests.support.services import AMINA, STRANGER, opened

pytestmark = pytest.mark.anyio

GIVE = (
    "mutation($i: GiveConsentInput!) { giveConsent(input: $i) "
    "{ consent { purpose inForce language text { value } } userErrors { code path } } }"
)
BACK = (
    "mutation($p: String!) { withdrawConsent(input: {purpose: $p}) "
    "{ consent { inForce endedAt } userErrors { code } } }"
)
LIST = "{ me { consents { purpose inForce endedAt } } }"
EVENTS = define(select(outbox.c.type), str)
VIDEO = {"purpose": "care.video", "textVersion": 1}


@pytest.fixture
async def residents():
    async with opened("residents", "sqlite://") as asked:
        yield asked


async def test_a_consent_is_given_listed_and_taken_back(residents):
    (question, *_) = (
        await residents.ask("{ consentQuestions { purpose textVersion text { value } } }")
    ).data["consentQuestions"]
    assert question["textVersion"] == 1
    given = await residents.ask(GIVE, AMINA, locale="en", i=VIDEO)
    made = given.data["giveConsent"]["consent"]
    assert (made["inForce"], made["language"]) == (True, "en")
    assert made["text"]["value"] == "I want to be able to have video calls with care."
    ended = await residents.ask(BACK, AMINA, p="care.video")
    assert ended.data["withdrawConsent"]["consent"]["inForce"] is False
    (listed,) = (await residents.ask(LIST, AMINA)).data["me"]["consents"]
    assert listed["endedAt"] is not None
    told = [each for each in await residents.database.many(EVENTS) if "consent" in each]
    assert told == ["residents.consent.given", "residents.consent.withdrawn"]


async def test_giving_anew_supersedes_and_only_one_is_in_force(residents):
    for _ in range(2):
        await residents.ask(GIVE, AMINA, i=VIDEO)
    listed = (await residents.ask(LIST, AMINA)).data["me"]["consents"]
    assert [each["inForce"] for each in listed].count(True) == 1
    assert len(listed) == 2


async def test_taking_back_what_was_never_given_is_nothing(residents):
    answer = await residents.ask(BACK, AMINA, p="care.video")
    assert answer.data["withdrawConsent"] == {"consent": None, "userErrors": []}
    assert [each for each in await residents.database.many(EVENTS) if "consent" in each] == []


@pytest.mark.parametrize("wish", [{"textVersion": 2}, {"purpose": "everything"}])
async def test_words_that_were_not_read_are_not_agreed_to(residents, wish):
    answer = await residents.ask(GIVE, AMINA, i={**VIDEO, **wish})
    assert answer.data["giveConsent"]["userErrors"] == [
        {"code": "INPUT_INVALID", "path": ["purpose"]}
    ]


async def test_nobody_consents_for_another(residents):
    acting = Caller(
        kind=CallerKind.RESIDENT, sub="demo-relative", act_for="demo-elder", loa=3,
        delegation=Delegation(id="d1", scopes=("residents.profile.read",)),
    )  # fmt: skip
    refused = await residents.ask(GIVE, acting, i=VIDEO)
    assert refused.errors[0]["extensions"]["code"] == "FORBIDDEN"
    assert (await residents.ask(LIST, STRANGER)).data["me"]["consents"] == []
