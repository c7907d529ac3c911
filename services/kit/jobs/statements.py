# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What a worker asks of the table job."""

from typing import Any

import msgspec

from services.kit.data import (
    Instant,
    Integer,
    Text,
    among,
    bindparam,
    define,
    delete,
    func,
    select,
    update,
)
from services.kit.data.tables import job

now = bindparam("now", type_=Instant)
_id = job.c.id == bindparam("key", type_=Text)
_token = bindparam("token", type_=Text)


class Job(msgspec.Struct, frozen=True):
    """A timer that has come due, or work that waits."""

    id: str
    kind: str
    due: int
    payload: dict[str, Any]
    attempts: int


class ParkedJob(msgspec.Struct, frozen=True):
    """A job that was set aside after too many failures."""

    id: str
    kind: str
    due: int
    attempts: int
    last_error: str | None
    parked_at: int | None


_fields = [job.c[name] for name in Job.__struct_fields__]
_ready = (
    job.c.due <= now,
    job.c.lease_until <= now,
    job.c.parked_at.is_(None),
    among(job.c.kind, "kinds"),
)
_next = (
    select(job.c.id)
    .where(*_ready)
    .order_by(job.c.due, job.c.id)
    .limit(1)
    .with_for_update(skip_locked=True)
    .scalar_subquery()
)

TAKE = define(delete(job).where(job.c.id == _next).returning(*_fields), Job)
"""The oldest due job, removed in the transaction of its effect: a worker that dies gives it back."""

LEASE = define(
    update(job)
    .where(job.c.id == _next)
    .values(lease_until=bindparam("until", type_=Instant), lease_by=_token)
    .returning(*_fields),
    Job,
)
FINISH = define(delete(job).where(_id, job.c.lease_by == _token))
"""Nothing is deleted when the lease has gone to somebody else: the fencing token of O6."""

FAILED = define(
    update(job)
    .where(_id, job.c.attempts == bindparam("seen", type_=Integer))
    .values(
        attempts=job.c.attempts + 1,
        due=bindparam("again_at", type_=Instant),
        last_error=bindparam("error", type_=Text),
        parked_at=bindparam("set_aside_at", type_=Instant),
        lease_until=0,
        lease_by=None,
    )
)
RELEASE = define(
    update(job).where(_id, job.c.lease_by == _token).values(lease_until=0, lease_by=None)
)
NEXT_DUE = define(
    select(func.coalesce(func.min(job.c.due), -1)).where(
        job.c.parked_at.is_(None), among(job.c.kind, "kinds")
    ),
    int,
)
PARKED = define(
    select(*(job.c[name] for name in ParkedJob.__struct_fields__))
    .where(job.c.parked_at.is_not(None))
    .order_by(job.c.parked_at)
    .limit(1000),
    ParkedJob,
)
REPLAY = define(
    update(job).where(_id, job.c.parked_at.is_not(None)).values(parked_at=None, attempts=0, due=now)
)
