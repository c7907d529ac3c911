# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Who has seen or changed what the city knows of me, over every service (GDPR art. 15; security L4)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, cast

import strawberry

from services.kit.errors import InputInvalid
from services.kit.graph import Info
from services.kit.graph.access_log import (
    MOST,
    AccessEntry,
    access_field,
    access_sources,
    entries_of,
    keeps_log,
    read_entry,
    required_logs,
)
from services.kit.graph_guard import permission
from services.kit.roster import deployed
from services.residents.graph.feed import FeedReader, SilentService, silent_service

SOURCES = tuple(
    name for name, each in deployed().items() if keeps_log(each) and name != "residents"
)
"""The services of this deployment that keep something about people."""

_LARGEST = 100

First = Annotated[int, strawberry.argument(description="How many at most: 1 to 100.")]
Before = Annotated[
    datetime | None, strawberry.argument(description="Only what is older; null: from the newest.")
]


@strawberry.type(description="Looks and changes over every service, newest first.")
class AccessLog:
    """One page of the whole log."""

    entries: list[AccessEntry] = strawberry.field(description="Newest first.")
    unavailable: list[SilentService] = strawberry.field(
        description="Services that did not answer: their part is missing, not empty."
    )


_Sources: Any = access_sources(SOURCES) if SOURCES else object


@strawberry.type
class AccessReader(_Sources, FeedReader):
    """A resident with what the services told about looks at her data."""

    @strawberry.federation.field(
        description=f"Who has seen or changed her data, the newest {MOST} of each service.",
        requires=required_logs(SOURCES),
        extensions=[permission("residents.log.read")],
    )
    async def access_log(
        self, info: Info, first: First = 20, before: Before = None
    ) -> AccessLog | None:
        """The log of every service in one order."""
        if not 1 <= first <= _LARGEST:
            raise InputInvalid(path=("first",), max=_LARGEST)
        found = await entries_of(str(cast("Any", self).id), info)
        silent: list[str] = []
        answers: Mapping[str, Any] = self.answers or {}
        for name in SOURCES:
            answer = answers.get(access_field(name))
            if not isinstance(answer, list):
                silent.append(name)
                continue
            found += [read_entry(each) for each in cast("list[Mapping[str, Any]]", answer)]
        found.sort(key=lambda entry: entry.at, reverse=True)
        shown = [entry for entry in found if before is None or entry.at < before]
        return AccessLog(
            entries=shown[:first], unavailable=[silent_service(name, info) for name in silent]
        )
