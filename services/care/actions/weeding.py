# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What is forgotten in time: notices after 90 days, traces of calls after 30, numbered changes after two (care L4)."""

from typing import Final

from services.care.store import alerts as alert_store
from services.care.store import consultations as talk_store
from services.care.store import notices as notice_store
from services.kit.data import Tx

DAY_MS: Final = 86_400_000
NOTICE_DAYS: Final = 90
CHANGE_DAYS: Final = 2
TRACE_DAYS: Final = 30
"""How long it is kept who came to a call and went (video 2)."""


async def weed(tx: Tx) -> int:
    """Delete what has served its time; how many rows."""
    gone = await tx.run(notice_store.forget, before=tx.now - NOTICE_DAYS * DAY_MS)
    gone += await tx.run(talk_store.forget_traces, before=tx.now - TRACE_DAYS * DAY_MS)
    return gone + await tx.run(alert_store.forget_changes, before=tx.now - CHANGE_DAYS * DAY_MS)
