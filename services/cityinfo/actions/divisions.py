# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Districts and areas, and the ontology: small lists, read whole."""

from collections.abc import Sequence

from services.cityinfo.domain.districts import Area, District, district_at
from services.cityinfo.domain.guides import Keyword
from services.cityinfo.store import content as store
from services.kit.data import Database
from services.kit.geometry import Point


async def read_districts(database: Database) -> list[District]:
    """Every district, by id."""
    return [row.body for row in await database.many(store.districts)]


async def read_areas(database: Database) -> list[tuple[Area, Sequence[District]]]:
    """Every area with its districts, both by name."""
    by_area: dict[str, list[District]] = {}
    for one in await read_districts(database):
        by_area.setdefault(one.area, []).append(one)
    return [
        (Area(id=name, name=name, districts=tuple(each.id for each in districts)), districts)
        for name, districts in sorted(by_area.items())
    ]


async def where_is(database: Database, point: Point) -> District | None:
    """The district a point lies in."""
    return district_at(await read_districts(database), point)


async def read_keywords(
    database: Database, *, root: str = "", leaves_only: bool = False
) -> list[Keyword]:
    """Words of the ontology below `root`, each after its wider word."""
    known = [row.body for row in await database.many(store.keywords)]
    below: dict[str, list[Keyword]] = {}
    for one in known:
        below.setdefault(one.parent, []).append(one)
    found: list[Keyword] = []
    waiting = list(below.get(root, []))
    while waiting:
        one = waiting.pop(0)
        found.append(one)
        waiting += [each for each in below.get(one.id, []) if each not in found]
    return [one for one in found if not leaves_only or one.id not in below]
