# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The demonstration city's content: real districts, places with sample hours, events of the weeks ahead."""

from services.cityinfo.actions.writing import (
    put_districts,
    put_events,
    put_guides,
    put_keywords,
    put_organisations,
    put_places,
)
from services.cityinfo.demo.content import districts, guides, keywords, places
from services.cityinfo.demo.programme import events
from services.cityinfo.domain.organisations import Organisation
from services.cityinfo.domain.words import in_swedish
from services.cityinfo.store import content as store
from services.kit.data import Tx
from services.kit.wire.caller import Caller, CallerKind

EDITOR = Caller(kind=CallerKind.SERVICE, sub="cityinfo-demo")
"""Who writes the demonstration content."""
ORGANISATIONS = (
    Organisation(id="stockholm", names=in_swedish("Stockholms stad", en="City of Stockholm")),
    Organisation(
        id="kultur", names=in_swedish("Kulturförvaltningen", en="Culture Department"),
        parent="stockholm",
    ),
    Organisation(id="torget", names=in_swedish("Torget", en="Torget"), parent="kultur"),
)  # fmt: skip
"""The demonstration's publisher and what it is part of."""


async def seed(tx: Tx) -> None:
    """Write what is not there yet; events are those of the four weeks ahead."""
    if not await tx.many(store.districts):
        await put_districts(tx, EDITOR, districts())
        await put_keywords(tx, EDITOR, keywords())
        await put_places(tx, EDITOR, places())
        await put_guides(tx, EDITOR, guides(tx.now))
    await put_organisations(tx, EDITOR, ORGANISATIONS)
    programme = events(tx.now)
    there = {
        row.body.id for row in await tx.many(store.events_by_id, ids=[one.id for one in programme])
    }
    await put_events(tx, EDITOR, [one for one in programme if one.id not in there])
