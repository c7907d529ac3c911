# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The table of mandates and its questions."""

import msgspec

from services.kit.data import (
    Column,
    Index,
    Instant,
    Json,
    MetaData,
    Table,
    Text,
    bindparam,
    define,
    insert,
    or_,
    select,
    update,
)
from services.residents.domain.mandates import Mandate

metadata = MetaData()

mandate = Table(
    "mandate",
    metadata,
    Column("id", Text, primary_key=True),
    Column("principal", Text, nullable=False),
    Column("delegate", Text),
    Column("scopes", Json(tuple[str, ...]), nullable=False),
    Column("status", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("proof", Text),
    Column("code_hash", Text, unique=True),
    Column("offered_at", Instant, nullable=False),
    Column("accepted_at", Instant),
    Column("until", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("last_used_at", Instant),
)
Index("mandate_principal", mandate.c.principal)
Index("mandate_delegate", mandate.c.delegate)

_SHOWN = tuple(mandate.c[field.name] for field in msgspec.structs.fields(Mandate))
_ID = bindparam("id", type_=Text)
_NOW = bindparam("now", type_=Instant)
_WHO = bindparam("who", type_=Text)

add_mandate = define(insert(mandate).on_conflict_do_nothing(index_elements=["id"]))
mandate_by_id = define(select(*_SHOWN).where(mandate.c.id == _ID), Mandate)
mandate_by_code = define(
    select(*_SHOWN).where(mandate.c.code_hash == bindparam("code_hash", type_=Text)), Mandate
)
mandates_of = define(
    select(*_SHOWN)
    .where(or_(mandate.c.principal == _WHO, mandate.c.delegate == _WHO))
    .order_by(mandate.c.offered_at.desc(), mandate.c.id)
    .limit(200),
    Mandate,
)
accept_mandate = define(
    update(mandate)
    .where(mandate.c.id == _ID, mandate.c.status == "offered")
    .values(status="active", delegate=_WHO, accepted_at=_NOW, code_hash=None)
    .returning(*_SHOWN),
    Mandate,
)
end_mandate = define(
    update(mandate)
    .where(mandate.c.id == _ID, or_(mandate.c.status == "offered", mandate.c.status == "active"))
    .values(status="withdrawn", ended_at=_NOW, code_hash=None)
    .returning(*_SHOWN),
    Mandate,
)
use_mandate = define(update(mandate).where(mandate.c.id == _ID).values(last_used_at=_NOW))
