# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Documents of a newcomer: checked, read, explained as a gist, or given to a translator; gone on time."""

from services.kit.context import Resources
from services.kit.data import Database, Tx
from services.kit.errors import InputInvalid, NotFound, Problem
from services.kit.ids import new_id
from services.kit.policy import require
from services.kit.uploads import Upload, UploadRefused, accept_upload
from services.kit.wire.caller import Caller
from services.newcomers.actions.looks import note_change, note_look
from services.newcomers.actions.translating import Wanted, ask_language
from services.newcomers.clients.recognition import bench
from services.newcomers.domain.documents import (
    KEEP_MS,
    KINDS,
    LARGEST,
    DocumentState,
    NewDocument,
    Reading,
    check_gist,
    extract,
)
from services.newcomers.store import conversations as store
from services.newcomers.store.conversations import Document

LONGEST_NAME = 200


async def upload(resources: Resources, caller: Caller, given: NewDocument) -> Document:
    """Scan, read and keep a file for thirty days; an unsafe one is not kept at all."""
    database = resources.database
    require(caller, "newcomers.document.own")
    if not 1 <= len(given.name) <= LONGEST_NAME:
        raise InputInvalid(path=("name",), max=LONGEST_NAME)
    try:
        brought = await accept_upload(
            Upload("", given.body), resources.scan, kinds=KINDS, most_bytes=LARGEST
        )
    except UploadRefused as refused:
        code = "DOCUMENT_UNSAFE" if refused.is_unsafe else "DOCUMENT_KIND_UNSUPPORTED"
        raise Problem(code, path=("body",)) from None
    text, reading = await _read(brought)
    name = new_id()

    async def write(tx: Tx) -> None:
        await tx.run(
            store.add_document, id=name, person=caller.sub, name=given.name, kind=given.kind,
            state=DocumentState.EXTRACTED if text else DocumentState.SCANNED,
            body=brought.content, text=text, gist="", gist_locale="", engine="",
            uploaded_at=tx.now, expires_at=tx.now + KEEP_MS, reading=reading,
        )  # fmt: skip
        await tx.schedule("newcomers.forget", f"forget-document:{name}", tx.now + KEEP_MS)
        await note_change(tx, caller, caller.sub, "document.uploaded", (name,))

    await database.transact(write)
    return await _own(database, caller, name)


async def _read(brought: Upload) -> tuple[str, Reading]:
    """The text of a file, and how it was come by; a machine without eyes says so, and keeps the file."""
    held = extract(brought.declared, brought.content)
    if held:
        return held, Reading.HELD
    recogniser = bench.recogniser
    if not recogniser.reads(brought.declared):
        return "", Reading.NOT_AVAILABLE
    found = await recogniser.read(brought.declared, brought.content)
    if not found.pages:
        raise Problem("DOCUMENT_KIND_UNSUPPORTED", path=("body",))
    return found.text, Reading.RECOGNISED if found.text else Reading.NOTHING_FOUND


async def explain(resources: Resources, caller: Caller, name: str, locale: str) -> Document:
    """Explain a letter: a masked gist by machine, never for decisions and certificates."""
    database = resources.database
    document = await _own(database, caller, name)
    check_gist(document.kind, document.text)
    answer = await ask_language(
        resources.neighbours,
        Wanted(
            text=document.text, source="sv", target=locale, names=[], unit="",
            outlet="external_masked",
        ),
    )  # fmt: skip
    if answer.code or not answer.may_show:
        raise Problem("DOWNSTREAM_SERVICE_ERROR", extensions={"reason": answer.code or "checks"})
    await _change(
        database, caller, document, DocumentState.MT_GIST, (answer.text, locale, answer.engine)
    )
    return await _own(database, caller, name)


async def order_translator(database: Database, caller: Caller, name: str) -> Document:
    """Have an authorised translator write it: what decisions and certificates need."""
    document = await _own(database, caller, name)
    await _change(database, caller, document, DocumentState.HUMAN_ORDERED, ("", "", ""))
    return await _own(database, caller, name)


async def remove(database: Database, caller: Caller, name: str) -> None:
    """Gone before its time, because she says so."""
    require(caller, "newcomers.document.own")

    async def write(tx: Tx) -> int:
        await note_change(tx, caller, caller.sub, "document.removed", (name,))
        return await tx.run(store.drop_document, key=name, who=caller.sub)

    if not await database.transact(write):
        raise NotFound


async def list_own(database: Database, caller: Caller) -> list[Document]:
    """Her documents, newest first."""
    require(caller, "newcomers.document.own")
    found = await database.many(store.documents_of, who=caller.sub)
    if found:
        await note_look(database, caller, caller.sub, "document.read", (one.id for one in found))
    return found


async def forget(tx: Tx) -> int:
    """Remove documents whose time is over."""
    return await tx.run(store.drop_overdue_documents, now=tx.now)


async def _own(database: Database, caller: Caller, name: str) -> Document:
    require(caller, "newcomers.document.own")
    document = await database.one(store.document_by_id, key=name)
    if document is None or document.person != caller.sub:
        raise NotFound
    return document


async def _change(
    database: Database, caller: Caller, document: Document, to: DocumentState,
    gist: tuple[str, str, str],
) -> None:  # fmt: skip
    async def write(tx: Tx) -> None:
        text, locale, engine = gist
        await tx.run(
            store.change_document, key=document.id, to_state=to, new_gist=text, new_locale=locale,
            new_engine=engine,
        )  # fmt: skip
        await note_change(tx, caller, document.person, "document.changed", (document.id,))
        if to is DocumentState.HUMAN_ORDERED:
            await tx.emit(
                "newcomers.translator.ordered",
                subject=document.id,
                data={"kind": document.kind.value},
            )

    await database.transact(write)
