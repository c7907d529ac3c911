# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The subgraph as other services and translators ask it: texts, words, pages, jobs, money."""

import asyncio
from typing import Any

import msgspec
import pytest

from services.kit.data import define, select
from services.kit.data.tables import outbox
from services.kit.jobs import Worker
from services.kit.wire.caller import ANONYMOUS, Assignment, Caller, CallerKind
from services.language.actions.documents import take_offer
from services.language.clients.apertium import ApertiumCommand
from services.language.clients.bootstrap import bench
from services.language.clients.guarding import Guard
from services.language.clients.pseudo import Pseudo
from services.language.domain.documents import Offer, StoredSegment
from services.language.domain.risk import Risk
from services.language.jobs import jobs
from services.language.settings import Settings
from tests.support.services import AMINA, Asked

pytestmark = pytest.mark.anyio

NEIGHBOUR = Caller(kind=CallerKind.SERVICE, sub="newcomers")
DUTY = Assignment(id="a", unit="library", provider="city", purpose="translation")
TRANSLATOR = Caller(kind=CallerKind.STAFF, sub="tr", roles=("translator",), assignment=DUTY, loa=3)
EDITOR = Caller(kind=CallerKind.STAFF, sub="ed", roles=("editor",), assignment=DUTY, loa=3)

TRANSLATE = """mutation($i: TranslateTextsInput!) { translateTexts(input: $i) {
  translations { text { value language origin original { value language origin } }
    origin machineTranslated engine translatedAt maskedKinds mayShow remarks { check isError } }
  userErrors { code path message } } }"""
DOCUMENT = """query($id: ID!, $l: Locale!) { translationDocument(id: $id, locale: $l) {
  state machineMade reviewed lines { path source sourceHash isOutdated faults text { value origin } } } }"""
APPROVE = """mutation($i: ApproveTranslationInput!) { approveTranslation(input: $i) {
  document { state reviewed machineMade } userErrors { code } } }"""
REQUEST = """mutation($i: RequestTranslationInput!) { requestTranslation(input: $i) {
  work { id state reason attempts } userErrors { code } } }"""
RETRY = """mutation($i: RetryTranslationInput!) { retryTranslation(input: $i) {
  work { id state reason attempts } userErrors { code } } }"""
BUDGETS = "{ translationBudgets { period cap reserved settled left isLow } }"


class Told(msgspec.Struct, frozen=True):
    """What an event tells."""

    data: dict[str, Any]


TOLD = define(select(outbox.c.data).where(outbox.c.type == "language.document.translated"), Told)

PAGE = Offer(
    id="newcomers:page:sfi",
    segments=(
        StoredSegment(path="1", text="Välkommen till Stockholm.", kind="heading"),
        StoredSegment(path="2", text="Kursen börjar i morgon."),
        StoredSegment(path="3", text="Ta med pass och ett brev."),
    ),
)


async def ask(asked: Asked, texts: list[str], caller: Caller = NEIGHBOUR, **more: Any) -> Any:
    answer = await asked.ask(TRANSLATE, caller, i={"texts": texts, "target": "nb"} | more)
    assert answer.errors == [], answer.errors
    return answer.data["translateTexts"]


async def work_off(asked: Asked) -> None:
    """Until no machine translation is left, whoever took it: the service has a worker of its own."""
    mine = Worker(asked.database, {"language.translate": jobs["language.translate"]})
    async with asyncio.timeout(30):
        while await mine.next_due() is not None:
            await mine.run_due()
            await asyncio.sleep(0.005)


async def test_a_neighbour_has_a_letter_translated_with_everything_said(language):
    done = await ask(
        language,
        ["Hej, jag heter Amina. Mitt nummer är 19811228-9874."],
        source="sv", names=["Amina Haddad"],
    )  # fmt: skip
    (one,) = done["translations"]
    assert one["text"]["value"] == "Hei, jeg heter Amina. Mitt nummer er 19811228-9874."
    assert (one["text"]["language"], one["text"]["origin"]) == ("nb", "MACHINE")
    assert one["text"]["original"]["value"].startswith("Hej, jag")
    assert one["text"]["original"]["origin"] == "SOURCE"
    assert (one["machineTranslated"], one["engine"], one["mayShow"]) == (True, "apertium", True)
    assert one["maskedKinds"] == ["name", "personal_number"]


