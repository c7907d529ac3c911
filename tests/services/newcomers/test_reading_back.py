# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A shown translation read back by a machine for the unit that answers; an aid, never a gate."""

from typing import Any

import pytest

from tests.services.newcomers.conftest import Pair
from tests.services.newcomers.people import AMINA, LIBRARY, SOCIAL
from tests.services.newcomers.test_conversations import START

pytestmark = pytest.mark.anyio

BACK = """mutation($i: MessageInput!) { readMessageBack(input: $i) {
  back { value language origin } likeness userErrors { code path } } }"""


async def begun(pair: Pair, text: str, locale: str) -> str:
    given = {"topic": "SFI", "unit": "library", "text": text, "locale": locale}
    answer: Any = (await pair.newcomers.ask(START, AMINA, i=given)).data
    return answer["startNewcomerConversation"]["conversation"]["messages"][0]["id"]


async def test_staff_reads_a_translation_back_in_the_originals_language(pair: Pair):
    # newcomers 3 rule 12
    message = await begun(pair, "Når begynner kurset? Ring 070-123 45 67.", "nb")
    answer: Any = (await pair.newcomers.ask(BACK, LIBRARY, i={"messageId": message})).data
    made = answer["readMessageBack"]
    assert (made["back"]["language"], made["back"]["origin"]) == ("nb", "MACHINE")
    assert "070-123 45 67" in made["back"]["value"]
    assert 0 < made["likeness"] <= 100


async def test_without_a_translation_there_is_nothing_to_read_back(pair: Pair):
    message = await begun(pair, "Waxaan rabaa inaan wax ka weydiiyo iskuulka ilmahayga", "so")
    answer: Any = (await pair.newcomers.ask(BACK, LIBRARY, i={"messageId": message})).data
    assert answer["readMessageBack"]["userErrors"] == [
        {"code": "INPUT_INVALID", "path": ["messageId"]}
    ]
    for caller in (AMINA, SOCIAL):
        refused = await pair.newcomers.ask(BACK, caller, i={"messageId": message})
        assert refused.errors[0]["extensions"]["code"] == "NOT_FOUND"
