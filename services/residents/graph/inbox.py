# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The inbox in the graph: read, archive, confirm; files; what became of each way the city tried."""

from base64 import b64decode
from binascii import Error as NoBase64
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated

import strawberry

from i18n import LazyText, t
from services.kit.clock import instant
from services.kit.data import Tx
from services.kit.errors import InputInvalid, Problem
from services.kit.graph import (
    Connection,
    Info,
    LocalizedText,
    UserError,
    asked,
    describe_enum,
    global_id,
    local_id,
    localized,
    page,
    user_error,
)
from services.kit.graph_guard import permission
from services.kit.policy import require
from services.kit.roster import all_manifests
from services.kit.wire.notice import Notice, Urgency
from services.residents.actions import inbox as actions
from services.residents.domain.inbox import Attachment, Message, MessageState
from services.residents.graph.feed import FeedReader
from services.residents.privacy import MESSAGE

NAME = "InboxMessage"
First = Annotated[int | None, strawberry.argument(description="How many at most: 1 to 100.")]
After = Annotated[str | None, strawberry.argument(description="Begin after this cursor.")]
Archived = Annotated[
    bool | None, strawberry.argument(description="What has been archived, instead of the rest.")
]

describe_enum(
    MessageState,
    "MessageState",
    description="Where a message stands with its reader.",
    values={
        "UNREAD": "Not read yet.", "READ": "Read.", "ARCHIVED": "Put away; it can come back.",
        "EXPIRED": "It holds no longer.",
    },
)  # fmt: skip
describe_enum(
    Urgency,
    "MessageUrgency",
    description="How soon a person wants to know.",
    values={"URGENT": "At once.", "ROUTINE": "In its turn."},
)


@strawberry.type(name="InboxAttachment", description="A file.", directives=[MESSAGE])
class AttachmentType:
    """A file with a message."""

    name: str = strawberry.field(description="Its name.")
    media_type: str = strawberry.field(description="What sort of file it is.")
    size: int = strawberry.field(description="Bytes.")
    path: str = strawberry.field(description="Where to get it, signed in.")


@strawberry.type(
    name="InboxDelivery", description="A way the city tried to tell of it.", directives=[MESSAGE]
)
class DeliveryType:
    """A channel and what became of it."""

    channel: str = strawberry.field(description="email, sms or push.")
    status: str = strawberry.field(description="In the words of GOV.UK Notify.")
    completed_at: datetime | None = strawberry.field(description="Since when it stands there.")


