# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Tables and questions of permits, the vehicles lent to them, and refunds."""

import msgspec

from services.kit.data import (
    Column,
    Index,
    Instant,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    among,
    bindparam,
    define,
    delete,
    insert,
    or_,
    select,
    text,
    update,
)
from services.parking.domain.permits import LIVE, PermitStatus, PermitType
from services.parking.store.operators import permit_lookup
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
    Column("plate_sealed", LargeBinary),
    Column("wanted_area", Text),
)
"""Days are local dates as proleptic ordinals, half-open; an end of NULL is open-ended. The
sealed plate is for offline lists, wiped a day after the end; `wanted_area` waits for an officer."""

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

permit_vehicle = Table(
    "permit_vehicle",
    metadata,
    Column("id", Text, primary_key=True),
    Column("permit", Text, nullable=False),
    Column("plate_key", Text, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("plate_sealed", LargeBinary),
    Column("starts_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
)
"""Vehicles that stand in for the permit's own for a while, which does not hold meanwhile."""

FIELDS = tuple(
    column
    for column in permit.columns
    if column.name not in ("plate_key", "epoch", "changed_at", "plate_sealed")
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
    wanted_area: str | None = None


class Lent(msgspec.Struct, frozen=True):
    """A vehicle that stands in, [starts_at, ends_at)."""

    id: str
    permit: str
    epoch: int
    plate_sealed: bytes | None
    starts_at: int
    ends_at: int


class PermitPlate(msgspec.Struct, frozen=True):
    """What an offline list may know of a permit."""

    id: str
    owner: str
    area: str
    epoch: int
    plate_sealed: bytes | None
    start_day: int
    end_day: int | None


_ID = bindparam("id", type_=Text)
_NOW = bindparam("now", type_=Instant)
_TODAY = bindparam("today", type_=Integer)
_READ_VERSION = bindparam("read_version", type_=Integer)

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
    .where(permit.c.id == _ID, permit.c.version == _READ_VERSION)
    .values(
        status=bindparam("new_status", type_=Text),
        end_day=bindparam("last", type_=Integer),
        version=permit.c.version + 1,
        changed_at=_NOW,
    )
    .returning(*FIELDS),
    Permit,
)
add_refund = define(insert(permit_refund).on_conflict_do_nothing(index_elements=["permit"]))

over = define(
    select(*FIELDS)
    .where(permit.c.status == PermitStatus.VALID.value, permit.c.end_day <= _TODAY)
    .order_by(permit.c.end_day, permit.c.id)
    .limit(bindparam("most", type_=Integer)),
    Permit,
)
live_of_plates = define(
    select(*FIELDS).where(
        permit.c.owner == bindparam("owner", type_=Text), among(permit.c.plate_key, "plate_keys"), _live
    ),
    Permit,
)  # fmt: skip
"""For the turn of the year, when the index cannot see that two fingerprints are one plate."""
change_vehicle = define(
    update(permit)
    .where(permit.c.id == _ID, permit.c.version == _READ_VERSION)
    .values(
        plate_key=bindparam("new_plate_key", type_=Text),
        epoch=bindparam("new_epoch", type_=Integer),
        plate_sealed=bindparam("new_sealed", type_=LargeBinary),
        version=permit.c.version + 1,
        changed_at=_NOW,
    )
    .returning(*FIELDS),
    Permit,
)
ask_move = define(
    update(permit)
    .where(permit.c.id == _ID, permit.c.version == _READ_VERSION)
    .values(
        wanted_area=bindparam("new_area", type_=Text), version=permit.c.version + 1, changed_at=_NOW
    )
    .returning(*FIELDS),
    Permit,
)
decide_move = define(
    update(permit)
    .where(permit.c.id == _ID, permit.c.version == _READ_VERSION)
    .values(
        area=bindparam("new_area", type_=Text),
        wanted_area=None,
        version=permit.c.version + 1,
        changed_at=_NOW,
    )
    .returning(*FIELDS),
    Permit,
)
standing = define(
    select(*(permit.c[field.name] for field in msgspec.structs.fields(PermitPlate)))
    .where(
        permit.c.status == PermitStatus.VALID.value,
        or_(permit.c.end_day.is_(None), permit.c.end_day >= _TODAY),
    )
    .order_by(permit.c.id),
    PermitPlate,
)

_LENT = tuple(permit_vehicle.c[field.name] for field in msgspec.structs.fields(Lent))
lend = define(insert(permit_vehicle))
lent_by = define(
    select(*_LENT)
    .where(among(permit_vehicle.c.permit, "permits"))
    .order_by(permit_vehicle.c.starts_at),
    Lent,
)
lent_to_plates = define(
    select(*_LENT)
    .where(
        among(permit_vehicle.c.plate_key, "plate_keys"),
        permit_vehicle.c.starts_at <= _NOW,
        permit_vehicle.c.ends_at > bindparam("since", type_=Instant),
    )
    .order_by(permit_vehicle.c.starts_at),
    Lent,
)
take_turns = define(
    select(permit.c.id).where(permit.c.id == bindparam("id", type_=Text)).with_for_update(), str
)
"""Held until the transaction ends: of two changes of one permit, the second sees the first."""
give_back = define(
    update(permit_vehicle)
    .where(
        permit_vehicle.c.permit == bindparam("key", type_=Text),
        permit_vehicle.c.starts_at <= _NOW,
        permit_vehicle.c.ends_at > _NOW,
    )
    .values(ends_at=_NOW)
)
by_ids = define(select(*FIELDS).where(among(permit.c.id, "ids")), Permit)

_BEFORE = bindparam("before", type_=Instant)
wipe_plates = define(
    update(permit)
    .where(
        permit.c.plate_sealed.is_not(None),
        or_(*(permit.c.status == one.value for one in sorted(set(PermitStatus) - LIVE))),
        permit.c.changed_at < _BEFORE,
    )
    .values(plate_sealed=None)
)
wipe_lent = define(
    update(permit_vehicle)
    .where(permit_vehicle.c.plate_sealed.is_not(None), permit_vehicle.c.ends_at < _BEFORE)
    .values(plate_sealed=None)
)
forget_lent = define(
    update(permit_vehicle)
    .where(permit_vehicle.c.plate_key != "", permit_vehicle.c.ends_at < _BEFORE)
    .values(plate_key="")
)

drop_epochs = define(
    delete(plate_epoch).where(
        plate_epoch.c.epoch < bindparam("current", type_=Integer),
        plate_epoch.c.epoch.not_in(
            select(session.c.epoch).where(session.c.plate_key != "").distinct()
        ),
        plate_epoch.c.epoch.not_in(select(permit.c.epoch).where(_live).distinct()),
        plate_epoch.c.epoch.not_in(
            select(permit_vehicle.c.epoch).where(permit_vehicle.c.plate_key != "").distinct()
        ),
        plate_epoch.c.epoch.not_in(
            select(permit_lookup.c.epoch)
            .where(permit_lookup.c.epoch.is_not(None), permit_lookup.c.ends_at > _NOW)
            .distinct()
        ),
    )
)
"""An old year's secret goes when neither a session nor a permit that may hold is named by it."""
