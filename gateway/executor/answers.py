# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Takes a subgraph's answer apart: checks it, merges it, turns its errors round (E3-E7, U2)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from gateway.executor.metrics import count_mismatch
from gateway.executor.receiving import make_agree, scatter
from gateway.executor.response import MAX_ERRORS, Fault
from gateway.executor.targets import JsonObject, Where, fill_nulls, locate, merge
from gateway.planner.plan import Block, Step
from services.kit.wire.subgraph import FaultReason, FetchResult

if TYPE_CHECKING:
    from gateway.executor.running import Entities, Run

TEXT_LIMIT = 300


def take_root(run: Run, step: Step, targets: list[JsonObject], result: FetchResult) -> None:
    """Merge the answer of an operation on the root type."""
    block = step.blocks[0]
    data = result.data
    wheres: list[Where] = [()]
    if step.kind != "root" and (result.errors or data is None):
        wheres = [where for where, _ in locate(step.elems, run.data)]
    if isinstance(data, dict):
        for target in targets:
            merge(target, data if len(targets) == 1 else copy(data))
    elif not result.errors:
        result = no_data(result)
    if data is None or result.errors:
        for target in targets:
            fill_nulls(target, block.fields)
    keys = [field.key for field in block.fields]
    for error in result.errors[:MAX_ERRORS]:
        path = path_of(error)
        for where in wheres:
            starts: list[Where] = [(*where, *path)] if path else [(*where, key) for key in keys]
            add_faults(run, step, error, starts)


def copy(value: Any) -> Any:
    """A deep copy of plain JSON."""
    if value.__class__ is dict:
        return {key: copy(one) for key, one in value.items()}
    if value.__class__ is list:
        return [copy(one) for one in value]
    return value


def no_data(result: FetchResult) -> FetchResult:
    """An answer without data and without errors is a fault (federation E7)."""
    del result
    extensions = {"code": "DOWNSTREAM_SERVICE_ERROR", "reason": FaultReason.BAD_ANSWER.value}
    error = {"message": "The service answered without data.", "extensions": extensions}
    return FetchResult(data=None, errors=[error])


def path_of(error: JsonObject) -> Where:
    """The path of a subgraph's error, empty if it has none that can be used."""
    path = error.get("path")
    if not isinstance(path, list):
        return ()
    return tuple(one for one in path if isinstance(one, str | int))  # pyright: ignore[reportUnknownVariableType]


def take_block(run: Run, step: Step, alias: str, entities: Entities, result: FetchResult) -> None:
    """Scatter one `_entities` list over its targets."""
    data = result.data
    sent = len(entities.representations)
    if not sent:
        return
    answers: Any = data.get(alias) if data.__class__ is dict and data is not None else None
    errors = [one for one in result.errors if concerns(one, alias)]
    if answers.__class__ is not list or len(answers) != sent:
        if not errors:
            errors = mismatch(step.graph, "The service answered with the wrong number of entities.")
        answers = [None] * sent
    elif not agrees(run, entities, answers):
        found = mismatch(
            step.graph, "The service answered with other entities than it was asked for."
        )
        if is_trusted(run, step) and all(are_objects(answers)):
            drop(entities, answers)
        else:
            errors, answers = found, [None] * sent
    for block, targets, slots in entities.blocks:
        scatter(block, targets, slots, answers)
    for error in errors[:MAX_ERRORS]:
        spread_error(run, step, alias, entities, error)


def agrees(run: Run, entities: Entities, answers: list[Any]) -> bool:
    """Whether every answer is the entity asked for (reliability U2)."""
    first = entities.blocks[0][0]
    if first.is_alone:
        check = run.plan.memo.get(("agree", id(first)))
        if check is None:
            check = run.plan.memo["agree", id(first)] = make_agree(first)
        return check(entities.representations, answers)
    return all(
        keys_agree(block, entities.representations, answers) for block, _, _ in entities.blocks
    ) and drop(entities, answers)


def is_trusted(run: Run, step: Step) -> bool:
    """Whether other keys than those sent are only counted: the operator's word for one service."""
    return getattr(run.subgraphs.get(step.graph), "trusts_keys", False) is True


def are_objects(answers: list[Any]) -> Iterator[bool]:
    """Whether each answer is an entity at all."""
    return (one is None or one.__class__ is dict for one in answers)


def drop(entities: Entities, answers: list[Any]) -> bool:
    """Take off what was asked for the check alone."""
    for block, _, slots in entities.blocks:
        for slot in set(slots):
            answer = answers[slot]
            if answer is not None:
                for key in block.dropped:
                    answer.pop(key, None)
    return True


def concerns(error: JsonObject, alias: str) -> bool:
    """Whether an error belongs to one list; errors without a path belong to all."""
    path = path_of(error)
    return not path or path[0] == alias


def mismatch(service: str, message: str) -> list[JsonObject]:
    """The error for entities that are not those asked for (reliability U2)."""
    count_mismatch(service)
    reason = FaultReason.ENTITY_MISMATCH.value
    extensions = {"code": "DOWNSTREAM_SERVICE_ERROR", "reason": reason}
    return [{"message": message, "extensions": extensions}]


def keys_agree(block: Block, sent: list[JsonObject], answers: list[Any]) -> bool:
    """Whether the answers to one block's representations carry their type and key."""
    types = block.types
    for one, answer in zip(sent, answers, strict=True):
        typename = one["__typename"]
        if answer is None or (typename != block.named and typename not in types):
            continue
        if answer.__class__ is not dict:
            return False
        own = answer.get("__typename")
        if own is not None and own != typename and (block.named is None or own not in types):
            return False
        for name, key in block.checked:
            given, asked = answer.get(key), one.get(name)
            if given != asked and str(given) != str(asked):
                return False
    return True


def spread_error(run: Run, step: Step, alias: str, entities: Entities, error: JsonObject) -> None:
    """Turn the error of an entity into errors at all places that wanted it (federation E6)."""
    path = path_of(error)
    index = path[1] if len(path) > 1 and isinstance(path[1], int) else None
    for block, targets, slots in entities.blocks:
        if not targets:
            continue
        wanted = {id(t) for t, slot in zip(targets, slots, strict=True) if index in (None, slot)}
        starts = [
            (*where, *path[2:]) for where, one in locate(block.elems, run.data) if id(one) in wanted
        ]
        for target, slot in zip(targets, slots, strict=True):
            if index in (None, slot):
                fill_nulls(target, block.fields)
        if path[2:] or not block.fields:
            add_faults(run, step, error, starts)
        else:
            own = [field.key for field in block.fields if field.key != "__typename"]
            add_faults(run, step, error, [(*w, key) for w in starts for key in own])
    del alias


def add_faults(run: Run, step: Step, error: JsonObject, starts: list[Where]) -> None:
    """Note an error at canonical paths, bounded in number and size (federation E6)."""
    known: Any = error.get("extensions")
    extensions: dict[str, Any] = {} if known.__class__ is not dict else {**known}
    extensions.setdefault("code", "DOWNSTREAM_SERVICE_ERROR")
    extensions["service"] = step.graph
    message = str(error.get("message") or "The service failed.")[:TEXT_LIMIT]
    for start in starts:
        if len(run.faults) >= MAX_ERRORS * 4:
            return
        run.faults.append(Fault(start, message, extensions))
