# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The kit's tables in every service's database: outbox, inbox, jobs, idempotency; and how to fill them."""

from typing import Any

import msgspec

from services.kit.data.sql import (
    BigInteger,
    Column,
    Index,
    Instant,
    Integer,
    Json,
    LargeBinary,
    MetaData,
    Serial,
    Table,
    Text,
    and_,
    bindparam,
    delete,
    insert,
)
from services.kit.data.statement import define

metadata = MetaData()

outbox = Table(
    "outbox",
    metadata,
    Column("seq", Serial, primary_key=True, autoincrement=True),
    Column("id", Text, nullable=False, unique=True),
    Column("type", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("data", Json(dict[str, Any]), nullable=False),
    Column("at", Instant, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("not_before", Instant, nullable=False, server_default="0"),
    Column("lease_until", Instant, nullable=False, server_default="0"),
    Column("parked", Text),
    Column("published_at", Instant),
)
"""Events on their way out. `seq` orders; a row stays for a week after it was published (O3)."""

Index(
    "outbox_pending",
    outbox.c.seq,
    sqlite_where=and_(outbox.c.published_at.is_(None)),
    postgresql_where=and_(outbox.c.published_at.is_(None)),
)
Index("outbox_published", outbox.c.published_at)

inbox = Table(
    "inbox",
    metadata,
    Column("consumer", Text, primary_key=True),
    Column("event_id", Text, primary_key=True),
    Column("at", Instant, nullable=False),
)
"""Which consumer has taken which event: written in the transaction of its effect (O2)."""

Index("inbox_at", inbox.c.at)

job = Table(
    "job",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("due", Instant, nullable=False),
    Column("payload", Json(dict[str, Any]), nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("lease_until", BigInteger, nullable=False, server_default="0"),
    Column("lease_by", Text),
    Column("last_error", Text),
    Column("parked_at", Instant),
)
"""Timers and queued work. `id` says what it means, so that the same thing is never queued twice."""

Index(
    "job_due",
    job.c.due,
    sqlite_where=and_(job.c.parked_at.is_(None)),
    postgresql_where=and_(job.c.parked_at.is_(None)),
)

idempotency = Table(
    "idempotency",
    metadata,
    Column("key", Text, primary_key=True),
    Column("fingerprint", Text, nullable=False),
    Column("status", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("at", Instant, nullable=False),
    Column("keep_until", Instant, nullable=False),
)
"""Answers already given, by a hash of (identity, principal, operation, key)."""

Index("idempotency_keep_until", idempotency.c.keep_until)


class Entry(msgspec.Struct, frozen=True):
    """A new outbox row."""

    id: str
    type: str
    subject: str
    data: dict[str, Any]
    at: int


ADD_EVENT = define(insert(outbox), columns=("id", "type", "subject", "data", "at"))

ADD_JOB = define(
    insert(job).on_conflict_do_nothing(index_elements=["id"]),
    columns=("id", "kind", "due", "payload"),
)

DROP_JOB = define(delete(job).where(job.c.id == bindparam("id", type_=Text)))
