# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Effects of others' events: what language has made of our pages."""

from services.kit.data import Tx
from services.kit.service import Consumer
from services.kit.wire.cloudevents import Event
from services.newcomers.actions.guide import take_translation


async def _translated(tx: Tx, event: Event) -> None:
    if event.data.get("owner") == "newcomers":
        await take_translation(tx, dict(event.data))


consumers = (Consumer(name="pages", types=("language.document.translated",), effect=_translated),)
