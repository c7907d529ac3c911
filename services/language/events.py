# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Effects of others' events: a page that a service has published is taken in for translation."""

import msgspec

from services.kit.data import Tx
from services.kit.service import Consumer
from services.kit.wire.cloudevents import Event
from services.language.actions.documents import take_offer
from services.language.domain.documents import Offer


async def _take(tx: Tx, event: Event) -> None:
    """The event carries the public text of the page; its type says whose it is."""
    owner = event.type.partition(".")[0]
    await take_offer(tx, owner, msgspec.convert(event.data, Offer, strict=False))


consumers = (Consumer(name="pages", types=("*.page.published",), effect=_take),)
