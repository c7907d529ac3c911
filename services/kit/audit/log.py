# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The log in a service's own database: a row and its place in the chain, in the caller's transaction."""

from collections.abc import Iterable
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from services.kit.audit.chain import GENESIS, canonical, link
from services.kit.audit.entries import Entry, row_fields
from services.kit.audit.watching import note_entry, recorded
from services.kit.crypto.pseudonyms import pseudonym
from services.kit.data import (
    BigInteger,
    Column,
    Database,
    Index,
    Instant,
    Integer,
    MetaData,
    Table,
    Text,
    Tx,
    Unit,
    bindparam,
    define,
    insert,
    migrate,
    select,
    update,
)

PACKAGE: Final = "services.kit.audit"

metadata = MetaData()

audit_row = Table(
    "audit_row",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("subject", Text, nullable=False),
    Column("entry", Text, nullable=False),
    Column("mac", Text, nullable=False),
)
Index("audit_row_subject", audit_row.c.subject, audit_row.c.seq)

audit_head = Table(
    "audit_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, nullable=False),
    Column("mac", Text, nullable=False),
)


class StoredRow(msgspec.Struct, frozen=True):
    """A row as it stands in the table."""

    seq: int
    at: int
    subject: str
    entry: str
    mac: str


class Head(msgspec.Struct, frozen=True):
    """Where the chain ends."""

    id: int
    seq: int
    mac: str


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a person's own view of the log."""

    at: int
    actor: str
    kind: str
    action: str
    resource: str
    outcome: str
    service: str
    on_behalf_of: str | None = None
    unit: str | None = None
    provider: str | None = None
    purpose: str | None = None


_BEGIN = insert(audit_head).values(id=1, seq=1, mac=bindparam("genesis"))
TAKE_PLACE = define(
    _BEGIN.on_conflict_do_update(
        index_elements=["id"], set_={"seq": audit_head.c.seq + 1}
    ).returning(audit_head),
    Head,
)
"""Locks the end of the chain until the transaction ends; gives the new place and the last MAC."""

MOVE_HEAD = define(update(audit_head).where(audit_head.c.id == 1).values(mac=bindparam("new_mac")))
ADD_ROW = define(insert(audit_row))
READ_ROWS = define(
    select(audit_row)
    .where(audit_row.c.seq > bindparam("after"))
    .order_by(audit_row.c.seq)
    .limit(bindparam("most", type_=Integer)),
    StoredRow,
)
READ_HEAD = define(select(audit_head), Head)
READ_SUBJECT = define(
    select(audit_row)
    .where(audit_row.c.subject == bindparam("who"), audit_row.c.seq < bindparam("before"))
    .order_by(audit_row.c.seq.desc())
    .limit(bindparam("most", type_=Integer)),
    StoredRow,
)
_NEWEST: Final = 2**62


class AuditLog:
    """The log of one service."""

    def __init__(self, service: str, key: bytes) -> None:
        """Chain with `key`; whoever lacks it can neither add nor change a row unseen."""
        self._service = service
        self._key = key

    async def __call__(self, tx: Tx, entry: Entry) -> None:
        """Add a row in the caller's transaction: it stands if and only if the rest does."""
        head = await tx.one(TAKE_PLACE, genesis=GENESIS.hex())
        if head is None:
            raise LookupError("the audit log has no end")
        fields = row_fields(entry, service=self._service, seq=head.seq, at=tx.now, key=self._key)
        row = canonical(fields)
        mac = link(self._key, bytes.fromhex(head.mac), row).hex()
        await tx.run(
            ADD_ROW,
            seq=head.seq,
            at=tx.now,
            subject=fields["subject"],
            entry=row.decode("utf-8"),
            mac=mac,
        )
        await tx.run(MOVE_HEAD, new_mac=mac)
        note_entry(entry)

    def around(self, unit: Unit[Any]) -> Unit[Any]:
        """A unit of a watched request, put on record if it does not do so itself."""
        return recorded(unit, self)

    async def seen(
        self, database: Database, person: str, *, before: int | None = None, most: int = 50
    ) -> list[Seen]:
        """Who has seen or changed this person's data in this service, newest first."""
        rows = await database.many(
            READ_SUBJECT,
            who=pseudonym(self._key, person),
            before=_NEWEST if before is None else before,
            most=most,
        )
        return [msgspec.json.decode(row.entry, type=Seen) for row in rows]


async def open_log(database: Database, service: str, key: bytes) -> AuditLog:
    """Make the tables if need be and attach the log to `tx.audit`."""
    await migrate(database, PACKAGE)
    log = AuditLog(service, key)
    database.attach_audit(log, around=log.around)
    return log


async def record(
    database: Database, entries: Iterable[Entry], *, request_id: str | None = None
) -> None:
    """Put looks on record; returns when they are durable, and only then may the answer leave."""
    kept = tuple(
        each if each.request_id or not request_id else replace(each, request_id=request_id)
        for each in entries
    )

    async def write(tx: Tx) -> None:
        for entry in kept:
            await tx.audit(entry)

    if kept:
        await database.transact(write)


async def read_all(database: Database, *, page: int = 2000) -> list[StoredRow]:
    """Every row, in order; for verification."""
    rows: list[StoredRow] = []
    after: Any = -_NEWEST
    while True:
        found = await database.many(READ_ROWS, after=after, most=page)
        rows.extend(found)
        if len(found) < page:
            return rows
        after = found[-1].seq
