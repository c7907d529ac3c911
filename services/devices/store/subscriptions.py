# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Tables and questions of subscriptions: who wants to be told, and what is due for whom."""

import msgspec

from services.devices.domain.subscriptions import Subscription
from services.kit.data import (
    Boolean,
    Column,
    Index,
    Instant,
    Integer,
    Json,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    among,
    bindparam,
    define,
    delete,
    exists,
    func,
    insert,
    select,
    update,
)

metadata = MetaData()

subscription = Table(
    "subscription",
    metadata,
    Column("id", Text, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("everything", Boolean, nullable=False),
    Column("body", Json(Subscription), nullable=False),
    Column("active", Boolean, nullable=False),
    Column("expires_at", Instant),
    Column("failures", Integer, nullable=False),
    Column("not_before", Instant, nullable=False),
    Column("lease_until", Instant, nullable=False),
    Column("sent", Integer, nullable=False),
    Column("last_sent_at", Instant),
    Column("last_failed_at", Instant),
)

due = Table(
    "due",
    metadata,
    Column("subscription", Text, nullable=False),
    Column("entity", Text, nullable=False),
    Column("mark", Integer, nullable=False),
    PrimaryKeyConstraint("subscription", "entity"),
)
"""Entities that a subscriber has not been told of in their newest state; one row however often they changed."""

edition = Table(
    "subscription_edition",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
)
"""A new name with every change of any subscription, so that each process knows when to index anew."""

Index("subscription_owner", subscription.c.owner)


class Kept(msgspec.Struct, frozen=True):
    """A subscription with how it fares."""

    id: str
    owner: str
    everything: bool
    body: Subscription
    active: bool
    expires_at: int | None
    failures: int
    not_before: int
    lease_until: int
    sent: int
    last_sent_at: int | None
    last_failed_at: int | None


class Waiting(msgspec.Struct, frozen=True):
    """An entity that is due for a subscriber."""

    entity: str
    mark: int


class Watched(msgspec.Struct, frozen=True):
    """What the index needs of a subscription."""

    body: Subscription
    everything: bool


_KEY = subscription.c.id == bindparam("key", type_=Text)
_NOW = bindparam("now", type_=Instant)

add = define(insert(subscription).on_conflict_do_nothing(index_elements=["id"]))
by_id = define(select(subscription).where(_KEY), Kept)
of_owner = define(
    select(subscription)
    .where(subscription.c.owner == bindparam("owner", type_=Text))
    .order_by(subscription.c.id)
    .limit(bindparam("most", type_=Integer))
    .offset(bindparam("skip", type_=Integer)),
    Kept,
)
everyone = define(
    select(subscription.c.body, subscription.c.everything).where(subscription.c.active), Watched
)
change = define(
    update(subscription)
    .where(_KEY)
    .values(
        body=bindparam("new_body", type_=Json(Subscription)),
        active=bindparam("is_active", type_=Boolean),
        expires_at=bindparam("until", type_=Instant),
        failures=0,
        not_before=0,
    )
)
drop = define(delete(subscription).where(_KEY))
drop_due = define(delete(due).where(due.c.subscription == bindparam("key", type_=Text)))

_step = insert(edition)
step_edition = define(
    _step.on_conflict_do_update(
        index_elements=["id"], set_={"name": _step.excluded["name"]}
    ),
    columns=("id", "name"),
)  # fmt: skip
edition_name = define(select(edition.c.name), str)

_note = insert(due)
note_due = define(
    _note.on_conflict_do_update(
        index_elements=["subscription", "entity"], set_={"mark": due.c.mark + 1}
    ),
    columns=("subscription", "entity", "mark"),
)
_IS_DUE = exists().where(due.c.subscription == subscription.c.id)
waiting_subscriptions = define(
    select(subscription.c.id).where(
        subscription.c.active,
        subscription.c.not_before <= _NOW,
        subscription.c.lease_until <= _NOW,
        _IS_DUE,
    ),
    str,
)
next_try = define(
    select(func.coalesce(func.min(subscription.c.not_before), -1)).where(
        subscription.c.active, subscription.c.not_before > _NOW, _IS_DUE
    ),
    int,
)
lease = define(
    update(subscription)
    .where(_KEY, subscription.c.lease_until <= _NOW, subscription.c.active)
    .values(lease_until=bindparam("until", type_=Instant))
    .returning(subscription),
    Kept,
)
waiting = define(
    select(due.c.entity, due.c.mark)
    .where(due.c.subscription == bindparam("key", type_=Text))
    .order_by(due.c.entity)
    .limit(bindparam("most", type_=Integer)),
    Waiting,
)
told = define(
    delete(due).where(
        due.c.subscription == bindparam("key", type_=Text),
        due.c.entity == bindparam("one", type_=Text),
        due.c.mark == bindparam("seen", type_=Integer),
    )
)
"""Only if nothing has changed since it was read: else the newer state is still due."""
sent = define(
    update(subscription)
    .where(_KEY)
    .values(
        sent=subscription.c.sent + bindparam("count", type_=Integer),
        failures=0,
        not_before=0,
        lease_until=0,
        last_sent_at=_NOW,
    )
)
failed = define(
    update(subscription)
    .where(_KEY)
    .values(
        failures=subscription.c.failures + 1,
        not_before=bindparam("again_at", type_=Instant),
        lease_until=0,
        last_failed_at=_NOW,
    )
)
release = define(update(subscription).where(_KEY).values(lease_until=0))
expire = define(
    update(subscription)
    .where(subscription.c.active, subscription.c.expires_at <= _NOW)
    .values(active=False)
    .returning(subscription.c.id),
    str,
)
drop_due_of = define(delete(due).where(among(due.c.subscription, "ids")))
