# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Conversations: the original is kept first, its translation beside it, decisions never by machine alone."""

import hashlib
import secrets

import msgspec

from i18n import registry
from services.kit.context import Resources
from services.kit.data import Database, Tx
from services.kit.errors import InputInvalid, NotFound, Problem
from services.kit.ids import new_id
from services.kit.policy import require
from services.kit.wire.caller import Caller, CallerKind
from services.newcomers.actions.looks import note_change, note_look
from services.newcomers.actions.translating import (
    Answer,
    ReadBack,
    Wanted,
    ask_back,
    ask_language,
    identify,
)
from services.newcomers.domain.conversations import (
    Author,
    Conversation,
    ConversationStatus,
    Message,
    MessageKind,
    MessageTranslation,
    Outlet,
    TranslationState,
    after_message,
    check_open,
    may_deliver,
    wanted_locale,
)
from services.newcomers.domain.guide import PageSegment
from services.newcomers.domain.phrases import Phrase, by_people, phrases
from services.newcomers.store import conversations as store
from services.newcomers.store import guide

LONGEST_TEXT = 10_000
STAFF_LOCALE = "sv"
KEEP_MS = 180 * 86_400_000
"""A conversation is gone half a year after its last word."""
CONFIDENTIAL = ("care", "social", "health", "omsorg", "vård")


class StartConversation(msgspec.Struct, frozen=True, kw_only=True):
    """The first words to a unit."""

    topic: str
    unit: str
    text: str
    locale: str
    names: tuple[str, ...] = ()
    consent_mt: bool = True


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """A conversation as it stands; `token` only for whoever has just started one without an account."""

    conversation: Conversation
    messages: list[Message]
    translations: list[MessageTranslation]
    token: str | None = None


async def start(
    resources: Resources, caller: Caller, given: StartConversation, *, token: str | None = None
) -> Opened:
    """A new conversation; without an account a token opens it again: the device's own, or a new one."""
    require(caller, "newcomers.conversation.start")
    _check_text(given.text)
    if not registry.known(given.locale):
        raise Problem("UNKNOWN_LOCALE", path=("locale",))
    is_resident = caller.kind is CallerKind.RESIDENT
    token = None if is_resident else token or secrets.token_urlsafe(24)
    name = new_id()

    async def write(tx: Tx) -> None:
        await tx.run(
            store.add_conversation, id=name, topic=given.topic,
            person=caller.subject if is_resident else None, device=hash_of(token),
            unit=given.unit, person_locale=given.locale, staff_locale=STAFF_LOCALE,
            status=ConversationStatus.OPEN, outlet=outlet_of(given.unit, given.consent_mt),
            consent_mt=given.consent_mt, names=list(given.names),
            retention_until=tx.now + KEEP_MS, updated_at=tx.now,
        )  # fmt: skip

    await resources.database.transact(write)
    opened = await say(resources, caller, name, given.text, token=token)
    return msgspec.structs.replace(opened, token=token)


async def say(
    resources: Resources, caller: Caller, name: str, text: str, *, token: str | None = None,
    kind: MessageKind = MessageKind.TALK, language: str | None = None,
) -> Opened:  # fmt: skip
    """Keep the original first; then ask for its translation and keep that, or why there is none."""
    _check_text(text)
    conversation, author = await _entered(resources.database, caller, name, token)
    check_open(conversation)
    if kind is MessageKind.DECISION and author is not Author.STAFF:
        raise InputInvalid(path=("kind",))
    prior = conversation.person_locale if author is Author.PERSON else conversation.staff_locale
    source = "declared"
    if language is None:
        language, source = await identify(resources.neighbours, text, prior)
    message = Message(
        id=new_id(), conversation=name, author=author, author_id=caller.sub or "device", kind=kind,
        original_text=text, original_lang=language, lang_source=source,
        sent_at=resources.clock.now_ms(),
    )  # fmt: skip

    async def write(tx: Tx) -> None:
        await tx.run(store.add_message, **{**msgspec.structs.asdict(message), "sent_at": tx.now})
        await tx.one(
            store.turn_conversation, key=name, to_status=after_message(author), now=tx.now,
            until=tx.now + KEEP_MS,
        )  # fmt: skip
        if conversation.person:
            await note_change(tx, caller, conversation.person, "message.sent", (message.id,))
        await tx.emit("newcomers.message.sent", subject=name, data={"id": message.id})

    await resources.database.transact(write)
    await translate(resources, conversation, message)
    return await _opened(resources.database, name)