async def test_what_people_have_said_is_asked_first(language):
    # newcomers 3 rule 8: exact beats MT
    done = await ask(language, ["Välkommen till Stockholm."], target="so", source="sv")
    (one,) = done["translations"]
    assert one["text"]["value"] == "Ku soo dhawoow Stockholm."
    assert (one["origin"], one["machineTranslated"], one["text"]["origin"]) == (
        "TM_EXACT",
        False,
        "HUMAN",
    )


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"target": "so", "source": "sv"}, "LANGUAGE_PAIR_UNSUPPORTED"),
        ({"source": None, "texts": ["12345"]}, "LANGUAGE_UNCERTAIN"),
        ({"source": "sv", "outlet": "NONE"}, "TRANSLATION_FORBIDDEN"),
        ({"source": "sv", "texts": []}, "INPUT_INVALID"),
        ({"source": "sv", "texts": ["ord " * 6000]}, "TEXT_TOO_LONG"),
        ({"source": "sv", "texts": ["ord " * 1500]}, "BUDGET_EXCEEDED"),
    ],
)
async def test_bad_input_is_told_in_the_readers_words_and_costs_nothing(language, more, code):
    done = await ask(language, more.pop("texts", ["Hej du."]), **more)
    assert done["translations"] == []
    assert done["userErrors"][0]["code"] == code
    assert done["userErrors"][0]["message"]
    budgets = await language.ask(BUDGETS, TRANSLATOR)
    assert all(one["reserved"] == one["settled"] == 0 for one in budgets.data["translationBudgets"])


async def test_an_engine_that_is_down_gives_the_words_back(language):
    bench.use(Guard([ApertiumCommand("/bin/false")]), Settings(budget=1000))
    done = await ask(language, ["Hej du."], source="sv")
    assert done["userErrors"][0]["code"] in ("LANGUAGE_PAIR_UNSUPPORTED", "ENGINE_FAILED")


async def test_words_are_settled(language):
    await ask(language, ["Hej du glada vän."], source="sv")
    budgets = await language.ask(BUDGETS, TRANSLATOR)
    (one,) = budgets.data["translationBudgets"]
    assert (one["reserved"], one["settled"], one["left"]) == (0, 4, 996)


@pytest.mark.parametrize("caller", [ANONYMOUS, AMINA])
async def test_only_services_and_translators_translate(language, caller):
    answer = await language.ask(TRANSLATE, caller, i={"texts": ["Hej"], "target": "nb"})
    assert answer.errors[0]["extensions"]["code"] in ("UNAUTHENTICATED", "FORBIDDEN")


async def test_anybody_identifies_and_measures(language):
    answer = await language.ask(
        '{ identifyLanguage(text: "Waxaan rabaa inaan ogaado goorta iskuulku bilaabanayo") { language confidence mustAsk }'
        ' readability(text: "Barnen leker. Solen skiner i dag.") { lix words isTooHard }'
        ' glossaryTerms(locale: "so", first: 1) { totalCount nodes { source status gloss } } }'
    )
    assert answer.errors == []
    assert answer.data["identifyLanguage"]["language"] == "so"
    assert answer.data["readability"]["words"] == 6
    assert answer.data["glossaryTerms"]["nodes"][0]["status"] == "KEEP"


async def test_a_page_goes_from_offer_to_approval(language):
    bench.use(Guard([Pseudo()]), Settings(budget=1000))
    offer = msgspec.structs.replace(PAGE, locales=("so",))
    await language.database.transact(lambda tx: take_offer(tx, "newcomers", offer))
    seen = await language.ask(DOCUMENT, TRANSLATOR, id=PAGE.id, l="so")
    assert seen.data["translationDocument"]["state"] == "IN_TRANSLATION"
    await work_off(language)
    seen = await language.ask(DOCUMENT, TRANSLATOR, id=PAGE.id, l="so")
    page = seen.data["translationDocument"]
    assert (page["state"], page["machineMade"], page["reviewed"]) == ("UP_TO_DATE", True, False)
    assert page["lines"][0]["text"] == {"value": "Ku soo dhawoow Stockholm.", "origin": "HUMAN"}
    assert page["lines"][1]["text"]["origin"] == "MACHINE"
    for line in page["lines"]:
        given = {
            "documentId": PAGE.id, "locale": "so", "path": line["path"],
            "text": f"Soomaali {line['path']}.", "sourceHash": line["sourceHash"],
        }  # fmt: skip
        done = await language.ask(APPROVE, TRANSLATOR, i=given)
        assert done.errors == []
    assert done.data["approveTranslation"]["document"] == {
        "state": "UP_TO_DATE", "reviewed": True, "machineMade": False,
    }  # fmt: skip
    again = await ask(language, ["Kursen börjar i morgon."], target="so", source="sv")
    assert again["translations"][0]["text"]["value"] == "Soomaali 2."


