# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Tables and questions of escalation policies, rotas, overrides, handovers and the engine's heartbeat."""

import msgspec

from services.care.domain.ladder import Ladder
from services.care.domain.rotas import Override, Rota
from services.kit.data import (
    Column,
    Index,
    Instant,
    Integer,
    Json,
    MetaData,
    Table,
    Text,
    among,
    bindparam,
    define,
    delete,
    func,
    insert,
    select,
)

metadata = MetaData()

policy = Table(
    "policy",
    metadata,
    Column("id", Text, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("unit", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("body", Json(Ladder), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("made_by", Text, nullable=False),
)
"""Every version is kept: alerts carry a copy, plans name the policy."""
Index("policy_unit", policy.c.unit)

rota = Table(
    "rota",
    metadata,
    Column("id", Text, primary_key=True),
    Column("unit", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("body", Json(Rota), nullable=False),
)
Index("rota_unit", rota.c.unit)
rota_override = Table(
    "rota_override",
    metadata,
    Column("id", Text, primary_key=True),
    Column("rota", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("begins_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Column("made_by", Text, nullable=False),
)
Index("rota_override_rota", rota_override.c.rota, rota_override.c.ends_at)

beat = Table(
    "beat",
    metadata,
    Column("name", Text, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("token", Text, nullable=False),
)
"""When each worker was last alive (A10)."""


class PolicyRow(msgspec.Struct, frozen=True):
    """A stored version of a policy."""

    id: str
    version: int
    unit: str
    name: str
    body: Ladder
    made_at: int
    made_by: str


class RotaRow(msgspec.Struct, frozen=True):
    """A stored rota."""

    id: str
    unit: str
    version: int
    body: Rota


class OverrideRow(msgspec.Struct, frozen=True):
    """A stored override."""

    id: str
    rota: str
    person: str
    begins_at: int
    ends_at: int
    made_by: str

    @property
    def fact(self) -> Override:
        """As the rules read it."""
        return Override(person=self.person, begins_at=self.begins_at, ends_at=self.ends_at)


class Beat(msgspec.Struct, frozen=True):
    """A sign of life."""

    name: str
    at: int
    token: str


_ID = bindparam("id", type_=Text)
_UNIT = bindparam("unit", type_=Text)
_NOW = bindparam("now", type_=Instant)
_newer = policy.alias("newer")

add_policy = define(insert(policy))
newest_policy = define(
    select(policy).where(policy.c.id == _ID).order_by(policy.c.version.desc()).limit(1), PolicyRow
)
policies_of = define(
    select(policy)
    .where(
        policy.c.unit == _UNIT,
        policy.c.version
        == select(func.max(_newer.c.version)).where(_newer.c.id == policy.c.id).scalar_subquery(),
    )
    .order_by(policy.c.name, policy.c.id),
    PolicyRow,
)

_put = insert(rota)
put_rota = define(
    _put.on_conflict_do_update(
        index_elements=["id"],
        set_={"body": _put.excluded.body, "version": rota.c.version + 1},
        where=rota.c.version == bindparam("read_version", type_=Integer),
    ).returning(rota),
    RotaRow,
)
rota_by_id = define(select(rota).where(rota.c.id == _ID), RotaRow)
rotas_of = define(select(rota).where(rota.c.unit == _UNIT).order_by(rota.c.id), RotaRow)
all_rotas = define(select(rota).order_by(rota.c.id), RotaRow)

add_override = define(insert(rota_override))
overrides_of = define(
    select(rota_override)
    .where(among(rota_override.c.rota, "rotas"), rota_override.c.ends_at > _NOW)
    .order_by(rota_override.c.begins_at, rota_override.c.id),
    OverrideRow,
)
drop_override = define(delete(rota_override).where(rota_override.c.id == _ID))

_beat = insert(beat)
put_beat = define(
    _beat.on_conflict_do_update(
        index_elements=["name"], set_={"at": _beat.excluded.at, "token": _beat.excluded.token}
    )
)
beats = define(select(beat).order_by(beat.c.name), Beat)
