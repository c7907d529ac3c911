# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Tables and questions of alerts, their events, and the numbered changes of each unit's queue."""

from typing import Any

import msgspec

from services.care.domain.alerts import Alert, Event
from services.care.domain.triage import Times
from services.kit.data import (
    CheckConstraint,
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
    case,
    define,
    delete,
    desc,
    func,
    insert,
    not_,
    or_,
    select,
    update,
)

metadata = MetaData()

alert = Table(
    "alert",
    metadata,
    Column("id", Text, primary_key=True),
    Column("unit", Text, nullable=False),
    Column("resident", Text),
    Column("device", Text),
    Column("source", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("priority", Integer, nullable=False),
    Column("sla_due_at", Instant, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("answered_at", Instant),
    Column("on_site_at", Instant),
    Column("waited_ms", Integer, nullable=False),
    Column("next_action_at", Instant),
    Column("owner", Text),
    Column("lang", Text, nullable=False),
    Column("skill", Text, nullable=False),
    Column("dedup_key", Text, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("body", Json(Alert), nullable=False),
    Column("note", Text),
    CheckConstraint("(state IN ('resolved', 'merged')) = (next_action_at IS NULL)"),
)
"""`body` is what the events add up to; the other columns are what one searches by (A1, I2)."""
_IS_OPEN = and_(alert.c.next_action_at.is_not(None))
Index("alert_due", alert.c.next_action_at, sqlite_where=_IS_OPEN, postgresql_where=_IS_OPEN)
Index(
    "alert_queue", alert.c.unit, alert.c.priority, sqlite_where=_IS_OPEN, postgresql_where=_IS_OPEN
)
Index("alert_resident", alert.c.resident, alert.c.opened_at)
Index(
    "alert_dedup", alert.c.dedup_key, unique=True, sqlite_where=_IS_OPEN, postgresql_where=_IS_OPEN
)

alert_event = Table(
    "alert_event",
    metadata,
    Column("alert", Text, primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("actor", Text, nullable=False),
    Column("on_behalf_of", Text),
    Column("type", Text, nullable=False),
    Column("data", Json(dict[str, Any]), nullable=False),
)

queue = Table(
    "queue",
    metadata,
    Column("unit", Text, primary_key=True),
    Column("version", Integer, nullable=False),
)
queue_change = Table(
    "queue_change",
    metadata,
    Column("unit", Text, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("alert", Text, nullable=False),
    Column("change", Text, nullable=False),
    Column("at", Instant, nullable=False),
)
"""added, updated or removed; one per version, so that a client sees a gap (Q2)."""


class Change(msgspec.Struct, frozen=True):
    """One numbered change of a queue."""

    unit: str
    version: int
    alert: str
    change: str
    at: int


_ID = bindparam("id", type_=Text)
_NOW = bindparam("now", type_=Instant)
_MOST = bindparam("most", type_=Integer)
_UNIT = bindparam("unit", type_=Text)

add = define(
    insert(alert)
    .on_conflict_do_nothing(
        index_elements=["dedup_key"], index_where=alert.c.next_action_at.is_not(None)
    )
    .returning(alert.c.id),
    str,
    columns=tuple(column.name for column in alert.columns),
)
"""No row comes back when an open alert has the key already."""


class Held(msgspec.Struct, frozen=True):
    """A stored alert."""

    body: Alert
    note: str | None


_HELD = (alert.c.body, alert.c.note)
_OPEN = alert.c.next_action_at.is_not(None)

open_by_key = define(
    select(*_HELD).where(alert.c.dedup_key == bindparam("key", type_=Text), _OPEN), Held
)
newest_by_key = define(
    select(*_HELD)
    .where(alert.c.dedup_key == bindparam("key", type_=Text))
    .order_by(desc(alert.c.opened_at), desc(alert.c.id))
    .limit(1),
    Held,
)
by_id = define(select(*_HELD).where(alert.c.id == _ID), Held)
lock = define(select(*_HELD).where(alert.c.id == _ID).with_for_update(), Held)
by_ids = define(select(*_HELD).where(among(alert.c.id, "ids")), Held)
due = define(
    select(*_HELD)
    .where(_OPEN, alert.c.next_action_at <= _NOW)
    .order_by(alert.c.next_action_at, alert.c.id)
    .limit(_MOST)
    .with_for_update(skip_locked=True),
    Held,
)
"""What the engine takes at once; a row that another worker holds is passed by (A9)."""
next_due = define(select(func.coalesce(func.min(alert.c.next_action_at), -1)).where(_OPEN), int)
overdue = define(
    select(func.count())
    .select_from(alert)
    .where(_OPEN, alert.c.next_action_at < bindparam("before", type_=Instant)),
    int,
)

_SAVED = (
    "unit", "state", "priority", "sla_due_at", "answered_at", "on_site_at", "waited_ms",
    "next_action_at", "owner", "seq", "body",
)  # fmt: skip
save = define(
    update(alert)
    .where(alert.c.id == _ID, alert.c.seq == bindparam("read_seq", type_=Integer))
    .values({name: bindparam(f"new_{name}", type_=alert.c[name].type) for name in _SAVED})
)
put_off = define(
    update(alert)
    .where(alert.c.id == _ID)
    .values(next_action_at=bindparam("again_at", type_=Instant))
)
"""The step failed: the row is looked at again soon; `body` keeps what was meant."""
set_note = define(
    update(alert).where(alert.c.id == _ID).values(note=bindparam("words", type_=Text))
)

add_event = define(insert(alert_event))
events_of = define(
    select(alert_event)
    .where(among(alert_event.c.alert, "alerts"))
    .order_by(alert_event.c.alert, alert_event.c.seq),
    Event,
)

_BREACHED = case((alert.c.sla_due_at <= _NOW, 0), else_=1)
_ORDER = (_BREACHED, alert.c.priority, alert.c.sla_due_at, alert.c.opened_at, alert.c.id)
"""Breached first, then urgency, deadline, age (Q2)."""


queue_page = define(
    select(*_HELD)
    .where(
        alert.c.unit == _UNIT,
        _OPEN,
        or_(
            bindparam("from_start", type_=Integer) == 1,
            bindparam("breached", type_=Integer) < _BREACHED,
            and_(
                bindparam("breached", type_=Integer) == _BREACHED,
                or_(
                    alert.c.priority > bindparam("rank", type_=Integer),
                    and_(
                        alert.c.priority == bindparam("rank", type_=Integer),
                        or_(
                            alert.c.sla_due_at > bindparam("sla", type_=Instant),
                            and_(
                                alert.c.sla_due_at == bindparam("sla", type_=Instant),
                                or_(
                                    alert.c.opened_at > bindparam("opened", type_=Instant),
                                    and_(
                                        alert.c.opened_at == bindparam("opened", type_=Instant),
                                        alert.c.id > bindparam("last", type_=Text),
                                    ),
                                ),
                            ),
                        ),
                    ),
                ),
            ),
        ),
    )
    .order_by(*_ORDER)
    .limit(_MOST),
    Held,
)
"""A keyset page of the open alerts of a unit."""
count_open = define(
    select(func.count()).select_from(alert).where(alert.c.unit == _UNIT, _OPEN), int
)

_NEXT = (
    select(alert.c.id)
    .where(
        alert.c.unit == _UNIT,
        alert.c.state == "triggered",
        or_(alert.c.skill == "", alert.c.priority == 1, among(alert.c.skill, "skills")),
    )
    .order_by(
        _BREACHED,
        alert.c.priority,
        case((or_(alert.c.priority == 1, among(alert.c.lang, "languages")), 0), else_=1),
        alert.c.sla_due_at,
        alert.c.opened_at,
        alert.c.id,
    )
    .limit(1)
    .with_for_update(skip_locked=True)
    .scalar_subquery()
)
claim_next = define(
    update(alert)
    .where(alert.c.id == _NEXT, alert.c.state == "triggered")
    .values(
        state="claimed",
        owner=bindparam("who", type_=Text),
        next_action_at=bindparam("until", type_=Instant),
    )
    .returning(*_HELD),
    Held,
)
"""One statement: two people never get the same alert; a common language is preferred but never
holds up P1 (Q3). `body` is brought up to it in the same transaction."""

of_residents = define(
    select(*_HELD)
    .where(among(alert.c.resident, "residents"))
    .order_by(desc(alert.c.opened_at), desc(alert.c.id))
    .limit(_MOST),
    Held,
)
open_of_residents = define(
    select(*_HELD).where(among(alert.c.resident, "residents"), _OPEN).order_by(alert.c.id), Held
)
open_of_owner = define(
    select(*_HELD)
    .where(alert.c.owner == bindparam("owner", type_=Text), _OPEN)
    .order_by(alert.c.id),
    Held,
)
times = define(
    select(alert.c.opened_at, alert.c.answered_at, alert.c.on_site_at, alert.c.waited_ms).where(
        alert.c.unit == _UNIT,
        alert.c.priority <= 2,  # noqa: PLR2004 -- the urgent ones
        alert.c.opened_at >= bindparam("since", type_=Instant),
        alert.c.opened_at < bindparam("until", type_=Instant),
        not_(alert.c.state == "merged"),
    ),
    Times,
)
without_next_action = define(
    select(func.count())
    .select_from(alert)
    .where(not_(among(alert.c.state, "over")), alert.c.next_action_at.is_(None)),
    int,
)

_count_up = insert(queue).values(unit=_UNIT, version=1)
count_up = define(
    _count_up.on_conflict_do_update(
        index_elements=["unit"], set_={"version": queue.c.version + 1}
    ).returning(queue.c.version),
    int,
)
version_of = define(select(queue.c.version).where(queue.c.unit == _UNIT), int)
add_change = define(insert(queue_change))
changes_after = define(
    select(queue_change)
    .where(queue_change.c.unit == _UNIT, queue_change.c.version > bindparam("after", type_=Integer))
    .order_by(queue_change.c.version)
    .limit(_MOST),
    Change,
)
forget_changes = define(
    delete(queue_change).where(queue_change.c.at < bindparam("before", type_=Instant))
)
