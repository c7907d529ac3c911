# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Changes to conversations and documents."""

from base64 import b64decode
from binascii import Error as Base64Broken

import strawberry

from services.kit.errors import InputInvalid
from services.kit.graph import Info, Locale, TextOrigin, UserError, user_error
from services.kit.graph_guard import permission
from services.newcomers.actions import conversations, documents
from services.newcomers.domain.conversations import MessageKind
from services.newcomers.domain.documents import DocumentKind, NewDocument
from services.newcomers.graph.changing import attempt
from services.newcomers.graph.conversations import (
    ConversationPayload,
    NewcomerDocumentPayload,
    ReadBackPayload,
    conversation_type,
    document_type,
)
from services.newcomers.graph.questions import WATERMARK
from services.newcomers.graph.texts import text_in
from services.newcomers.store.conversations import Document


@strawberry.input(description="The first words to a unit.")
class StartConversationInput:
    """A conversation to begin."""

    topic: str = strawberry.field(description="What it is about.")
    unit: str = strawberry.field(description="Who is asked.")
    text: str = strawberry.field(description="The first words, in any language.")
    locale: Locale | None = strawberry.field(default=None, description="Null: the reader's.")
    names: list[str] = strawberry.field(
        default_factory=list, description="Names that will come up; machines never see them."
    )
    consent_machine: bool = strawberry.field(
        default=True, description="Whether machines may translate; if not, people do."
    )


@strawberry.input(description="Words in a conversation.")
class SendMessageInput:
    """A message."""

    conversation_id: strawberry.ID = strawberry.field(description="Where.")
    text: str = strawberry.field(description="The words; they are never changed.")
    kind: MessageKind = strawberry.field(default=MessageKind.TALK, description="What it is.")
    language: Locale | None = strawberry.field(default=None, description="Null: found out.")
    token: str | None = strawberry.field(default=None, description="Of a device.")


@strawberry.input(description="A message of a conversation.")
class MessageInput:
    """A message."""

    message_id: strawberry.ID = strawberry.field(description="Which one.")
    token: str | None = strawberry.field(default=None, description="Of a device.")


@strawberry.input(description="A translation that a person has put right.")
class CorrectTranslationInput:
    """A correction."""

    message_id: strawberry.ID = strawberry.field(description="Which message.")
    text: str = strawberry.field(description="The translation as it shall be.")


@strawberry.input(description="A conversation to end.")
class CloseConversationInput:
    """A conversation."""

    conversation_id: strawberry.ID = strawberry.field(description="Which one.")
    token: str | None = strawberry.field(default=None, description="Of a device.")


@strawberry.input(description="A file to be read and explained.")
class UploadDocumentInput:
    """A file."""

    name: str = strawberry.field(description="What it is called.")
    kind: DocumentKind = strawberry.field(description="What it is.")
    body: str = strawberry.field(description="The file in Base64, at most 5 MB.")


@strawberry.input(description="A document of one's own.")
class DocumentInput:
    """A document."""

    document_id: strawberry.ID = strawberry.field(description="Which one.")
    locale: Locale | None = strawberry.field(default=None, description="Null: the reader's.")