@strawberry.type(name=NAME, description="A message of the city.", directives=[MESSAGE])
class MessageType:
    """A message as its reader sees it."""

    facts: strawberry.Private[Message]
    files: strawberry.Private[list[Attachment]]

    @strawberry.field(description="Opaque id.")
    def id(self) -> strawberry.ID:
        """Opaque id."""
        return global_id(NAME, self.facts.id)

    @strawberry.field(description="What it is about.")
    def title(self, info: Info) -> LocalizedText:
        """The title, or that something has come while she has not confirmed."""
        if self.facts.is_shown:
            return localized(self.facts.title, info)
        return localized(CONFIRM_FIRST, info)

    @strawberry.field(description="The whole of it; null when the title says all.")
    def body(self, info: Info) -> LocalizedText | None:
        """The body."""
        if self.facts.body is None or not self.facts.is_shown:
            return None
        return localized(self.facts.body, info)

    @strawberry.field(description="The service it comes from.")
    def service(self) -> str:
        """The service."""
        return self.facts.service

    @strawberry.field(description="What people call that service.")
    def service_title(self, info: Info) -> LocalizedText | None:
        """The service's title."""
        known = all_manifests().get(self.facts.service)
        return localized(known.title, info) if known is not None else None

    @strawberry.field(description="What sort of message it is.")
    def category(self) -> str:
        """The category."""
        return self.facts.category

    @strawberry.field(description="Where it stands.")
    def state(self, info: Info) -> MessageState:
        """Where it stands."""
        return self.facts.state(info.context.clock.now_ms())

    @strawberry.field(description="How soon it wanted to be known.")
    def urgency(self) -> Urgency:
        """The urgency."""
        return self.facts.urgency

    @strawberry.field(description="Whether she must confirm before the content is shown.")
    def needs_confirmation(self) -> bool:
        """Whether the content is still hidden."""
        return not self.facts.is_shown

    @strawberry.field(description="When it came.")
    def created_at(self) -> datetime:
        """When it came."""
        return instant(self.facts.created_at)

    @strawberry.field(description="By when she must act; null when there is no such day.")
    def due_at(self) -> datetime | None:
        """By when."""
        return instant(self.facts.due_at) if self.facts.due_at is not None else None

    @strawberry.field(description="Where in the app she acts.")
    def action(self) -> str | None:
        """Where she acts."""
        return self.facts.action

    @strawberry.field(description="Its files.")
    def attachments(self) -> list[AttachmentType]:
        """Files, once the content is shown."""
        if not self.facts.is_shown:
            return []
        return [
            AttachmentType(name=one.name, media_type=one.media, size=one.size,
                           path=f"/residents/v1/attachment/{one.id}")
            for one in self.files
        ]  # fmt: skip

    @strawberry.field(description="On which ways the city told of it.")
    async def deliveries(self, info: Info) -> list[DeliveryType]:
        """Ways and what became of them."""
        found = await actions.deliveries(info.context.database, info.context.caller, self.facts)
        return [
            DeliveryType(channel=one.kind, status=one.status.value,
                         completed_at=instant(one.completed_at) if one.completed_at else None)
            for one in found
        ]  # fmt: skip


CONFIRM_FIRST = t("residents.inbox.confirm", "Bekräfta att det är du för att läsa meddelandet.")


@strawberry.type
class InboxReader(FeedReader):
    """A resident with her inbox."""

    @strawberry.field(
        description="The city's messages to her, newest first.",
        extensions=[permission("residents.inbox.read")],
    )
    async def inbox(
        self, info: Info, first: First = None, after: After = None, archived: Archived = None
    ) -> Connection[MessageType]:
        """A page of her messages."""
        wish = asked(first, after)
        found = await actions.list_messages(
            info.context.database, info.context.caller, str(self.id),
            archived=bool(archived), limit=wish.limit, after=wish.after,
        )  # fmt: skip
        files = await actions.files_of(info.context.database, [m.id for m in found.messages])
        return page(
            found.messages, wish, total=found.total, place=lambda one: one.id,
            node=lambda one: MessageType(facts=one, files=files.get(one.id, [])),
        )  # fmt: skip


@strawberry.type(description="What came of a change to a message.")
class InboxPayload:
    """The message, or what can be put right."""

    message: MessageType | None = strawberry.field(description="The message after the change.")
    user_errors: list[UserError] = strawberry.field(description="What can be put right.")


@strawberry.input(description="The wish to read, unread, archive or take back a message.")
class MarkInboxMessageInput:
    """A message and a state."""

    id: strawberry.ID = strawberry.field(description="The message.")
    state: MessageState = strawberry.field(description="Where it shall stand.")


@strawberry.input(description="That it is she who reads.")
class ConfirmInboxMessageInput:
    """A message."""

    id: strawberry.ID = strawberry.field(description="The message.")


@strawberry.input(description="A file to go with a message.")
class InboxAttachmentInput:
    """A file."""

    name: str = strawberry.field(description="Its name.")
    media_type: str = strawberry.field(description="What sort of file it is.")
    content: str = strawberry.field(description="The bytes in base64; at most two megabytes.")


