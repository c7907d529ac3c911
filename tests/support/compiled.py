# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Holds that operations are compiled: none of ours may run on graphql-core (stack 3.7)."""

from collections.abc import Iterable

from services.kit.execution import Engine
from services.kit.execution.runtime import STRAY


def assert_compiled(engine: Engine, queries: Iterable[str]) -> None:
    """Every operation of every document compiles under all its conditions."""
    obstacles = {query: found for query in queries if (found := engine.obstacles(query))}
    assert obstacles == {}


def assert_never_fell_back(engine: Engine, *, first_sights: bool = False) -> None:
    """What ran so far ran compiled; `first_sights` allows what was seen only once."""
    counted = {
        reason: times
        for reason, times in engine.fallbacks.items()
        if not (first_sights and reason == "first sight")
    }
    assert counted == {}
    assert dict(STRAY) == {}, "a resolver that returns an awaitable is `async def`"
