# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Sentences and units of the memory that a translator takes from readers."""

from typing import Any

import pytest

from services.language.actions import exchange
from services.language.actions.documents import take_offer
from services.language.domain.documents import Offer
from tests.services.language.test_graph import (
    APPROVE,
    DOCUMENT,
    EDITOR,
    PAGE,
    REQUEST,
    TOLD,
    TRANSLATOR,
    ask,
    work_off,
)
from tests.support.services import Asked

pytestmark = pytest.mark.anyio

HOLD = """mutation($i: QuarantineTranslationInput!) { quarantineTranslation(input: $i) {
  document { lines { path faults } } userErrors { code path } } }"""
HOLD_UNIT = """mutation($i: QuarantineMemoryUnitInput!) { quarantineMemoryUnit(input: $i) {
  unit { id target quarantinedAt quarantineReason } userErrors { code path } } }"""
RELEASE = """mutation($i: ReleaseMemoryUnitInput!) { releaseMemoryUnit(input: $i) {
  unit { id quarantinedAt } userErrors { code } } }"""
MATCHES = '{ memoryMatches(text: "Kursen börjar i morgon.", fromLocale: "sv", toLocale: "nb") { unitId target } }'


async def do(language: Asked, query: str, **given: Any) -> Any:
    answer: Any = await language.ask(query, TRANSLATOR, i=given)
    assert answer.errors == [], answer.errors
    (payload,) = answer.data.values()
    return payload


async def approved(language: Asked) -> dict[str, str]:
    """The second sentence of the page, translated by a machine and approved by a translator."""
    await language.database.transact(lambda tx: take_offer(tx, "newcomers", PAGE))
    await do(
        language,
        "mutation($i: RequestTranslationInput!) { requestTranslation(input: $i) { userErrors { code } } }",
        documentId=PAGE.id, locale="nb",
    )  # fmt: skip
    await work_off(language)
    seen: Any = (await language.ask(DOCUMENT, TRANSLATOR, id=PAGE.id, l="nb")).data
    line = seen["translationDocument"]["lines"][1]
    place = {"documentId": PAGE.id, "locale": "nb", "path": "2"}
    done = await do(
        language, APPROVE, **place, text="Kurset begynner i morgen.", sourceHash=line["sourceHash"]
    )
    assert done["userErrors"] == []
    return place | {"sourceHash": line["sourceHash"]}


async def matches(language: Asked) -> list[Any]:
    answer: Any = (await language.ask(MATCHES, TRANSLATOR)).data
    return answer["memoryMatches"]


async def shown(language: Asked) -> set[str]:
    """What the owner was last told that readers may see."""
    told = (await language.database.many(TOLD))[-1]
    return {line["path"] for line in told.data["lines"]}


async def test_a_sentence_in_quarantine_is_taken_from_readers_and_from_the_memory(language: Asked):
    place = await approved(language)
    assert "2" in await shown(language)
    hash_ = place.pop("sourceHash")
    held = await do(language, HOLD, **place, reason="Fel dag.")
    assert held["document"]["lines"][1]["faults"] == ["quarantined"]
    assert "2" not in await shown(language)
    (again,) = (await ask(language, ["Kursen börjar i morgon."]))["translations"]
    assert again["machineTranslated"]
    assert await matches(language) == []
    await do(language, APPROVE, **place, text="Kurset begynner i morgen.", sourceHash=hash_)
    assert "2" in await shown(language)
    (back,) = (await ask(language, ["Kursen börjar i morgon."]))["translations"]
    assert not back["machineTranslated"]


COPY = Offer(id="newcomers:page:copy", segments=(PAGE.segments[1],))


