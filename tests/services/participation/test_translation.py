# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Words in the reader's language beside the original: participation asks language's graph, never imports it."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest

from services.kit.bus.local import LocalBus
from services.kit.clock import ManualClock
from services.kit.data import define, func, select
from services.kit.graph import global_id
from services.kit.running import open_service
from services.kit.wire.caller import ANONYMOUS
from services.language import service as language
from services.language.clients.apertium import ApertiumCommand
from services.language.clients.bootstrap import bench
from services.language.clients.guarding import Guard
from services.language.settings import Settings
from services.participation import service as participation
from services.participation.store.renderings import rendering
from tests.services.participation.city import resident
from tests.services.participation.test_words import MODERATOR, change, consultation, propose, read
from tests.support.services import Asked

pytestmark = pytest.mark.anyio
ASK = """mutation($t: ID!, $l: Locale) { translateParticipation(target: $t, locale: $l) {
  translation { title { value language origin } text { value language origin updatedAt } isMachine engine translatedAt }
  userErrors { code message path } } }"""
SHOWN = """{ participationConsultations { nodes { comments { text { value language origin }
  translation { text { value language origin } isMachine engine } } } } }"""


@pytest.fixture
async def asked(database_url: str) -> AsyncIterator[Asked]:
    """Participation and language side by side; a real Apertium between Swedish and Norwegian."""
    bench.use(Guard([ApertiumCommand()]), Settings(budget=10_000))
    clock, bus = ManualClock(), LocalBus()
    async with AsyncExitStack() as stack:
        stack.callback(bench.use, None)
        running = []
        for manifest in (participation, language):
            one = await open_service(manifest, database_url=database_url, bus=bus, clock=clock)
            stack.push_async_callback(one.stop)
            running.append(one)
        words, neighbour = running
        assert words.resources.neighbours is not None
        words.resources.neighbours.know("language", neighbour.fetch)
        yield Asked(words, clock)
    if database_url.startswith("postgresql"):
        from tests.support.stores import execute  # noqa: PLC0415

        for name in ("participation", "language"):
            await execute(database_url, f'DROP SCHEMA IF EXISTS "{name}" CASCADE')


async def translate(asked: Asked, target: str, locale: str | None = None, reader: str = "nb"):
    answer = await asked.ask(ASK, resident(9), locale=reader, t=target, l=locale)
    assert not answer.errors, answer.errors
    done = answer.data["translateParticipation"]
    return done["translation"], done["userErrors"]


async def written(asked: Asked, text: str) -> str:
    key = await consultation(asked)
    done = await change(
        asked, "commentParticipation", resident(1), "CommentInput",
        consultation=key, section="main", text=text, language="sv",
    )  # fmt: skip
    return global_id("ParticipationComment", done["key"])


async def shown(asked: Asked, locale: str) -> dict:
    answer = await asked.ask(SHOWN, ANONYMOUS, locale=locale)
    assert not answer.errors, answer.errors
    (comment,) = answer.data["participationConsultations"]["nodes"][0]["comments"]
    return comment


async def count(asked: Asked) -> int:
    return await asked.database.one(define(select(func.count()).select_from(rendering), int)) or 0


async def test_the_first_reader_asks_and_the_next_ones_read(asked: Asked) -> None:
    target = await written(asked, "Jag vill ha fler bänkar vid torget.")
    assert (await shown(asked, "nb"))["translation"] is None
    made, errors = await translate(asked, target)
    assert errors == []
    assert made["text"]["origin"] == "MACHINE"
    assert (made["isMachine"], made["engine"], made["text"]["language"]) == (True, "apertium", "nb")
    assert made["translatedAt"] == made["text"]["updatedAt"]
    bench.use(Guard([]), Settings(budget=0))  # from here on no machine can be asked
    again, errors = await translate(asked, target)
    assert (again, errors) == (made, [])
    seen = await shown(asked, "nb")
    assert seen["translation"]["text"]["value"] == made["text"]["value"]
    assert seen["text"] == {
        "value": "Jag vill ha fler bänkar vid torget.", "language": "sv", "origin": "SOURCE",
    }  # fmt: skip
    assert (await shown(asked, "en"))["translation"] is None
    assert await count(asked) == 1


async def test_changed_and_hidden_words_lose_their_translation(asked: Asked) -> None:
    key = await propose(asked, resident(1), "Fler bänkar", "Bänkar vid torget.")
    made, _ = await translate(asked, key)
    assert made["title"]["value"]
    query = "query($id: ID!) { participationProposal(id: $id) { translation { text { value } } } }"
    found = await asked.ask(query, ANONYMOUS, locale="nb", id=key)
    assert (
        found.data["participationProposal"]["translation"]["text"]["value"] == made["text"]["value"]
    )
    await change(asked, "editParticipationProposal", resident(1), proposal=key, text="Inga bänkar.")
    found = await asked.ask(query, ANONYMOUS, locale="nb", id=key)
    assert found.data["participationProposal"]["translation"] is None
    target = await written(asked, "Köp billigt hos mig.")
    await translate(asked, target)
    assert (await shown(asked, "nb"))["translation"]
    await change(
        asked, "moderateParticipation", MODERATOR, "ModerateInput", target=target, verb="hide",
        reason="ADVERTISING",
    )  # fmt: skip
    assert (await shown(asked, "nb"))["translation"] is None
    answer = await asked.ask(ASK, resident(9), locale="nb", t=target)
    assert answer.errors[0]["extensions"]["code"] == "NOT_FOUND"


async def test_what_cannot_be_translated_is_said_and_the_original_stays(asked: Asked) -> None:
    target = await written(asked, "Jag vill ha fler bänkar.")
    _, (same,) = await translate(asked, target, "sv")
    assert (same["code"], same["path"]) == ("INPUT_INVALID", ["locale"])
    for locale in ("so", "nb"):
        _, (error,) = await translate(asked, target, locale, reader="en")
        assert error["code"] == "PARTICIPATION_TRANSLATION_UNAVAILABLE"
        assert "original" in error["message"]
        bench.use(Guard([]), Settings(budget=0))
    answer = await asked.ask(ASK, ANONYMOUS, t=target, l="nb")
    assert answer.errors[0]["extensions"]["code"] == "UNAUTHENTICATED"
    assert await count(asked) == 0
    assert (await shown(asked, "nb"))["text"]["value"] == "Jag vill ha fler bänkar."


async def test_without_language_the_rest_still_answers(tmp_path) -> None:
    clock, bus = ManualClock(), LocalBus()
    alone = await open_service(participation, database_url="sqlite://", bus=bus, clock=clock)
    try:
        key = await propose(Asked(alone, clock), resident(1))
        _, (error,) = await translate(Asked(alone, clock), key)
        assert error["code"] == "PARTICIPATION_TRANSLATION_UNAVAILABLE"
        assert await read(Asked(alone, clock), "{ participationProposals { totalCount } }")
    finally:
        await alone.stop()
