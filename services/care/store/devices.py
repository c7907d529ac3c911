# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Tables and questions of alarm devices and their messages."""

from typing import Any

from services.care.domain.devices import Device, DeviceMessage, Profile
from services.kit.data import (
    Column,
    Index,
    Instant,
    Integer,
    Json,
    LargeBinary,
    MetaData,
    Table,
    Text,
    and_,
    bindparam,
    define,
    desc,
    func,
    insert,
    select,
    update,
)

metadata = MetaData()

device = Table(
    "device",
    metadata,
    Column("id", Text, primary_key=True),
    Column("cid", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("resident", Text),
    Column("label", Text, nullable=False),
    Column("profile", Json(Profile), nullable=False),
    Column("heartbeat_s", Integer),
    Column("last_heard", Instant),
    Column("last_test", Instant),
    Column("next_check_at", Instant),
    Column("policy", Text, nullable=False),
    Column("digest_user", Text, nullable=False),
    Column("removed_at", Instant),
)
_HERE = and_(device.c.removed_at.is_(None))
Index("device_cid", device.c.cid, unique=True, sqlite_where=_HERE, postgresql_where=_HERE)
Index("device_check", device.c.next_check_at)

message = Table(
    "device_message",
    metadata,
    Column("id", Text, primary_key=True),
    Column("cid", Text, nullable=False),
    Column("ref", Text, nullable=False),
    Column("mty", Text, nullable=False),
    Column("body_hash", Text, nullable=False),
    Column("raw", LargeBinary, nullable=False),
    Column("source", Text, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("fields", Json(dict[str, Any]), nullable=False),
    Column("alert", Text),
    Column("reply", Text),
    Column("route", Json(dict[str, str]), nullable=False),
    Column("replied_at", Instant),
    Column("attempts", Integer, nullable=False),
    Column("next_try_at", Instant),
)
Index(
    "device_message_key",
    message.c.cid,
    message.c.ref,
    message.c.mty,
    message.c.body_hash,
    unique=True,
)
_OWED = and_(message.c.next_try_at.is_not(None))
Index("device_message_owed", message.c.next_try_at, sqlite_where=_OWED, postgresql_where=_OWED)
Index("device_message_alert", message.c.alert)

_ID = bindparam("id", type_=Text)
_NOW = bindparam("now", type_=Instant)
_MOST = bindparam("most", type_=Integer)
_CID = bindparam("cid", type_=Text)

add_device = define(insert(device))
device_by_cid = define(
    select(device).where(device.c.cid == _CID, device.c.removed_at.is_(None)), Device
)
device_by_id = define(select(device).where(device.c.id == _ID), Device)
devices_of = define(
    select(device)
    .where(device.c.unit == bindparam("unit", type_=Text), device.c.removed_at.is_(None))
    .order_by(device.c.cid)
    .limit(_MOST),
    Device,
)
remove_device = define(
    update(device).where(device.c.id == _ID).values(removed_at=_NOW, next_check_at=None)
)
heard = define(
    update(device)
    .where(device.c.id == _ID)
    .values(
        last_heard=_NOW,
        last_test=func.coalesce(bindparam("tested", type_=Instant), device.c.last_test),
        next_check_at=bindparam("check_at", type_=Instant),
    )
)
silent = define(
    select(device)
    .where(device.c.next_check_at <= _NOW)
    .order_by(device.c.next_check_at)
    .limit(_MOST)
    .with_for_update(skip_locked=True),
    Device,
)
next_check = define(select(func.coalesce(func.min(device.c.next_check_at), -1)), int)
checked = define(update(device).where(device.c.id == _ID).values(next_check_at=None))

add_message = define(
    insert(message)
    .on_conflict_do_nothing(index_elements=["cid", "ref", "mty", "body_hash"])
    .returning(message.c.id),
    str,
    columns=tuple(column.name for column in message.columns),
)
same_message = define(
    select(message).where(
        message.c.cid == _CID, message.c.ref == bindparam("ref", type_=Text),
        message.c.mty == bindparam("mty", type_=Text), message.c.body_hash == bindparam("body_hash", type_=Text),
    ),
    DeviceMessage,
)  # fmt: skip
first_of_ref = define(
    select(message)
    .where(
        message.c.cid == _CID,
        message.c.ref == bindparam("ref", type_=Text),
        message.c.alert.is_not(None),
    )
    .order_by(message.c.received_at, message.c.id)
    .limit(1),
    DeviceMessage,
)
set_alert = define(
    update(message).where(message.c.id == _ID).values(alert=bindparam("alert_id", type_=Text))
)
owed = define(
    select(message)
    .where(message.c.next_try_at <= _NOW)
    .order_by(message.c.next_try_at, message.c.id)
    .limit(_MOST)
    .with_for_update(skip_locked=True),
    DeviceMessage,
)
next_owed = define(select(func.coalesce(func.min(message.c.next_try_at), -1)), int)
owe_again = define(
    update(message)
    .where(message.c.id == _ID)
    .values(
        next_try_at=bindparam("again_at", type_=Instant), attempts=bindparam("tries", type_=Integer),
        route=bindparam("new_route", type_=Json(dict[str, str])),
    )
)  # fmt: skip
replied = define(
    update(message).where(message.c.id == _ID).values(replied_at=_NOW, next_try_at=None)
)
taken = define(
    update(message)
    .where(message.c.id == _ID, message.c.attempts == bindparam("tries", type_=Integer))
    .values(replied_at=_NOW, next_try_at=None)
)
message_by_id = define(select(message).where(message.c.id == _ID), DeviceMessage)
messages_of_alert = define(
    select(message)
    .where(message.c.alert == bindparam("alert_id", type_=Text))
    .order_by(message.c.received_at),
    DeviceMessage,
)
newest_of = define(
    select(message).where(message.c.cid == _CID).order_by(desc(message.c.received_at)).limit(_MOST),
    DeviceMessage,
)
