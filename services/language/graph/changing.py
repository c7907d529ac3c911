# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Running a change: what the person can put right comes back as user errors, anything else is raised."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from services.kit.data import Tx
from services.kit.errors import Problem
from services.kit.graph import Info, UserError, user_error

T = TypeVar("T")

_CAN_BE_PUT_RIGHT = frozenset(
    {
        "INPUT_INVALID", "CONFLICT", "LANGUAGE_PAIR_UNSUPPORTED", "LANGUAGE_UNCERTAIN",
        "TEXT_TOO_LONG", "TRANSLATION_FORBIDDEN", "BUDGET_EXCEEDED", "ENGINE_FAILED",
        "ENGINE_QUOTA_SPENT", "PERSONAL_DATA_LEFT", "PLACEHOLDER_BROKEN",
        "EXCHANGE_SOURCE_CHANGED",
    }
)  # fmt: skip


async def attempt(
    info: Info, unit: Callable[[Tx], Awaitable[T]]
) -> tuple[T | None, list[UserError]]:
    """(what came of the unit of work, what can be put right)."""
    try:
        return await info.context.database.transact(unit), []
    except Problem as problem:
        return None, [told(problem, info)]


def told(problem: Problem, info: Info) -> UserError:
    """What the person can put right; anything else is raised again."""
    if problem.code not in _CAN_BE_PUT_RIGHT:
        raise problem
    return user_error(problem, info)
