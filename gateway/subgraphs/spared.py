# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Stands in for a subgraph that one operation would cost too much: it is not asked (federation 4.6)."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import Final

from i18n import localizer
from services.kit.wire.codes import CODES
from services.kit.wire.subgraph import FetchContext, FetchRequest, FetchResult

CODE: Final = "SUBGRAPH_COST_ESTIMATED_TOO_EXPENSIVE"


class SparedSubgraph:
    """Answers every fetch with null and the reason."""

    def __init__(self, name: str, *, cost: int, most: int) -> None:
        """What the operation would cost the subgraph, and the most it may."""
        self._name = name
        self._cost = cost
        self._most = most

    @property
    def name(self) -> str:
        """The name the subgraph has in the supergraph."""
        return self._name

    async def fetch(self, request: FetchRequest, context: FetchContext) -> FetchResult:
        """Nothing, and why."""
        del request
        return self._refuse(context)

    async def subscribe(
        self, request: FetchRequest, context: FetchContext
    ) -> AsyncGenerator[FetchResult]:
        """One event that says why there are none."""
        del request
        yield self._refuse(context)

    def _refuse(self, context: FetchContext) -> FetchResult:
        error = {
            "message": localizer(context.locale).text(CODES[CODE].text),
            "extensions": {
                "code": CODE,
                "service": self._name,
                "cost": self._cost,
                "max": self._most,
            },
        }
        return FetchResult(data=None, errors=[error])
