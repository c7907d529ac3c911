# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Tables and questions of quotes, sessions and charges."""

import msgspec

from services.kit.data import (
    Column,
    Index,
    Instant,
    Integer,
    Json,
    LargeBinary,
    MetaData,
    Table,
    Text,
    among,
    bindparam,
    define,
    desc,
    func,
    insert,
    or_,
    select,
    update,
)
from services.parking.domain.sessions import Quote, Session
from services.parking.domain.tariffs import Tariff

metadata = MetaData()

plate_epoch = Table(
    "plate_epoch",
    metadata,
    Column("epoch", Integer, primary_key=True, autoincrement=False),
    Column("secret", LargeBinary, nullable=False),
    Column("since", Instant, nullable=False),
)
"""Secrets under which plates are fingerprinted, one a year; gone with the last session they name."""

quote = Table(
    "quote",
    metadata,
    Column("id", Text, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("body", Json(Quote), nullable=False),
    Column("status", Text, nullable=False),
    Column("expires_at", Instant, nullable=False),
)

session = Table(
    "session",
    metadata,
    Column("id", Text, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("operator", Text, nullable=False),
    Column("domain", Text, nullable=False),
    Column("plate_key", Text, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("plate_sealed", LargeBinary),
    Column("regulation", Text, nullable=False),
    Column("area", Text, nullable=False),
    Column("zone", Integer),
    Column("tariff", Json(Tariff), nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("paid_until", Instant, nullable=False),
    Column("must_end_at", Instant),
    Column("ended_at", Instant),
    Column("status", Text, nullable=False),
    Column("charged_ore", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("changed_at", Instant, nullable=False),
)

Index(
    "session_active_plate",
    session.c.operator,
    session.c.domain,
    session.c.plate_key,
    unique=True,
    sqlite_where=session.c.ended_at.is_(None),
    postgresql_where=session.c.ended_at.is_(None),
)
Index(
    "session_sealed",
    session.c.paid_until,
    sqlite_where=session.c.plate_sealed.is_not(None),
    postgresql_where=session.c.plate_sealed.is_not(None),
)

charge = Table(
    "charge",
    metadata,
    Column("id", Text, primary_key=True),
    Column("session", Text, nullable=False),
    Column("ore", Integer, nullable=False),
    Column("vat_percent", Integer, nullable=False),
    Column("at", Instant, nullable=False),
)
"""Money taken (or given back, below zero) for a session."""

FIELDS = tuple(session.c[field.name] for field in msgspec.structs.fields(Session))


class QuoteRow(msgspec.Struct, frozen=True):
    """A stored quote."""

    body: Quote
    status: str


class Charge(msgspec.Struct, frozen=True):
    """Money taken for a session."""

    id: str
    session: str
    ore: int
    vat_percent: int
    at: int


class KerbCount(msgspec.Struct, frozen=True):
    """How many stays go on at a kerb."""

    regulation: str
    count: int


class Held(msgspec.Struct, frozen=True):
    """What a check by plate may see of a session."""

    id: str
    operator: str
    domain: str
    area: str
    zone: int | None
    started_at: int
    paid_until: int
    ended_at: int | None


class Standing(msgspec.Struct, frozen=True):
    """What an offline list may know of a session."""

    id: str
    owner: str
    epoch: int
    plate_sealed: bytes | None
    area: str
    zone: int | None
    started_at: int
    paid_until: int


class Sealed(msgspec.Struct, frozen=True):
    """The sealed plate of a session; None once it was wiped."""

    id: str
    plate_sealed: bytes | None


_ID = bindparam("id", type_=Text)
_OWNER = bindparam("owner", type_=Text)
_NOW = bindparam("now", type_=Instant)
_MOST = bindparam("most", type_=Integer)


class Epoch(msgspec.Struct, frozen=True):
    """A year's secret."""

    epoch: int
    secret: bytes
    since: int


epochs = define(select(plate_epoch).order_by(desc(plate_epoch.c.epoch)), Epoch)
add_epoch = define(
    insert(plate_epoch).on_conflict_do_nothing(index_elements=["epoch"]),
    columns=("epoch", "secret", "since"),
)

put_secret = define(
    update(plate_epoch)
    .where(plate_epoch.c.epoch == bindparam("epoch", type_=Integer))
    .values(secret=bindparam("new_secret", type_=LargeBinary))
)

add_quote = define(insert(quote), columns=("id", "owner", "body", "status", "expires_at"))
quote_by_id = define(select(quote.c.body, quote.c.status).where(quote.c.id == _ID), QuoteRow)
use_quote = define(
    update(quote)
    .where(quote.c.id == _ID, quote.c.status == "open", quote.c.expires_at > _NOW)
    .values(status="used")
)

start_session = define(
    insert(session)
    .on_conflict_do_nothing(
        index_elements=["operator", "domain", "plate_key"], index_where=session.c.ended_at.is_(None)
    )
    .returning(*FIELDS),
    Session,
    columns=tuple(column.name for column in session.columns),
)
"""No row comes back when the plate is already parked in the domain (parking P1)."""

by_id = define(select(*FIELDS).where(session.c.id == _ID), Session)
by_ids = define(select(*FIELDS).where(among(session.c.id, "ids")), Session)
plate_of = define(select(session.c.id, session.c.plate_sealed).where(session.c.id == _ID), Sealed)

_AFTER = bindparam("after", type_=Text)
of_owner = define(
    select(*FIELDS)
    .where(session.c.owner == _OWNER, or_(_AFTER == "", session.c.id < _AFTER))
    .order_by(desc(session.c.id))
    .limit(_MOST),
    Session,
)
of_owners = define(
    select(*FIELDS)
    .where(among(session.c.owner, "owners"))
    .order_by(desc(session.c.id))
    .limit(_MOST),
    Session,
)
count_of_owner = define(
    select(func.count().label("count")).select_from(session).where(session.c.owner == _OWNER), int
)
active_of_plate = define(
    select(*FIELDS).where(
        session.c.operator == bindparam("operator", type_=Text),
        session.c.domain == bindparam("domain", type_=Text),
        among(session.c.plate_key, "plate_keys"),
        session.c.ended_at.is_(None),
    ),
    Session,
)
"""For the turn of the year, when the index cannot see that two fingerprints are one plate."""

_READ_VERSION = bindparam("read_version", type_=Integer)
extend_session = define(
    update(session)
    .where(session.c.id == _ID, session.c.version == _READ_VERSION, session.c.ended_at.is_(None))
    .values(
        paid_until=bindparam("until", type_=Instant),
        charged_ore=bindparam("charged", type_=Integer),
        version=session.c.version + 1,
        changed_at=_NOW,
    )
    .returning(*FIELDS),
    Session,
)
end_session = define(
    update(session)
    .where(session.c.id == _ID, session.c.ended_at.is_(None))
    .values(
        paid_until=bindparam("until", type_=Instant),
        ended_at=bindparam("end", type_=Instant),
        status=bindparam("new_status", type_=Text),
        charged_ore=bindparam("charged", type_=Integer),
        version=session.c.version + 1,
        changed_at=_NOW,
    )
    .returning(*FIELDS),
    Session,
)
over_time = define(
    select(*FIELDS)
    .where(session.c.ended_at.is_(None), session.c.paid_until <= _NOW)
    .order_by(session.c.paid_until)
    .limit(_MOST),
    Session,
)
covering_plates = define(
    select(
        session.c.id,
        session.c.operator,
        session.c.domain,
        session.c.area,
        session.c.zone,
        session.c.started_at,
        session.c.paid_until,
        session.c.ended_at,
    )
    .where(
        among(session.c.plate_key, "plate_keys"),
        session.c.status != "cancelled",
        session.c.started_at <= _NOW,
        session.c.paid_until > bindparam("since", type_=Instant),
    )
    .order_by(desc(session.c.paid_until)),
    Held,
)
standing = define(
    select(*(session.c[field.name] for field in msgspec.structs.fields(Standing)))
    .where(
        session.c.plate_sealed.is_not(None),
        session.c.status != "cancelled",
        session.c.started_at < bindparam("until", type_=Instant),
        session.c.paid_until > bindparam("since", type_=Instant),
    )
    .order_by(session.c.id),
    Standing,
)
wipe_plates = define(
    update(session)
    .where(
        session.c.plate_sealed.is_not(None), session.c.ended_at < bindparam("before", type_=Instant)
    )
    .values(plate_sealed=None)
)
forget_keys = define(
    update(session)
    .where(session.c.plate_key != "", session.c.ended_at < bindparam("before", type_=Instant))
    .values(plate_key="")
)

counts_by_kerb = define(
    select(session.c.regulation, func.count().label("count"))
    .where(
        session.c.regulation != "",
        session.c.status != "cancelled",
        session.c.started_at <= _NOW,
        session.c.paid_until > _NOW,
        session.c.ended_at.is_(None),
    )
    .group_by(session.c.regulation),
    KerbCount,
)

add_charge = define(insert(charge), columns=("id", "session", "ore", "vat_percent", "at"))
charges_of = define(
    select(charge).where(among(charge.c.session, "sessions")).order_by(charge.c.at, charge.c.id),
    Charge,
)
