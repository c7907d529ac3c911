# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Tables and questions of occurrences and answers."""

import msgspec

from services.care.domain.answers import Answer
from services.care.domain.occurrences import Occurrence
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
    bindparam,
    define,
    desc,
    func,
    insert,
    or_,
    select,
    update,
)

metadata = MetaData()

occurrence = Table(
    "occurrence",
    metadata,
    Column("id", Text, primary_key=True),
    Column("plan", Text, nullable=False),
    Column("rev", Integer, nullable=False),
    Column("resident", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("recurrence_id", Text, nullable=False),
    Column("opens_at", Instant, nullable=False),
    Column("closes_at", Instant, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempt_no", Integer, nullable=False),
    Column("reminders_sent", Integer, nullable=False),
    Column("reason", Text),
    Column("alert", Text),
    Column("next_action_at", Instant),
    Column("tzdata", Text, nullable=False),
    Column("version", Integer, nullable=False),
    CheckConstraint("(state IN ('scheduled', 'open')) = (next_action_at IS NOT NULL)"),
)
"""A waiting occurrence has a next action: nothing waits unseen (A1)."""
Index("occurrence_due", occurrence.c.next_action_at)
Index("occurrence_resident", occurrence.c.resident, occurrence.c.opens_at)
Index("occurrence_plan", occurrence.c.plan, occurrence.c.opens_at)
Index("occurrence_alert", occurrence.c.alert)

answer = Table(
    "answer",
    metadata,
    Column("id", Text, primary_key=True),
    Column("resident", Text, nullable=False),
    Column("occurrence", Text),
    Column("by", Text, nullable=False),
    Column("on_behalf_of", Text),
    Column("channel", Text, nullable=False),
    Column("lang", Text, nullable=False),
    Column("choice", Text, nullable=False),
    Column("pictograms", Json(tuple[str, ...]), nullable=False),
    Column("free_text", Text),
    Column("received_at", Instant, nullable=False),
    Column("client_event_id", Text, nullable=False, unique=True),
)
Index("answer_resident", answer.c.resident, answer.c.received_at)
Index("answer_occurrence", answer.c.occurrence)

_ID = bindparam("id", type_=Text)
_NOW = bindparam("now", type_=Instant)
_MOST = bindparam("most", type_=Integer)
_RESIDENT = bindparam("resident", type_=Text)
_PLAN = bindparam("plan", type_=Text)

COLUMNS = tuple(field.name for field in msgspec.structs.fields(Occurrence))

add = define(insert(occurrence).on_conflict_do_nothing(index_elements=["id"]))
"""Making one twice is a no-op (R7, R10)."""
by_id = define(select(occurrence).where(occurrence.c.id == _ID), Occurrence)
by_ids = define(select(occurrence).where(among(occurrence.c.id, "ids")), Occurrence)
by_alert = define(
    select(occurrence).where(occurrence.c.alert == bindparam("alert", type_=Text)), Occurrence
)
due = define(
    select(occurrence)
    .where(occurrence.c.next_action_at <= _NOW)
    .order_by(occurrence.c.next_action_at, occurrence.c.id)
    .limit(_MOST)
    .with_for_update(skip_locked=True),
    Occurrence,
)
next_due = define(select(func.coalesce(func.min(occurrence.c.next_action_at), -1)), int)
put_off = define(
    update(occurrence)
    .where(occurrence.c.id == _ID)
    .values(next_action_at=bindparam("again_at", type_=Instant))
)
save = define(
    update(occurrence)
    .where(occurrence.c.id == _ID, occurrence.c.version == bindparam("read_version", type_=Integer))
    .values(
        {
            name: bindparam(f"new_{name}", type_=occurrence.c[name].type)
            for name in (
                "state", "attempt_no", "closes_at", "reminders_sent", "reason", "alert", "next_action_at",
            )
        }
        | {"version": occurrence.c.version + 1}
    ),
)  # fmt: skip
skip = define(
    update(occurrence)
    .where(
        among(occurrence.c.plan, "plans"),
        among(occurrence.c.state, "states"),
        occurrence.c.opens_at >= bindparam("since", type_=Instant),
        occurrence.c.opens_at < bindparam("until", type_=Instant),
    )
    .values(
        state="skipped", reason=bindparam("why", type_=Text), next_action_at=None,
        version=occurrence.c.version + 1,
    )
)  # fmt: skip
supersede = define(
    update(occurrence)
    .where(
        occurrence.c.plan == _PLAN,
        occurrence.c.state == "scheduled",
        occurrence.c.opens_at >= bindparam("since", type_=Instant),
    )
    .values(
        state=bindparam("new_state", type_=Text),
        reason=bindparam("why", type_=Text),
        next_action_at=None,
        version=occurrence.c.version + 1,
    )
)
"""The future of a plan that changed; what was opened or answered stays as it was."""
_OPENS = bindparam("opens", type_=Instant)
revive = define(
    update(occurrence)
    .where(
        occurrence.c.id == _ID,
        among(occurrence.c.state, "states"),
        among(occurrence.c.reason, "reasons"),
    )
    .values(
        state="scheduled", reason=None, rev=bindparam("new_rev", type_=Integer), opens_at=_OPENS,
        closes_at=bindparam("closes", type_=Instant), next_action_at=_OPENS,
        tzdata=bindparam("zones", type_=Text), version=occurrence.c.version + 1,
    )
)  # fmt: skip
"""A time that a new revision or the end of a pause promises again."""
plans_of_other_zones = define(
    select(occurrence.c.plan)
    .where(occurrence.c.state == "scheduled", occurrence.c.tzdata != bindparam("zones", type_=Text))
    .distinct()
    .limit(_MOST),
    str,
)
of_residents = define(
    select(occurrence)
    .where(among(occurrence.c.resident, "residents"), occurrence.c.opens_at >= bindparam("since", type_=Instant),
           occurrence.c.opens_at < bindparam("until", type_=Instant))
    .order_by(occurrence.c.opens_at, occurrence.c.id)
    .limit(_MOST),
    Occurrence,
)  # fmt: skip
page_of = define(
    select(occurrence)
    .where(
        occurrence.c.resident == _RESIDENT,
        or_(
            occurrence.c.opens_at < bindparam("before", type_=Instant),
            (occurrence.c.opens_at == bindparam("before", type_=Instant))
            & (occurrence.c.id < bindparam("before_id", type_=Text)),
        ),
    )
    .order_by(desc(occurrence.c.opens_at), desc(occurrence.c.id))
    .limit(_MOST),
    Occurrence,
)
count_of = define(
    select(func.count()).select_from(occurrence).where(occurrence.c.resident == _RESIDENT), int
)
waiting_of = define(
    select(occurrence)
    .where(among(occurrence.c.resident, "residents"), among(occurrence.c.state, "states"))
    .order_by(occurrence.c.opens_at, occurrence.c.id)
    .limit(_MOST),
    Occurrence,
)
open_of_unit = define(
    select(occurrence)
    .where(occurrence.c.unit == bindparam("unit", type_=Text), occurrence.c.state == "open")
    .order_by(occurrence.c.closes_at, occurrence.c.id)
    .limit(_MOST),
    Occurrence,
)

add_answer = define(insert(answer).on_conflict_do_nothing(index_elements=["client_event_id"]))
answer_by_event = define(
    select(answer).where(answer.c.client_event_id == bindparam("event", type_=Text)), Answer
)
answers_of = define(
    select(answer)
    .where(among(answer.c.occurrence, "occurrences"))
    .order_by(answer.c.received_at, answer.c.id),
    Answer,
)
answers_by_id = define(select(answer).where(among(answer.c.id, "ids")), Answer)
answers_of_resident = define(
    select(answer)
    .where(answer.c.resident == _RESIDENT)
    .order_by(desc(answer.c.received_at), desc(answer.c.id))
    .limit(_MOST),
    Answer,
)
