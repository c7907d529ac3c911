# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The one tree of exceptions that a service raises on purpose.

Problem                  a code from the closed list, a sentence, parameters
├── NotFound             NOT_FOUND: not there, or not yours; nobody can tell which
├── InputInvalid         INPUT_INVALID: something the person can put right, with its path
├── Conflict             CONFLICT: somebody was faster
├── Unauthenticated      UNAUTHENTICATED
├── Forbidden            FORBIDDEN
├── StepUpRequired       STEP_UP_REQUIRED with acrValues and maxAge
├── RateLimited          RATE_LIMITED with retryAfter in seconds
└── StorageUnavailable   STORAGE_UNAVAILABLE
SettingsProblem          a setting that cannot be used; ends the start with one clear line
"""

from typing import Any

from i18n import LazyText
from services.kit.wire.problem import Problem

__all__ = [
    "Conflict",
    "Forbidden",
    "InputInvalid",
    "NotFound",
    "Problem",
    "RateLimited",
    "SettingsProblem",
    "StepUpRequired",
    "StorageUnavailable",
    "Unauthenticated",
]


class NotFound(Problem):
    """The thing is not there, or not for this caller: the same answer for both."""

    def __init__(self, text: LazyText | None = None, **params: Any) -> None:
        """Say so, with an own sentence if there is a better one."""
        super().__init__("NOT_FOUND", text, **params)


class InputInvalid(Problem):
    """A value that the person can put right."""

    def __init__(
        self, text: LazyText | None = None, *, path: tuple[str | int, ...] = (), **params: Any
    ) -> None:
        """Name what is wrong and where in the input."""
        super().__init__("INPUT_INVALID", text, path=path, **params)


class Conflict(Problem):
    """Somebody else changed it first."""

    def __init__(self, text: LazyText | None = None, **params: Any) -> None:
        """Say what has changed."""
        super().__init__("CONFLICT", text, **params)


class Unauthenticated(Problem):
    """Nobody has signed in."""

    def __init__(self) -> None:
        """Ask for a sign-in."""
        super().__init__("UNAUTHENTICATED")


class Forbidden(Problem):
    """Signed in, but not allowed."""

    def __init__(self, text: LazyText | None = None) -> None:
        """Refuse."""
        super().__init__("FORBIDDEN", text)


class StepUpRequired(Problem):
    """A stronger or fresher sign-in is needed (RFC 9470)."""

    def __init__(self, acr_values: tuple[str, ...], max_age: int | None = None) -> None:
        """Name the levels that would do and, in seconds, how fresh the sign-in must be."""
        super().__init__(
            "STEP_UP_REQUIRED", extensions={"acrValues": list(acr_values), "maxAge": max_age}
        )


class RateLimited(Problem):
    """Too many tries in too short a time."""

    def __init__(self, retry_after: int) -> None:
        """Say after how many whole seconds the next try may succeed."""
        super().__init__("RATE_LIMITED", extensions={"retryAfter": retry_after})


class StorageUnavailable(Problem):
    """The database does not answer; nothing was saved."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__("STORAGE_UNAVAILABLE")


class SettingsProblem(Exception):
    """A setting that cannot be used: one line that names it and says what to do."""
