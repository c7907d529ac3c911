# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Files and callbacks over HTTP: exported, brought back, delivered late, twice and by strangers."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from litestar.testing import AsyncTestClient

from services.kit.web_door import rest_doors
from services.kit.wire.caller import ANONYMOUS, Caller
from services.kit.wire.front.head import RequestHead
from services.language.actions.documents import begin, take_offer
from services.language.clients.bootstrap import bench
from services.language.clients.etranslation import ETranslation
from services.language.clients.guarding import Guard
from services.language.domain.documents import Offer, StoredSegment
from services.language.domain.xliff.validating import is_valid, validate
from services.language.settings import Settings
from services.language.store import documents as store
from services.language.store import ledger
from tests.services.language.clients.partners import partner
from tests.services.language.test_exchange import translated
from tests.services.language.test_graph import EDITOR, TRANSLATOR, work_off
from tests.services.language.xliff.cases import INVALID
from tests.support.services import Asked

pytestmark = pytest.mark.anyio

PAGE = Offer(
    id="newcomers:page:sfi",
    segments=(
        StoredSegment(path="1", text="Hej {name}."),
        StoredSegment(path="2", text="Ring 070-123 45 67 i dag."),
    ),
)


@asynccontextmanager
async def web(asked: Asked, caller: Caller) -> AsyncIterator[AsyncTestClient]:
    async def admit(_: RequestHead) -> Caller:
        return caller

    async with AsyncTestClient(rest_doors([asked.running], admit, asked.clock)) as client:
        yield client


async def test_a_page_goes_out_as_xliff_and_comes_back(language):
    await language.database.transact(lambda tx: take_offer(tx, "newcomers", PAGE))
    async with web(language, EDITOR) as client:
        out = await client.get("/language/exports", params={"document": PAGE.id, "to": "so"})
        assert out.status_code == 200
        assert is_valid(validate(out.content))
        name = out.headers["torget-export"]
        back = await client.post(f"/language/exports/{name}", content=translated(out.content))
        assert back.json() == {"taken": 2, "outdated": 0, "faulty": 1}
        broken = await client.post(f"/language/exports/{name}", content=INVALID["no unit"][1])
        assert (broken.status_code, broken.json()["code"]) == (422, "EXCHANGE_FILE_INVALID")


async def test_the_doors_for_files_are_locked(language):
    async with web(language, ANONYMOUS) as client:
        for path in ("/language/exports?document=x&to=so", "/language/memory.tmx?from=sv&to=so"):
            assert (await client.get(path)).status_code == 401
        assert (await client.post("/language/glossary", content=b"<tbx/>")).status_code == 401


async def test_memory_and_glossary_as_files(language):
    async with web(language, TRANSLATOR) as client:
        memory = await client.get("/language/memory.tmx", params={"from": "sv", "to": "so"})
        assert b"Ku soo dhawoow Stockholm." in memory.content
        glossary = await client.get("/language/glossary.tbx")
        assert b"deprecatedTerm-admn-sts" in glossary.content
        taken = await client.post("/language/glossary", content=glossary.content)
        assert taken.json() == {"terms": 10}


async def test_anybody_may_have_a_file_validated(language):
    async with web(language, ANONYMOUS) as client:
        found = await client.post("/language/xliff/validations", content=INVALID["sc alone"][1])
        assert found.json() == ["2: sc-pair: No ec closes sc 1 in the source of the unit."]


async def test_a_delivery_counts_once_and_only_with_the_secret(language):
    # newcomers 4.2: idempotent on (requestId, targetLanguage), secret in the address
    settings = Settings(budget=1000, callback="https://city/language/callbacks/etranslation/SECRET")
    with partner(lambda call: (200, {"requestId": 7})) as seen:
        engine = ETranslation(seen.outbound(), user="u", key="k", callback=settings.callback)
        bench.use(Guard([engine]), settings)
        await language.database.transact(lambda tx: take_offer(tx, "newcomers", PAGE))
        document = await language.database.one(store.document_by_id, key=PAGE.id)
        await language.database.transact(lambda tx: begin(tx, document, "ar"))
        await work_off(language)
        await engine.stop()
    sent = seen.calls[0].json["textToTranslate"]
    assert "070" not in sent
    said = {"requestId": 7, "targetLanguage": "AR", "translatedText": sent.replace("Ring", "اتصل")}
    async with web(language, ANONYMOUS) as client:
        wrong = await client.post("/language/callbacks/etranslation/GUESS", json=said)
        assert wrong.status_code == 404
        assert await lines(language) == []
        odd = await client.post("/language/callbacks/etranslation/SECRET", content=b"?")
        assert odd.status_code == 400
        first = await client.post("/language/callbacks/etranslation/SECRET", json=said)
        again = await client.post("/language/callbacks/etranslation/SECRET", json=said)
        assert (first.json(), again.json()) == ({"taken": True}, {"taken": False})
    assert [one.text for one in await lines(language)] == ["اتصل 070-123 45 67 i dag."]
    (budget,) = await language.database.many(ledger.budgets)
    assert (budget.reserved, budget.settled) == (0, 5)


async def lines(asked: Asked):
    return await asked.database.many(store.lines_of, key=PAGE.id, of_locale="ar")