@strawberry.type
class TalkChanges:
    """Changes to conversations and documents."""

    @strawberry.mutation(
        description="Ask the city something, in any language, with or without an account.",
        extensions=[permission("newcomers.conversation.start")],
    )
    async def start_newcomer_conversation(
        self, info: Info, input: StartConversationInput
    ) -> ConversationPayload:
        """Begin."""
        context = info.context
        given = conversations.StartConversation(
            topic=input.topic, unit=input.unit, text=input.text,
            locale=input.locale or context.locale, names=tuple(input.names),
            consent_mt=input.consent_machine,
        )  # fmt: skip
        opened, errors = await attempt(
            info, conversations.start(context.resources, context.caller, given)
        )
        return _talk(opened, errors)

    @strawberry.mutation(
        description="Say something; the original is kept, its translation stands beside it.",
        extensions=[permission("newcomers.conversation.take")],
    )
    async def send_newcomer_message(
        self, info: Info, input: SendMessageInput
    ) -> ConversationPayload:
        """Say it."""
        context = info.context
        opened, errors = await attempt(
            info,
            conversations.say(
                context.resources, context.caller, input.conversation_id, input.text,
                token=input.token, kind=input.kind, language=input.language,
            ),
        )  # fmt: skip
        return _talk(opened, errors)

    @strawberry.mutation(
        description="Ask again for a translation that failed.",
        extensions=[permission("newcomers.conversation.take")],
    )
    async def retry_message_translation(
        self, info: Info, input: MessageInput
    ) -> ConversationPayload:
        """Try again."""
        context = info.context
        opened, errors = await attempt(
            info,
            conversations.retry(context.resources, context.caller, input.message_id, input.token),
        )
        return _talk(opened, errors)

    @strawberry.mutation(
        description="Put a translation right.",
        extensions=[permission("newcomers.conversation.answer")],
    )
    async def correct_message_translation(
        self, info: Info, input: CorrectTranslationInput
    ) -> ConversationPayload:
        """A person's words from now on."""
        context = info.context
        opened, errors = await attempt(
            info,
            conversations.correct(context.database, context.caller, input.message_id, input.text),
        )
        return _talk(opened, errors)

    @strawberry.mutation(
        description="Take back what one has written, with its translations.",
        extensions=[permission("newcomers.conversation.take")],
    )
    async def remove_newcomer_message(self, info: Info, input: MessageInput) -> ConversationPayload:
        """Remove it."""
        context = info.context
        opened, errors = await attempt(
            info,
            conversations.remove_message(
                context.database, context.caller, input.message_id, input.token
            ),
        )
        return _talk(opened, errors)

    @strawberry.mutation(
        description="End a conversation.", extensions=[permission("newcomers.conversation.take")]
    )
    async def close_newcomer_conversation(
        self, info: Info, input: CloseConversationInput
    ) -> ConversationPayload:
        """End it."""
        context = info.context
        opened, errors = await attempt(
            info,
            conversations.close(
                context.database, context.caller, input.conversation_id, input.token
            ),
        )
        return _talk(opened, errors)

    @strawberry.mutation(
        description="Read a shown translation back by a machine: an aid to staff, never a judge.",
        extensions=[permission("newcomers.conversation.answer")],
    )
    async def read_message_back(self, info: Info, input: MessageInput) -> ReadBackPayload:
        """Nothing is kept of it."""
        context = info.context
        made, errors = await attempt(
            info, conversations.read_back(context.resources, context.caller, input.message_id)
        )
        if made is None:
            return ReadBackPayload(back=None, likeness=None, user_errors=errors)
        text = text_in(made.text, made.language, origin=TextOrigin.MACHINE)
        return ReadBackPayload(back=text, likeness=made.likeness, user_errors=[])

    @strawberry.mutation(
        description="Have a document read.", extensions=[permission("newcomers.document.own")]
    )
    async def upload_newcomer_document(
        self, info: Info, input: UploadDocumentInput
    ) -> NewcomerDocumentPayload:
        """Checked and read; kept for thirty days."""
        context = info.context
        try:
            body = b64decode(input.body, validate=True)
        except (Base64Broken, ValueError):
            broken = user_error(InputInvalid(path=("body",)), info)
            return NewcomerDocumentPayload(document=None, user_errors=[broken])
        given = NewDocument(name=input.name, kind=input.kind, body=body)
        found, errors = await attempt(
            info, documents.upload(context.resources, context.caller, given)
        )
        return _document(found, errors, info)

    @strawberry.mutation(
        description="Understand a letter: a gist by machine, with a watermark.",
        extensions=[permission("newcomers.document.own")],
    )
    async def explain_newcomer_document(
        self, info: Info, input: DocumentInput
    ) -> NewcomerDocumentPayload:
        """Never for decisions and certificates."""
        context = info.context
        found, errors = await attempt(
            info,
            documents.explain(
                context.resources, context.caller, input.document_id,
                input.locale or context.locale,
            ),
        )  # fmt: skip
        return _document(found, errors, info)

    @strawberry.mutation(
        description="Order an authorised translator for a document.",
        extensions=[permission("newcomers.document.own")],
    )
    async def order_document_translator(
        self, info: Info, input: DocumentInput
    ) -> NewcomerDocumentPayload:
        """What decisions and certificates need."""
        context = info.context
        found, errors = await attempt(
            info, documents.order_translator(context.database, context.caller, input.document_id)
        )
        return _document(found, errors, info)

    @strawberry.mutation(
        description="Remove a document before its time.",
        extensions=[permission("newcomers.document.own")],
    )
    async def remove_newcomer_document(
        self, info: Info, input: DocumentInput
    ) -> NewcomerDocumentPayload:
        """Gone."""
        context = info.context
        _, errors = await attempt(
            info, documents.remove(context.database, context.caller, input.document_id)
        )
        return NewcomerDocumentPayload(document=None, user_errors=errors)


def _talk(opened: conversations.Opened | None, errors: list[UserError]) -> ConversationPayload:
    if opened is None:
        return ConversationPayload(conversation=None, user_errors=errors)
    return ConversationPayload(
        conversation=conversation_type(opened), token=opened.token, user_errors=[]
    )


def _document(
    found: Document | None, errors: list[UserError], info: Info
) -> NewcomerDocumentPayload:
    mark = info.context.localizer.text(WATERMARK)
    shown = document_type(found, mark, info) if found else None
    return NewcomerDocumentPayload(document=shown, user_errors=errors)
