# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Messages of any door become entities: each fault is counted with its reason, the rest is written."""

from typing import Any, cast

import msgspec

from services.devices.actions.running import Intake
from services.devices.actions.uplinks import take_uplink
from services.devices.domain.entities import EntityRefused, Incoming
from services.devices.domain.merging import Outcome
from services.devices.domain.reading import read_entity
from services.devices.domain.topics import Kind, Topic, read_topic

MOST_ENTITIES = 10_000
"""Entities of one batch; a larger one is refused whole, with 413 over HTTP (iot N4)."""
FROM_BROKER = "mqtt"


class Parcel(msgspec.Struct, frozen=True):
    """A message of the broker."""

    topic: str
    payload: bytes


class Report(msgspec.Struct, frozen=True):
    """What became of a batch: an outcome for each good entity, a refusal for each bad one."""

    entities: tuple[str, ...]
    outcomes: tuple[Outcome, ...]
    refused: tuple[EntityRefused, ...]


async def take_batch(
    intake: Intake,
    given: list[Any],
    *,
    source: str,
    replaces: bool = False,
    keeps: bool = False,
    only: str = "",
) -> Report:
    """Write a batch. A bad entity never rejects its neighbours; raises RateLimited when too much waits."""
    now = intake.database.clock.now_ms()
    good: list[Incoming] = []
    refused: list[EntityRefused] = []
    for each in given:
        try:
            good.append(read_entity(each, now, replaces=replaces, keeps=keeps, only=only))
        except EntityRefused as wrong:
            refused.append(wrong)
    taken = await intake.writer.write(good)
    entities: list[str] = []
    outcomes: list[Outcome] = []
    for message, outcome in zip(good, taken.outcomes, strict=True):
        if isinstance(outcome, Outcome):
            entities.append(message.id)
            outcomes.append(outcome)
        else:
            refused.append(EntityRefused(outcome.reason, outcome.text, entity=outcome.entity))
    if refused:
        await intake.count(source, refused)
    return Report(tuple(entities), tuple(outcomes), tuple(refused))


async def take_parcels(intake: Intake, parcels: list[Parcel]) -> Report:
    """Write what the broker brought, all in one go. Raises StorageUnavailable, StorageFull, RateLimited."""
    entities: list[Any] = []
    refused: list[EntityRefused] = []
    for parcel in parcels:
        try:
            topic = read_topic(parcel.topic)
            if topic is None:
                raise EntityRefused("bad_topic", parcel.topic[:200])  # noqa: TRY301 -- same list
            if topic.kind is Kind.UPLINK:
                entities += await take_uplink(intake.database, _decoded(parcel.payload))
            else:
                entities += _entities(topic, _decoded(parcel.payload))
        except EntityRefused as wrong:
            refused.append(wrong)
    report = await take_batch(intake, entities, source=FROM_BROKER)
    await intake.count(FROM_BROKER, refused)
    return Report(report.entities, report.outcomes, (*report.refused, *refused))


def _decoded(payload: bytes) -> Any:
    try:
        return msgspec.json.decode(payload)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise EntityRefused("not_json", "The payload is not JSON.") from None


def _entities(topic: Topic, given: Any) -> list[Any]:
    """The entities of a payload: an array in a batch, one object as a state."""
    if topic.kind is Kind.BATCH:
        if not isinstance(given, list):
            raise EntityRefused("not_an_array", "A batch is a JSON array of entities.")
        found = cast("list[Any]", given)
        if len(found) > MOST_ENTITIES:
            raise EntityRefused("too_many", f"A batch has at most {MOST_ENTITIES} entities.")
        return found
    if isinstance(given, dict) and topic.id is not None:
        named = cast("dict[str, Any]", given)
        if not str(named.get("id", "")).endswith(topic.id):
            raise EntityRefused("wrong_topic", "The id of the entity is not that of its topic.")
    return [given]
