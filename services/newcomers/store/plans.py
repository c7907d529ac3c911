# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Questions about plans, their steps and who may see them."""

import msgspec

from services.kit.data import (
    Instant,
    Integer,
    Text,
    among,
    bindparam,
    define,
    insert,
    select,
    update,
)
from services.newcomers.domain.planning.comments import Comment
from services.newcomers.domain.planning.grants import Grant
from services.newcomers.domain.planning.plan import Progress
from services.newcomers.domain.planning.situation import Situation
from services.newcomers.store.tables import plan, plan_comment, plan_grant, step


class StoredPlan(msgspec.Struct, frozen=True, kw_only=True):
    """A plan as it is kept: the facts; everything else is worked out."""

    person: str
    situation: Situation
    locale: str
    created_by: str
    template_version: int
    version: int
    updated_at: int


class StoredStep(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody has done with a step."""

    person: str
    key: str
    progress: Progress
    updated_at: int


_who = bindparam("who", type_=Text)

plan_of = define(select(plan).where(plan.c.person == _who), StoredPlan)
plans_of = define(select(plan).where(among(plan.c.person, "people")), StoredPlan)
steps_of = define(select(step).where(step.c.person == _who).order_by(step.c.key), StoredStep)
steps_of_many = define(
    select(step).where(among(step.c.person, "people")).order_by(step.c.person, step.c.key),
    StoredStep,
)

add_plan = define(insert(plan).on_conflict_do_nothing(index_elements=["person"]))
change_plan = define(
    update(plan)
    .where(plan.c.person == _who, plan.c.version == bindparam("read_version", type_=Integer))
    .values(version=plan.c.version + 1)
    .returning(plan),
    StoredPlan,
    columns=("situation", "locale", "template_version", "updated_at"),
)

_put = insert(step)
put_step = define(
    _put.on_conflict_do_update(
        index_elements=["person", "key"],
        set_={"progress": _put.excluded.progress, "updated_at": _put.excluded.updated_at},
    )
)

add_comment = define(insert(plan_comment))
comments_of = define(
    select(plan_comment)
    .where(plan_comment.c.person == _who)
    .order_by(plan_comment.c.id)
    .limit(500),
    Comment,
)

add_grant = define(insert(plan_grant))
grants_of = define(
    select(plan_grant).where(plan_grant.c.person == _who).order_by(plan_grant.c.id), Grant
)
people_open_to = define(
    select(plan_grant.c.person)
    .where(
        plan_grant.c.unit == bindparam("of_unit", type_=Text),
        plan_grant.c.revoked_at.is_(None),
        plan_grant.c.expires_at > bindparam("now", type_=Instant),
    )
    .distinct()
    .order_by(plan_grant.c.person)
    .limit(500),
    str,
)
"""Those who let a unit in now, whatever the scopes."""
revoke_grant = define(
    update(plan_grant)
    .where(
        plan_grant.c.id == bindparam("key", type_=Text),
        plan_grant.c.person == _who,
        plan_grant.c.revoked_at.is_(None),
    )
    .values(revoked_at=bindparam("at", type_=Instant))
    .returning(plan_grant),
    Grant,
)