async def test_a_changed_source_outdates_and_only_what_changed_is_done_again(language):
    bench.use(Guard([Pseudo()]), Settings(budget=1000))
    await language.database.transact(lambda tx: take_offer(tx, "newcomers", PAGE))
    asked = await language.ask(REQUEST, EDITOR, i={"documentId": PAGE.id, "locale": "so"})
    assert asked.data["requestTranslation"]["work"]["state"] == "MT_QUEUED"
    await work_off(language)
    changed = [*PAGE.segments[:2], StoredSegment(path="3", text="Ta med id-kort.")]
    newer = Offer(id=PAGE.id, segments=tuple(changed))
    await language.database.transact(lambda tx: take_offer(tx, "newcomers", newer))
    seen = await language.ask(DOCUMENT, TRANSLATOR, id=PAGE.id, l="so")
    page = seen.data["translationDocument"]
    assert page["state"] == "OUTDATED"
    assert [line["isOutdated"] for line in page["lines"]] == [False, False, True]
    await language.ask(REQUEST, EDITOR, i={"documentId": PAGE.id, "locale": "so"})
    await work_off(language)
    budgets = await language.ask(BUDGETS, TRANSLATOR)
    assert budgets.data["translationBudgets"][0]["settled"] == 4 + 6 + 3


async def test_a_failed_job_stays_says_why_and_can_be_tried_again(language):
    # newcomers 2.1: reasons; bad input: the job stays
    await language.database.transact(lambda tx: take_offer(tx, "newcomers", PAGE))
    await language.ask(REQUEST, EDITOR, i={"documentId": PAGE.id, "locale": "ti"})
    await work_off(language)
    failed = await language.ask(
        "{ translationWorks(state: MT_FAILED) { totalCount nodes { id reason attempts } } }",
        TRANSLATOR,
    )
    (one,) = failed.data["translationWorks"]["nodes"]
    assert one["reason"] == "PAIR_UNSUPPORTED"
    bench.use(Guard([Pseudo()]), Settings(budget=1000))
    again = await language.ask(RETRY, EDITOR, i={"workId": one["id"]})
    assert again.data["retryTranslation"]["work"] == {
        "id": one["id"], "state": "MT_QUEUED", "reason": None, "attempts": 1,
    }  # fmt: skip
    await work_off(language)
    seen = await language.ask(DOCUMENT, TRANSLATOR, id=PAGE.id, l="ti")
    assert seen.data["translationDocument"]["state"] == "UP_TO_DATE"


async def test_a_page_too_hard_to_read_is_not_given_to_a_machine(language):
    hard = "Folkbokföringsmyndighetens handläggningsrutiner förutsätter identitetskontroller."
    page = Offer(id="newcomers:page:hard", segments=(StoredSegment(path="1", text=hard),))
    await language.database.transact(lambda tx: take_offer(tx, "newcomers", page))
    done = await language.ask(REQUEST, EDITOR, i={"documentId": page.id, "locale": "nb"})
    assert done.data["requestTranslation"]["work"]["reason"] == "READABILITY_TOO_LOW"


async def test_nobody_takes_another_services_page(language):
    await language.database.transact(lambda tx: take_offer(tx, "parking", PAGE))
    seen = await language.ask(DOCUMENT, TRANSLATOR, id=PAGE.id, l="so")
    assert seen.errors[0]["extensions"]["code"] == "NOT_FOUND"


async def test_a_legal_page_tells_its_owner_nothing_unread(language):
    # newcomers 3 rule 2
    bench.use(Guard([Pseudo()]), Settings(budget=1000))
    page = Offer(
        id="newcomers:page:law", risk=Risk.LEGAL, locales=("so",),
        segments=(StoredSegment(path="1", text="Du måste anmäla flytten."),),
    )  # fmt: skip
    await language.database.transact(lambda tx: take_offer(tx, "newcomers", page))
    await work_off(language)
    told = await language.database.many(TOLD)
    assert [one.data["lines"] for one in told] == [[]]


async def test_approving_an_older_wording_is_refused(language):
    await language.database.transact(lambda tx: take_offer(tx, "newcomers", PAGE))
    given = {
        "documentId": PAGE.id,
        "locale": "so",
        "path": "2",
        "text": "x",
        "sourceHash": "0" * 64,
    }
    done = await language.ask(APPROVE, TRANSLATOR, i=given)
    assert done.data["approveTranslation"]["userErrors"][0]["code"] == "EXCHANGE_SOURCE_CHANGED"


async def test_the_memory_suggests_similar_sentences(language):
    answer = await language.ask(
        'query { memoryMatches(text: "Välkommen till Stockholm!", fromLocale: "sv", toLocale: "so") '
        "{ target origin percent } }",
        TRANSLATOR,
    )
    assert answer.data["memoryMatches"][0]["origin"] == "TM_FUZZY"
    assert answer.data["memoryMatches"][0]["percent"] == 96


async def test_the_budget_cannot_be_set_below_what_is_bound(language):
    await ask(language, ["Hej du glada vän."], source="sv")
    change = "mutation($i: SetTranslationBudgetInput!) { setTranslationBudget(input: $i) { budget { cap left } userErrors { code } } }"
    low = await language.ask(change, EDITOR, i={"cap": 3})
    assert low.data["setTranslationBudget"]["userErrors"][0]["code"] == "BUDGET_EXCEEDED"
    done = await language.ask(change, EDITOR, i={"cap": 10})
    assert done.data["setTranslationBudget"]["budget"] == {"cap": 10, "left": 6}
