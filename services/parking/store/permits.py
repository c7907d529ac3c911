# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Tables and questions of permits, refunds and checks by plate."""

import msgspec

from services.kit.data import (
    Column,
    Index,
    Instant,
    Integer,
    MetaData,
    Table,
    Text,
    among,
    bindparam,
    define,
    delete,
    func,
    insert,
    or_,
    select,
    text,
    update,
)
from services.parking.domain.permits import LIVE, PermitStatus, PermitType
from services.parking.store.sessions import plate_epoch, session

metadata = MetaData()

permit = Table(
    "permit",
    metadata,
    Column("id", Text, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("area", Text, nullable=False),
    Column("plate_key", Text, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("start_day", Integer, nullable=False),
    Column("end_day", Integer),
    Column("primary_permit", Text),
    Column("month_ore", Integer, nullable=False),
    Column("status", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("changed_at", Instant, nullable=False),
)
"""Days are local dates as proleptic ordinals, half-open; an end of NULL is open-ended."""

LIVE_SQL = "status IN ('draft', 'preliminary', 'payment_in_progress', 'valid')"
"""The predicate of the index `permit_live`, to the letter: PostgreSQL compares the texts."""

_live = or_(*(permit.c.status == one.value for one in sorted(LIVE)))
Index("permit_plate", permit.c.plate_key)

permit_refund = Table(
    "permit_refund",
    metadata,
    Column("permit", Text, primary_key=True),
    Column("gross_ore", Integer, nullable=False),
    Column("vat_ore", Integer, nullable=False),
    Column("months", Integer, nullable=False),
    Column("at", Instant, nullable=False),
)
"""At most one per permit: nothing is given back twice."""

enforcement_check = Table(
    "enforcement_check",
    metadata,
    Column("id", Text, primary_key=True),
    Column("officer", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("plate_key", Text, nullable=False),
    Column("lat_e7", Integer, nullable=False),
    Column("lon_e7", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("feed_version", Integer, nullable=False),
    Column("answer", Text, nullable=False),
)

FIELDS = tuple(
    column for column in permit.columns if column.name not in ("plate_key", "epoch", "changed_at")
)


class Permit(msgspec.Struct, frozen=True):
    """A permit, without the vehicle it is for."""

    id: str
    owner: str
    kind: PermitType
    area: str
    start_day: int
    end_day: int | None
    primary_permit: str | None
    month_ore: int
    status: PermitStatus
    version: int


class Logged(msgspec.Struct, frozen=True):
    """A check that was made."""

    officer: str
    purpose: str
    at: int
    answer: str


_ID = bindparam("id", type_=Text)

add_permit = define(
    insert(permit)
    .on_conflict_do_nothing(index_elements=["owner", "plate_key"], index_where=text(LIVE_SQL))
    .returning(*FIELDS),
    Permit,
    columns=tuple(column.name for column in permit.columns),
)
by_id = define(select(*FIELDS).where(permit.c.id == _ID), Permit)
of_owner = define(
    select(*FIELDS).where(permit.c.owner == bindparam("owner", type_=Text)).order_by(permit.c.id),
    Permit,
)
valid_of_plates = define(
    select(*FIELDS).where(
        among(permit.c.plate_key, "plate_keys"), permit.c.status == PermitStatus.VALID.value
    ),
    Permit,
)
secondaries_of = define(select(*FIELDS).where(permit.c.primary_permit == _ID, _live), Permit)
change_permit = define(
    update(permit)
    .where(permit.c.id == _ID, permit.c.version == bindparam("read_version", type_=Integer))
    .values(
        status=bindparam("new_status", type_=Text),
        end_day=bindparam("last", type_=Integer),
        version=permit.c.version + 1,
        changed_at=bindparam("now", type_=Instant),
    )
    .returning(*FIELDS),
    Permit,
)
add_refund = define(insert(permit_refund).on_conflict_do_nothing(index_elements=["permit"]))

add_check = define(insert(enforcement_check))
checks_since = define(
    select(func.count().label("count"))
    .select_from(enforcement_check)
    .where(
        enforcement_check.c.officer == bindparam("officer", type_=Text),
        enforcement_check.c.at > bindparam("since", type_=Instant),
    ),
    int,
)
checks_of = define(
    select(
        enforcement_check.c.officer,
        enforcement_check.c.purpose,
        enforcement_check.c.at,
        enforcement_check.c.answer,
    )
    .where(enforcement_check.c.officer == bindparam("officer", type_=Text))
    .order_by(enforcement_check.c.at),
    Logged,
)
drop_checks = define(
    delete(enforcement_check).where(enforcement_check.c.at < bindparam("before", type_=Instant))
)

drop_epochs = define(
    delete(plate_epoch).where(
        plate_epoch.c.epoch < bindparam("current", type_=Integer),
        plate_epoch.c.epoch.not_in(
            select(session.c.epoch).where(session.c.plate_key != "").distinct()
        ),
        plate_epoch.c.epoch.not_in(select(permit.c.epoch).where(_live).distinct()),
    )
)
"""An old year's secret goes when neither a session nor a live permit is named by it."""
