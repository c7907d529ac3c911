# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What mutations answer: a payload with `userErrors` for what the person can put right."""

from collections.abc import Iterable
from typing import Any

import strawberry

from services.kit.privacy.marks import public_data
from services.kit.wire.problem import Problem


@strawberry.federation.type(
    shareable=True,
    description="Something the person can put right and try again.",
    directives=[public_data()],
)
class UserError:
    """Something the person can put right and try again."""

    code: str = strawberry.field(description="A code from the closed list of this service.")
    message: str = strawberry.field(description="What to do, in the reader's language.")
    message_key: str = strawberry.field(description="The stable key of the message.")
    path: list[str] = strawberry.field(description="Where in the input it is; empty for the whole.")


def user_error(problem: Problem, info: Any) -> UserError:
    """A Problem as an entry of `userErrors`, in the reader's language."""
    return UserError(
        code=problem.code,
        message=info.context.localizer.text(problem.text),
        message_key=problem.text.key,
        path=[str(step) for step in problem.path],
    )


def gather(problems: Iterable[Problem], info: Any) -> list[UserError]:
    """Several Problems as `userErrors`."""
    return [user_error(problem, info) for problem in problems]
