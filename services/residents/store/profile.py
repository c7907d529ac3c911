# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Every question the service asks its database, and its two tables."""

from services.kit.data import (
    BigInteger,
    Column,
    Integer,
    MetaData,
    Table,
    Text,
    among,
    bindparam,
    define,
    delete,
    insert,
    select,
)
from services.residents.domain.profile import ContactWay, Resident

metadata = MetaData()

resident = Table(
    "resident",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text),
    Column("language", Text),
    Column("version", Integer, nullable=False),
    Column("updated_at", BigInteger),
)

contact_way = Table(
    "contact_way",
    metadata,
    Column("resident", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("address", Text, nullable=False),
    Column("verified_at", BigInteger),
)

residents_by_id = define(select(resident).where(among(resident.c.id, "ids")), Resident)

contact_ways_of = define(
    select(contact_way)
    .where(among(contact_way.c.resident, "residents"))
    .order_by(contact_way.c.resident, contact_way.c.kind),
    ContactWay,
)

all_ids = define(select(resident.c.id).order_by(resident.c.id), str)

add_resident = define(insert(resident).on_conflict_do_nothing())

_chosen = insert(resident).values(
    id=bindparam("id"),
    language=bindparam("language"),
    version=1,
    updated_at=bindparam("updated_at"),
)
set_language = define(
    _chosen.on_conflict_do_update(
        index_elements=["id"],
        set_={
            "language": _chosen.excluded.language,
            "version": resident.c.version + 1,
            "updated_at": _chosen.excluded.updated_at,
        },
        where=resident.c.version == bindparam("read_version", type_=Integer),
    ).returning(resident),
    Resident,
)

_put = insert(contact_way)
put_contact_way = define(
    _put.on_conflict_do_update(
        index_elements=["resident", "kind"],
        set_={"address": _put.excluded.address, "verified_at": _put.excluded.verified_at},
    )
)

drop_contact_way = define(
    delete(contact_way).where(
        contact_way.c.resident == bindparam("who"), contact_way.c.kind == bindparam("kind")
    )
)
