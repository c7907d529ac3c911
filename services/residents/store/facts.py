# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Verified facts and what people say of themselves, in two tables that never meet."""

from datetime import date

from services.kit.data import (
    Column,
    Instant,
    Integer,
    Json,
    MetaData,
    Table,
    Text,
    among,
    bindparam,
    define,
    insert,
    select,
)
from services.residents.domain.facts import Facts, PostalAddress, SelfGiven, VerifiedFact
from services.residents.store.profile import resident

metadata = MetaData()

verified_fact = Table(
    "verified_fact",
    metadata,
    Column("person", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("fact", Json(Facts), nullable=False),
    Column("source", Text, nullable=False),
    Column("checked_at", Instant, nullable=False),
)
self_given = Table(
    "self_given",
    metadata,
    Column("person", Text, primary_key=True),
    Column("called", Text, nullable=False),
    Column("birth", Json(date)),
    Column("address", Json(PostalAddress)),
    Column("version", Integer, nullable=False),
    Column("updated_at", Instant),
)

_fact = insert(verified_fact)
put_fact = define(
    _fact.on_conflict_do_update(
        index_elements=["person", "kind"],
        set_={name: _fact.excluded[name] for name in ("fact", "source", "checked_at")},
        where=verified_fact.c.checked_at <= _fact.excluded.checked_at,
    )
)
facts_of = define(
    select(verified_fact)
    .where(among(verified_fact.c.person, "people"))
    .order_by(verified_fact.c.person, verified_fact.c.kind),
    VerifiedFact,
)
_given = insert(self_given)
put_self_given = define(
    _given.on_conflict_do_update(
        index_elements=["person"],
        set_={
            name: _given.excluded[name]
            for name in ("called", "birth", "address", "version", "updated_at")
        },
        where=self_given.c.version == bindparam("read_version", type_=Integer),
    ).returning(self_given.c.version),
    int,
    columns=tuple(c.name for c in self_given.columns),
)
self_given_of = define(
    select(self_given).where(self_given.c.person == bindparam("who", type_=Text)), SelfGiven
)
_named = insert(resident).values(id=bindparam("id"), name=bindparam("name"), version=0)
set_name = define(
    _named.on_conflict_do_update(index_elements=["id"], set_={"name": _named.excluded.name})
)
"""As somebody vouches for it; a person who was not there is, with nothing chosen yet."""
