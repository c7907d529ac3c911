# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Tables of the inbox and their questions."""

import msgspec

from i18n import LazyText
from services.kit.data import (
    BigInteger,
    Boolean,
    Column,
    Instant,
    Integer,
    Json,
    LargeBinary,
    MetaData,
    Table,
    Text,
    among,
    bindparam,
    define,
    func,
    insert,
    or_,
    select,
    update,
)
from services.residents.domain.inbox import Attachment, Message

metadata = MetaData()

message = Table(
    "message",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("service", Text, nullable=False),
    Column("category", Text, nullable=False),
    Column("title", Json(LazyText), nullable=False),
    Column("body", Json(LazyText)),
    Column("urgency", Text, nullable=False),
    Column("legal", Boolean, nullable=False),
    Column("sensitive", Boolean, nullable=False),
    Column("precondition", Boolean, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("due_at", Instant),
    Column("expires_at", Instant),
    Column("action", Text),
    Column("thread", Text, nullable=False),
    Column("read_at", Instant),
    Column("archived_at", Instant),
    Column("confirmed_at", Instant),
)
attachment = Table(
    "attachment",
    metadata,
    Column("id", Text, primary_key=True),
    Column("message", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("media", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
)


class FileContent(msgspec.Struct, frozen=True):
    """The bytes of an attachment, and whose inbox it lies in."""

    name: str
    media: str
    content: bytes
    person: str


_WHO = bindparam("who", type_=Text)
_NOW = bindparam("now", type_=BigInteger)
_IS_OVER = message.c.expires_at <= _NOW

add_message = define(insert(message).on_conflict_do_nothing())
message_by_id = define(select(message).where(message.c.id == bindparam("key")), Message)
messages_of = define(
    select(message)
    .where(
        message.c.person == _WHO,
        or_(message.c.expires_at.is_(None), message.c.expires_at > _NOW),
        among(func.coalesce(func.sign(message.c.archived_at), 0), "archived"),
        message.c.id < bindparam("before", type_=Text),
    )
    .order_by(message.c.id.desc())
    .limit(bindparam("most", type_=Integer)),
    Message,
)
count_of = define(
    select(func.count())
    .select_from(message)
    .where(
        message.c.person == _WHO,
        or_(message.c.expires_at.is_(None), message.c.expires_at > _NOW),
        among(func.coalesce(func.sign(message.c.archived_at), 0), "archived"),
    ),
    int,
)
unread_of = define(
    select(message)
    .where(
        message.c.person == _WHO,
        message.c.read_at.is_(None),
        message.c.archived_at.is_(None),
        or_(message.c.expires_at.is_(None), message.c.expires_at > _NOW),
    )
    .order_by(message.c.created_at.desc())
    .limit(100),
    Message,
)
set_marks = define(
    update(message)
    .where(message.c.id == bindparam("key"))
    .values(
        read_at=bindparam("read", type_=Instant),
        archived_at=bindparam("archived", type_=Instant),
        confirmed_at=bindparam("confirmed", type_=Instant),
    )
)
add_attachment = define(insert(attachment))
attachments_of = define(
    select(*(attachment.c[name] for name in Attachment.__struct_fields__))
    .where(among(attachment.c.message, "messages"))
    .order_by(attachment.c.message, attachment.c.id),
    Attachment,
)
file_by_id = define(
    select(attachment.c.name, attachment.c.media, attachment.c.content, message.c.person)
    .select_from(attachment.join(message, message.c.id == attachment.c.message))
    .where(attachment.c.id == bindparam("key")),
    FileContent,
)
