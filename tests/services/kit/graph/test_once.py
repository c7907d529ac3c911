# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What several fields of one query read is read once; changes and events read anew."""

import asyncio
from typing import Any

import pytest

from services.kit.errors import NotFound
from services.kit.graph import once

pytestmark = pytest.mark.anyio


class Info:
    """As much of a resolver's info as is read here."""

    def __init__(self, memory: dict[Any, Any] | None) -> None:
        self.context = self
        self.memory = memory


class Rows:
    """Counts how often it is read."""

    def __init__(self, fault: Exception | None = None) -> None:
        self.fault = fault
        self.reads = 0

    async def read(self) -> int:
        self.reads += 1
        number = self.reads
        await asyncio.sleep(0)
        if self.fault is not None:
            raise self.fault
        return number


@pytest.mark.parametrize(("memory", "reads"), [({}, 1), (None, 3)])
async def test_fields_of_a_query_share_what_is_read(memory: Any, reads: int) -> None:
    rows, info = Rows(), Info(memory)
    found = await asyncio.gather(once(info, "a", rows.read), once(info, "a", rows.read))
    assert await once(info, "a", rows.read) == reads
    assert rows.reads == reads
    assert len(set(found)) == min(reads, 2)


async def test_another_key_is_another_reading() -> None:
    rows, info = Rows(), Info({})
    assert [await once(info, key, rows.read) for key in ("a", "b", "a")] == [1, 2, 1]


async def test_a_refusal_is_everybody_s() -> None:
    rows, info = Rows(NotFound()), Info({})
    for _ in range(2):
        with pytest.raises(NotFound):
            await once(info, "a", rows.read)
    assert rows.reads == 1


async def test_one_who_gives_up_takes_nothing_from_the_others() -> None:
    rows, info = Rows(), Info({})
    hasty = asyncio.ensure_future(once(info, "a", rows.read))
    patient = asyncio.ensure_future(once(info, "a", rows.read))
    await asyncio.sleep(0)
    hasty.cancel()
    assert await patient == 1
    assert hasty.cancelled()
