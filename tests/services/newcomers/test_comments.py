# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Comments beside a plan: who may write, who reads, who is told."""

from typing import Any

import pytest

from services.kit.data import define, select
from services.kit.data.tables import outbox
from services.kit.wire.caller import Caller
from tests.services.newcomers.conftest import Pair
from tests.services.newcomers.people import AMINA, SOCIAL, STRANGER, staff

pytestmark = pytest.mark.anyio

START = staff("start-stockholm")
COMMENT = """mutation($i: CommentNewcomerPlanInput!) { commentNewcomerPlan(input: $i) {
  comment { step text unit } userErrors { code path } } }"""
GIVE = """mutation($i: GiveNewcomerGrantInput!) { giveNewcomerGrant(input: $i) { grant { id } } }"""
REVOKE = """mutation($i: RevokeNewcomerGrantInput!) { revokeNewcomerGrant(input: $i) { grant { id } } }"""
READ = """query($p: ID!) { newcomerPlan(person: $p) { comments { step text unit } } }"""
TOLD = define(select(outbox.c.subject).where(outbox.c.type == "newcomers.notice.wanted"), str)


async def say(pair: Pair, caller: Caller, **given: Any) -> Any:
    return await pair.newcomers.ask(COMMENT, caller, i={"person": AMINA.sub, "text": "Hej"} | given)


async def give(pair: Pair, *scopes: str) -> str:
    given = {"unit": "start-stockholm", "scopes": list(scopes)}
    answer: Any = (await pair.newcomers.ask(GIVE, AMINA, i=given)).data
    return answer["giveNewcomerGrant"]["grant"]["id"]


async def test_a_unit_with_the_scope_comments_and_she_is_told(pair: Pair):
    # newcomers 2.2: scopes of a grant
    await give(pair, "COMMENT", "READ_STEPS")
    made: Any = (await say(pair, START, step="sfi", text="Jag ringer skolan.")).data
    assert made["commentNewcomerPlan"]["comment"] == {
        "step": "sfi", "text": "Jag ringer skolan.", "unit": "start-stockholm",
    }  # fmt: skip
    assert await pair.newcomers.database.many(TOLD) == [AMINA.sub]
    await say(pair, AMINA, text="Tack!")
    assert await pair.newcomers.database.many(TOLD) == [AMINA.sub]
    for caller in (AMINA, START):
        seen: Any = (await pair.newcomers.ask(READ, caller, p=AMINA.sub)).data
        assert [(one["text"], one["unit"]) for one in seen["newcomerPlan"]["comments"]] == [
            ("Jag ringer skolan.", "start-stockholm"),
            ("Tack!", None),
        ]


async def test_without_the_scope_or_after_it_ended_nobody_comments(pair: Pair):
    async def refused(caller: Caller) -> bool:
        answer = await say(pair, caller)
        return [error["extensions"]["code"] for error in answer.errors] == ["NOT_FOUND"]

    await give(pair, "READ_STEPS", "EDIT_STEPS", "SEE_EVIDENCE")
    assert await refused(START)
    grant = await give(pair, "COMMENT")
    assert not await refused(START)
    assert await refused(SOCIAL)
    assert await refused(STRANGER)
    await pair.newcomers.ask(REVOKE, AMINA, i={"grantId": grant})
    assert await refused(START)


@pytest.mark.parametrize(
    ("bad", "path"),
    [({"text": "  "}, ["text"]), ({"step": "fly"}, ["step"]), ({"text": "x" * 2001}, ["text"])],
)
async def test_comments_that_cannot_be(pair: Pair, bad: dict[str, str], path: list[str]):
    done: Any = (await say(pair, AMINA, **bad)).data
    assert done["commentNewcomerPlan"]["userErrors"] == [{"code": "INPUT_INVALID", "path": path}]
