# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Takes messages in: one transaction holds the state, its history, and the event of what changed (iot I6)."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

from services.devices.domain.entities import Entity, EntityRefused, Incoming, point_of
from services.devices.domain.history import Reading, bucket_of, readings_of
from services.devices.domain.merging import Merged, Outcome, merge
from services.devices.domain.sharing import open_attributes
from services.devices.store import entities as store
from services.kit.data import Tx
from services.kit.geometry import cell

DAY_MS = 86_400_000
NOT_THERE, ALREADY_THERE = "not_there", "already_there"
CHANGES_AN_EVENT = 1_000
"""A batch tells its changes in few events: one for each thousand of a type."""


class Refused(msgspec.Struct, frozen=True):
    """A message that was not taken, and why."""

    entity: str
    reason: str
    text: str
    """In English, for whoever builds the sender."""


class Taken(msgspec.Struct, frozen=True):
    """What became of a batch: outcomes in the order of its messages, refusals apart."""

    outcomes: tuple[Outcome | Refused, ...]

    def count(self) -> dict[str, int]:
        """How often each outcome came; refusals as "refused"."""
        return dict(
            Counter("refused" if isinstance(one, Refused) else one.value for one in self.outcomes)
        )


class _Change(msgspec.Struct, frozen=True, gc=False):
    """A change as an event tells it: a new value with its instant and its place in the sender's count."""

    id: str
    changed: tuple[str, ...]
    values: dict[str, tuple[Any, int, int]]


Watch = Callable[[Tx, Sequence[Merged]], Any]
"""Is awaited, in the transaction, with everything that changed: subscriptions note what is due."""


async def take_in(tx: Tx, messages: Sequence[Incoming], *, watch: Watch | None = None) -> Taken:
    """Merge messages, in their order, into the stored state. Only what changed is told of."""
    ids = list({message.id for message in messages})
    states: dict[str, Entity] = {one.id: one for one in await tx.many(store.locked, ids=ids)}
    outcomes: list[Outcome | Refused] = []
    touched: dict[str, Merged] = {}
    history: dict[int, list[Reading]] = defaultdict(list)
    for message in messages:
        name = message.id
        stored = states.get(name)
        if stored is None or message.only or stored.type != message.type:
            wrong = _misfit(stored, message)
            if wrong is not None:
                outcomes.append(wrong)
                continue
        merged = merge(stored, message, tx.now)
        outcomes.append(merged.outcome)
        if merged.logged:
            history[bucket_of(name)] += readings_of(message, merged.logged)
        if merged.entity is not stored:
            states[name] = merged.entity
            touched[name] = _joined(touched.get(name), merged)
    await _write(tx, touched)
    await _note(tx, history)
    changed = [one for one in touched.values() if one.changed]
    await _tell(tx, changed)
    if watch is not None and changed:
        await watch(tx, changed)
    return Taken(tuple(outcomes))


def _misfit(stored: Entity | None, message: Incoming) -> Refused | None:
    """Why a message does not fit what is stored; None when it does."""
    if stored is None:
        if message.only == "known":
            return Refused(message.id, NOT_THERE, "There is no such entity.")
        return None
    if message.only == "new":
        return Refused(message.id, ALREADY_THERE, "The entity exists already.")
    if stored.type != message.type and message.type:
        return Refused(message.id, "type_changed", f"It is a {stored.type}.")
    return None


def _joined(before: Merged | None, after: Merged) -> Merged:
    """Two changes of one entity in one batch, as one."""
    if before is None or not before.changed:
        return after
    outcome = before.outcome if before.outcome is Outcome.CREATED else after.outcome
    names = tuple(dict.fromkeys((*before.changed, *after.changed)))
    return Merged(after.entity, outcome, names)


async def _write(tx: Tx, touched: Mapping[str, Merged]) -> None:
    moved: list[dict[str, Any]] = []
    stayed: list[dict[str, Any]] = []
    for one in touched.values():
        entity = one.entity
        if one.outcome is Outcome.CREATED or "location" in one.changed:
            point = point_of(entity.attributes)
            moved.append(
                {
                    "id": entity.id, "type": entity.type, "attributes": entity.attributes,
                    "cell": cell(point) if point else None, "created_at": entity.created_at,
                    "modified_at": entity.modified_at,
                }
            )  # fmt: skip
        else:
            stayed.append(
                {
                    "key": entity.id,
                    "new_attributes": entity.attributes,
                    "modified": entity.modified_at,
                }
            )
    if moved:
        await tx.run_each(store.put, moved)
    if stayed:
        await tx.run_each(store.change, stayed)


async def _note(tx: Tx, history: Mapping[int, list[Reading]]) -> None:
    if history:
        await tx.run_each(
            store.note,
            [
                {
                    "bucket": bucket, "readings": readings, "received_at": tx.now,
                    "first": min(one.observed for one in readings),
                    "last": max(one.observed for one in readings),
                }
                for bucket, readings in history.items()
            ],
        )  # fmt: skip


async def _tell(tx: Tx, changed: Sequence[Merged]) -> None:
    """Events of what changed, by type; values only of what is open to everybody."""
    by_type: dict[str, list[_Change]] = defaultdict(list)
    for one in changed:
        shown = open_attributes(one.entity.type)
        attributes = one.entity.attributes
        values = {
            name: (held.value, held.observed, held.sequence)
            for name in one.changed
            if name in shown and (held := attributes.get(name)) is not None
        }
        by_type[one.entity.type].append(_Change(one.entity.id, one.changed, values))
    for kind, changes in by_type.items():
        for start in range(0, len(changes), CHANGES_AN_EVENT):
            part = changes[start : start + CHANGES_AN_EVENT]
            await tx.emit("devices.state.changed", kind, {"type": kind, "changes": part})


async def drop_entities(tx: Tx, ids: Sequence[str]) -> list[str]:
    """Forget entities; the ids that there were. Their history goes with its time."""
    found = await tx.many(store.locked, ids=list(ids))
    known = [one.id for one in found]
    await tx.run(store.drop, ids=known)
    for one in found:
        await tx.emit("devices.entity.dropped", one.type, {"id": one.id, "type": one.type})
    return known


async def count_refusals(tx: Tx, source: str, refused: Sequence[EntityRefused | Refused]) -> None:
    """Count what was refused, by reason and day, each with an example."""
    counted = Counter(one.reason for one in refused)
    examples = {one.reason: f"{one.entity or ''}: {one.text}"[:300] for one in refused}
    await tx.run_each(
        store.count_refusal,
        [
            {"source": source, "reason": reason, "day": tx.now // DAY_MS, "count": count,
             "example": examples[reason]}
            for reason, count in counted.items()
        ],
    )  # fmt: skip
