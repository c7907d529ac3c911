# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Sessions and attempts as rows: a restart signs nobody out, replicas share them; contents are sealed (B2)."""

from typing import Final

import msgspec

from gateway.auth.attempts import ATTEMPT_SECONDS, Attempt
from gateway.auth.sessions import Session
from services.kit.crypto.sealing import Place, SealBroken, seal, unseal
from services.kit.data import (
    Column,
    Database,
    Instant,
    LargeBinary,
    MetaData,
    Table,
    Text,
    Tx,
    bindparam,
    define,
    delete,
    insert,
    select,
    update,
)

metadata = MetaData()

session_row = Table(
    "session",
    metadata,
    Column("id_hash", Text, primary_key=True),
    Column("issuer", Text, nullable=False),
    Column("sub", Text, nullable=False),
    Column("sid", Text),
    Column("person", Text, nullable=False),
    Column("refresh_at", Instant),
    Column("idle_until", Instant, nullable=False),
    Column("absolute_until", Instant, nullable=False),
    Column("body", LargeBinary, nullable=False),
)
attempt_row = Table(
    "attempt",
    metadata,
    Column("state_hash", Text, primary_key=True),
    Column("expires_at", Instant, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

_VERSION: Final = 1


class SessionRow(msgspec.Struct, frozen=True):
    """A session as stored."""

    id_hash: str
    body: bytes
    refresh_at: int | None
    idle_until: int
    absolute_until: int


_SHOWN = (
    session_row.c.id_hash,
    session_row.c.body,
    session_row.c.refresh_at,
    session_row.c.idle_until,
    session_row.c.absolute_until,
)
_HASH = bindparam("hash", type_=Text)
_NOW = bindparam("now", type_=Instant)

_put = insert(session_row)
PUT: Final = define(
    _put.on_conflict_do_update(
        index_elements=["id_hash"],
        set_={
            name: _put.excluded[name]
            for name in ("refresh_at", "idle_until", "absolute_until", "body")
        },
    )
)
GET: Final = define(select(*_SHOWN).where(session_row.c.id_hash == _HASH), SessionRow)
DROP: Final = define(delete(session_row).where(session_row.c.id_hash == _HASH))
DROP_SID: Final = define(
    delete(session_row).where(
        session_row.c.issuer == bindparam("from_issuer", type_=Text),
        session_row.c.sid == bindparam("which", type_=Text),
    )
)
DROP_SUB: Final = define(
    delete(session_row).where(
        session_row.c.issuer == bindparam("from_issuer", type_=Text),
        session_row.c.sub == bindparam("which", type_=Text),
    )
)
OF_PERSON: Final = define(
    select(*_SHOWN).where(session_row.c.person == bindparam("who", type_=Text)), SessionRow
)
CLAIM: Final = define(
    update(session_row)
    .where(session_row.c.id_hash == _HASH, session_row.c.refresh_at <= _NOW)
    .values(refresh_at=bindparam("lease", type_=Instant))
)
DROP_OVER: Final = define(delete(session_row).where(session_row.c.absolute_until < _NOW))

PUT_ATTEMPT: Final = define(insert(attempt_row))
TAKE_ATTEMPT: Final = define(
    delete(attempt_row)
    .where(attempt_row.c.state_hash == _HASH, attempt_row.c.expires_at > _NOW)
    .returning(attempt_row.c.body),
    bytes,
)
DROP_ATTEMPTS: Final = define(delete(attempt_row).where(attempt_row.c.expires_at < _NOW))


class SessionRows:
    """The store of sessions in the gateway's database."""

    def __init__(self, database: Database, key: bytes) -> None:
        """Seal with `key`, 32 bytes that lie in a file."""
        self._database = database
        self._key = key

    async def put(self, session: Session) -> None:
        """Keep a session, new or changed."""
        body = seal(
            self._key, _VERSION, msgspec.json.encode(session).decode(), _place(session.id_hash)
        )
        row = {
            "id_hash": session.id_hash,
            "issuer": session.issuer,
            "sub": session.sub,
            "sid": session.sid,
            "person": session.caller.sub,
            "refresh_at": None if session.refresh_at is None else _ms(session.refresh_at),
            "idle_until": _ms(session.idle_until),
            "absolute_until": _ms(session.absolute_until),
            "body": body,
        }
        await self._database.transact(lambda tx: tx.run(PUT, **row))

    async def get(self, id_hash: str) -> Session | None:
        """The session; one that another key sealed is none."""
        row = await self._database.one(GET, hash=id_hash)
        return self._open(row) if row is not None else None

    async def drop(self, id_hash: str) -> None:
        """Forget a session."""
        await self._database.transact(lambda tx: tx.run(DROP, hash=id_hash))

    async def drop_where(self, issuer: str, *, sid: str | None, sub: str | None) -> int:
        """Forget by sign-in if its id is known, else by person."""
        statement, which = (DROP_SID, sid) if sid is not None else (DROP_SUB, sub)
        return await self._database.transact(
            lambda tx: tx.run(statement, from_issuer=issuer, which=which)
        )

    async def of_person(self, person: str) -> list[Session]:
        """Hers, oldest first."""
        rows = await self._database.many(OF_PERSON, who=person)
        found = [each for row in rows if (each := self._open(row)) is not None]
        return sorted(found, key=lambda each: each.created_at)

    async def claim_refresh(self, id_hash: str, *, before: float, until: float) -> bool:
        """One replica gets it."""
        count = await self._database.transact(
            lambda tx: tx.run(CLAIM, hash=id_hash, now=_ms(before), lease=_ms(until))
        )
        return count == 1

    def _open(self, row: SessionRow) -> Session | None:
        try:
            body = unseal({_VERSION: self._key}, row.body, _place(row.id_hash))
        except SealBroken:
            return None
        found = msgspec.json.decode(body, type=Session)
        return msgspec.structs.replace(
            found, refresh_at=None if row.refresh_at is None else row.refresh_at / 1000
        )


class AttemptRows:
    """Sign-ins under way, for whichever replica the callback reaches."""

    def __init__(self, database: Database, key: bytes) -> None:
        """Seal with `key`."""
        self._database = database
        self._key = key

    async def put(self, state_hash: str, attempt: Attempt) -> None:
        """Keep an attempt for ten minutes; those that are over go."""
        text = msgspec.json.encode(attempt).decode()
        body = seal(self._key, _VERSION, text, _attempt_place(state_hash))

        async def keep(tx: Tx) -> None:
            await tx.run(DROP_ATTEMPTS, now=tx.now)
            await tx.run(DROP_OVER, now=tx.now)
            await tx.run(
                PUT_ATTEMPT,
                state_hash=state_hash,
                expires_at=tx.now + ATTEMPT_SECONDS * 1000,
                body=body,
            )

        await self._database.transact(keep)

    async def take(self, state_hash: str) -> Attempt | None:
        """The attempt, once over all replicas."""

        async def once(tx: Tx) -> bytes | None:
            return await tx.one(TAKE_ATTEMPT, hash=state_hash, now=tx.now)

        body = await self._database.transact(once)
        if body is None:
            return None
        try:
            text = unseal({_VERSION: self._key}, body, _attempt_place(state_hash))
        except SealBroken:
            return None
        return msgspec.json.decode(text, type=Attempt)


def _place(id_hash: str) -> Place:
    return Place(table="session", column="body", row=id_hash, subject="")


def _attempt_place(state_hash: str) -> Place:
    return Place(table="attempt", column="body", row=state_hash, subject="")


def _ms(seconds: float) -> int:
    return int(seconds * 1000)
