# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Replies that people have translated in the guide: offered and sent without any engine."""

from collections.abc import Iterator
from typing import Any

import pytest

from services.language.clients.bootstrap import bench
from services.language.clients.guarding import Guard
from services.language.clients.pseudo import Pseudo
from services.language.settings import Settings
from tests.services.newcomers.conftest import Pair
from tests.services.newcomers.people import AMINA, LIBRARY, SOCIAL
from tests.services.newcomers.test_conversations import READ, SEND, START

pytestmark = pytest.mark.anyio

REPLIES = """query($id: ID!, $w: String!) { newcomerQuickReplies(conversationId: $id, words: $w) {
  page path text { value origin } translation { value language origin original { value } } } }"""
HUMAN = ("SFI, svenska för invandrare.", "SFI، السويدية للمهاجرين.")


class Counting(Pseudo):
    """The pseudo engine, counting what it is asked."""

    asked = 0

    async def translate(self, *given: Any, **more: Any) -> Any:
        type(self).asked += 1
        return await super().translate(*given, **more)


@pytest.fixture(autouse=True)
def counted(engines: None) -> Iterator[type[Counting]]:
    Counting.asked = 0
    bench.use(Guard([Counting()]), Settings(budget=1000))
    yield Counting
    bench.use(None)


async def start(pair: Pair, text: str, locale: str) -> str:
    given = {"topic": "SFI", "unit": "library", "text": text, "locale": locale}
    answer: Any = await pair.newcomers.ask(START, AMINA, i=given)
    return answer.data["startNewcomerConversation"]["conversation"]["id"]


async def send(pair: Pair, talk: str, text: str, **more: Any) -> Any:
    given = {"conversationId": talk, "text": text} | more
    answer: Any = await pair.newcomers.ask(SEND, LIBRARY, i=given)
    return answer.data["sendNewcomerMessage"]


async def replies(pair: Pair, talk: str, words: str = "") -> list[Any]:
    answer: Any = await pair.newcomers.ask(REPLIES, LIBRARY, id=talk, w=words)
    assert answer.errors == [], answer.errors
    return answer.data["newcomerQuickReplies"]


async def test_a_reply_people_have_translated_is_offered_and_sent_without_any_engine(
    pair: Pair, counted: type[Counting]
):
    # newcomers 3 rule 6
    talk = await start(pair, "مرحبا، متى تبدأ دورة اللغة؟", "ar")
    offered = await replies(pair, talk, "sfi")
    first = offered[0]
    assert (first["page"], first["path"], first["text"]["value"]) == ("sfi", "title", HUMAN[0])
    assert first["translation"] == {
        "value": HUMAN[1], "language": "ar", "origin": "HUMAN", "original": {"value": HUMAN[0]},
    }  # fmt: skip
    before = counted.asked
    sent = await send(pair, talk, first["text"]["value"])
    made = sent["conversation"]["messages"][1]["translation"]
    assert counted.asked == before
    assert made["text"]["value"] == HUMAN[1]
    assert (made["machineTranslated"], made["notBinding"], made["engine"]) == (False, False, None)
    assert (made["text"]["origin"], made["state"]) == ("HUMAN", "QA_OK")
    other = await send(pair, talk, "Kursen börjar i morgon bitti.")
    assert other["conversation"]["messages"][2]["translation"]["machineTranslated"]
    assert counted.asked == before + 1


async def test_a_decision_in_words_of_people_may_be_delivered(pair: Pair):
    talk = await start(pair, "مرحبا، متى تبدأ دورة اللغة؟", "ar")
    await send(pair, talk, HUMAN[0], kind="DECISION")
    hers: Any = (await pair.newcomers.ask(READ, AMINA, id=talk)).data
    assert hers["newcomerConversation"]["messages"][1]["translation"]["text"]["value"] == HUMAN[1]


async def test_machine_text_is_no_quick_reply_and_only_the_unit_asks(pair: Pair):
    talk = await start(pair, "Waxaan rabaa inaan wax ka weydiiyo iskuulka", "so")
    offered = await replies(pair, talk)
    assert offered
    assert {one["translation"]["origin"] for one in offered} == {"HUMAN"}
    assert await replies(pair, talk, "finns inte någonstans") == []
    for caller in (AMINA, SOCIAL):
        refused = await pair.newcomers.ask(REPLIES, caller, id=talk, w="")
        assert refused.errors[0]["extensions"]["code"] == "NOT_FOUND"
