# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Messages of the city to one person, and where they stand with her (cityinfo 2)."""

from enum import StrEnum

import msgspec

from i18n import LazyText, t
from services.kit.errors import InputInvalid
from services.kit.wire.notice import Urgency

MOST_ATTACHMENT_BYTES = 2_000_000
MOST_ATTACHMENTS = 5


class MessageState(StrEnum):
    """Where a message stands with its reader."""

    UNREAD = "unread"
    READ = "read"
    ARCHIVED = "archived"
    EXPIRED = "expired"


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """A message in somebody's inbox. Instants are UTC milliseconds."""

    id: str
    person: str
    service: str
    category: str
    title: LazyText
    body: LazyText | None = None
    urgency: Urgency = Urgency.ROUTINE
    legal: bool = False
    sensitive: bool = False
    precondition: bool = False
    """The content is shown once she has confirmed that it is she who reads it."""
    created_at: int
    due_at: int | None = None
    expires_at: int | None = None
    action: str | None = None
    thread: str = ""
    read_at: int | None = None
    archived_at: int | None = None
    confirmed_at: int | None = None

    def state(self, now: int) -> MessageState:
        """Where it stands; time alone ends it, reading and archiving go both ways."""
        if self.expires_at is not None and now >= self.expires_at:
            return MessageState.EXPIRED
        if self.archived_at is not None:
            return MessageState.ARCHIVED
        return MessageState.UNREAD if self.read_at is None else MessageState.READ

    @property
    def is_shown(self) -> bool:
        """Whether its content may be shown."""
        return not self.precondition or self.confirmed_at is not None


class Attachment(msgspec.Struct, frozen=True, kw_only=True):
    """A file with a message; its bytes are read on their own."""

    id: str
    message: str
    name: str
    media: str
    size: int


def marked(message: Message, wanted: MessageState, now: int) -> Message:
    """The message after its reader has read, unread, archived or taken it back."""
    if message.state(now) is MessageState.EXPIRED or wanted is MessageState.EXPIRED:
        raise InputInvalid(
            t("residents.inbox.expired", "Meddelandet gäller inte längre."), path=("state",)
        )
    read_at, archived_at = message.read_at, message.archived_at
    if wanted is MessageState.ARCHIVED:
        archived_at = archived_at or now
    else:
        archived_at = None
        read_at = (read_at or now) if wanted is MessageState.READ else None
    return msgspec.structs.replace(message, read_at=read_at, archived_at=archived_at)


KINDS = frozenset({"application/pdf", "image/jpeg", "image/png", "image/webp", "text/plain"})
"""What may go with a message."""


def file_refused(*, is_unsafe: bool) -> InputInvalid:
    """The error for a file that is unsafe, or not of a kind that may be sent."""
    sentence = (
        t("residents.inbox.unsafe", "Filen kan vara skadlig och togs inte emot.")
        if is_unsafe
        else t(
            "residents.inbox.kind",
            "Filen måste vara en pdf, en bild (jpeg, png, webp) eller vanlig text, och av den typ den sägs vara.",
        )
    )
    return InputInvalid(sentence, path=("attachments",))


def check_file(name: str, size: int) -> str:
    """The name without any folder; InputInvalid for a file that is too large or has no name."""
    if size > MOST_ATTACHMENT_BYTES:
        raise InputInvalid(
            t(
                "residents.inbox.too_large",
                "Filen är för stor. Den får vara högst {$max :integer} megabyte.",
                max=MOST_ATTACHMENT_BYTES // 1_000_000,
            ),
            path=("attachments",),
        )
    plain = name.replace("\\", "/").rsplit("/", 1)[-1].strip()
    if not plain or not plain.isprintable():
        raise InputInvalid(path=("attachments",))
    return plain[:120]
