# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The register of consents and its questions."""

import msgspec

from services.kit.data import (
    Column,
    Index,
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
from services.residents.domain.consents import Consent

metadata = MetaData()

consent = Table(
    "consent",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("text_version", Integer, nullable=False),
    Column("language", Text, nullable=False),
    Column("given_by", Text, nullable=False),
    Column("evidence", Text, nullable=False),
    Column("given_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("ended_why", Text),
)
Index("consent_person", consent.c.person, consent.c.purpose)

_WHO = bindparam("who", type_=Text)
_PURPOSE = bindparam("what_for", type_=Text)
_SHOWN = tuple(consent.c[field.name] for field in msgspec.structs.fields(Consent))

add_consent = define(insert(consent))
consents_of = define(
    select(*_SHOWN)
    .where(consent.c.person == _WHO)
    .order_by(consent.c.given_at.desc(), consent.c.id)
    .limit(200),
    Consent,
)
end_consent = define(
    update(consent)
    .where(consent.c.person == _WHO, consent.c.purpose == _PURPOSE, consent.c.ended_at.is_(None))
    .values(ended_at=bindparam("now", type_=Instant), ended_why=bindparam("why", type_=Text))
    .returning(*_SHOWN),
    Consent,
)