async def test_a_sentence_taken_over_from_another_page_is_held_in_its_memory_too(language: Asked):
    await approved(language)
    await language.database.transact(lambda tx: take_offer(tx, "newcomers", COPY))
    await do(language, REQUEST, documentId=COPY.id, locale="nb")
    held = await do(
        language, HOLD, documentId=COPY.id, locale="nb", path=COPY.segments[0].path, reason="Fel."
    )
    assert held["userErrors"] == []
    assert await matches(language) == []
    (again,) = (await ask(language, ["Kursen börjar i morgon."]))["translations"]
    assert again["machineTranslated"]


async def similar(language: Asked) -> list[Any]:
    """What the memory offers for a text that is only alike."""
    query = '{ memoryMatches(text: "Kursen börjar i morgon bitti.", fromLocale: "sv", toLocale: "nb") { unitId target } }'
    answer: Any = (await language.ask(query, TRANSLATOR)).data
    return answer["memoryMatches"]


async def test_a_held_unit_is_not_offered_for_a_like_text_when_another_was_approved_meanwhile(
    language: Asked,
):
    place = await approved(language)
    (match,) = await similar(language)
    seen: Any = (await language.ask(DOCUMENT, TRANSLATOR, id=PAGE.id, l="nb")).data
    third = seen["translationDocument"]["lines"][2]["sourceHash"]
    await do(language, HOLD_UNIT, unitId=match["unitId"], reason="Fel.")
    other = place | {"path": "3", "sourceHash": third}
    await do(language, APPROVE, **other, text="Ta med pass og et brev.")
    assert await similar(language) == []


async def test_a_held_sentence_is_not_given_out_and_comes_back_held(language: Asked):
    place = await approved(language)
    hash_ = place.pop("sourceHash")
    database = language.database
    made = "Kurset begynner i morgen."
    _, before = await database.transact(
        lambda tx: exchange.export_xliff(tx, TRANSLATOR, PAGE.id, "nb")
    )
    assert made in before.decode()
    await do(language, HOLD, **place, reason="Fel dag.")
    name, given = await database.transact(
        lambda tx: exchange.export_xliff(tx, TRANSLATOR, PAGE.id, "nb")
    )
    assert made not in given.decode()
    with_target = b"i morgon.</source><target>Kurset begynner i overmorgen.</target>"
    back = given.replace(b"i morgon.</source>", with_target)
    assert back != given
    taken = await database.transact(lambda tx: exchange.import_xliff(tx, TRANSLATOR, name, back))
    assert taken.faulty == 1
    seen: Any = (await language.ask(DOCUMENT, TRANSLATOR, id=PAGE.id, l="nb")).data
    line = seen["translationDocument"]["lines"][1]
    assert (line["text"]["value"], line["faults"]) == (
        "Kurset begynner i overmorgen.", ["quarantined"],
    )  # fmt: skip
    await do(language, APPROVE, **place, text=line["text"]["value"], sourceHash=hash_)
    assert "2" in await shown(language)


async def test_a_unit_of_the_memory_is_held_and_released(language: Asked):
    await approved(language)
    (match,) = await matches(language)
    held = await do(language, HOLD_UNIT, unitId=match["unitId"], reason="Gammal kurs.")
    assert held["unit"]["quarantineReason"] == "Gammal kurs."
    assert await matches(language) == []
    freed = await do(language, RELEASE, unitId=match["unitId"])
    assert freed["unit"]["quarantinedAt"] is None
    assert len(await matches(language)) == 1


async def test_quarantine_is_a_translators_and_says_what_is_wrong(language: Asked):
    place = await approved(language)
    del place["sourceHash"]
    bare = await do(language, HOLD, **place, reason=" ")
    assert bare["userErrors"] == [{"code": "INPUT_INVALID", "path": ["reason"]}]
    missing = await language.ask(HOLD, TRANSLATOR, i=place | {"path": "9", "reason": "x"})
    assert missing.errors[0]["extensions"]["code"] == "NOT_FOUND"
    editor = await language.ask(HOLD, EDITOR, i=place | {"reason": "x"})
    assert editor.errors[0]["extensions"]["code"] == "FORBIDDEN"
    assert "2" in await shown(language)
