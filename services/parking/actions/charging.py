# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Charging points taken in from their operators: newer ones only, refused ones counted."""

import msgspec

from services.kit.data import Tx
from services.kit.geometry import cell
from services.kit.policy import require
from services.kit.wire.caller import Caller
from services.parking.actions.verdicts import Reads
from services.parking.domain.charging import ChargingLocation, ChargingRead
from services.parking.store import charging as store

MOST_POINTS = 50_000


class ChargingTaken(msgspec.Struct, frozen=True, kw_only=True):
    """What came of an import, counted."""

    put: int
    unchanged: int
    removed: int
    refused: int


async def import_charging(
    tx: Tx, caller: Caller, source: str, read: ChargingRead, *, is_whole: bool = False
) -> ChargingTaken:
    """Keep what is newer. `is_whole`: places of the source that are not in it are gone."""
    require(caller, "parking.feed.import")
    ids = [one.id for one in read.locations]
    held = {one.id: one.changed_at for one in await tx.many(store.known, ids=ids)}
    newer = [one for one in read.locations if held.get(one.id, -1) < one.changed_at]
    await tx.run_each(
        store.put,
        [
            {"id": one.id, "source": source, "cell": cell(one.point), "published": one.published,
             "body": one, "changed_at": one.changed_at}
            for one in newer
        ],
    )  # fmt: skip
    gone: list[str] = []
    if is_whole:
        gone = sorted(set(await tx.many(store.of_source, source=source)) - set(ids))
        await tx.run(store.drop, ids=gone)
    taken = ChargingTaken(
        put=len(newer),
        unchanged=len(ids) - len(newer),
        removed=len(gone),
        refused=len(read.refused),
    )
    if newer or gone:
        await tx.emit("parking.charging.changed", source, msgspec.to_builtins(taken))
    return taken


async def charging_points(reads: Reads) -> list[ChargingLocation]:
    """Every place that its operator has published."""
    return [row.body for row in await reads.many(store.published, most=MOST_POINTS)]
