# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Tables and questions of plans, their revisions and their pauses."""

import msgspec

from services.care.domain.plans import Pause, Plan, PlanRevision
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
    insert,
    or_,
    select,
    update,
)

metadata = MetaData()

plan = Table(
    "plan",
    metadata,
    Column("id", Text, primary_key=True),
    Column("resident", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("decision", Text),
    Column("current_rev", Integer, nullable=False),
    Column("made_until", Instant, nullable=False),
    Column("version", Integer, nullable=False),
)
Index("plan_resident", plan.c.resident)
Index("plan_made_until", plan.c.status, plan.c.made_until)

plan_rev = Table(
    "plan_rev",
    metadata,
    Column("plan", Text, primary_key=True),
    Column("rev", Integer, primary_key=True, autoincrement=False),
    Column("body", Json(PlanRevision), nullable=False),
    Column("effective_from", Instant, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("made_by", Text, nullable=False),
)
"""What a plan said from when on; rows are never changed."""

pause = Table(
    "pause",
    metadata,
    Column("id", Text, primary_key=True),
    Column("resident", Text, nullable=False),
    Column("plan", Text),
    Column("begins_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Column("reason", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("ended_at", Instant),
)
Index("pause_resident", pause.c.resident)


class Revision(msgspec.Struct, frozen=True):
    """A stored revision."""

    plan: str
    rev: int
    body: PlanRevision
    effective_from: int
    made_at: int
    made_by: str


_ID = bindparam("id", type_=Text)
_NOW = bindparam("now", type_=Instant)
_MOST = bindparam("most", type_=Integer)
_VERSION = bindparam("read_version", type_=Integer)

add_plan = define(insert(plan))
plan_by_id = define(select(plan).where(plan.c.id == _ID), Plan)
plans_by_id = define(select(plan).where(among(plan.c.id, "ids")), Plan)
plans_of = define(select(plan).where(among(plan.c.resident, "residents")).order_by(plan.c.id), Plan)
plans_of_decision = define(
    select(plan).where(plan.c.decision == bindparam("decision", type_=Text)), Plan
)
set_status = define(
    update(plan)
    .where(plan.c.id == _ID, plan.c.version == _VERSION)
    .values(status=bindparam("new_status", type_=Text), version=plan.c.version + 1)
    .returning(plan),
    Plan,
)
set_revision = define(
    update(plan)
    .where(plan.c.id == _ID, plan.c.version == _VERSION)
    .values(
        current_rev=bindparam("rev", type_=Integer),
        made_until=bindparam("made", type_=Instant),
        version=plan.c.version + 1,
    )
    .returning(plan),
    Plan,
)
to_make = define(
    select(plan)
    .where(plan.c.status == "active", plan.c.made_until < bindparam("until", type_=Instant))
    .order_by(plan.c.made_until, plan.c.id)
    .limit(_MOST)
    .with_for_update(skip_locked=True),
    Plan,
)
set_made = define(
    update(plan).where(among(plan.c.id, "ids")).values(made_until=bindparam("made", type_=Instant))
)

add_revision = define(insert(plan_rev))
revisions_of = define(
    select(plan_rev)
    .where(among(plan_rev.c.plan, "plans"))
    .order_by(plan_rev.c.plan, plan_rev.c.rev),
    Revision,
)
revision_of = define(
    select(plan_rev).where(
        plan_rev.c.plan == bindparam("plan", type_=Text),
        plan_rev.c.rev == bindparam("rev", type_=Integer),
    ),
    Revision,
)

add_pause = define(insert(pause))
pause_by_id = define(select(pause).where(pause.c.id == _ID), Pause)
pauses_of = define(
    select(pause).where(pause.c.resident == bindparam("resident", type_=Text)).order_by(pause.c.id),
    Pause,
)
pauses_over = define(
    select(pause).where(
        among(pause.c.resident, "residents"),
        or_(pause.c.ended_at.is_(None), pause.c.ended_at > _NOW),
        pause.c.ends_at > _NOW,
    ),
    Pause,
)
"""Pauses that hold at `now` or later."""
end_pause = define(
    update(pause)
    .where(pause.c.id == _ID, pause.c.ended_at.is_(None))
    .values(ended_at=_NOW)
    .returning(pause),
    Pause,
)
