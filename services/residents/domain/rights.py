# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A person's wish to have her data, or to be forgotten, over every service (GDPR art. 15, 17, 20)."""

from enum import StrEnum
from typing import Final

import msgspec

from i18n import t
from services.kit.errors import Problem
from services.kit.privacy import Outcome

DAY_MS: Final = 86_400_000


class RightsKind(StrEnum):
    """What she asks for."""

    EXPORT = "export"
    ERASURE = "erasure"


class RightsRequest(msgspec.Struct, frozen=True, kw_only=True):
    """One request. It is done when every service has answered."""

    id: str
    person: str
    kind: RightsKind
    dry_run: bool
    language: str
    services: tuple[str, ...]
    """Those that must answer."""
    asked_at: int
    done_at: int | None


class RightsPart(msgspec.Struct, frozen=True, kw_only=True):
    """What one service answered."""

    request: str
    service: str
    success: bool
    outcomes: tuple[Outcome, ...]
    content: bytes | None
    at: int


class State(msgspec.Struct, frozen=True):
    """A request and the answers so far."""

    request: RightsRequest
    parts: tuple[RightsPart, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """Services that have not answered, or could not."""
        good = {part.service for part in self.parts if part.success}
        return tuple(name for name in self.request.services if name not in good)

    @property
    def is_complete(self) -> bool:
        """Whether every service has answered, well or not."""
        return {part.service for part in self.parts} >= set(self.request.services)


class Overview(msgspec.Struct, frozen=True, kw_only=True):
    """The newest answers of the services to each kind of request; empty where she has asked nothing."""

    downloaded: tuple[RightsPart, ...]
    planned: tuple[RightsPart, ...]

    def of(self, service: str) -> tuple[RightsPart | None, RightsPart | None]:
        """What one service gave for the download, and told of erasing."""
        given = (part for part in self.downloaded if part.service == service and part.success)
        told = (part for part in self.planned if part.service == service and part.success)
        return next(given, None), next(told, None)


def check_plan(plan: RightsRequest | None, *, now: int) -> None:
    """Nobody is forgotten before she has seen what that means: a dry run of the last day."""
    if plan is None or plan.done_at is None or now - plan.done_at > DAY_MS:
        raise Problem(
            "CONFLICT",
            t(
                "residents.rights.plan_first",
                "Se först vad som försvinner och vad som måste sparas. Radera sedan inom ett dygn.",
            ),
            path=("dryRun",),
        )
