# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Documents of other services: taken in, filled from the memory, sent to machines, read by people."""

from collections.abc import Iterable

import msgspec

from services.kit.data import Database, Tx
from services.kit.errors import Conflict, NotFound, Problem
from services.kit.ids import new_id
from services.kit.policy import require
from services.kit.wire.caller import Caller
from services.language.actions import ledger
from services.language.actions.memory import exact_matches, remember
from services.language.clients.bootstrap import bench
from services.language.domain.documents import (
    Document,
    Line,
    Offer,
    StoredSegment,
    Task,
    contexts,
    merged,
    standing_of,
    untranslated,
)
from services.language.domain.likeness import chrf
from services.language.domain.memory import Origin, Unit
from services.language.domain.readability import measure, word_count
from services.language.domain.risk import Machine, may_show_unread
from services.language.domain.segments import Standing
from services.language.domain.work import Reason, Work, WorkState, moved
from services.language.store import documents as store
from services.language.store import scores


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """A document in one language, with how it stands."""

    document: Document
    locale: str
    lines: list[Line]
    standing: Standing


async def take_offer(tx: Tx, owner: str, offer: Offer) -> None:
    """Keep what a service has published, and begin with every language it wants."""
    if not offer.id.startswith(f"{owner}:"):
        return
    known = await tx.one(store.document_by_id, key=offer.id)
    segments = merged([] if known is None else known.segments, offer)
    await tx.run(
        store.put_document,
        id=offer.id, owner=owner, source_locale=offer.source_locale, risk=offer.risk,
        machine=offer.machine, segments=segments, updated_at=tx.now,
    )  # fmt: skip
    await tx.run(store.drop_lines, key=offer.id, kept_paths=[one.path for one in segments])
    document = await tx.one(store.document_by_id, key=offer.id)
    for locale in offer.locales:
        if document is not None and locale != offer.source_locale:
            await begin(tx, document, locale)


async def request_language(tx: Tx, caller: Caller, document_id: str, locale: str) -> Task:
    """Ask for a document in a language; NO_CHANGES is a state, not an error."""
    require(caller, "language.document.translate")
    document = await tx.one(store.document_by_id, key=document_id)
    if document is None:
        raise NotFound
    return await begin(tx, document, locale)


async def begin(tx: Tx, document: Document, locale: str) -> Task:
    """A job for one language: what people have said before is taken over, the rest is queued."""
    running = await tx.one(store.open_work, key=document.id, of_locale=locale)
    if running is not None:
        return running
    name = new_id()
    await tx.run(
        store.add_work, id=name, document=document.id, locale=locale, state=WorkState.REQUESTED,
        reason=None, attempts=0, updated_at=tx.now,
    )  # fmt: skip
    task = await tx.one(store.work_by_id, key=name)
    if task is None:
        raise LookupError("the job was added in this transaction")
    return await _leverage(tx, document, task)


async def retry(tx: Tx, caller: Caller, work_id: str) -> Task:
    """Try a failed job again."""
    require(caller, "language.document.translate")
    task = await tx.one(store.work_by_id, key=work_id)
    document = None if task is None else await tx.one(store.document_by_id, key=task.document)
    if task is None or document is None:
        raise NotFound
    return await _leverage(tx, document, await move(tx, task, WorkState.REQUESTED))


async def move(tx: Tx, task: Task, to: WorkState, reason: Reason | None = None) -> Task:
    """The job in its next state; CONFLICT when somebody else has moved it."""
    facts = Work(id=task.id, state=task.state, reason=task.reason, attempts=task.attempts)
    after = moved(facts, to, reason)
    changed = await tx.one(
        store.move_work, key=task.id, from_state=task.state, to_state=after.state,
        why=after.reason, tries=after.attempts, at=tx.now,
    )  # fmt: skip
    if changed is None:
        raise Conflict
    return changed


async def _leverage(tx: Tx, document: Document, task: Task) -> Task:
    """Take context and exact matches over; queue what is left for a machine, or for people."""
    lines = await tx.many(store.lines_of, key=document.id, of_locale=task.locale)
    todo = untranslated(document, lines)
    if not document.segments:
        return await move(tx, task, WorkState.MT_FAILED, Reason.NO_SOURCE)
    if not todo:
        return await move(tx, task, WorkState.MT_FAILED, Reason.NO_CHANGES)
    around = contexts(document.segments)
    wanted = [(one.facts.hash, around[one.path]) for one in todo]
    matches = await exact_matches(tx, document.source_locale, task.locale, wanted)
    rest: list[StoredSegment] = []
    for segment, match in zip(todo, matches, strict=True):
        if match is None:
            rest.append(segment)
            continue
        await keep_line(
            tx, document.id, task.locale, segment, match.unit.target, origin=match.origin,
            percent=match.percent,
        )  # fmt: skip
    task = await move(tx, task, WorkState.LEVERAGED)
    if len(rest) < len(todo):
        await tell(tx, document, task.locale)
    if not rest:
        return await move(tx, task, WorkState.IN_REVIEW)
    return await _queue(tx, document, task, rest)


