# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Shared answers are shared as facts, never as objects: merging changes them (reliability U9)."""

import asyncio
from typing import Any

import pytest

from gateway.subgraphs.remote import RemoteSubgraph
from services.kit.wire.deadline import Deadline
from services.kit.wire.pool import BrokenFault, HttpAnswer
from services.kit.wire.subgraph import FetchContext, FetchRequest, FetchResult

pytestmark = pytest.mark.anyio
CONTEXT = FetchContext(deadline=Deadline(at=1e12))
ROWS = b'{"data":{"rows":[{"n":1}]},"errors":[{"message":"x","path":["rows"]}]}'


class Slow:
    """Answers when it is told to."""

    def __init__(self, answer: HttpAnswer | BrokenFault) -> None:
        self.answer = answer
        self.asked = 0

    async def post(self, body: bytes, headers: Any, **_: Any) -> HttpAnswer:
        self.asked += 1
        await asyncio.sleep(0)
        if isinstance(self.answer, BrokenFault):
            raise self.answer
        return self.answer

    async def stream(self, body: bytes, headers: Any, **_: Any) -> None:
        raise NotImplementedError

    def close(self) -> None:
        """Nothing is open."""


def answer_of(body: bytes) -> HttpAnswer:
    headers = {b"content-type": b"application/json", b"cache-control": b"max-age=5"}
    return HttpAnswer(200, headers, body)


async def together(carrier: Slow, request: FetchRequest) -> list[FetchResult]:
    subgraph = RemoteSubgraph("rows", "http://rows.test/", carrier=carrier)
    return await asyncio.gather(*(subgraph.fetch(request, CONTEXT) for _ in range(3)))


async def test_a_reader_who_changes_her_answer_changes_nobody_else_s() -> None:
    carrier = Slow(answer_of(ROWS))
    results = await together(carrier, FetchRequest(query="{ rows { n } }"))
    assert carrier.asked == 1
    for mark, result in enumerate(results):
        assert result.data == {"rows": [{"n": 1}]}
        assert [error["path"] for error in result.errors] == [["rows"]]
        assert result.data is not None
        result.data["rows"][0]["n"] = mark + 2


async def test_what_passes_through_is_read_anew_by_each() -> None:
    carrier = Slow(answer_of(b'{"data":{"rows":[]}}'))
    results = await together(
        carrier, FetchRequest(query="{ rows { n } }", read=lambda body: [body])
    )
    assert carrier.asked == 1
    assert [(one.passed, one.cache_control) for one in results] == [
        ([b'{"data":{"rows":[]}}'], "max-age=5")
    ] * 3
    assert len({id(one.passed) for one in results}) == 3
    misfit = await together(carrier, FetchRequest(query="{ rows }", read=lambda _: None))
    assert [(one.data, one.cache_control) for one in misfit] == [({"rows": []}, "max-age=5")] * 3


async def test_a_fetch_that_failed_is_not_shared() -> None:
    for answer in (answer_of(b"{"), answer_of(b'{"data":null}'), BrokenFault("x", answered=True)):
        carrier = Slow(answer)
        results = await together(carrier, FetchRequest(query="{ rows { n } }"))
        assert carrier.asked == 3
        assert all(result.errors for result in results)


@pytest.mark.parametrize("read", [None, lambda body: [body]])
async def test_others_have_their_turn_around_the_reading_of_a_large_answer(read: Any) -> None:  # U8
    async def turns(rows: int) -> int:
        carrier = Slow(answer_of(b'{"data":{"rows":[%b0]}}' % (b"1," * rows)))
        subgraph = RemoteSubgraph("rows", "http://rows.test/", carrier=carrier)
        request = FetchRequest(query="{ rows }", read=read)
        fetch = asyncio.ensure_future(subgraph.fetch(request, CONTEXT))
        count = 0
        while not fetch.done():
            await asyncio.sleep(0)
            count += 1
        return count

    assert await turns(600_000) == await turns(10) + 2
