# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What several fields of one query need is read once: one look at the rows, one line on record.

    plan = await once(info, ("plan", person), lambda: read_plan(database, caller, person))

Only queries share; between the fields of a mutation and the events of a subscription things change.
"""

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from typing import Any, TypeVar

R = TypeVar("R")


async def once(info: Any, key: Hashable, read: Callable[[], Coroutine[Any, Any, R]]) -> R:
    """The value that `read` gives to whoever asks for `key` first in this query.

    All who ask get the same value, or the same refusal; nobody may change it.
    """
    memory: dict[Hashable, asyncio.Task[R]] | None = info.context.memory
    if memory is None:
        return await read()
    task = memory.get(key)
    if task is None:
        task = memory[key] = asyncio.get_running_loop().create_task(read())
        task.add_done_callback(_hear)
    return await asyncio.shield(task)


def _hear(task: asyncio.Task[Any]) -> None:
    """A refusal that nobody waits for any more is no news."""
    if not task.cancelled():
        task.exception()
