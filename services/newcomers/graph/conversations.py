# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Conversations and documents as the graph shows them: original and translation side by side."""

from datetime import datetime

import strawberry

from services.kit.clock import instant
from services.kit.graph import Info, Locale, LocalizedText, TextOrigin, UserError, localized
from services.kit.privacy import public_data
from services.newcomers.actions.conversations import Opened
from services.newcomers.domain.conversations import (
    Author,
    Conversation,
    ConversationStatus,
    Message,
    MessageKind,
    MessageTranslation,
    TranslationState,
)
from services.newcomers.domain.documents import READING_TEXTS, DocumentKind, DocumentState, Reading
from services.newcomers.domain.phrases import Phrase
from services.newcomers.graph.texts import text_in
from services.newcomers.privacy import LETTER, TALK
from services.newcomers.store.conversations import Document


@strawberry.type(
    name="MessageTranslation", description="A message in the other's language.", directives=[TALK]
)
class MessageTranslationType:
    """A translation."""

    text: LocalizedText | None = strawberry.field(description="The words; null: read the original.")
    state: TranslationState = strawberry.field(description="Where it stands.")
    machine_translated: bool = strawberry.field(description="Whether a machine wrote it.")
    engine: str | None = strawberry.field(description="Which engine.")
    translated_at: datetime = strawberry.field(description="When.")
    not_binding: bool = strawberry.field(description="A machine's words bind nobody.")
    masked_kinds: list[str] = strawberry.field(description="What was hidden from the engine.")
    reason: str | None = strawberry.field(description="The code of what went wrong.")


@strawberry.type(name="ConversationMessage", description="What somebody wrote.", directives=[TALK])
class MessageType:
    """A message."""

    id: strawberry.ID = strawberry.field(description="Its id.")
    author: Author = strawberry.field(description="Who wrote it.")
    kind: MessageKind = strawberry.field(description="What it is.")
    original: LocalizedText = strawberry.field(description="As it was written; never changed.")
    language_source: str = strawberry.field(description="How we know its language.")
    sent_at: datetime = strawberry.field(description="When.")
    translation: MessageTranslationType | None = strawberry.field(
        description="Beside the original."
    )


@strawberry.type(
    name="NewcomerConversation", description="One matter between a person and a unit.",
    directives=[TALK],
)  # fmt: skip
class ConversationType:
    """A conversation."""

    id: strawberry.ID = strawberry.field(description="Its id.")
    topic: str = strawberry.field(description="What it is about.")
    unit: str = strawberry.field(description="Who was asked.")
    status: ConversationStatus = strawberry.field(description="Whose turn it is.")
    person_language: Locale = strawberry.field(description="The language the person reads.")
    staff_language: Locale = strawberry.field(description="The language the city reads.")
    kept_until: datetime = strawberry.field(description="When it is removed.")
    messages: list[MessageType] = strawberry.field(description="What was said, in order.")


@strawberry.type(
    name="NewcomerQuickReply", description="A sentence that people have written in both languages.",
    directives=[public_data()],
)  # fmt: skip
class QuickReplyType:
    """A reply to send as it is."""

    page: str = strawberry.field(description="The page of the guide it is from.")
    path: str = strawberry.field(description="Its place there.")
    text: LocalizedText = strawberry.field(description="What to send.")
    translation: LocalizedText = strawberry.field(description="What she will read.")


@strawberry.type(
    name="NewcomerDocument", description="A document a newcomer has brought.", directives=[LETTER]
)
class DocumentType:
    """A document."""

    id: strawberry.ID = strawberry.field(description="Its id.")
    name: str = strawberry.field(description="What it is called.")
    kind: DocumentKind = strawberry.field(description="What it is.")
    state: DocumentState = strawberry.field(description="Where it stands.")
    original: LocalizedText = strawberry.field(description="Its text.")
    gist: LocalizedText | None = strawberry.field(description="What it says, by machine.")
    reading: Reading = strawberry.field(description="How its text was come by.")
    reading_text: LocalizedText | None = strawberry.field(
        description="What she should know of that; null where the file held its text."
    )
    watermark: str | None = strawberry.field(description="Stands across a gist by machine.")
    expires_at: datetime = strawberry.field(description="When it is removed.")


