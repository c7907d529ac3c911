# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The inbox: what services tell a person comes in, is read, archived, confirmed; files with it."""

from collections.abc import Sequence

import msgspec

from services.kit.audit import Entry, record
from services.kit.data import Database, Tx
from services.kit.errors import InputInvalid, NotFound
from services.kit.ids import new_id
from services.kit.policy import require
from services.kit.uploads import Scan, Upload, UploadRefused, accept_upload
from services.kit.wire.caller import Caller
from services.kit.wire.cloudevents import Event
from services.kit.wire.notice import Notice
from services.residents.actions.sending import enqueue
from services.residents.domain.inbox import (
    KINDS,
    MOST_ATTACHMENTS,
    Attachment,
    Message,
    MessageState,
    check_file,
    file_refused,
    marked,
)
from services.residents.domain.notifications import Notification
from services.residents.store import inbox as store
from services.residents.store import notify as notify_store
from services.residents.store import shell

_NEWEST = "~"
"""Sorts after every id."""


class File(msgspec.Struct, frozen=True, kw_only=True):
    """A file to be put with a message."""

    name: str
    media: str
    content: bytes


class Found(msgspec.Struct, frozen=True):
    """A page of messages, and how many there are."""

    messages: list[Message]
    total: int


async def receive(tx: Tx, event: Event) -> None:
    """Put a service's notice into its person's inbox and on its way; a broken one is left out."""
    try:
        notice = msgspec.convert(event.data, Notice)
    except msgspec.ValidationError:
        return
    service = event.type.partition(".")[0]
    await deliver(tx, event.subject, service, notice, key=event.id)


async def judge_files(scan: Scan, files: Sequence[File]) -> list[File]:
    """The files as they may be kept: what they say they are, clean, pictures without their side notes.

    Raises InputInvalid for too many, too large, of no kind that may be sent, or unsafe.
    """
    if len(files) > MOST_ATTACHMENTS:
        raise InputInvalid(path=("attachments",), max=MOST_ATTACHMENTS)
    kept: list[File] = []
    for one in files:
        name = check_file(one.name, len(one.content))
        try:
            fine = await accept_upload(Upload(one.media, one.content), scan, kinds=KINDS)
        except UploadRefused as refused:
            raise file_refused(is_unsafe=refused.is_unsafe) from None
        kept.append(File(name=name, media=fine.declared, content=fine.content))
    return kept


async def deliver(
    tx: Tx, person: str, service: str, notice: Notice, *, key: str = "",
    files: Sequence[File] = (), precondition: bool = False,
) -> Message:  # fmt: skip
    """Write a message with its judged files, and a notification per channel, in one transaction."""
    message = Message(
        id=key or new_id(), person=person, service=service, category=notice.category,
        title=notice.title, body=notice.body, urgency=notice.urgency, legal=notice.legal,
        sensitive=notice.sensitive, precondition=precondition, created_at=tx.now,
        due_at=notice.due_at, action=notice.action, thread=notice.subject_ref,
    )  # fmt: skip
    wanted = await tx.one(shell.preference_of, who=person, what=service)
    if wanted is not None and not wanted.inbox and not notice.legal:
        return message
    await tx.run(store.add_message, **msgspec.structs.asdict(message))
    for one in files:
        await tx.run(
            store.add_attachment, id=new_id(), message=message.id, name=one.name, media=one.media,
            size=len(one.content), content=one.content,
        )  # fmt: skip
    await enqueue(tx, message)
    await tx.emit("residents.message.received", subject=person, data={"id": message.id})
    return message


async def list_messages(
    database: Database, caller: Caller, person: str, *, archived: bool, limit: int,
    after: str | None = None,
) -> Found:  # fmt: skip
    """A page of a person's messages, newest first; the look is put on record."""
    require(caller, "residents.inbox.read", {"owner": person})
    now = database.clock.now_ms()
    wanted = [1] if archived else [0]
    rows = await database.many(
        store.messages_of, who=person, now=now, archived=wanted, most=limit, before=after or _NEWEST
    )
    total = await database.one(store.count_of, who=person, now=now, archived=wanted)
    await _note_look(database, caller, person, [one.id for one in rows])
    return Found(rows, total or 0)


async def unread(database: Database, caller: Caller, person: str) -> list[Message]:
    """What a person has not read yet, newest first: for her feed."""
    require(caller, "residents.inbox.read", {"owner": person})
    found = await database.many(store.unread_of, who=person, now=database.clock.now_ms())
    await _note_look(database, caller, person, [one.id for one in found])
    return found


async def files_of(database: Database, messages: Sequence[str]) -> dict[str, list[Attachment]]:
    """The attachments of messages that the caller has read already."""
    found: dict[str, list[Attachment]] = {}
    for one in await database.many(store.attachments_of, messages=list(messages)):
        found.setdefault(one.message, []).append(one)
    return found


async def read_file(database: Database, caller: Caller, key: str) -> store.FileContent:
    """The bytes of an attachment, for its reader alone."""
    found = await database.one(store.file_by_id, key=key)
    if found is None:
        raise NotFound
    require(caller, "residents.inbox.read", {"owner": found.person})
    await _note_look(database, caller, found.person, [key])
    return found


async def mark_message(tx: Tx, caller: Caller, key: str, wanted: MessageState) -> Message:
    """Read, unread, archive or take back."""
    found = await _own(tx, caller, key)
    changed = marked(found, wanted, tx.now)
    await _keep(tx, caller, changed, wanted.value)
    return changed


async def confirm_message(tx: Tx, caller: Caller, key: str) -> Message:
    """Say that it is she who reads: the content is shown from now on."""
    found = await _own(tx, caller, key)
    changed = msgspec.structs.replace(found, confirmed_at=found.confirmed_at or tx.now)
    await _keep(tx, caller, changed, "confirm")
    return changed


async def deliveries(database: Database, caller: Caller, message: Message) -> list[Notification]:
    """On which channels a message was told of, and what became of each."""
    require(caller, "residents.inbox.read", {"owner": message.person})
    return await database.many(notify_store.notifications_of_message, key=message.id)


async def _own(tx: Tx, caller: Caller, key: str) -> Message:
    found = await tx.one(store.message_by_id, key=key)
    if found is None:
        raise NotFound
    require(caller, "residents.inbox.read", {"owner": found.person})
    return found


async def _keep(tx: Tx, caller: Caller, message: Message, verb: str) -> None:
    await tx.run(
        store.set_marks, key=message.id, read=message.read_at, archived=message.archived_at,
        confirmed=message.confirmed_at,
    )  # fmt: skip
    await tx.audit(
        Entry(
            caller=caller, subject=message.person, action=f"residents.inbox.{verb}",
            resource="InboxMessage", ids=(message.id,),
        )
    )  # fmt: skip


async def _note_look(database: Database, caller: Caller, person: str, ids: Sequence[str]) -> None:
    if ids:
        entry = Entry(
            caller=caller, subject=person, action="residents.inbox.read",
            resource="InboxMessage", ids=tuple(ids),
        )  # fmt: skip
        await record(database, [entry])
