# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Reading entities: one by its id, many by type, place and condition, and their history."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from services.devices.domain.areas import Area
from services.devices.domain.entities import Attribute, Attributes, Entity, EntityRefused
from services.devices.domain.history import Reading, bucket_of, told_once
from services.devices.domain.querying import Query
from services.devices.domain.sharing import OPEN, open_attributes
from services.devices.domain.writing import shown_of
from services.devices.store import entities as store
from services.kit.data import Database, Tx
from services.kit.geometry import cells_around, distance
from services.kit.policy import decide
from services.kit.wire.caller import Caller

PAGE = 500
MOST_SCANNED = 60_000
MOST_CELLS = 4_096
MOST_IDS = 500
MOST_PIECES = 20_000


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """A question for entities."""

    types: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    query: Query | None = None
    area: Area | None = None
    wanted: tuple[str, ...] = ()
    """Attributes to show; an entity without any of them is not told of."""
    limit: int = 20
    offset: int = 0


class Found(msgspec.Struct, frozen=True):
    """A page, each entity with what may be shown of it, and how many there are in all."""

    page: tuple[tuple[Entity, Attributes], ...]
    total: int


def sees_everything(caller: Caller) -> bool:
    """Whether what is not open is for this caller too."""
    return decide(caller, "devices.entity.all").allowed


async def read_one(database: Database, name: str) -> Entity | None:
    """An entity by its id."""
    found = await database.many(store.by_ids, ids=[name])
    return found[0] if found else None


async def find(database: Database, asked: Ask, *, everything: bool) -> Found:
    """Entities that fit. Conditions see only what the caller may see, so nothing can be probed (iot R6)."""
    matching: list[tuple[float, str, Entity, Attributes]] = []
    for one in await _candidates(database, asked, everything=everything):
        held = shown_of(one, everything=everything)
        if not (held or everything) or not _fits(asked, held):
            continue
        shown = (
            {name: held[name] for name in asked.wanted if name in held} if asked.wanted else held
        )
        if asked.wanted and not shown:
            continue
        point = one.point()
        near = asked.area is not None and asked.area.relation == "near" and point is not None
        away = distance(asked.area.centre, point) if near and asked.area and point else 0.0
        matching.append((away, one.id, one, shown))
    matching.sort(key=lambda row: (row[0], row[1]))
    page = matching[asked.offset : asked.offset + asked.limit]
    return Found(tuple((one, shown) for _, _, one, shown in page), len(matching))


def _fits(asked: Ask, held: Mapping[str, Attribute]) -> bool:
    if asked.area is not None and not asked.area.holds(held):
        return False
    return asked.query is None or asked.query.test(held)


async def _candidates(database: Database, asked: Ask, *, everything: bool) -> Sequence[Entity]:
    kinds = list(asked.types)
    if not everything:
        kinds = [kind for kind in (kinds or OPEN) if kind in OPEN]
    if asked.ids:
        found = await database.many(store.by_ids, ids=list(asked.ids[:MOST_IDS]))
        return [one for one in found if not kinds or one.type in kinds]
    if not kinds:
        kinds = [one.type for one in await database.many(store.types)] if everything else []
    reach = asked.area.reach() if asked.area and asked.area.attribute == "location" else None
    if reach is not None:
        cells = cells_around(*reach)
        if len(cells) <= MOST_CELLS:
            return await database.scan(store.in_cells, cells=cells, types=kinds, most=MOST_SCANNED)
    return await database.scan(store.of_types, types=kinds, most=MOST_SCANNED, skip=0)


async def read_history(
    database: Database,
    ids: Sequence[str],
    *,
    names: Sequence[str],
    since: int,
    until: int,
    everything: bool,
) -> list[Reading]:
    """What was observed of some entities, oldest first; cut down like their newest state."""
    known = {one.id: one for one in await database.many(store.by_ids, ids=list(ids[:MOST_IDS]))}
    buckets = sorted({bucket_of(name) for name in known})
    pieces = await database.scan(
        store.pieces, buckets=buckets, since=since, until=until, most=MOST_PIECES
    )
    found = told_once(
        (piece.readings for piece in reversed(pieces)), entities=frozenset(known),
        attributes=frozenset(names) if names else None, since=since, until=until,
    )  # fmt: skip
    return [
        one
        for one in found
        if everything or one.attribute in open_attributes(known[one.entity].type)
    ]


async def drop_attribute(tx: Tx, name: str, attribute: str) -> None:
    """Take an attribute away. Raises EntityRefused not_there."""
    found = await tx.many(store.locked, ids=[name])
    if not found or attribute not in found[0].attributes:
        raise EntityRefused("not_there", "There is no such entity or attribute.", entity=name)
    one = found[0]
    rest: dict[str, Any] = {key: held for key, held in one.attributes.items() if key != attribute}
    await tx.run(store.change, key=name, new_attributes=rest, modified=tx.now)
    change: dict[str, Any] = {"id": name, "changed": [attribute], "values": {}}
    await tx.emit("devices.state.changed", one.type, {"type": one.type, "changes": [change]})
