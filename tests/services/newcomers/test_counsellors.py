# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What reaches counsellors and editors: terms of law that have passed, languages that are wanted."""

from typing import Any

import pytest

from tests.services.newcomers.conftest import Pair
from tests.services.newcomers.people import AMINA, EDITOR, staff

pytestmark = pytest.mark.anyio

START = staff("start-stockholm")
LATE = "{ newcomerOverduePlans { person steps { key due { hard day } evidence { kind } } } }"
TELL = """mutation($i: StartNewcomerPlanInput!) { startNewcomerPlan(input: $i) { userErrors { code } } }"""
START_FOR = """mutation($i: StartNewcomerPlanForInput!) { startNewcomerPlanFor(input: $i) {
  plan { person locale next { key } } userErrors { code } } }"""
GIVE = """mutation($i: GiveNewcomerGrantInput!) { giveNewcomerGrant(input: $i) { grant { id } } }"""
REVOKE = """mutation($i: RevokeNewcomerGrantInput!) { revokeNewcomerGrant(input: $i) { grant { id } } }"""
WISH = """mutation($i: WishGuideLanguageInput!) { wishGuideLanguage(input: $i) { wishes } }"""
WISHES = "{ guideWishes { page locale count } }"


async def late(pair: Pair) -> Any:
    answer: Any = (await pair.newcomers.ask(LATE, START)).data
    return answer["newcomerOverduePlans"]


async def test_overdue_terms_of_law_reach_a_counsellor_only_with_a_grant(pair: Pair):
    # newcomers 2.2
    facts = {"legalBasis": "NORDIC", "arrivalDate": "2026-10-01"}
    await pair.newcomers.ask(TELL, AMINA, i={"situation": facts})
    assert await late(pair) == []
    for scopes, count in ((["COMMENT"], 0), (["READ_STEPS"], 1)):
        given = {"unit": "start-stockholm", "scopes": scopes}
        answer: Any = (await pair.newcomers.ask(GIVE, AMINA, i=given)).data
        assert len(await late(pair)) == count
    (plan,) = await late(pair)
    assert plan["person"] == AMINA.sub
    assert "register_move" in [step["key"] for step in plan["steps"]]
    assert all(step["due"]["hard"] and step["evidence"] == [] for step in plan["steps"])
    grant = answer["giveNewcomerGrant"]["grant"]["id"]
    await pair.newcomers.ask(REVOKE, AMINA, i={"grantId": grant})
    assert await late(pair) == []


async def test_a_counsellor_starts_a_plan_only_for_somebody_who_lets_her_edit(pair: Pair):
    # newcomers 2.2: created_by = counsellor
    facts = {"legalBasis": "REFUGEE", "arrivalDate": "2026-11-01"}
    wanted = {"person": AMINA.sub, "situation": facts, "locale": "so"}
    for scopes, is_let in ((["READ_STEPS"], False), (["EDIT_STEPS"], True)):
        await pair.newcomers.ask(GIVE, AMINA, i={"unit": "start-stockholm", "scopes": scopes})
        done: Any = await pair.newcomers.ask(START_FOR, START, i=wanted)
        if is_let:
            made = done.data["startNewcomerPlanFor"]["plan"]
            assert (made["person"], made["locale"]) == (AMINA.sub, "so")
            assert made["next"]
        else:
            assert done.errors[0]["extensions"]["code"] == "NOT_FOUND"


async def test_wishes_for_languages_are_the_translators_queue(pair: Pair):
    for _ in range(2):
        await pair.newcomers.ask(WISH, AMINA, i={"slug": "sfi", "locale": "ti"})
    await pair.newcomers.ask(WISH, AMINA, i={"slug": "sfi", "locale": "fa"})
    seen: Any = (await pair.newcomers.ask(WISHES, EDITOR)).data
    assert [(one["locale"], one["count"]) for one in seen["guideWishes"]] == [("ti", 2), ("fa", 1)]
    refused = await pair.newcomers.ask(WISHES, AMINA)
    assert refused.errors[0]["extensions"]["code"] == "FORBIDDEN"
