# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Permits that operators hand in, series by series; a series becomes valid as a whole."""

from services.kit.crypto.sealing import KeyChest
from services.kit.data import Tx
from services.kit.errors import Conflict, NotFound
from services.parking.actions.plates import LOCAL, current_key, current_secret, seal_plate
from services.parking.domain.operator_permits import PermitTold, lookups
from services.parking.store import operators as store


async def make_series(tx: Tx, operator: store.Operator) -> store.Series:
    """A new series, not valid yet."""
    made = await tx.one(
        store.add_series, operator=operator.id, active=False, created_at=tx.now, modified_at=tx.now
    )
    if made is None:
        raise Conflict
    return made


async def activate_series(
    tx: Tx, operator: store.Operator, series: int, *, instead: list[int] | None
) -> None:
    """Make a series valid in place of others; `instead` None = of all others."""
    mine = [one.id for one in await tx.many(store.series_of, operator=operator.id)]
    if series not in mine:
        raise NotFound
    over = [one for one in mine if one != series and (instead is None or one in instead)]
    await tx.run(store.set_active, operator=operator.id, ids=over, is_active=False, now=tx.now)
    await tx.run(store.set_active, operator=operator.id, ids=[series], is_active=True, now=tx.now)


async def add_permit(
    tx: Tx, operator: store.Operator, given: PermitTold, *, chest: KeyChest = LOCAL
) -> store.PermitRow:
    """Keep a permit, its plates as fingerprints; when each vehicle may stand where is worked out now."""
    mine = [one.id for one in await tx.many(store.series_of, operator=operator.id)]
    if given.series not in mine:
        raise NotFound
    keys = {one.name: (await current_key(tx, one.name, chest=chest))[1] for one in given.subjects}
    epoch, secret = await current_secret(tx, chest)
    body = {
        "subjects": [[keys[one.name], one.start, one.end] for one in given.subjects],
        "areas": [[one.name, one.start, one.end] for one in given.areas],
        "properties": given.properties,
    }
    made = await tx.one(
        store.add_permit, series=given.series, operator=operator.id,
        external_id=given.external_id, body=body, created_at=tx.now,
    )  # fmt: skip
    if made is None:
        raise Conflict
    await tx.run_each(
        store.add_lookup,
        [
            {"permit": made.id, "plate_key": keys[one.subject], "area": one.area,
             "starts_at": one.start, "ends_at": one.end, "epoch": epoch,
             "plate_sealed": seal_plate(
                 secret, f"{made.id}|{keys[one.subject]}", "", one.subject, table="permit_lookup"
             )}
            for one in lookups(given)
        ],
    )  # fmt: skip
    return made


async def replace_active(
    tx: Tx, operator: store.Operator, given: PermitTold, *, chest: KeyChest = LOCAL
) -> store.PermitRow:
    """Put a permit in the place of the valid one with the same external id."""
    await drop_active(tx, operator, given.external_id)
    return await add_permit(tx, operator, given, chest=chest)


async def active_permit(tx: Tx, operator: store.Operator, external_id: str) -> store.PermitRow:
    """The valid permit with an external id; NotFound without one."""
    found = await tx.one(store.permit_by_external, operator=operator.id, external_id=external_id)
    if found is None:
        raise NotFound
    return found


async def drop_active(tx: Tx, operator: store.Operator, external_id: str) -> None:
    """Take a valid permit away."""
    found = await active_permit(tx, operator, external_id)
    await tx.run(store.drop_lookups, key=found.id)
    await tx.run(store.drop_permit, key=found.id)
