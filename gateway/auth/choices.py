# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What a signed-in person chooses: her assignment, for whom she acts, which sessions go on (G1-G5)."""

from collections.abc import Awaitable, Callable
from typing import Any

import msgspec

from gateway.auth.sessions import Session, SessionDesk
from services.kit.wire.caller import Caller, CallerKind, Delegation
from services.kit.wire.problem import Problem


class Mandate(msgspec.Struct, frozen=True, kw_only=True):
    """A mandate in force, as the service that keeps mandates tells it."""

    principal: str
    delegation: Delegation


Mandates = Callable[[Caller, str], Awaitable[Mandate | None]]
"""(the delegate in her own affairs, id) -> the mandate, if she has it and it is in force now."""


async def no_mandates(caller: Caller, mandate: str) -> Mandate | None:
    """A city without mandates."""
    del caller, mandate


class Choices:
    """Changes of capacity within a session; each gives it a new id."""

    def __init__(self, desk: SessionDesk, mandates: Mandates = no_mandates) -> None:
        """Find mandates by `mandates`."""
        self._desk = desk
        self._mandates = mandates

    async def take_assignment(self, session: Session, wanted: str) -> str:
        """Work under one of the assignments the issuer vouched for; the new cookie (G5)."""
        found = next((each for each in session.choices if each.id == wanted), None)
        if session.caller.kind is not CallerKind.STAFF or found is None:
            raise Problem("ASSIGNMENT_REQUIRED")
        return await self._desk.change(
            session, msgspec.structs.replace(session.caller, assignment=found)
        )

    async def act_for(self, session: Session, mandate: str | None) -> str:
        """Act under a mandate, or in one's own affairs again with None; the new cookie."""
        caller = msgspec.structs.replace(session.caller, act_for=None, delegation=None)
        if mandate is not None:
            found = await self._mandates(caller, mandate)
            if found is None:
                raise Problem("DELEGATION_ENDED")
            caller = msgspec.structs.replace(
                caller, act_for=found.principal, delegation=found.delegation
            )
        return await self._desk.change(session, caller)

    async def list_sessions(self, session: Session) -> list[dict[str, Any]]:
        """Where she is signed in, oldest first; instants in UTC seconds."""
        return [
            {
                "id": each.caller.session,
                "issuer": each.issuer,
                "since": int(each.created_at),
                "until": int(each.absolute_until),
                "isThis": each.id_hash == session.id_hash,
            }
            for each in await self._desk.living(session.caller.sub)
        ]

    async def end_sessions(self, session: Session, wanted: str | None) -> int:
        """End one of her sessions by its short id, or all of them; how many ended."""
        gone = [
            each
            for each in await self._desk.living(session.caller.sub)
            if wanted in (None, each.caller.session)
        ]
        for each in gone:
            await self._desk.store.drop(each.id_hash)
        return len(gone)
