# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Takes DATEX II parking publications in as entities; what could not be true is counted with its reason."""

import asyncio
import re

import msgspec

from services.devices.actions.intake import MOST_ENTITIES, take_batch
from services.devices.actions.running import Intake
from services.devices.domain.datex import Flag, entities_of, read_datex, urn_of
from services.devices.domain.entities import EntityRefused
from services.devices.store import entities as store
from services.kit.errors import InputInvalid
from services.kit.xml import read_xml

FROM_DATEX = "datex"
LARGEST = 32_000_000
_SOURCE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


class DatexTaken(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a publication."""

    facilities: int
    taken: int
    flags: tuple[Flag, ...]


async def take_datex(intake: Intake, body: bytes, source: str) -> DatexTaken:
    """Take a table or a status publication in. Raises InputInvalid for no XML and for a bad name of the source."""
    if not _SOURCE.fullmatch(source):
        raise InputInvalid(path=("source",))
    publication = await asyncio.to_thread(lambda: read_datex(read_xml(body, largest=LARGEST)))
    ids = sorted({urn_of(one.id, source) for one in publication.facilities})
    stored = await intake.database.many(store.by_ids, ids=ids)
    capacities = {
        one.id: int(held.value)
        for one in stored
        if (held := one.attributes.get("totalSpotNumber")) is not None
        and isinstance(held.value, int | float)
    }
    entities, clamped = await asyncio.to_thread(entities_of, publication, source, capacities)
    flags = (*publication.flags, *clamped)
    taken = 0
    for start in range(0, len(entities), MOST_ENTITIES):
        report = await take_batch(
            intake, list(entities[start : start + MOST_ENTITIES]), source=FROM_DATEX
        )
        taken += len(report.entities)
    await intake.count(
        FROM_DATEX, [EntityRefused(one.reason, "", entity=urn_of(one.id, source)) for one in flags]
    )
    return DatexTaken(facilities=len(publication.facilities), taken=taken, flags=flags)
