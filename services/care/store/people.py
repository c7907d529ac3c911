# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Tables and questions of residents in care, decisions, contact ways, consents and delegations."""

from services.care.domain.people import CareResident, Consent, Decision, Endpoint, Share
from services.kit.data import (
    Boolean,
    Column,
    Index,
    Instant,
    Integer,
    Json,
    MetaData,
    Table,
    Text,
    among,
    and_,
    bindparam,
    define,
    delete,
    insert,
    or_,
    select,
    update,
)

metadata = MetaData()

care_resident = Table(
    "care_resident",
    metadata,
    Column("id", Text, primary_key=True),
    Column("unit", Text, nullable=False),
    Column("lang", Text, nullable=False),
    Column("large_text", Boolean, nullable=False),
    Column("zone", Text, nullable=False),
    Column("protected", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
)
decision = Table(
    "decision",
    metadata,
    Column("id", Text, primary_key=True),
    Column("resident", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("legal_basis", Text, nullable=False),
    Column("effort", Text, nullable=False),
    Column("decided_at", Instant, nullable=False),
    Column("valid_from", Instant, nullable=False),
    Column("valid_to", Instant),
    Column("ended_at", Instant),
)
endpoint = Table(
    "endpoint",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("address", Json(dict[str, str]), nullable=False),
    Column("lang", Text, nullable=False),
    Column("added_at", Instant, nullable=False),
    Column("removed_at", Instant),
)
Index("endpoint_person", endpoint.c.person)
consent = Table(
    "consent",
    metadata,
    Column("id", Text, primary_key=True),
    Column("resident", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("given_by", Text, nullable=False),
    Column("giver", Text, nullable=False),
    Column("evidence", Text),
    Column("valid_from", Instant, nullable=False),
    Column("valid_to", Instant),
    Column("withdrawn_at", Instant),
)
Index("consent_resident", consent.c.resident)
share = Table(
    "delegation",
    metadata,
    Column("id", Text, primary_key=True),
    Column("grantor", Text, nullable=False),
    Column("grantee", Text, nullable=False),
    Column("scopes", Json(tuple[str, ...]), nullable=False),
    Column("source", Text, nullable=False),
    Column("valid_from", Instant, nullable=False),
    Column("valid_to", Instant),
    Column("withdrawn_at", Instant),
)
Index("delegation_grantor", share.c.grantor)
Index("delegation_grantee", share.c.grantee)

_ID = bindparam("id", type_=Text)
_NOW = bindparam("now", type_=Instant)
_RESIDENT = bindparam("resident", type_=Text)

put_resident = define(insert(care_resident).on_conflict_do_nothing(index_elements=["id"]))
residents_by_id = define(
    select(care_resident).where(among(care_resident.c.id, "ids")), CareResident
)
residents_of_unit = define(
    select(care_resident)
    .where(care_resident.c.unit == bindparam("unit", type_=Text),
           care_resident.c.id > bindparam("after", type_=Text))
    .order_by(care_resident.c.id)
    .limit(bindparam("most", type_=Integer)),
    CareResident,
)  # fmt: skip

add_decision = define(insert(decision))
decision_by_id = define(select(decision).where(decision.c.id == _ID), Decision)
decisions_of = define(
    select(decision).where(decision.c.resident == _RESIDENT).order_by(decision.c.id), Decision
)
end_decision = define(
    update(decision)
    .where(decision.c.id == _ID, decision.c.ended_at.is_(None))
    .values(ended_at=_NOW)
)

add_endpoint = define(insert(endpoint))
endpoints_of = define(
    select(endpoint)
    .where(among(endpoint.c.person, "people"), endpoint.c.removed_at.is_(None))
    .order_by(endpoint.c.id),
    Endpoint,
)
endpoint_by_id = define(select(endpoint).where(endpoint.c.id == _ID), Endpoint)
remove_endpoint = define(
    update(endpoint)
    .where(endpoint.c.id == _ID, endpoint.c.removed_at.is_(None))
    .values(removed_at=_NOW)
)
_LANGUAGE = bindparam("language", type_=Text)
speak_to_resident = define(
    update(care_resident)
    .where(care_resident.c.id == bindparam("who", type_=Text))
    .values(lang=_LANGUAGE)
)
speak_by_endpoints = define(
    update(endpoint)
    .where(endpoint.c.person == bindparam("who", type_=Text), endpoint.c.removed_at.is_(None))
    .values(lang=_LANGUAGE)
)
forget_endpoints = define(
    delete(endpoint).where(endpoint.c.person == bindparam("person", type_=Text))
)

add_consent = define(insert(consent))
consents_of = define(
    select(consent).where(consent.c.resident == _RESIDENT).order_by(consent.c.id), Consent
)
withdraw_consent = define(
    update(consent)
    .where(consent.c.id == _ID, consent.c.withdrawn_at.is_(None))
    .values(withdrawn_at=_NOW)
    .returning(consent),
    Consent,
)

add_share = define(insert(share))
share_by_id = define(select(share).where(share.c.id == _ID), Share)
shares_of = define(select(share).where(share.c.grantor == _RESIDENT).order_by(share.c.id), Share)
shares_to = define(
    select(share)
    .where(share.c.grantee == bindparam("grantee", type_=Text), share.c.withdrawn_at.is_(None))
    .order_by(share.c.id),
    Share,
)
shares_in_force = define(
    select(share).where(
        among(share.c.grantor, "residents"),
        share.c.withdrawn_at.is_(None),
        share.c.valid_from <= _NOW,
        or_(share.c.valid_to.is_(None), share.c.valid_to > _NOW),
    ),
    Share,
)
withdraw_share = define(
    update(share)
    .where(and_(share.c.id == _ID, share.c.withdrawn_at.is_(None)))
    .values(withdrawn_at=_NOW)
    .returning(share),
    Share,
)
