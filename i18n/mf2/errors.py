# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What can be wrong with a message: the closed list of error types of MessageFormat 2."""

from typing import Literal

import msgspec

ErrorType = Literal[
    "syntax-error",
    "variant-key-mismatch",
    "missing-fallback-variant",
    "missing-selector-annotation",
    "duplicate-declaration",
    "duplicate-option-name",
    "duplicate-variant",
    "unresolved-variable",
    "unknown-function",
    "bad-selector",
    "bad-operand",
    "bad-option",
    "bad-variant-key",
    "bad-function-result",
    "not-formattable",
    "unsupported-operation",
]


class MessageError(msgspec.Struct, frozen=True):
    """One thing wrong. `source` is the part of the message it is about, `detail` says what."""

    type: str
    source: str = ""
    detail: str = ""

    def __str__(self) -> str:
        """The error on one line."""
        return ": ".join(filter(None, (self.type, self.source, self.detail)))


class MessageSyntaxError(ValueError):
    """The text is not a message; `position` counts code points from its start."""

    def __init__(self, position: int, expected: str) -> None:
        """Say where, and what would have been right there."""
        super().__init__(f"at {position}: {expected}")
        self.position = position


class FunctionError(ValueError):
    """Raised by a function that cannot resolve its expression; a fall-back takes its place."""

    def __init__(self, kind: ErrorType, detail: str = "") -> None:
        """Name the error type that the caller of the message sees."""
        super().__init__(detail or kind)
        self.kind: ErrorType = kind
        self.detail = detail
