# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Who is calling: the facts about a caller that every part of the house trusts."""

from enum import StrEnum

import msgspec


class CallerKind(StrEnum):
    """What sort of party stands behind a request."""

    ANONYMOUS = "anonymous"
    VISITOR = "visitor"
    RESIDENT = "resident"
    STAFF = "staff"
    DEVICE = "device"
    SERVICE = "service"
    SYSTEM = "system"


class Assignment(msgspec.Struct, frozen=True, kw_only=True):
    """The one assignment a member of staff works under in this session."""

    id: str
    unit: str
    provider: str
    purpose: str
    rights: tuple[str, ...] = ()


class Delegation(msgspec.Struct, frozen=True, kw_only=True):
    """A mandate to act for somebody else; the owner of the data reads it anew at each decision."""

    id: str
    scopes: tuple[str, ...] = ()
    until: int | None = None
    """UTC milliseconds."""


class Caller(msgspec.Struct, frozen=True, kw_only=True):
    """Facts about the caller. No name and no personal number ever stands here."""

    kind: CallerKind
    sub: str
    """Who acts: our internal id, never an identity number. Empty only for ANONYMOUS."""
    act_for: str | None = None
    """For whom, when somebody acts for another person."""
    delegation: Delegation | None = None
    loa: int = 0
    """Level of assurance, 0 (nothing known) to 4."""
    flags: tuple[str, ...] = ()
    """Qualities of the sign-in beyond its level: `resident_number`, `certified`, `notified`, ..."""
    auth_time: int | None = None
    """When the person proved who she is, UTC seconds."""
    scopes: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    assignment: Assignment | None = None
    purpose: str | None = None
    session: str | None = None

    @property
    def subject(self) -> str:
        """The person whose affairs the call is about: the principal, else the caller herself."""
        return self.act_for or self.sub

    @property
    def is_known(self) -> bool:
        """Whether somebody has signed in."""
        return self.kind not in (CallerKind.ANONYMOUS, CallerKind.VISITOR)


ANONYMOUS = Caller(kind=CallerKind.ANONYMOUS, sub="")
SYSTEM = Caller(kind=CallerKind.SYSTEM, sub="system")
