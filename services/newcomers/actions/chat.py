# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A device's conversation without an account: its own secret opens it, in the shape of Integreat's chat."""

from services.kit.context import Resources
from services.kit.data import Database
from services.kit.errors import InputInvalid, NotFound
from services.kit.wire.caller import Caller
from services.newcomers.actions import conversations
from services.newcomers.actions.conversations import Opened, StartConversation, hash_of
from services.newcomers.store import conversations as store

UNIT = "contact-centre"
TOPIC = "Chatt"
SHORTEST_SECRET = 32
"""Characters of a device's secret: a UUID in its usual form has 36."""


async def read(database: Database, caller: Caller, device: str) -> Opened:
    """The newest open conversation of the device; NOT_FOUND when it has none."""
    name = await _newest(database, device)
    if name is None:
        raise NotFound
    return await conversations.read(database, caller, name, device)


async def say(resources: Resources, caller: Caller, device: str, text: str, locale: str) -> Opened:
    """A word of the device; begins a conversation when it has none that is open."""
    name = await _newest(resources.database, device)
    if name is None:
        given = StartConversation(topic=TOPIC, unit=UNIT, text=text, locale=locale)
        return await conversations.start(resources, caller, given, token=device)
    if text:
        await conversations.say(resources, caller, name, text, token=device)
    return await conversations.read(resources.database, caller, name, device)


async def _newest(database: Database, device: str) -> str | None:
    if len(device) < SHORTEST_SECRET:
        raise InputInvalid(path=("device",), min=SHORTEST_SECRET)
    return await database.one(store.open_of_device, of_device=hash_of(device))