@strawberry.input(description="A message from a service to a person.")
class SendInboxMessageInput:
    """A message."""

    person: strawberry.ID = strawberry.field(description="To whom.")
    service: str = strawberry.field(description="From which service.")
    category: str = strawberry.field(default="notice", description="What sort of message.")
    title: str = strawberry.field(description="What it is about.")
    body: str | None = strawberry.field(default=None, description="The whole of it.")
    urgent: bool = strawberry.field(default=False, description="Whether it overtakes others.")
    legal: bool = strawberry.field(
        default=False, description="Whether no preference holds it back."
    )
    sensitive: bool = strawberry.field(default=True, description="Whether the title is hers alone.")
    precondition: bool = strawberry.field(
        default=False, description="Whether she must confirm before reading."
    )
    due_at: datetime | None = strawberry.field(default=None, description="By when she must act.")
    attachments: list[InboxAttachmentInput] = strawberry.field(
        default_factory=list[InboxAttachmentInput], description="Files."
    )


@strawberry.type
class InboxChanges:
    """What can be changed in an inbox."""

    @strawberry.mutation(
        description="Read, unread, archive or take back a message.",
        extensions=[permission("residents.inbox.read")],
    )
    async def mark_inbox_message(self, input: MarkInboxMessageInput, info: Info) -> InboxPayload:
        """Change where it stands."""
        key = local_id(NAME, input.id)
        return await _change(
            info, lambda tx: actions.mark_message(tx, info.context.caller, key, input.state)
        )

    @strawberry.mutation(
        description="Confirm that it is I who read; the content is shown from now on.",
        extensions=[permission("residents.inbox.read")],
    )
    async def confirm_inbox_message(
        self, input: ConfirmInboxMessageInput, info: Info
    ) -> InboxPayload:
        """Confirm."""
        key = local_id(NAME, input.id)
        return await _change(info, lambda tx: actions.confirm_message(tx, info.context.caller, key))

    @strawberry.mutation(
        description="Write to a person's inbox, files included.",
        extensions=[permission("residents.message.send")],
    )
    async def send_inbox_message(self, input: SendInboxMessageInput, info: Info) -> InboxPayload:
        """Write a message."""
        require(info.context.caller, "residents.message.send")
        try:
            files = await actions.judge_files(
                info.context.resources.scan, [_file(each) for each in input.attachments]
            )
        except InputInvalid as problem:
            return InboxPayload(message=None, user_errors=[user_error(problem, info)])
        return await _change(info, lambda tx: _send(tx, input, files))


async def _send(tx: Tx, given: SendInboxMessageInput, files: list[actions.File]) -> Message:
    body = _literal(given.body) if given.body else None
    notice = Notice(
        title=_literal(given.title), body=body, category=given.category, legal=given.legal,
        urgency=Urgency.URGENT if given.urgent else Urgency.ROUTINE, sensitive=given.sensitive,
        due_at=round(given.due_at.timestamp() * 1000) if given.due_at else None,
    )  # fmt: skip
    return await actions.deliver(
        tx, str(given.person), given.service, notice, precondition=given.precondition,
        files=files,
    )  # fmt: skip


def _literal(text: str) -> LazyText:
    """Words of a person, shown as they are."""
    if not text.strip() or len(text) > 20_000:  # noqa: PLR2004 -- ten pages
        raise InputInvalid(path=("title",))
    return LazyText("residents.inbox.literal", "{$text}", {"text": text})


def _file(given: InboxAttachmentInput) -> actions.File:
    try:
        content = b64decode(given.content, validate=True)
    except (NoBase64, ValueError) as broken:
        raise InputInvalid(path=("attachments",)) from broken
    return actions.File(name=given.name, media=given.media_type[:100], content=content)


async def _change(info: Info, unit: Callable[[Tx], Awaitable[Message]]) -> InboxPayload:
    try:
        kept = await info.context.database.transact(unit)
    except Problem as problem:
        if problem.code != "INPUT_INVALID":
            raise
        return InboxPayload(message=None, user_errors=[user_error(problem, info)])
    files = await actions.files_of(info.context.database, [kept.id])
    shown = MessageType(facts=kept, files=files.get(kept.id, []))
    return InboxPayload(message=shown, user_errors=[])