@strawberry.type(description="What came of a word in a conversation.")
class ConversationPayload:
    """The conversation, or what can be put right."""

    conversation: ConversationType | None = strawberry.field(description="As it is now.")
    token: str | None = strawberry.field(
        directives=[TALK],
        default=None,
        description="For a device without an account: opens the conversation again.",
    )
    user_errors: list[UserError] = strawberry.field(description="What can be put right.")


@strawberry.type(description="A translation read back by a machine.", directives=[TALK])
class ReadBackPayload:
    """What came back, or what can be put right."""

    back: LocalizedText | None = strawberry.field(
        description="The translation in the language of the original again, by machine."
    )
    likeness: float | None = strawberry.field(
        description="chrF++ of it against the original, 0 to 100: a hint, no judge."
    )
    user_errors: list[UserError] = strawberry.field(description="What can be put right.")


@strawberry.type(description="What came of a document.")
class NewcomerDocumentPayload:
    """The document, or what can be put right."""

    document: DocumentType | None = strawberry.field(description="As it is now.")
    user_errors: list[UserError] = strawberry.field(description="What can be put right.")


def conversation_type(opened: Opened) -> ConversationType:
    """A conversation with every word in both languages."""
    made = {one.message: one for one in opened.translations}
    one = opened.conversation
    return ConversationType(
        id=strawberry.ID(one.id), topic=one.topic, unit=one.unit, status=one.status,
        person_language=Locale(one.person_locale), staff_language=Locale(one.staff_locale),
        kept_until=instant(one.retention_until),
        messages=[_message(message, made.get(message.id)) for message in opened.messages],
    )  # fmt: skip


def quick_reply_type(one: Phrase) -> QuickReplyType:
    """A reply."""
    source = text_in(one.text, one.source_locale, origin=TextOrigin.SOURCE)
    hers = text_in(one.translation, one.locale, origin=TextOrigin.HUMAN, original=source)
    return QuickReplyType(page=one.page, path=one.path, text=source, translation=hers)


def summary_type(one: Conversation) -> ConversationType:
    """A conversation of a list, without its words."""
    return conversation_type(Opened(conversation=one, messages=[], translations=[]))


def _message(message: Message, made: MessageTranslation | None) -> MessageType:
    original = text_in(message.original_text, message.original_lang, origin=TextOrigin.SOURCE)
    return MessageType(
        id=strawberry.ID(message.id), author=message.author, kind=message.kind, original=original,
        language_source=message.lang_source, sent_at=instant(message.sent_at),
        translation=None if made is None else _translation(made, original),
    )  # fmt: skip


def _translation(made: MessageTranslation, original: LocalizedText) -> MessageTranslationType:
    text = None
    if made.is_shown:
        origin = TextOrigin.MACHINE if made.is_machine else TextOrigin.HUMAN
        text = text_in(made.text, made.locale, origin=origin, original=original)
    return MessageTranslationType(
        text=text, state=made.state, machine_translated=made.is_machine and bool(made.text),
        engine=made.engine or None, translated_at=instant(made.made_at),
        not_binding=made.is_machine, masked_kinds=made.masked_kinds, reason=made.reason or None,
    )  # fmt: skip


def document_type(one: Document, watermark: str, info: Info) -> DocumentType:
    """A document; its gist carries a watermark."""
    reading = one.reading or Reading.HELD
    told = READING_TEXTS.get(reading)
    original = text_in(one.text, "sv", origin=TextOrigin.SOURCE)
    gist = None
    if one.gist:
        gist = text_in(one.gist, one.gist_locale, origin=TextOrigin.MACHINE, original=original)
    return DocumentType(
        id=strawberry.ID(one.id), name=one.name, kind=one.kind, state=one.state,
        original=original, gist=gist, reading=reading,
        reading_text=None if told is None else localized(told, info), watermark=watermark if gist else None,
        expires_at=instant(one.expires_at),
    )  # fmt: skip
