# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Conversations across languages: the original never changes, a translation says who made it."""

from enum import StrEnum

import msgspec

from services.kit.errors import Problem


class ConversationStatus(StrEnum):
    """Whose turn it is."""

    OPEN = "open"
    WAITING_STAFF = "waiting_staff"
    WAITING_PERSON = "waiting_person"
    CLOSED = "closed"


class Outlet(StrEnum):
    """Where the texts of a conversation may go to be translated."""

    EXTERNAL_MASKED = "external_masked"
    SELF_HOSTED_ONLY = "self_hosted_only"
    NONE = "none"


class Author(StrEnum):
    """Who wrote a message."""

    PERSON = "person"
    STAFF = "staff"


class MessageKind(StrEnum):
    """What a message is; decisions are never given by machine translation alone."""

    TALK = "talk"
    DECISION = "decision"


class TranslationState(StrEnum):
    """Where a translation stands."""

    NOT_NEEDED = "not_needed"
    QUEUED = "queued"
    QA_OK = "qa_ok"
    QA_WARN = "qa_warn"
    QA_FAIL = "qa_fail"
    CORRECTED = "corrected"
    FAILED = "failed"
    HUMAN_REQUESTED = "human_requested"
    INTERPRETER_OFFERED = "interpreter_offered"


SHOWN = frozenset({TranslationState.QA_OK, TranslationState.QA_WARN, TranslationState.CORRECTED})


class Conversation(msgspec.Struct, frozen=True, kw_only=True):
    """One matter between a person and a unit."""

    id: str
    topic: str
    person: str | None
    """Her id; None when she came without an account."""
    device: str | None
    """A hash of the token of her device."""
    unit: str
    person_locale: str
    staff_locale: str = "sv"
    status: ConversationStatus
    outlet: Outlet
    consent_mt: bool
    names: list[str]
    retention_until: int
    updated_at: int


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody wrote, as she wrote it."""

    id: str
    conversation: str
    author: Author
    author_id: str
    kind: MessageKind
    original_text: str
    original_lang: str
    lang_source: str
    """ui, detected or declared."""
    sent_at: int
    supersedes: str | None = None


class MessageTranslation(msgspec.Struct, frozen=True, kw_only=True):
    """A message in the other's language."""

    message: str
    locale: str
    text: str
    """Empty while there is none: the original is shown."""
    engine: str
    is_machine: bool
    state: TranslationState
    reason: str
    """The code of what went wrong."""
    masked_kinds: list[str]
    remarks: list[str]
    edited_by: str | None = None
    made_at: int

    @property
    def is_shown(self) -> bool:
        """Whether readers see the translation beside the original."""
        return self.state in SHOWN and bool(self.text)


def wanted_locale(conversation: Conversation, author: Author) -> str:
    """The language the other side reads."""
    return conversation.staff_locale if author is Author.PERSON else conversation.person_locale


def after_message(author: Author) -> ConversationStatus:
    """Whose turn it is after a message."""
    is_person = author is Author.PERSON
    return ConversationStatus.WAITING_STAFF if is_person else ConversationStatus.WAITING_PERSON


def check_open(conversation: Conversation) -> None:
    """Refuse a message to a conversation that has ended."""
    if conversation.status is ConversationStatus.CLOSED:
        raise Problem("CONVERSATION_CLOSED")


def may_deliver(kind: MessageKind, translation: MessageTranslation | None) -> bool:
    """Whether a message may be given to the person so (rule 2): a decision needs a human's words."""
    if kind is not MessageKind.DECISION or translation is None:
        return True
    return translation.state is TranslationState.NOT_NEEDED or not translation.is_machine
