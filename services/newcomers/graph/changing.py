# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Running a change: what the person can put right comes back as user errors, anything else is raised."""

from collections.abc import Awaitable
from typing import TypeVar

from services.kit.errors import Problem
from services.kit.graph import Info, UserError, user_error

T = TypeVar("T")

CAN_BE_PUT_RIGHT = frozenset(
    {
        "INPUT_INVALID", "CONFLICT", "UNKNOWN_LOCALE", "INTERPRETER_TOO_LATE",
        "INTERPRETER_LEVEL_MISSING", "INTERPRETER_AGREEMENT_ENDED", "APPROVAL_REQUIRED", "MACHINE_ALONE_FORBIDDEN",
        "CONVERSATION_CLOSED", "DOCUMENT_UNSAFE", "DOCUMENT_KIND_UNSUPPORTED",
        "DOCUMENT_TEXT_MISSING",
        "DOWNSTREAM_SERVICE_ERROR",
    }
)  # fmt: skip


async def attempt(info: Info, change: Awaitable[T]) -> tuple[T | None, list[UserError]]:
    """(what came of it, what can be put right)."""
    try:
        return await change, []
    except Problem as problem:
        if problem.code not in CAN_BE_PUT_RIGHT:
            raise
        return None, [user_error(problem, info)]
