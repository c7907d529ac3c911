# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Takes the city's feed in: changed rows only, refused rows kept with their reason."""

import hashlib

import msgspec

from services.kit.data import Tx
from services.kit.geometry import cells_of
from services.kit.policy import require
from services.kit.wire.caller import Caller
from services.parking.domain.ltf import Reading
from services.parking.domain.regulations import Effect, Regulation
from services.parking.store import regulations as store

LISTED = 100
MOST_LOST = 20
MOST_LOST_PERCENT = 20
"""What a whole feed may take away, or make unreadable, at once: so many rows, or that share of its layer's."""


class FeedSpoilt(ValueError):
    """A feed that would make too many good rows unreadable; nothing of it was taken."""


class ImportFeed(msgspec.Struct, frozen=True, kw_only=True):
    """A feed that was read, and whether it holds the whole of its layers."""

    source: str
    reading: Reading
    is_whole: bool = False
    """True: rows of these layers that are not in it are gone from the city."""
    is_unattended: bool = False
    """True: nobody is looking, so a feed that has suddenly lost much is not believed."""


class Imported(msgspec.Struct, frozen=True, kw_only=True):
    """What came of an import, counted."""

    added: int
    changed: int
    unchanged: int
    removed: int
    doubtful: int
    refused: int
    kept: int = 0
    """Rows that were not in a whole feed and stayed: too many to believe, or refused in it."""


async def import_feed(tx: Tx, caller: Caller, given: ImportFeed) -> Imported:
    """Bring the stored regulations to what the feed says. Running it again changes nothing.

    A row that is refused now and was good before stays as it was. Raises FeedSpoilt.
    """
    require(caller, "parking.feed.import")
    rows = given.reading.regulations
    known = {row.id: row for row in await tx.many(store.known_rows, ids=[one.id for one in rows])}
    marks = {one.id: fingerprint(one) for one in rows}
    fresh = [one for one in rows if one.id not in known]
    changed = [
        one for one in rows if one.id in known and known[one.id].fingerprint != marks[one.id]
    ]
    if given.is_unattended:
        await _judge_changes(tx, changed, len(known))
    missing = await _gone(tx, rows) if given.is_whole and given.reading.is_complete else []
    refused = {row.id for row in given.reading.refused}
    gone = [row for row in missing if row not in refused]
    if given.is_unattended and _is_much(len(gone), len(known) + len(missing)):
        gone = []
    await tx.run(store.drop_cells, ids=[one.id for one in changed] + gone)
    await tx.run(store.drop_regulations, ids=gone)
    await tx.run_each(
        store.put_regulation,
        [
            _parameters(one, marks[one.id], version, tx.now)
            for one in (*fresh, *changed)
            for version in (known[one.id].version + 1 if one.id in known else 1,)
        ],
    )
    await tx.run_each(
        store.add_cell,
        [
            {"cell": cell, "regulation": one.id}
            for one in (*fresh, *changed)
            for cell in cells_of(one.line)
        ],
    )
    await _note_refusals(tx, given)
    result = Imported(
        added=len(fresh),
        changed=len(changed),
        unchanged=len(rows) - len(fresh) - len(changed),
        removed=len(gone),
        doubtful=len(given.reading.doubtful),
        refused=len(given.reading.refused),
        kept=len(missing) - len(gone),
    )
    if fresh or changed or gone:
        await tx.run(store.step_feed, id=store.FEED_ID, version=1, changed_at=tx.now)
        await tx.emit("parking.feed.changed", "feed", msgspec.to_builtins(result))
    await _tell_doubts(tx, given, [row.id for row in given.reading.doubtful if row.id not in known])
    return result


async def _tell_doubts(tx: Tx, given: ImportFeed, doubtful: list[str]) -> None:
    refused = [row.id for row in given.reading.refused]
    if doubtful or refused:
        facts = {"doubtful": doubtful[:LISTED], "refused": refused[:LISTED]}
        await tx.emit("parking.feed.doubted", "feed", facts)


async def _judge_changes(tx: Tx, changed: list[Regulation], known: int) -> None:
    doubted = {one.id for one in changed if one.doubts}
    rows = await tx.many(store.by_ids, ids=sorted(doubted))
    spoilt = sum(not row.body.doubts for row in rows)
    if _is_much(spoilt, known):
        raise FeedSpoilt(f"{spoilt} rows that were good cannot be read any more")


def _is_much(lost: int, of: int) -> bool:
    return lost > max(MOST_LOST, of * MOST_LOST_PERCENT // 100)


async def _gone(tx: Tx, rows: tuple[Regulation, ...]) -> list[str]:
    """Ids of stored rows whose layer is in the feed but which are not."""
    here = {one.id for one in rows}
    found: list[str] = []
    for layer in sorted({one.layer for one in rows}):
        stored = await tx.many(store.ids_of_layer, layer=layer)
        found += [row for row in stored if row not in here]
    return found


async def _note_refusals(tx: Tx, given: ImportFeed) -> None:
    await tx.run(store.drop_refusals, ids=[one.id for one in given.reading.regulations])
    await tx.run_each(
        store.put_refusal,
        [
            {"id": row.id, "source": given.source, "reason": row.reason, "at": tx.now}
            for row in given.reading.refused
        ],
    )


def fingerprint(row: Regulation) -> str:
    """Changes whenever anything in the row changes."""
    facts = [row.id, row.line, row.source]
    return hashlib.sha256(msgspec.json.encode(facts, order="sorted")).hexdigest()


def _parameters(row: Regulation, mark: str, version: int, now: int) -> dict[str, object]:
    days = [
        rule.when.weekday for rule in row.rules if rule.effect in (Effect.FORBID, Effect.PERMIT)
    ]
    return {
        "id": row.id,
        "layer": row.layer,
        "citation": row.citation,
        "street": row.street.casefold(),
        "district": row.district.casefold(),
        "area": row.area.casefold(),
        "weekday": next((day for day in days if day is not None), None),
        "fingerprint": mark,
        "version": version,
        "changed_at": now,
        "body": row,
    }
