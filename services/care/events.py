# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Effects of others' events here: a person has chosen the language she is spoken to in."""

from services.care.actions.speaking import take_language
from services.kit.data import Tx
from services.kit.service import Consumer
from services.kit.wire.cloudevents import Event


async def _chosen(tx: Tx, event: Event) -> None:
    await take_language(tx, str(event.data["id"]), str(event.data["language"]))


consumers = (Consumer(name="language", types=("residents.language.chosen",), effect=_chosen),)
