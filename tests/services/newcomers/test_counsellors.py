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
SHOWN = "plan { steps { key note evidence { reference } } comments { text } }"
START_AND_READ = f"""mutation($i: StartNewcomerPlanForInput!) {{ startNewcomerPlanFor(input: $i) {{
  {SHOWN} userErrors {{ code }} }} }}"""
CHANGE = f"""mutation($i: ChangeNewcomerStepInput!) {{ changeNewcomerStep(input: $i) {{
  {SHOWN} userErrors {{ code path }} }} }}"""
SAY = """mutation($i: CommentNewcomerPlanInput!) { commentNewcomerPlan(input: $i) { userErrors { code } } }"""
SITUATION = {"legalBasis": "REFUGEE", "arrivalDate": "2026-11-01"}
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


async def test_whoever_may_only_change_steps_is_not_shown_what_others_may_see(pair: Pair):
    await pair.newcomers.ask(TELL, AMINA, i={"situation": SITUATION})
    mine = {"key": "sfi", "doneOn": "2026-11-21", "note": "Min läkare vet.",
            "evidenceKind": "document", "evidenceReference": "d"}  # fmt: skip
    await pair.newcomers.ask(CHANGE, AMINA, i=mine)
    await pair.newcomers.ask(SAY, AMINA, i={"text": "Bara för er som läser."})
    wanted = {"person": AMINA.sub, "situation": SITUATION, "locale": "sv"}
    theirs = {"person": AMINA.sub, "key": "bank_account", "started": True}
    for scopes, seen in (
        (["EDIT_STEPS"], ("", 0, 0)),
        (["READ_STEPS"], ("Min läkare vet.", 0, 1)),
        (["SEE_EVIDENCE"], ("Min läkare vet.", 1, 1)),
    ):
        await pair.newcomers.ask(GIVE, AMINA, i={"unit": "start-stockholm", "scopes": scopes})
        for query, given in ((START_AND_READ, wanted), (CHANGE, theirs)):
            done: Any = await pair.newcomers.ask(query, START, i=given)
            assert done.errors == [], done.errors
            ((payload,),) = [done.data.values()]
            plan = payload["plan"]
            (step,) = [one for one in plan["steps"] if one["key"] == "sfi"]
            assert (step["note"] or "", len(step["evidence"]), len(plan["comments"])) == seen


async def test_wishes_for_languages_are_the_translators_queue(pair: Pair):
    for _ in range(2):
        await pair.newcomers.ask(WISH, AMINA, i={"slug": "sfi", "locale": "ti"})
    await pair.newcomers.ask(WISH, AMINA, i={"slug": "sfi", "locale": "fa"})
    seen: Any = (await pair.newcomers.ask(WISHES, EDITOR)).data
    assert [(one["locale"], one["count"]) for one in seen["guideWishes"]] == [("ti", 2), ("fa", 1)]
    refused = await pair.newcomers.ask(WISHES, AMINA)
    assert refused.errors[0]["extensions"]["code"] == "FORBIDDEN"
