# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Files for translators: our own record of what was given out decides what may come back (rule 9)."""

import msgspec

from services.kit.data import Database, Tx
from services.kit.errors import NotFound, Problem
from services.kit.ids import new_id
from services.kit.policy import require
from services.kit.wire.caller import Caller
from services.language.actions.documents import keep_line
from services.language.actions.memory import keep_term
from services.language.domain.documents import QUARANTINED, Document, Line, StoredSegment
from services.language.domain.exchange.content import (
    ExchangeFile,
    ExchangeSegment,
    ExchangeUnit,
    Package,
    content_of,
    plain,
    target_of,
)
from services.language.domain.exchange.tbx import read_tbx, write_tbx
from services.language.domain.exchange.tmx import MemoryUnit, Variant, write_tmx
from services.language.domain.memory import Origin
from services.language.domain.quality import Pair, check
from services.language.domain.xliff.reading import read_xliff
from services.language.domain.xliff.writing import write_xliff
from services.language.store import documents as store
from services.language.store import memory as memory_store


class Imported(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a file."""

    taken: int
    """Segments kept as drafts."""
    outdated: int
    """Of these, made from a wording that has changed since; allowed by `allow_stale` alone."""
    faulty: int
    """Of these, with errors that a person must look at, or in quarantine."""


async def export_xliff(tx: Tx, caller: Caller, document_id: str, locale: str) -> tuple[str, bytes]:
    """(id of the export, the file): one unit per segment, with what is translated and not in quarantine."""
    require(caller, "language.document.translate")
    document = await tx.one(store.document_by_id, key=document_id)
    if document is None:
        raise NotFound
    lines = {
        line.path: line for line in await tx.many(store.lines_of, key=document_id, of_locale=locale)
    }
    name = new_id()
    await tx.run(
        store.add_export, id=name, document=document_id, locale=locale,
        segments=document.segments, made_by=caller.sub, made_at=tx.now,
    )  # fmt: skip
    return name, write_xliff(_package(document, locale, lines))


def _package(document: Document, locale: str, lines: dict[str, Line]) -> Package:
    units = tuple(
        ExchangeUnit(
            id=f"u{number}",
            name=segment.path,
            segments=(_segment(segment, lines.get(segment.path)),),
        )
        for number, segment in enumerate(document.segments, 1)
    )
    file = ExchangeFile(id="f1", original=document.id, units=units)
    return Package(source_locale=document.source_locale, locale=locale, files=(file,))


def _segment(segment: StoredSegment, line: Line | None) -> ExchangeSegment:
    source = content_of(segment.text)
    if line is None or QUARANTINED in line.faults:
        return ExchangeSegment(id="s1", source=source)
    state = "reviewed" if line.reviewed_by is not None else "translated"
    return ExchangeSegment(id="s1", source=source, target=target_of(line.text, source), state=state)


async def import_xliff(
    tx: Tx, caller: Caller, export_id: str, given: bytes, *, allow_stale: bool = False
) -> Imported:
    """Take a translated file in as drafts; what is in quarantine stays there until it is approved.

    Refuses files that break a rule, name another language or page than was given out, lie about
    their source, or are built on a wording that has changed since (unless `allow_stale`).
    """
    require(caller, "language.document.translate")
    made = await tx.one(store.export_by_id, key=export_id)
    document = None if made is None else await tx.one(store.document_by_id, key=made.document)
    if made is None or document is None:
        raise NotFound
    package = read_xliff(given)
    if package.locale != made.locale or package.source_locale != document.source_locale:
        raise Problem("EXCHANGE_FILE_INVALID", path=("trgLang",), faults=1)
    given_out = {f"u{number}": one for number, one in enumerate(made.segments, 1)}
    drafts = _drafts(package, given_out)
    now_there = {one.path: one for one in document.segments}
    stale = [
        segment for segment, _ in drafts
        if segment.path not in now_there or segment.facts.hash not in now_there[segment.path].facts.accepted
    ]  # fmt: skip
    if stale and not allow_stale:
        raise Problem("EXCHANGE_SOURCE_CHANGED")
    lines = await tx.many(store.lines_of, key=document.id, of_locale=made.locale)
    held = {line.path for line in lines if QUARANTINED in line.faults}
    faulty = 0
    for segment, text in drafts:
        if segment.path not in now_there:
            continue
        pair = Pair(
            source=segment.text, target=text, source_locale=document.source_locale,
            locale=made.locale, risk=document.risk,
        )  # fmt: skip
        faults = [one.check.value for one in check(pair) if one.is_error]
        faults += [QUARANTINED] * (segment.path in held)
        faulty += bool(faults)
        await keep_line(
            tx, document.id, made.locale, segment, text, origin=Origin.HUMAN, faults=faults
        )
    return Imported(taken=len(drafts), outdated=len(stale), faulty=faulty)


def _drafts(
    package: Package, given_out: dict[str, StoredSegment]
) -> list[tuple[StoredSegment, str]]:
    """(segment as given out, translation); a unit we did not give out, or another source, is refused."""
    drafts: list[tuple[StoredSegment, str]] = []
    for file in package.files:
        for unit in file.units:
            segment = given_out.get(unit.id)
            source = "".join(plain(one.source) for one in unit.segments)
            if segment is None or source != segment.text:
                raise Problem("EXCHANGE_FILE_INVALID", path=("source",), faults=1)
            if all(one.target is not None for one in unit.segments):
                text = "".join(plain(one.target) for one in unit.segments)
                if text.strip():
                    drafts.append((segment, text))
    return drafts


async def export_tmx(database: Database, caller: Caller, source: str, locale: str) -> bytes:
    """The memory of one pair; texts of conversations were never in it (rule 5)."""
    require(caller, "language.memory.read")
    units = await database.scan(memory_store.all_of_pair, source_locale=source, locale=locale)
    return write_tmx(
        [
            MemoryUnit(
                id=unit.id,
                created_at=unit.approved_at // 1000 * 1000,
                origin="human",
                variants=(
                    Variant(locale=source, text=unit.source),
                    Variant(locale=locale, text=unit.target),
                ),
            )
            for unit in units
        ],
        source_locale=source,
    )


async def export_tbx(database: Database) -> bytes:
    """The whole glossary."""
    return write_tbx(await database.scan(memory_store.all_terms))


async def import_tbx(tx: Tx, caller: Caller, given: bytes) -> int:
    """Take a glossary in; how many terms."""
    require(caller, "language.glossary.write")
    terms = read_tbx(given)
    for term in terms:
        await keep_term(tx, term)
    return len(terms)
