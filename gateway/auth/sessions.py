# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Sessions of browsers: an opaque cookie outside, everything else inside (B1, B2)."""

import hashlib
import secrets
from collections.abc import Callable
from typing import Final, Protocol

import msgspec

from services.kit.wire.caller import Assignment, Caller, CallerKind

COOKIE: Final = "__Host-torget"
LOGIN_COOKIE: Final = "__Host-torget-login"
_IDLE: Final = {CallerKind.STAFF: 15 * 60}
_ABSOLUTE: Final = {CallerKind.STAFF: 8 * 3600}
_IDLE_DEFAULT: Final = 30 * 60
_ABSOLUTE_DEFAULT: Final = 12 * 3600
_SHOWN: Final = 16


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """One signed-in browser. Instants are UTC seconds."""

    id_hash: str
    issuer: str
    sub: str
    """As the issuer knows her."""
    sid: str | None
    caller: Caller
    id_token: str
    refresh_token: str | None = None
    refresh_at: float | None = None
    """When the issuer is asked anew whether the sign-in still stands."""
    choices: tuple[Assignment, ...] = ()
    """Assignments a member of staff may choose between."""
    created_at: float
    idle_until: float
    absolute_until: float


class SessionStore(Protocol):
    """Where sessions are kept; rows of a database in a city."""

    async def put(self, session: Session) -> None:
        """Keep a session, new or changed."""
        ...

    async def get(self, id_hash: str) -> Session | None:
        """The session, if it is kept."""
        ...

    async def drop(self, id_hash: str) -> None:
        """Forget a session."""
        ...

    async def drop_where(self, issuer: str, *, sid: str | None, sub: str | None) -> int:
        """Forget every session of a sign-in, or of a person; how many there were."""
        ...

    async def of_person(self, person: str) -> list[Session]:
        """Every session of a person (our id), oldest first."""
        ...

    async def claim_refresh(self, id_hash: str, *, before: float, until: float) -> bool:
        """Whether it is for us to ask the issuer, due `before` now; others wait till `until`."""
        ...


class LocalSessions:
    """Sessions of one process."""

    def __init__(self) -> None:
        """Nobody is signed in."""
        self._held: dict[str, Session] = {}

    async def put(self, session: Session) -> None:
        """Keep a session."""
        self._held[session.id_hash] = session

    async def get(self, id_hash: str) -> Session | None:
        """The session."""
        return self._held.get(id_hash)

    async def drop(self, id_hash: str) -> None:
        """Forget it."""
        self._held.pop(id_hash, None)

    async def drop_where(self, issuer: str, *, sid: str | None, sub: str | None) -> int:
        """Forget by sign-in if its id is known, else by person."""
        gone = [
            each.id_hash
            for each in self._held.values()
            if each.issuer == issuer
            and ((sid is not None and each.sid == sid) or (sid is None and each.sub == sub))
        ]
        for id_hash in gone:
            del self._held[id_hash]
        return len(gone)

    async def of_person(self, person: str) -> list[Session]:
        """Hers."""
        found = [each for each in self._held.values() if each.caller.sub == person]
        return sorted(found, key=lambda each: each.created_at)

    async def claim_refresh(self, id_hash: str, *, before: float, until: float) -> bool:
        """The first who asks gets it."""
        session = self._held.get(id_hash)
        if session is None or session.refresh_at is None or session.refresh_at > before:
            return False
        self._held[id_hash] = msgspec.structs.replace(session, refresh_at=until)
        return True


class SessionDesk:
    """Opens, finds, changes and ends sessions."""

    def __init__(self, store: SessionStore, *, now: Callable[[], float]) -> None:
        """Keep them in `store`; `now` gives UTC seconds."""
        self.store = store
        self._now = now

    async def open(
        self,
        caller: Caller,
        *,
        issuer: str,
        sub: str,
        sid: str | None,
        id_token: str,
        refresh_token: str | None = None,
        refresh_at: float | None = None,
        choices: tuple[Assignment, ...] = (),
    ) -> str:
        """A new session; its cookie value, which is stored nowhere."""
        value = secrets.token_urlsafe(32)
        now = self._now()
        session = Session(
            id_hash=hash_of(value),
            issuer=issuer,
            sub=sub,
            sid=sid,
            caller=msgspec.structs.replace(caller, session=hash_of(value)[:_SHOWN]),
            id_token=id_token,
            refresh_token=refresh_token,
            refresh_at=refresh_at if refresh_token else None,
            choices=choices,
            created_at=now,
            idle_until=now + _IDLE.get(caller.kind, _IDLE_DEFAULT),
            absolute_until=now + _ABSOLUTE.get(caller.kind, _ABSOLUTE_DEFAULT),
        )
        await self.store.put(session)
        return value

    async def find(self, value: str, *, is_use: bool = True) -> Session | None:
        """The living session of a cookie; being used keeps it from growing idle."""
        session = await self.store.get(hash_of(value))
        if session is None:
            return None
        now = self._now()
        if now >= session.idle_until or now >= session.absolute_until:
            await self.store.drop(session.id_hash)
            return None
        idle = _IDLE.get(session.caller.kind, _IDLE_DEFAULT)
        if is_use and session.idle_until - now < idle - 60:
            session = msgspec.structs.replace(session, idle_until=now + idle)
            await self.store.put(session)
        return session

    async def change(self, session: Session, caller: Caller) -> str:
        """Go on as `caller` under a new id; the old one is dead. The end stays where it was (B1)."""
        value = secrets.token_urlsafe(32)
        changed = msgspec.structs.replace(
            session,
            id_hash=hash_of(value),
            caller=msgspec.structs.replace(caller, session=hash_of(value)[:_SHOWN]),
        )
        await self.store.drop(session.id_hash)
        await self.store.put(changed)
        return value

    async def end(self, value: str) -> Session | None:
        """End the session of a cookie; what it was."""
        return await self.end_hash(hash_of(value))

    async def end_hash(self, id_hash: str) -> Session | None:
        """End the session of a cookie's hash; what it was."""
        session = await self.store.get(id_hash)
        if session is not None:
            await self.store.drop(session.id_hash)
        return session

    async def end_where(self, issuer: str, *, sid: str | None, sub: str | None) -> int:
        """End what an issuer says has ended."""
        return await self.store.drop_where(issuer, sid=sid, sub=sub)

    async def living(self, person: str) -> list[Session]:
        """The person's sessions that are not over."""
        now = self._now()
        found = await self.store.of_person(person)
        return [each for each in found if now < min(each.idle_until, each.absolute_until)]


def hash_of(value: str) -> str:
    """What stands in the store instead of the cookie."""
    return hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest()
