# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""How engines fare with people, and a translation read back as an aid to a reader."""

from typing import Any

import pytest

from services.language.actions.documents import take_offer
from services.language.domain.likeness import chrf
from tests.services.language.test_graph import (
    APPROVE,
    DOCUMENT,
    NEIGHBOUR,
    PAGE,
    REQUEST,
    TRANSLATOR,
    work_off,
)
from tests.support.services import AMINA, Asked

pytestmark = pytest.mark.anyio

SCORES = (
    "{ translationEngineScores { engine sourceLocale locale approvals approvalRate meanChrf } }"
)
BACK = """mutation($i: TranslateBackInput!) { translateBack(input: $i) {
  back { text { value language origin } engine maskedKinds } likeness userErrors { code } } }"""


async def test_what_people_keep_of_an_engine_is_counted_once_a_sentence(language: Asked):
    # newcomers 3 rule 12: chrF++ against approved text, approval rate per engine and pair
    await language.database.transact(lambda tx: take_offer(tx, "newcomers", PAGE))
    place = {"documentId": PAGE.id, "locale": "nb"}
    await language.ask(REQUEST, TRANSLATOR, i=place)
    await work_off(language)
    seen: Any = (await language.ask(DOCUMENT, TRANSLATOR, id=PAGE.id, l="nb")).data
    lines = seen["translationDocument"]["lines"]
    kept, changed = lines[1], lines[2]
    final = "Ta med pass og et brev, takk."
    for line, text in (
        (kept, kept["text"]["value"]), (changed, final), (changed, "Ta med pass."),
    ):  # fmt: skip
        given = place | {"path": line["path"], "text": text, "sourceHash": line["sourceHash"]}
        await language.ask(APPROVE, TRANSLATOR, i=given)
    scores: Any = (await language.ask(SCORES, TRANSLATOR)).data
    (score,) = scores["translationEngineScores"]
    mean = (100 + chrf(changed["text"]["value"], final)) / 2
    assert score == {
        "engine": "apertium", "sourceLocale": "sv", "locale": "nb", "approvals": 2,
        "approvalRate": 0.5, "meanChrf": pytest.approx(mean, abs=0.06),
    }  # fmt: skip
    refused = await language.ask(SCORES, AMINA)
    assert refused.errors[0]["extensions"]["code"] == "FORBIDDEN"


async def test_a_translation_is_read_back_masked_and_compared(language: Asked):
    given = {
        "original": "Kursen börjar på måndag. Ring 070-123 45 67.", "originalLocale": "sv",
        "translation": "Kurset starter på mandag. Ring 070-123 45 67.", "translationLocale": "nb",
    }  # fmt: skip
    answer: Any = (await language.ask(BACK, NEIGHBOUR, i=given)).data
    made = answer["translateBack"]
    assert made["back"]["text"]["language"] == "sv"
    assert made["back"]["text"]["origin"] == "MACHINE"
    assert "070-123 45 67" in made["back"]["text"]["value"]
    assert made["back"]["maskedKinds"] == ["phone"]
    assert made["likeness"] == pytest.approx(
        chrf(made["back"]["text"]["value"], given["original"]), abs=0.06
    )
    bare = given | {"translationLocale": "so"}
    none: Any = (await language.ask(BACK, NEIGHBOUR, i=bare)).data
    assert none["translateBack"]["userErrors"] == [{"code": "LANGUAGE_PAIR_UNSUPPORTED"}]
