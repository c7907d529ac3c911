# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Shared answers are shared as facts, never as objects: merging changes them (reliability U9)."""

import asyncio

import pytest

from gateway.subgraphs.sharing import Sharing
from services.kit.wire.caller import ANONYMOUS
from services.kit.wire.subgraph import FetchResult

pytestmark = pytest.mark.anyio


async def test_a_reader_who_changes_her_answer_changes_nobody_else_s():
    sharing = Sharing()
    asked = 0

    async def fetch() -> FetchResult:
        nonlocal asked
        asked += 1
        await asyncio.sleep(0)
        return FetchResult(data={"rows": [{"n": 1}]})

    async def read(mark: int) -> FetchResult:
        result = await sharing.run((b"q", ANONYMOUS, "sv"), fetch)
        assert result.data == {"rows": [{"n": 1}]}
        result.data["rows"][0]["n"] = mark
        return result

    first, second, third = await asyncio.gather(read(2), read(3), read(4))
    assert asked == 1
    assert [r.data["rows"][0]["n"] for r in (first, second, third)] == [2, 3, 4]
