# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Tables and questions of operators: their keys, what they told of stays, the permits they hand in."""

from typing import Any

import msgspec

from services.kit.data import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Instant,
    Json,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Serial,
    Table,
    Text,
    UniqueConstraint,
    among,
    bindparam,
    define,
    delete,
    insert,
    select,
    update,
)
from services.parking.domain.operators import OperatorRole, Told
from services.parking.domain.sessions import Session
from services.parking.store.sessions import FIELDS, session

metadata = MetaData()

operator = Table(
    "operator",
    metadata,
    Column("id", Text, primary_key=True),
    Column("role", Text, nullable=False),
    Column("key_hash", Text, nullable=False, unique=True),
    Column("since", Instant, nullable=False),
)
"""A key is long and random, so its bare hash gives nothing away."""

operator_stay = Table(
    "operator_stay",
    metadata,
    Column("session", Text, primary_key=True),
    Column("facts", Json(Told), nullable=False),
    Column("created_at", Instant, nullable=False),
)

permit_series = Table(
    "permit_series",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("operator", Text, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("modified_at", Instant, nullable=False),
)

operator_permit = Table(
    "operator_permit",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("series", BigInteger, nullable=False),
    Column("operator", Text, nullable=False),
    Column("external_id", Text, nullable=False),
    Column("body", Json(dict[str, Any]), nullable=False),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("series", "external_id"),
)
"""What was handed in, its plates as fingerprints alone."""

permit_lookup = Table(
    "permit_lookup",
    metadata,
    Column("permit", BigInteger, nullable=False),
    Column("plate_key", Text, nullable=False),
    Column("area", Text, nullable=False),
    Column("starts_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Column("epoch", BigInteger),
    Column("plate_sealed", LargeBinary),
    PrimaryKeyConstraint("permit", "plate_key", "area", "starts_at"),
)
Index("permit_lookup_plate", permit_lookup.c.plate_key, permit_lookup.c.ends_at)


class Operator(msgspec.Struct, frozen=True):
    """Whom a key belongs to."""

    id: str
    role: OperatorRole


class Stay(msgspec.Struct, frozen=True):
    """What an operator told of a session."""

    session: str
    facts: Told
    created_at: int


class Plate(msgspec.Struct, frozen=True):
    """How the plate of a stay is kept: fingerprint, the year of its secret, sealed until it is wiped."""

    plate_key: str
    epoch: int
    plate_sealed: bytes | None


class Series(msgspec.Struct, frozen=True):
    """Permits that become valid together."""

    id: int
    operator: str
    active: bool
    created_at: int
    modified_at: int


class PermitRow(msgspec.Struct, frozen=True):
    """A permit as it is kept."""

    id: int
    series: int
    external_id: str
    body: dict[str, Any]


class AllowedPlate(msgspec.Struct, frozen=True):
    """What an offline list may know of a permit that an operator handed in."""

    permit: int
    plate_key: str
    area: str
    epoch: int | None
    plate_sealed: bytes | None
    starts_at: int
    ends_at: int


class Allowed(msgspec.Struct, frozen=True):
    """A time at which a vehicle may stand in an area."""

    area: str
    starts_at: int
    ends_at: int


_NOW = bindparam("now", type_=Instant)
_OPERATOR = bindparam("operator", type_=Text)
_ID = bindparam("key", type_=BigInteger)

by_key = define(
    select(operator.c.id, operator.c.role).where(
        operator.c.key_hash == bindparam("key_hash", type_=Text)
    ),
    Operator,
)
_put = insert(operator)
put_operator = define(
    _put.on_conflict_do_update(
        index_elements=["id"],
        set_={name: _put.excluded[name] for name in ("role", "key_hash", "since")},
    ),
    columns=("id", "role", "key_hash", "since"),
)
drop_operator = define(delete(operator).where(operator.c.id == bindparam("key", type_=Text)))
operators = define(select(operator.c.id, operator.c.role).order_by(operator.c.id), Operator)

add_stay = define(insert(operator_stay))
stay_of = define(
    select(operator_stay).where(operator_stay.c.session == bindparam("session", type_=Text)), Stay
)
change_stay = define(
    update(operator_stay)
    .where(operator_stay.c.session == bindparam("key", type_=Text))
    .values(facts=bindparam("new_facts", type_=Json(Told)))
)
drop_stay = define(
    delete(operator_stay).where(operator_stay.c.session == bindparam("key", type_=Text))
)
change_session = define(
    update(session)
    .where(session.c.id == bindparam("key", type_=Text))
    .values(
        plate_key=bindparam("new_plate_key", type_=Text),
        epoch=bindparam("new_epoch", type_=BigInteger),
        plate_sealed=bindparam("new_sealed", type_=LargeBinary),
        zone=bindparam("new_zone", type_=BigInteger),
        started_at=bindparam("start", type_=Instant),
        paid_until=bindparam("until", type_=Instant),
        ended_at=bindparam("end", type_=Instant),
        status=bindparam("new_status", type_=Text),
        version=session.c.version + 1,
        changed_at=_NOW,
    )
    .returning(*FIELDS),
    Session,
)
drop_session = define(delete(session).where(session.c.id == bindparam("key", type_=Text)))
plate_of = define(
    select(session.c.plate_key, session.c.epoch, session.c.plate_sealed).where(
        session.c.id == bindparam("key", type_=Text)
    ),
    Plate,
)

add_series = define(
    insert(permit_series).returning(permit_series),
    Series,
    columns=("operator", "active", "created_at", "modified_at"),
)
series_of = define(
    select(permit_series).where(permit_series.c.operator == _OPERATOR).order_by(permit_series.c.id),
    Series,
)
set_active = define(
    update(permit_series)
    .where(permit_series.c.operator == _OPERATOR, among(permit_series.c.id, "ids"))
    .values(active=bindparam("is_active", type_=Boolean), modified_at=_NOW)
)
add_permit = define(
    insert(operator_permit)
    .on_conflict_do_nothing()
    .returning(
        operator_permit.c.id,
        operator_permit.c.series,
        operator_permit.c.external_id,
        operator_permit.c.body,
    ),
    PermitRow,
    columns=("series", "operator", "external_id", "body", "created_at"),
)
permit_by_external = define(
    select(
        operator_permit.c.id,
        operator_permit.c.series,
        operator_permit.c.external_id,
        operator_permit.c.body,
    )
    .select_from(
        operator_permit.join(permit_series, permit_series.c.id == operator_permit.c.series)
    )
    .where(
        operator_permit.c.operator == _OPERATOR,
        operator_permit.c.external_id == bindparam("external_id", type_=Text),
        permit_series.c.active,
    ),
    PermitRow,
)
drop_permit = define(delete(operator_permit).where(operator_permit.c.id == _ID))
add_lookup = define(
    insert(permit_lookup).on_conflict_do_nothing(),
    columns=tuple(column.name for column in permit_lookup.columns),
)
drop_lookups = define(delete(permit_lookup).where(permit_lookup.c.permit == _ID))
allowed_plates = define(
    select(permit_lookup.c.area, permit_lookup.c.starts_at, permit_lookup.c.ends_at)
    .select_from(
        permit_lookup.join(operator_permit, operator_permit.c.id == permit_lookup.c.permit).join(
            permit_series, permit_series.c.id == operator_permit.c.series
        )
    )
    .where(
        among(permit_lookup.c.plate_key, "plate_keys"),
        permit_series.c.active,
        permit_lookup.c.starts_at <= _NOW,
        permit_lookup.c.ends_at > bindparam("since", type_=Instant),
    ),
    Allowed,
)
standing = define(
    select(*(permit_lookup.c[field.name] for field in msgspec.structs.fields(AllowedPlate)))
    .select_from(
        permit_lookup.join(operator_permit, operator_permit.c.id == permit_lookup.c.permit).join(
            permit_series, permit_series.c.id == operator_permit.c.series
        )
    )
    .where(
        permit_series.c.active,
        permit_lookup.c.starts_at < bindparam("until", type_=Instant),
        permit_lookup.c.ends_at > bindparam("since", type_=Instant),
    )
    .order_by(permit_lookup.c.permit),
    AllowedPlate,
)
wipe_lookups = define(
    update(permit_lookup)
    .where(
        permit_lookup.c.plate_sealed.is_not(None),
        permit_lookup.c.ends_at < bindparam("before", type_=Instant),
    )
    .values(plate_sealed=None)
)
