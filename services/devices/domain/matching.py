# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Which of thousands of subscriptions a change concerns: found by id, or by type, attribute and cell."""

from collections import defaultdict
from collections.abc import Iterable

import msgspec

from services.devices.domain.areas import Area, Circle
from services.devices.domain.entities import Attributes, Entity
from services.devices.domain.merging import Merged
from services.devices.domain.querying import Query
from services.devices.domain.sharing import open_attributes
from services.devices.domain.subscriptions import Selector, Subscription
from services.kit.geometry import Point, cell, cells_around

ANY = ""
"""Stands for any attribute and, as a type, for any type."""
MOST_CELLS = 4_096
"""A larger area is not indexed by cells but looked at for each change of its type."""


class Watcher(msgspec.Struct, frozen=True, gc=False):
    """A subscription made ready for matching."""

    id: str
    everything: bool
    """Whether its owner may see what is not open to everybody."""
    selector: Selector
    query: Query | None
    area: Area | None
    circle: Circle | None

    def wants(self, one: Entity) -> bool:
        """Whether the state fits; an attribute that the owner may not see never decides."""
        held = one.attributes if self.everything else open_part(one)
        return self.fits(one, held, one.point() if "location" in held else None)

    def fits(self, one: Entity, held: Attributes, point: Point | None) -> bool:
        """Whether the state fits, given what the owner may see of it and where it is."""
        selector = self.selector
        if selector.type not in (one.type, ANY):
            return False
        if selector.id is not None and selector.id != one.id:
            return False
        if selector.prefix is not None and not one.id.startswith(selector.prefix):
            return False
        if self.area is not None:
            if point is None:
                return False
            near = self.circle.surely(point) if self.circle is not None else None
            if near is False or (near is None and not self.area.holds(held)):
                return False
        return self.query is None or self.query.test(held)


def open_part(one: Entity) -> Attributes:
    """What everybody may see of an entity."""
    allowed = open_attributes(one.type)
    return {name: value for name, value in one.attributes.items() if name in allowed}


def watchers_of(one: Subscription, *, everything: bool) -> list[Watcher]:
    """A subscription made ready: one watcher for each of its selectors."""
    query, area = one.conditions()
    circle = area.circle() if area is not None else None
    return [
        Watcher(one.id, everything, selector, query, area, circle)
        for selector in one.selectors or (Selector(ANY),)
    ]


class Watchers:
    """Every subscription, indexed; built anew when one comes or goes."""

    def __init__(self, kept: Iterable[tuple[Subscription, bool]]) -> None:
        """Index subscriptions, each with whether its owner sees everything."""
        self._by_id: dict[tuple[str, str], list[Watcher]] = defaultdict(list)
        self._by_type: dict[tuple[str, str], list[Watcher]] = defaultdict(list)
        self._by_cell: dict[tuple[str, str, int], list[Watcher]] = defaultdict(list)
        self._size = 0
        for one, everything in kept:
            self._size += 1
            for watcher in watchers_of(one, everything=everything):
                for name in one.watched or (ANY,):
                    self._add(watcher, name)

    def __len__(self) -> int:
        """How many subscriptions there are."""
        return self._size

    def _add(self, watcher: Watcher, name: str) -> None:
        selector, area = watcher.selector, watcher.area
        if selector.id is not None:
            self._by_id[selector.id, name].append(watcher)
            return
        reach = area.reach() if area is not None and area.attribute == "location" else None
        cells = cells_around(*reach) if reach is not None else []
        if not cells or len(cells) > MOST_CELLS:
            self._by_type[selector.type, name].append(watcher)
            return
        for number in cells:
            self._by_cell[selector.type, name, number].append(watcher)

    def match(self, one: Merged) -> set[str]:
        """Ids of the subscriptions that a change concerns."""
        entity = one.entity
        shown = open_part(entity)
        point = entity.point() if "location" in shown else None
        number = cell(point) if point is not None else None
        found: set[str] = set()
        for kind in (entity.type, ANY):
            for name in (*one.changed, ANY):
                lists = [self._by_type.get((kind, name)), self._by_id.get((entity.id, name))]
                if number is not None:
                    lists.append(self._by_cell.get((kind, name, number)))
                for watchers in lists:
                    for watcher in watchers or ():
                        circle = watcher.circle
                        if (
                            circle is not None
                            and point is not None
                            and circle.surely(point) is False
                        ):
                            continue  # nearly all of a cell end here
                        held = entity.attributes if watcher.everything else shown
                        if watcher.id not in found and watcher.fits(entity, held, point):
                            found.add(watcher.id)
        return found
