# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Which polls wait for somebody: open, she is on the roll, and she has not taken her right."""

from pathlib import Path

from services.kit.data import Database
from services.kit.policy import require
from services.kit.wire.caller import Caller
from services.participation.actions.secrets import read_secrets
from services.participation.domain.polls import PollState
from services.participation.domain.registers import pseudonym_of
from services.participation.store import polls as store
from services.participation.store.polls import PollRow

MOST = 100


async def waiting_polls(
    database: Database, caller: Caller, person: str, folder: Path | None
) -> list[PollRow]:
    """Open polls in which the person can still ask for her right to vote."""
    require(caller, "participation.feed.read", {"owner": person})
    now = database.clock.now_ms()
    found: list[PollRow] = []
    for row in await database.many(store.polls, after="", limit=MOST):
        if row.state != PollState.OPEN.value or not row.opens_at <= now < row.closes_at:
            continue
        held = read_secrets(folder, row.id)
        if held is None or not held.pepper:
            continue
        name = pseudonym_of(bytes.fromhex(held.pepper), person)
        entry = await database.one(store.roll_entry, poll=row.id, pseudonym=name)
        issued = await database.one(store.issue_of, poll=row.id, pseudonym=name)
        if entry is not None and issued is None:
            found.append(row)
    return found
