# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Tables and questions of devices and of the frames they sent, kept for a while to be read again."""

import msgspec

from services.devices.domain.uplinks import Device
from services.kit.data import (
    BigInteger,
    Column,
    Index,
    Instant,
    Integer,
    LargeBinary,
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
)

metadata = MetaData()

device = Table(
    "device",
    metadata,
    Column("id", Text, primary_key=True),
    Column("eui", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("entity", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("heartbeat_ms", Integer, nullable=False),
)

frame = Table(
    "frame",
    metadata,
    Column("device", Text, nullable=False),
    Column("observed_at", Instant, nullable=False),
    Column("counter", BigInteger, nullable=False),
    Column("port", Integer, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Column("received_at", Instant, nullable=False),
    PrimaryKeyConstraint("device", "observed_at", "counter"),
)
"""What came over the air, as it came: a newer codec reads it again."""

Index("frame_received", frame.c.received_at)


class Kept(msgspec.Struct, frozen=True):
    """A frame as it is kept."""

    device: str
    observed_at: int
    counter: int
    port: int
    payload: bytes
    received_at: int


class Speaks(msgspec.Struct, frozen=True):
    """Of which entity a device speaks, and how often it should."""

    entity: str
    type: str
    heartbeat_ms: int


_put = insert(device)
put_device = define(
    _put.on_conflict_do_update(
        index_elements=["id"],
        set_={name: _put.excluded[name] for name in ("eui", "model", "entity", "type", "heartbeat_ms")},
    ),
    columns=("id", "eui", "model", "entity", "type", "heartbeat_ms"),
)  # fmt: skip
by_id = define(select(device).where(device.c.id == bindparam("key", type_=Text)), Device)
silent = define(
    select(device.c.entity, device.c.type, device.c.heartbeat_ms).order_by(device.c.id), Speaks
)
how_many = define(select(func.count().label("count")).select_from(device), int)
keep_frame = define(insert(frame).on_conflict_do_nothing())
frames = define(
    select(frame)
    .where(
        frame.c.received_at >= bindparam("since", type_=Instant),
        frame.c.device > bindparam("after", type_=Text),
    )
    .order_by(frame.c.device, frame.c.observed_at, frame.c.counter),
    Kept,
)
forget_frames = define(
    delete(frame).where(frame.c.received_at < bindparam("before", type_=Instant))
)