async def translate(resources: Resources, conversation: Conversation, message: Message) -> None:
    """The message in the other's language. The original is there whatever becomes of it."""
    target = wanted_locale(conversation, message.author)
    known = await _known_phrase(resources.database, message, target)
    if target == message.original_lang:
        answer, state = Answer(), TranslationState.NOT_NEEDED
    elif known:
        answer, state = Answer(text=known, is_machine=False), TranslationState.QA_OK
    else:
        wanted = Wanted(
            text=message.original_text, source=message.original_lang, target=target,
            names=conversation.names, unit=conversation.unit, outlet=conversation.outlet.value,
            key=f"newcomers:{message.id}",
        )  # fmt: skip
        answer = await ask_language(resources.neighbours, wanted)
        state = _state_of(answer)
    made = MessageTranslation(
        message=message.id, locale=target, text=answer.text, engine=answer.engine,
        is_machine=answer.is_machine, state=state, reason=answer.code,
        masked_kinds=answer.masked_kinds, remarks=answer.remarks,
        made_at=resources.clock.now_ms(),
    )  # fmt: skip

    async def write(tx: Tx) -> None:
        await tx.run(store.put_translation, **msgspec.structs.asdict(made))

    await resources.database.transact(write)


async def _known_phrase(database: Database, message: Message, target: str) -> str:
    """A sentence of the guide that people have translated, word for word; nobody else is asked then."""
    sentence = PageSegment(path="", text=message.original_text.strip())
    if message.original_lang != STAFF_LOCALE:
        return ""
    found = await database.many(guide.wordings_of, of_locale=target, hash=sentence.hash)
    return next((one.text for one in found if by_people(one)), "")


async def quick_replies(database: Database, caller: Caller, name: str, words: str) -> list[Phrase]:
    """Sentences of the guide in her language by people, for the unit that answers her."""
    conversation = await database.one(store.conversation_by_id, key=name)
    if conversation is None:
        raise NotFound
    require(caller, "newcomers.conversation.answer", {"unit": conversation.unit})
    texts = await database.many(guide.all_texts, locales=[conversation.person_locale])
    now = database.clock.now_ms()
    pages = [page for page in await database.many(guide.pages) if page.holds(now)]
    return phrases(pages, texts, words)


def _state_of(answer: Answer) -> TranslationState:
    if answer.code in ("TRANSLATION_FORBIDDEN", "LANGUAGE_PAIR_UNSUPPORTED"):
        return TranslationState.INTERPRETER_OFFERED
    if answer.code:
        return TranslationState.FAILED
    if answer.has_errors:
        return TranslationState.QA_FAIL
    return TranslationState.QA_WARN if answer.remarks else TranslationState.QA_OK


async def retry(resources: Resources, caller: Caller, message_id: str, token: str | None) -> Opened:
    """Ask again for a translation that failed."""
    message = await resources.database.one(store.message_by_id, key=message_id)
    if message is None:
        raise NotFound
    conversation, _ = await _entered(resources.database, caller, message.conversation, token)
    await translate(resources, conversation, message)
    return await _opened(resources.database, conversation.id)


async def read_back(resources: Resources, caller: Caller, message_id: str) -> ReadBack:
    """A translation that is shown, read back by a machine for the unit that answers; nothing is kept."""
    database = resources.database
    message = await database.one(store.message_by_id, key=message_id)
    conversation = None
    if message is not None:
        conversation = await database.one(store.conversation_by_id, key=message.conversation)
    if message is None or conversation is None:
        raise NotFound
    require(caller, "newcomers.conversation.answer", {"unit": conversation.unit})
    shown = await database.many(store.translations_of, messages=[message_id])
    made = next((one for one in shown if one.is_shown), None)
    if made is None:
        raise InputInvalid(path=("messageId",))
    if conversation.person:
        await note_look(database, caller, conversation.person, "message.checked", (message_id,))
    wanted = Wanted(
        text=message.original_text, source=message.original_lang, target=made.locale,
        names=conversation.names, unit=conversation.unit, outlet=conversation.outlet.value,
        key=f"newcomers:back:{message_id}:{resources.clock.now_ms()}",
    )  # fmt: skip
    answer = await ask_back(resources.neighbours, wanted, made.text)
    if answer.code:
        raise Problem("DOWNSTREAM_SERVICE_ERROR", extensions={"reason": answer.code})
    return answer


async def correct(database: Database, caller: Caller, message_id: str, text: str) -> Opened:
    """Staff puts a translation right: from then on a person's words."""
    _check_text(text)
    message = await database.one(store.message_by_id, key=message_id)
    conversation = None
    if message is not None:
        conversation = await database.one(store.conversation_by_id, key=message.conversation)
    if message is None or conversation is None:
        raise NotFound
    require(caller, "newcomers.conversation.answer", {"unit": conversation.unit})
    made = MessageTranslation(
        message=message.id, locale=wanted_locale(conversation, message.author), text=text,
        engine="", is_machine=False, state=TranslationState.CORRECTED, reason="", masked_kinds=[],
        remarks=[], edited_by=caller.sub, made_at=database.clock.now_ms(),
    )  # fmt: skip

    async def write(tx: Tx) -> None:
        await tx.run(store.put_translation, **msgspec.structs.asdict(made))
        if conversation.person:
            await note_change(tx, caller, conversation.person, "message.corrected", (message.id,))

    await database.transact(write)
    return await _opened(database, conversation.id)


