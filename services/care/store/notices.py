# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Table and questions of notices: the outbox to people."""

from services.care.domain.notices import Notice
from services.kit.data import (
    Boolean,
    Column,
    Index,
    Instant,
    Integer,
    MetaData,
    Table,
    Text,
    among,
    and_,
    bindparam,
    define,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

metadata = MetaData()

notice = Table(
    "notice",
    metadata,
    Column("id", Text, primary_key=True),
    Column("dedup_key", Text, nullable=False, unique=True),
    Column("alert", Text),
    Column("generation", Integer, nullable=False),
    Column("occurrence", Text),
    Column("level", Integer, nullable=False),
    Column("person", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("endpoint", Text),
    Column("template", Text, nullable=False),
    Column("lang", Text, nullable=False),
    Column("urgent", Boolean, nullable=False),
    Column("not_before", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("lease_until", Instant, nullable=False),
    Column("lease_by", Text),
    Column("provider_id", Text),
    Column("created_at", Instant, nullable=False),
    Column("done_at", Instant),
)
_WAITS = and_(notice.c.done_at.is_(None))
Index("notice_due", notice.c.not_before, sqlite_where=_WAITS, postgresql_where=_WAITS)
Index("notice_alert", notice.c.alert)
Index("notice_occurrence", notice.c.occurrence)
Index("notice_person", notice.c.person, notice.c.done_at)
Index("notice_provider", notice.c.provider_id)

_ID = bindparam("id", type_=Text)
_NOW = bindparam("now", type_=Instant)
_MOST = bindparam("most", type_=Integer)
_TOKEN = bindparam("token", type_=Text)
_ALERT = bindparam("alert_id", type_=Text)

add = define(insert(notice).on_conflict_do_nothing(index_elements=["dedup_key"]))
by_id = define(select(notice).where(notice.c.id == _ID), Notice)
of_alerts = define(
    select(notice)
    .where(among(notice.c.alert, "alerts"))
    .order_by(notice.c.created_at, notice.c.id),
    Notice,
)

_READY = (
    select(notice.c.id)
    .where(notice.c.done_at.is_(None), notice.c.not_before <= _NOW, notice.c.lease_until <= _NOW)
    .order_by(notice.c.urgent.desc(), notice.c.not_before, notice.c.id)
    .limit(_MOST)
    .with_for_update(skip_locked=True)
)
take = define(
    update(notice)
    .where(notice.c.id.in_(_READY.scalar_subquery()))
    .values(
        state="sending", lease_until=bindparam("until", type_=Instant), lease_by=_TOKEN,
        attempts=notice.c.attempts + 1,
    )
    .returning(notice),
    Notice,
)  # fmt: skip
"""Leased to one sender; a sender that comes back after its lease writes nothing (A9)."""

finish = define(
    update(notice)
    .where(notice.c.id == _ID, notice.c.lease_by == _TOKEN, notice.c.done_at.is_(None))
    .values(
        state=bindparam("new_state", type_=Text), provider_id=bindparam("provider", type_=Text),
        done_at=_NOW, lease_until=0, lease_by=None,
    )
)  # fmt: skip
later = define(
    update(notice)
    .where(notice.c.id == _ID, notice.c.lease_by == _TOKEN, notice.c.done_at.is_(None))
    .values(
        state="pending",
        not_before=bindparam("again_at", type_=Instant),
        lease_until=0,
        lease_by=None,
    )
)
supersede_alert = define(
    update(notice)
    .where(notice.c.alert == _ALERT, notice.c.done_at.is_(None))
    .values(state="superseded", done_at=_NOW, lease_until=0, lease_by=None)
)
"""In the transaction of an acknowledgement: what has not left does not leave any more (A8)."""
supersede_older = define(
    update(notice)
    .where(
        notice.c.alert == _ALERT, notice.c.done_at.is_(None), notice.c.state == "pending",
        notice.c.person == bindparam("to", type_=Text), notice.c.channel == bindparam("by", type_=Text),
    )
    .values(state="superseded", done_at=_NOW)
)  # fmt: skip
supersede_occurrence = define(
    update(notice)
    .where(
        notice.c.occurrence == bindparam("occurrence_id", type_=Text), notice.c.alert.is_(None),
        notice.c.done_at.is_(None),
    )
    .values(state="superseded", done_at=_NOW, lease_until=0, lease_by=None)
)  # fmt: skip
next_due = define(
    select(func.coalesce(func.min(notice.c.not_before), -1)).where(
        notice.c.done_at.is_(None), notice.c.lease_until <= _NOW
    ),
    int,
)
delivered = define(
    update(notice)
    .where(
        notice.c.provider_id == bindparam("provider", type_=Text),
        among(notice.c.state, "from_states"),
    )
    .values(state=bindparam("new_state", type_=Text))
    .returning(notice),
    Notice,
)
sent_to = define(
    select(notice.c.done_at).where(
        notice.c.person == bindparam("to", type_=Text),
        notice.c.channel == bindparam("by", type_=Text),
        or_(notice.c.state == "accepted", notice.c.state == "delivered"),
        notice.c.done_at > bindparam("since", type_=Instant),
    ),
    int,
)
forget = define(
    delete(notice).where(
        notice.c.done_at.is_not(None), notice.c.done_at < bindparam("before", type_=Instant)
    )
)
