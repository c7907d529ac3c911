# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What a message does to the stored state: newer attributes win, arrival order never decides (iot I1)."""

from enum import StrEnum

import msgspec

from services.devices.domain.entities import Attribute, Attributes, Entity, Incoming


class Outcome(StrEnum):
    """What became of a message about one entity."""

    CREATED = "created"
    CHANGED = "changed"
    CONFIRMED = "confirmed"
    """Newer, but it says the same: no event."""
    DUPLICATE = "duplicate"
    LATE = "late"


class Merged(msgspec.Struct, frozen=True, gc=False):
    """The state after a message, and which attributes say something else than before."""

    entity: Entity
    outcome: Outcome
    changed: tuple[str, ...] = ()
    """Attributes with a new value, and those that are gone."""
    logged: tuple[str, ...] = ()
    """Attributes whose reading belongs into the history, late ones included."""


def merge(stored: Entity | None, given: Incoming, now: int) -> Merged:
    """The state after a message. A message that is nowhere newer leaves the stored one itself."""
    if stored is None:
        entity = Entity(given.id, given.type, given.attributes, now, now)
        names = tuple(given.attributes)
        return Merged(entity, Outcome.CREATED, names, names)
    old, given_attributes = stored.attributes, given.attributes
    kept: Attributes = {}
    changed: tuple[str, ...] = ()
    logged: tuple[str, ...] = ()
    duplicates = 0
    for name, attribute in given_attributes.items():
        before = old.get(name)
        if before is not None and given.keeps:
            continue
        weight = _NEW if before is None else _weigh(before, attribute, given.corrects)
        if weight == _SAME_FRAME:
            duplicates += 1
            continue
        logged += (name,)
        if weight == _OLDER:
            continue
        kept[name] = attribute
        if weight == _NEW:
            changed += (name,)
    gone = _gone(old, given) if given.replaces else ()
    if not kept and not gone:
        all_known = duplicates == len(given_attributes)
        return Merged(stored, _DUPLICATE if all_known else _LATE, (), logged)
    if gone or not old.keys() <= kept.keys():
        kept = {name: value for name, value in old.items() if name not in gone} | kept
    if not changed and not gone:
        entity = Entity(stored.id, stored.type, kept, stored.created_at, stored.modified_at)
        return Merged(entity, _CONFIRMED, (), logged)
    entity = Entity(stored.id, stored.type, kept, stored.created_at, now)
    return Merged(entity, _CHANGED, changed + gone, logged)


_OLDER, _SAME_FRAME, _CONFIRMS, _NEW = range(4)
_CHANGED, _CONFIRMED = Outcome.CHANGED, Outcome.CONFIRMED
_DUPLICATE, _LATE = Outcome.DUPLICATE, Outcome.LATE


def _weigh(before: Attribute, given: Attribute, corrects: bool) -> int:  # noqa: FBT001 -- hot: no keywords
    """What a message about a known attribute weighs."""
    newer = given.observed - before.observed or given.sequence - before.sequence
    if newer < 0:
        return _OLDER
    same = given.value == before.value and given.kind == before.kind
    if not newer:
        return _NEW if corrects and not same else _SAME_FRAME
    if not same:
        return _NEW
    again = given.sequence and given.sequence == before.sequence
    return _SAME_FRAME if again else _CONFIRMS  # a gateway may stamp the same frame again


def _gone(old: Attributes, given: Incoming) -> tuple[str, ...]:
    """Attributes that a replacing message takes away: those it does not name and that are not newer."""
    if not given.attributes:
        return ()
    newest = max(attribute.mark for attribute in given.attributes.values())
    return tuple(
        name
        for name, attribute in old.items()
        if name not in given.attributes and attribute.mark <= newest
    )
