# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Questions about conversations, their messages and translations, and documents."""

import msgspec

from services.kit.data import (
    Instant,
    Integer,
    Text,
    among,
    bindparam,
    define,
    delete,
    insert,
    select,
    update,
)
from services.newcomers.domain.conversations import Conversation, Message, MessageTranslation
from services.newcomers.domain.documents import DocumentKind, DocumentState, Reading
from services.newcomers.store.tables import (
    conversation,
    document,
    message,
    message_translation,
)


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """A document without its body."""

    id: str
    person: str
    name: str
    kind: DocumentKind
    state: DocumentState
    text: str
    gist: str
    gist_locale: str
    engine: str
    uploaded_at: int
    expires_at: int
    reading: Reading | None
    """None on documents from before pictures were read."""


_key = bindparam("key", type_=Text)
_now = bindparam("now", type_=Instant)

add_conversation = define(insert(conversation))
conversation_by_id = define(select(conversation).where(conversation.c.id == _key), Conversation)
conversations_of = define(
    select(conversation)
    .where(conversation.c.person == bindparam("who", type_=Text))
    .order_by(conversation.c.id.desc())
    .limit(100),
    Conversation,
)
conversations_of_unit = define(
    select(conversation)
    .where(
        conversation.c.unit == bindparam("of_unit", type_=Text),
        conversation.c.id > bindparam("after", type_=Text),
    )
    .order_by(conversation.c.id)
    .limit(bindparam("most", type_=Integer)),
    Conversation,
)
turn_conversation = define(
    update(conversation)
    .where(conversation.c.id == _key)
    .values(
        status=bindparam("to_status", type_=Text),
        updated_at=_now,
        retention_until=bindparam("until", type_=Instant),
    )
    .returning(conversation),
    Conversation,
)
open_of_device = define(
    select(conversation.c.id)
    .where(
        conversation.c.device == bindparam("of_device", type_=Text),
        conversation.c.status != "closed",
    )
    .order_by(conversation.c.id.desc())
    .limit(1),
    str,
)
overdue_conversations = define(
    select(conversation.c.id).where(conversation.c.retention_until <= _now).limit(100), str
)
drop_conversations = define(delete(conversation).where(among(conversation.c.id, "ids")))
drop_messages = define(delete(message).where(among(message.c.conversation, "ids")))
drop_translations = define(
    delete(message_translation).where(
        message_translation.c.message.in_(
            select(message.c.id).where(among(message.c.conversation, "ids"))
        )
    )
)

add_message = define(insert(message))
message_by_id = define(select(message).where(message.c.id == _key), Message)
messages_of = define(
    select(message).where(message.c.conversation == _key).order_by(message.c.id).limit(500), Message
)
drop_message = define(delete(message).where(message.c.id == _key))
drop_translations_of = define(
    delete(message_translation).where(message_translation.c.message == _key)
)

translations_of = define(
    select(message_translation).where(among(message_translation.c.message, "messages")),
    MessageTranslation,
)
_put = insert(message_translation)
put_translation = define(
    _put.on_conflict_do_update(
        index_elements=["message", "locale"],
        set_={
            name: _put.excluded[name]
            for name in (
                "text", "engine", "is_machine", "state", "reason", "masked_kinds", "remarks",
                "edited_by", "made_at",
            )
        },
    )
)  # fmt: skip

_columns = [document.c[name] for name in Document.__struct_fields__]
add_document = define(insert(document))
document_by_id = define(select(*_columns).where(document.c.id == _key), Document)
documents_of = define(
    select(*_columns)
    .where(document.c.person == bindparam("who", type_=Text))
    .order_by(document.c.id.desc())
    .limit(100),
    Document,
)
change_document = define(
    update(document)
    .where(document.c.id == _key)
    .values(
        state=bindparam("to_state", type_=Text),
        gist=bindparam("new_gist", type_=Text),
        gist_locale=bindparam("new_locale", type_=Text),
        engine=bindparam("new_engine", type_=Text),
    )
)
drop_document = define(
    delete(document).where(document.c.id == _key, document.c.person == bindparam("who", type_=Text))
)
drop_overdue_documents = define(delete(document).where(document.c.expires_at <= _now))
body_of = define(
    select(document.c.body).where(document.c.id == _key, document.c.body.is_not(None)), bytes
)
