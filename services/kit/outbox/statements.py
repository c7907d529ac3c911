# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What the relay asks of the tables outbox, inbox and idempotency."""

from typing import Any

import msgspec

from services.kit.data import (
    Instant,
    Integer,
    Text,
    among,
    and_,
    bindparam,
    define,
    delete,
    exists,
    func,
    or_,
    select,
    update,
)
from services.kit.data.tables import idempotency, inbox, outbox

now = bindparam("now", type_=Instant)
earlier = outbox.alias("earlier")
_id = outbox.c.id == bindparam("key", type_=Text)


class Pending(msgspec.Struct, frozen=True):
    """An event that has not left yet."""

    seq: int
    id: str
    type: str
    subject: str
    data: dict[str, Any]
    at: int
    attempts: int


class Parked(msgspec.Struct, frozen=True):
    """An event that was set aside after too many failures."""

    id: str
    type: str
    subject: str
    attempts: int
    parked: str | None


DUE = define(
    select(*(outbox.c[name] for name in Pending.__struct_fields__))
    .where(
        outbox.c.published_at.is_(None),
        outbox.c.parked.is_(None),
        outbox.c.not_before <= now,
        outbox.c.lease_until <= now,
        ~exists().where(
            earlier.c.published_at.is_(None),
            earlier.c.subject == outbox.c.subject,
            earlier.c.seq < outbox.c.seq,
            or_(
                earlier.c.parked.is_not(None),
                earlier.c.not_before > now,
                earlier.c.lease_until > now,
            ),
        ),
    )
    .order_by(outbox.c.seq)
    .limit(bindparam("most", type_=Integer)),
    Pending,
)
"""Oldest first; nothing of a subject whose earlier event is leased, waiting or parked (O1, O4)."""

LEASE = define(
    update(outbox)
    .where(among(outbox.c.id, "ids"))
    .values(lease_until=bindparam("until", type_=Instant))
)
PUBLISHED = define(
    update(outbox).where(among(outbox.c.id, "ids")).values(published_at=now, lease_until=0)
)
FAILED = define(
    update(outbox)
    .where(_id)
    .values(
        attempts=outbox.c.attempts + 1,
        not_before=bindparam("again_at", type_=Instant),
        lease_until=0,
        parked=bindparam("reason", type_=Text),
    )
)
REPLAY = define(
    update(outbox)
    .where(_id, outbox.c.parked.is_not(None))
    .values(parked=None, attempts=0, not_before=0)
)
SKIP = define(update(outbox).where(_id, outbox.c.parked.is_not(None)).values(published_at=now))
PARKED = define(
    select(*(outbox.c[name] for name in Parked.__struct_fields__))
    .where(and_(outbox.c.parked.is_not(None), outbox.c.published_at.is_(None)))
    .order_by(outbox.c.seq)
    .limit(1000),
    Parked,
)
AGAIN = define(
    update(outbox)
    .where(outbox.c.published_at >= bindparam("since", type_=Instant))
    .values(published_at=None, attempts=0, not_before=0)
)
NEXT_TRY = define(
    select(func.coalesce(func.min(outbox.c.not_before), -1)).where(
        outbox.c.published_at.is_(None), outbox.c.parked.is_(None), outbox.c.not_before > now
    ),
    int,
)
LAG = define(
    select(func.coalesce(func.min(outbox.c.at), -1)).where(
        outbox.c.published_at.is_(None), outbox.c.parked.is_(None)
    ),
    int,
)
CLEAN = tuple(
    define(delete(column.table).where(column < bindparam("before", type_=Instant)))
    for column in (outbox.c.published_at, inbox.c.at, idempotency.c.keep_until)
)
TURN = define(select(func.pg_try_advisory_xact_lock(func.hashtext(func.current_schema()))), bool)
"""PostgreSQL: one relay of a service leases at a time, so that order per subject is kept."""
