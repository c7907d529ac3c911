# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Requests of people about their data, and what each service answered."""

from services.kit.data import (
    Boolean,
    Column,
    Index,
    Instant,
    Json,
    LargeBinary,
    MetaData,
    Table,
    Text,
    bindparam,
    define,
    insert,
    select,
    update,
)
from services.kit.privacy import Outcome
from services.residents.domain.rights import RightsPart, RightsRequest

metadata = MetaData()

rights_request = Table(
    "rights_request",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("dry_run", Boolean, nullable=False),
    Column("language", Text, nullable=False),
    Column("services", Json(tuple[str, ...]), nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("done_at", Instant),
)
Index("rights_request_person", rights_request.c.person, rights_request.c.asked_at)

rights_part = Table(
    "rights_part",
    metadata,
    Column("request", Text, primary_key=True),
    Column("service", Text, primary_key=True),
    Column("success", Boolean, nullable=False),
    Column("outcomes", Json(tuple[Outcome, ...]), nullable=False),
    Column("content", LargeBinary),
    Column("at", Instant, nullable=False),
)

_ID = bindparam("id", type_=Text)
_WHO = bindparam("who", type_=Text)

add_request = define(insert(rights_request))
request_by_id = define(select(rights_request).where(rights_request.c.id == _ID), RightsRequest)
request_to_answer = define(
    select(rights_request).where(rights_request.c.id == _ID).with_for_update(), RightsRequest
)
"""Held until the transaction ends: of answers that come at once, the last one sees all others."""
requests_of = define(
    select(rights_request)
    .where(rights_request.c.person == _WHO)
    .order_by(rights_request.c.asked_at.desc(), rights_request.c.id.desc())
    .limit(50),
    RightsRequest,
)
finish_request = define(
    update(rights_request)
    .where(rights_request.c.id == _ID, rights_request.c.done_at.is_(None))
    .values(done_at=bindparam("now", type_=Instant))
)
add_part = define(insert(rights_part).on_conflict_do_nothing())
parts_of = define(
    select(rights_part).where(rights_part.c.request == _ID).order_by(rights_part.c.service),
    RightsPart,
)
