# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The machine's part of a job: outside any transaction the engine, inside one what came of it."""

from typing import Any

import msgspec

from services.kit.data import Tx
from services.kit.errors import Problem
from services.kit.jobs import Effect, Job
from services.language.actions import ledger
from services.language.actions.documents import keep_line, move, tell
from services.language.clients.bootstrap import bench
from services.language.clients.contract import EngineFault
from services.language.clients.etranslation import Delivered, delivery_of
from services.language.clients.guarding import Handed, Translated, Wish, accepted
from services.language.clients.linguistics import lemma
from services.language.domain.documents import Document, Task
from services.language.domain.masking import Masked
from services.language.domain.memory import Origin
from services.language.domain.quality import Pair, check, has_errors
from services.language.domain.readability import word_count
from services.language.domain.work import Reason, WorkState
from services.language.store import documents as store
from services.language.store import memory as memory_store

REASONS = {
    "LANGUAGE_PAIR_UNSUPPORTED": Reason.PAIR_UNSUPPORTED,
    "BUDGET_EXCEEDED": Reason.BUDGET_EXCEEDED,
    "TEXT_TOO_LONG": Reason.TOO_LONG,
    "PERSONAL_DATA_LEFT": Reason.PERSONAL_DATA_LEFT,
    "PLACEHOLDER_BROKEN": Reason.PLACEHOLDER_BROKEN,
}


class Payload(msgspec.Struct, frozen=True, kw_only=True):
    """What a job of machine translation carries."""

    work: str
    reservation: str
    source: str
    target: str
    paths: list[str]
    texts: list[str]

    @property
    def words(self) -> int:
        """What it costs."""
        return sum(word_count(text) for text in self.texts)


async def translate(job: Job) -> Effect:
    """Ask the engines; what is returned writes the outcome, whatever it was. The job's id is the key."""
    given = msgspec.convert(job.payload, Payload)
    wish = Wish(texts=tuple(given.texts), source=given.source, target=given.target, key=given.work)
    fault: Problem = Problem("LANGUAGE_PAIR_UNSUPPORTED")
    for engine in await bench.guard.candidates(wish.source, wish.target, wish.outlet):
        try:
            answer = await bench.guard.submit(engine, wish)
        except EngineFault as problem:
            fault = problem
            continue
        except Problem as problem:
            fault = problem
            break
        return _handed(given, answer) if isinstance(answer, Handed) else _made(given, answer)
    return _failed(given, fault)


def _made(given: Payload, answer: list[Translated]) -> Effect:
    async def write(tx: Tx, job: Job) -> None:
        del job
        try:
            async with tx.savepoint():
                await ledger.charge(tx, bench.settings, given.reservation, given.words)
        except Problem as problem:
            await _note(tx, given, REASONS.get(problem.code, Reason.ENGINE_ERROR))
            return
        await take_in(tx, given, answer)

    return write


def _handed(given: Payload, answer: Handed) -> Effect:
    async def wait(tx: Tx, job: Job) -> None:
        del job
        order: dict[str, Any] = {
            "payload": msgspec.to_builtins(given),
            "masked": msgspec.to_builtins(answer.masked),
            "engine": answer.engine,
        }
        await tx.run(
            store.add_waiting, request_id=answer.request_id, locale=given.target, order=order,
            sent_at=tx.now, delivered_at=None,
        )  # fmt: skip

    return wait


def _failed(given: Payload, fault: Problem) -> Effect:
    async def note(tx: Tx, job: Job) -> None:
        del job
        await ledger.release(tx, given.reservation)
        await _note(tx, given, REASONS.get(fault.code, Reason.ENGINE_ERROR))

    return note


async def _note(tx: Tx, given: Payload, reason: Reason) -> None:
    task = await tx.one(store.work_by_id, key=given.work)
    if task is not None and task.state is WorkState.MT_QUEUED:
        await move(tx, task, WorkState.MT_FAILED, reason)


async def deliver(tx: Tx, given: Delivered, locale: str) -> bool:
    """What a callback brought, once; False for what nobody waits for or has already been taken."""
    waiting = await tx.one(
        store.take_waiting, key=str(given.request_id), of_locale=locale, at=tx.now
    )
    if waiting is None:
        return False
    payload = msgspec.convert(waiting.order["payload"], Payload)
    masked = msgspec.convert(waiting.order["masked"], list[Masked])
    try:
        texts = delivery_of(given, len(masked)).texts
    except EngineFault:
        await ledger.release(tx, payload.reservation)
        await _note(tx, payload, Reason.ENGINE_ERROR)
        return True
    engine = str(waiting.order["engine"])
    answers = [accepted(one, text, engine) for one, text in zip(masked, texts, strict=True)]
    await ledger.charge(tx, bench.settings, payload.reservation, payload.words)
    whole = [one for one in answers if one is not None]
    if len(whole) != len(answers):
        await _note(tx, payload, Reason.PLACEHOLDER_BROKEN)
        return True
    await take_in(tx, payload, whole)
    return True


async def take_in(tx: Tx, given: Payload, answer: list[Translated]) -> None:
    """Write what a machine made, with its faults; with errors the job waits for a person."""
    task = await tx.one(store.work_by_id, key=given.work)
    document = None if task is None else await tx.one(store.document_by_id, key=task.document)
    if task is None or document is None or task.state is not WorkState.MT_QUEUED:
        return
    terms = tuple(await tx.many(memory_store.terms_of, locale=task.locale))
    by_path = {one.path: one for one in document.segments}
    is_broken = False
    for path, source, made in zip(given.paths, given.texts, answer, strict=True):
        segment = by_path.get(path)
        if segment is None or segment.text != source:
            continue  # the page was changed meanwhile: that wording is nobody's any more
        pair = Pair(
            source=source, target=made.text, source_locale=given.source, locale=given.target,
            risk=document.risk,
        )  # fmt: skip
        remarks = check(pair, terms, lemma=lemma)
        faults = [one.check.value for one in remarks if one.is_error]
        is_broken |= has_errors(remarks)
        await keep_line(
            tx, document.id, task.locale, segment, made.text, origin=Origin.MT,
            engine=made.engine, faults=faults,
        )  # fmt: skip
    await _finish(tx, document, task, is_broken=is_broken)


async def _finish(tx: Tx, document: Document, task: Task, *, is_broken: bool) -> None:
    done = await move(tx, task, WorkState.MT_DONE)
    await move(tx, done, WorkState.QA_FAILED if is_broken else WorkState.IN_REVIEW)
    await tell(tx, document, task.locale)
