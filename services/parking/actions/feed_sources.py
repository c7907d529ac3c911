# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Takes in what addresses of the feed hold: what fails leaves everything as it is, and is told of."""

from services.kit.data import Database, Tx
from services.kit.wire.caller import SYSTEM
from services.parking.actions.feed import FeedSpoilt, ImportFeed, import_feed
from services.parking.domain.looks import Look, Marks
from services.parking.store import feed_sources as store
from services.parking.store.feed_sources import FetchOutcome


async def take_look(tx: Tx, look: Look) -> bool:
    """Bring the stored regulations to what an address holds; False when it could not be told or not believed.

    The marks of a version are kept with its rows, in one transaction: what was not taken in is asked for again.
    """
    before = await tx.one(store.source_by_name, name=look.name)
    if look.fault:
        await _fail(tx, look, before, look.fault)
        return False
    if look.reading is None:
        detail = before.detail if before is not None else ""
        await _put(tx, look.name, look.marks, FetchOutcome.UNCHANGED, detail, good_at=tx.now)
        return True
    given = ImportFeed(
        source=look.source, reading=look.reading, is_whole=look.is_whole, is_unattended=True
    )
    try:
        done = await import_feed(tx, SYSTEM, given)
    except FeedSpoilt as spoilt:
        await _fail(tx, look, before, str(spoilt))
        return False
    detail = (
        f"{done.added} new, {done.changed} changed, {done.unchanged} as before, {done.removed} gone, "
        f"{done.kept} kept though missing, {done.doubtful} doubtful, {done.refused} kept out"
    )
    await _put(tx, look.name, look.marks, FetchOutcome.TAKEN, detail, good_at=tx.now)
    return True


async def known_marks(database: Database, name: str) -> Marks:
    """The version of an address that was taken in last; empty marks before the first."""
    found = await database.one(store.source_by_name, name=name)
    return _marks_of(found)


def _marks_of(found: store.Source | None) -> Marks:
    return Marks() if found is None else Marks(found.etag, found.last_modified, found.digest)


async def _fail(tx: Tx, look: Look, before: store.Source | None, reason: str) -> None:
    await _put(
        tx, look.name, _marks_of(before), FetchOutcome.FAILED, reason,
        good_at=before.good_at if before else None,
    )  # fmt: skip
    await tx.emit("parking.feed.failed", "feed", {"source": look.source, "reason": reason})


async def _put(
    tx: Tx, name: str, marks: Marks, outcome: FetchOutcome, detail: str, *, good_at: int | None
) -> None:
    await tx.run(
        store.put_source, name=name, etag=marks.etag, last_modified=marks.last_modified,
        digest=marks.digest, outcome=outcome, detail=detail, good_at=good_at, at=tx.now,
    )  # fmt: skip
