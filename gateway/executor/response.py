# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What an execution answers, and the errors collected on the way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

JsonObject = dict[str, Any]
MAX_ERRORS = 50


class Response(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to one operation: `executed` is False for request errors (no `data` key)."""

    data: JsonObject | None = None
    errors: list[JsonObject] = []
    executed: bool = True
    cache_control: str = "no-store"
    """How long the answer may be kept; for the caller alone unless it says public."""
    cursor: str | None = None
    """Of a subscription's answer: the event to resume after."""

    def to_json(self) -> JsonObject:
        """The answer as the GraphQL specification shapes it."""
        answer: JsonObject = {}
        if self.errors:
            answer["errors"] = self.errors
        if self.executed:
            answer["data"] = self.data
        return answer


class Fault(msgspec.Struct, frozen=True):
    """An error at a canonical path of the merged data."""

    path: tuple[str | int, ...]
    message: str
    extensions: Mapping[str, Any]
    is_exact: bool = True
    """False if the fault lies on the object at the path rather than on a field of it."""