async def _queue(tx: Tx, document: Document, task: Task, rest: list[StoredSegment]) -> Task:
    if document.machine is Machine.OFF:
        return await move(tx, task, WorkState.IN_REVIEW)
    if measure(" ".join(one.text for one in rest)).is_too_hard:
        return await move(tx, task, WorkState.MT_FAILED, Reason.READABILITY_TOO_LOW)
    try:
        async with tx.savepoint():
            words = sum(word_count(one.text) for one in rest)
            held = await ledger.reserve(
                tx, bench.settings, f"{task.id}:{task.attempts}", words=words
            )
    except Problem:
        return await move(tx, task, WorkState.MT_FAILED, Reason.BUDGET_EXCEEDED)
    payload = {
        "work": task.id,
        "reservation": held.id,
        "source": document.source_locale,
        "target": task.locale,
        "paths": [one.path for one in rest],
        "texts": [one.text for one in rest],
    }
    queued = await move(tx, task, WorkState.MT_QUEUED)
    await tx.schedule("language.translate", f"mt:{task.id}:{task.attempts}", tx.now, payload)
    return queued


async def keep_line(
    tx: Tx, document: str, locale: str, segment: StoredSegment, text: str, *, origin: Origin,
    engine: str = "", percent: int = 0, faults: Iterable[str] = (), reviewer: str | None = None,
) -> None:  # fmt: skip
    """Write one segment in one language; a text that only repeats its source is not kept (rule 6)."""
    if text.strip() == segment.text.strip() and reviewer is None:
        return
    await tx.run(
        store.put_line,
        document=document, locale=locale, path=segment.path, text=text,
        made_from=segment.facts.hash, origin=origin, engine=engine, percent=percent,
        faults=list(faults), reviewed_by=reviewer,
        reviewed_at=None if reviewer is None else tx.now, made_at=tx.now,
    )  # fmt: skip


async def approve(
    tx: Tx, caller: Caller, document_id: str, *, locale: str, path: str, text: str, seen_hash: str
) -> Line:
    """A person puts a sentence right or approves it: it becomes human, and the memory learns it."""
    require(caller, "language.document.approve")
    document = await tx.one(store.document_by_id, key=document_id)
    segment = (
        next((one for one in document.segments if one.path == path), None) if document else None
    )
    if document is None or segment is None:
        raise NotFound
    if seen_hash not in segment.facts.accepted:
        raise Problem("EXCHANGE_SOURCE_CHANGED", path=("path",))
    before = await tx.many(store.lines_of, key=document_id, of_locale=locale)
    old = next((line for line in before if line.path == path), None)
    is_same = old is not None and old.text == text
    origin = old.origin if old is not None and is_same else Origin.HUMAN
    await keep_line(
        tx, document_id, locale, segment, text, origin=origin,
        engine=old.engine if old is not None and is_same else "", reviewer=caller.sub,
    )  # fmt: skip
    if old is not None and old.origin is Origin.MT and old.reviewed_by is None:
        await _score(tx, document, old, text)
    await remember(
        tx,
        Unit(
            id=f"{document_id}:{locale}:{path}", source_locale=document.source_locale,
            locale=locale, source=segment.text, target=text, source_hash=segment.facts.hash,
            context_hash=contexts(document.segments)[path], approved_at=tx.now,
        ),
    )  # fmt: skip
    await tell(tx, document, locale)
    lines = await tx.many(store.lines_of, key=document_id, of_locale=locale)
    return next(line for line in lines if line.path == path)


async def _score(tx: Tx, document: Document, made: Line, approved: str) -> None:
    """Count how far a person has changed what an engine wrote."""
    await tx.run(
        scores.add_score, engine=made.engine, source_locale=document.source_locale,
        locale=made.locale, approvals=1, unchanged=int(made.text == approved),
        chrf_hundredths=round(100 * chrf(made.text, approved)),
    )  # fmt: skip


async def tell(tx: Tx, document: Document, locale: str) -> None:
    """Tell the owner what readers may now see in a language. Public texts: they travel whole."""
    lines = await tx.many(store.lines_of, key=document.id, of_locale=locale)
    unread = may_show_unread(document.risk, document.machine)
    accepted = {one.path: one.facts.accepted for one in document.segments}
    shown = [
        {
            "path": line.path,
            "text": line.text,
            "madeFrom": line.made_from,
            "machine": line.is_machine_made,
            "reviewed": line.reviewed_by is not None,
            "engine": line.engine,
        }
        for line in lines
        if (line.may_show or unread)
        and not line.faults
        and line.made_from in accepted.get(line.path, frozenset())
    ]
    await tx.emit(
        "language.document.translated",
        subject=document.id,
        data={"id": document.id, "owner": document.owner, "locale": locale, "lines": shown},
    )


async def open_document(database: Database, caller: Caller, name: str, locale: str) -> Opened:
    """A document in one language, and how it stands."""
    require(caller, "language.document.read")
    document = await database.one(store.document_by_id, key=name)
    if document is None:
        raise NotFound
    lines = await database.many(store.lines_of, key=name, of_locale=locale)
    is_leased = await database.one(store.open_work, key=name, of_locale=locale) is not None
    standing = standing_of(document, locale, lines, is_leased=is_leased)
    return Opened(document=document, locale=locale, lines=lines, standing=standing)
