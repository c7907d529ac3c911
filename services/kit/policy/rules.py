# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A policy rule as data: who may do what, how sure we must be of her, and what a refusal says."""

import re

import msgspec

from services.kit.policy.conditions import Condition

_NAME = re.compile(r"[a-z][a-z0-9]*(\.[a-z][a-zA-Z0-9]*)+")


class Need(msgspec.Struct, frozen=True, kw_only=True):
    """What a rule asks of the sign-in itself."""

    loa: int = 0
    """Lowest level of assurance, 0 to 4."""
    max_age: int | None = None
    """Seconds since the person last proved who she is."""
    purpose: str | None = None
    """The request's purpose must be this one."""


class Rule(msgspec.Struct, frozen=True):
    """One permission, `<service>.<noun>.<verb>`. Nobody may what no `allow` says; `forbid` wins."""

    name: str
    allow: tuple[Condition, ...] = ()
    """Any one of them suffices."""
    forbid: tuple[Condition, ...] = ()
    """Any one of them refuses."""
    need: Need = Need()
    conceal: bool = False
    """Refuse with NOT_FOUND: nobody learns that the thing exists."""
    about: str = ""
    """One sentence for the published matrix."""

    def __post_init__(self) -> None:
        """Refuse names that do not say service, noun and verb."""
        if not _NAME.fullmatch(self.name):
            raise ValueError(f"{self.name!r} is no permission name such as parking.session.start")

    @property
    def reads_facts(self) -> bool:
        """Whether the last word can only be said at the row."""
        return any(condition.reads_facts for condition in (*self.allow, *self.forbid))
