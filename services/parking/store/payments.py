# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Table and questions of payments."""

from services.kit.data import (
    Column,
    Instant,
    Integer,
    MetaData,
    Table,
    Text,
    bindparam,
    define,
    insert,
    select,
    update,
)
from services.parking.domain.payments import Payment
from services.parking.domain.sessions import Session
from services.parking.store.sessions import FIELDS, session

metadata = MetaData()

payment = Table(
    "payment",
    metadata,
    Column("id", Text, primary_key=True),
    Column("session", Text, nullable=False, unique=True),
    Column("ore", Integer, nullable=False),
    Column("status", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
)

_put = insert(payment)
put = define(
    _put.on_conflict_do_update(
        index_elements=["id"],
        set_={name: _put.excluded[name] for name in ("status", "reference", "changed_at")},
    )
)
of_session = define(
    select(payment).where(payment.c.session == bindparam("key", type_=Text)), Payment
)
settle = define(
    update(session)
    .where(session.c.id == bindparam("key", type_=Text), session.c.status == "ended")
    .values(status="settled", version=session.c.version + 1)
    .returning(*FIELDS),
    Session,
)
