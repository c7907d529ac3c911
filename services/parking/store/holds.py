# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Tables and questions of holds: one row for each bay and quarter of an hour, so nobody holds twice (P3)."""

from services.kit.data import (
    Column,
    Index,
    Instant,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    bindparam,
    define,
    delete,
    func,
    insert,
    select,
    update,
)
from services.parking.domain.holds import Hold

metadata = MetaData()

hold = Table(
    "hold",
    metadata,
    Column("id", Text, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("space", Text, nullable=False),
    Column("starts_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Column("status", Text, nullable=False),
    Column("made_at", Instant, nullable=False),
)
Index("hold_owner", hold.c.owner, hold.c.status)

hold_slot = Table(
    "hold_slot",
    metadata,
    Column("space", Text, nullable=False),
    Column("slot", Integer, nullable=False),
    Column("hold", Text, nullable=False),
    PrimaryKeyConstraint("space", "slot"),
)
Index("hold_slot_hold", hold_slot.c.hold)

_KEY = bindparam("key", type_=Text)
add_hold = define(insert(hold))
take_slot = define(insert(hold_slot).on_conflict_do_nothing())
by_id = define(select(hold).where(hold.c.id == _KEY), Hold)
count_held = define(
    select(func.count().label("count"))
    .select_from(hold)
    .where(hold.c.owner == bindparam("owner", type_=Text), hold.c.status == "held"),
    int,
)
of_owner = define(
    select(hold)
    .where(hold.c.owner == bindparam("owner", type_=Text), hold.c.status == "held")
    .order_by(hold.c.starts_at)
    .limit(20),
    Hold,
)
end_hold = define(
    update(hold)
    .where(hold.c.id == _KEY, hold.c.status == "held")
    .values(status=bindparam("new_status", type_=Text))
    .returning(*(hold.c[name] for name in Hold.__struct_fields__)),
    Hold,
)
free_slots = define(delete(hold_slot).where(hold_slot.c.hold == _KEY))
holder_of = define(
    select(hold.c.owner)
    .select_from(hold_slot.join(hold, hold.c.id == hold_slot.c.hold))
    .where(
        hold_slot.c.space == bindparam("space", type_=Text),
        hold_slot.c.slot == bindparam("slot", type_=Integer),
        hold.c.status == "held",
    ),
    str,
)
drop_old = define(delete(hold).where(hold.c.ends_at < bindparam("before", type_=Instant)))
held_spaces = define(
    select(hold_slot.c.space).where(hold_slot.c.slot == bindparam("slot", type_=Integer)), str
)