async def close(database: Database, caller: Caller, name: str, token: str | None) -> Opened:
    """End a conversation; what was said stays until its time is over."""
    conversation, _ = await _entered(database, caller, name, token)

    async def write(tx: Tx) -> None:
        await tx.one(
            store.turn_conversation, key=name, to_status=ConversationStatus.CLOSED, now=tx.now,
            until=conversation.retention_until,
        )  # fmt: skip

    await database.transact(write)
    return await _opened(database, name)


async def remove_message(
    database: Database, caller: Caller, message_id: str, token: str | None
) -> Opened:
    """Take back what one has written: its translations go with it (rule 5)."""
    message = await database.one(store.message_by_id, key=message_id)
    if message is None:
        raise NotFound
    conversation, author = await _entered(database, caller, message.conversation, token)
    if author is not message.author:
        raise NotFound

    async def write(tx: Tx) -> None:
        await tx.run(store.drop_translations_of, key=message_id)
        await tx.run(store.drop_message, key=message_id)
        if conversation.person:
            await note_change(tx, caller, conversation.person, "message.removed", (message_id,))

    await database.transact(write)
    return await _opened(database, conversation.id)


async def read(database: Database, caller: Caller, name: str, token: str | None) -> Opened:
    """A conversation for one of its two sides. A decision by machine alone is kept back from her."""
    conversation, author = await _entered(database, caller, name, token)
    if conversation.person:
        await note_look(database, caller, conversation.person, "conversation.read", (name,))
    opened = await _opened(database, name)
    return _held_back(opened) if author is Author.PERSON else opened


def _held_back(opened: Opened) -> Opened:
    by_message = {one.message: one for one in opened.translations}
    kept = [
        by_message[one.id]
        for one in opened.messages
        if one.id in by_message and may_deliver(one.kind, by_message[one.id])
    ]
    return msgspec.structs.replace(opened, translations=kept)


async def list_mine(
    database: Database, caller: Caller, *, after: str, most: int
) -> list[Conversation]:
    """One's own conversations, or those of one's unit."""
    require(caller, "newcomers.conversation.list")
    if caller.kind is CallerKind.STAFF:
        unit = caller.assignment.unit if caller.assignment else ""
        require(caller, "newcomers.conversation.answer", {"unit": unit})
        return await database.many(
            store.conversations_of_unit, of_unit=unit, after=after, most=most
        )
    return await database.many(store.conversations_of, who=caller.subject)


async def forget(tx: Tx) -> int:
    """Remove conversations whose time is over, with every word and translation."""
    ids = await tx.many(store.overdue_conversations, now=tx.now)
    await tx.run(store.drop_translations, ids=ids)
    await tx.run(store.drop_messages, ids=ids)
    return await tx.run(store.drop_conversations, ids=ids)


async def _entered(
    database: Database, caller: Caller, name: str, token: str | None
) -> tuple[Conversation, Author]:
    """The conversation and on which side of it the caller is; NOT_FOUND for anybody else."""
    conversation = await database.one(store.conversation_by_id, key=name)
    if conversation is None:
        raise NotFound
    has_token = conversation.device is not None and secrets.compare_digest(
        conversation.device, hash_of(token) or ""
    )
    if not has_token and not caller.is_known:
        raise NotFound  # the same answer as for a conversation that is not there
    facts = {"owner": conversation.person or "", "device": has_token, "unit": conversation.unit}
    require(caller, "newcomers.conversation.take", facts)
    is_staff = caller.kind is CallerKind.STAFF and not has_token
    return conversation, Author.STAFF if is_staff else Author.PERSON


async def _opened(database: Database, name: str) -> Opened:
    conversation = await database.one(store.conversation_by_id, key=name)
    if conversation is None:
        raise NotFound
    messages = await database.many(store.messages_of, key=name)
    translations = await database.many(store.translations_of, messages=[one.id for one in messages])
    return Opened(conversation=conversation, messages=messages, translations=translations)


def hash_of(token: str | None) -> str | None:
    """What is kept of a device's token."""
    return None if token is None else hashlib.sha256(token.encode()).hexdigest()


def outlet_of(unit: str, consent_mt: bool) -> Outlet:  # noqa: FBT001
    """Where the texts may go: nowhere without consent, not outside from units under secrecy (rule 3)."""
    if not consent_mt:
        return Outlet.NONE
    is_secret = any(word in unit.lower() for word in CONFIDENTIAL)
    return Outlet.SELF_HOSTED_ONLY if is_secret else Outlet.EXTERNAL_MASKED


def _check_text(text: str) -> None:
    if not 1 <= len(text.strip()) <= LONGEST_TEXT:
        raise InputInvalid(path=("text",), max=LONGEST_TEXT)
