# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The population register taken over, and the one way onto a roll that has been published: an appeal (E1)."""

from pathlib import Path

import msgspec

from services.kit.audit import Entry
from services.kit.data import Tx
from services.kit.errors import Conflict, InputInvalid, Problem
from services.kit.policy import require
from services.kit.wire.caller import Caller
from services.participation.actions.polls import must_be_open, read_row
from services.participation.actions.secrets import read_secrets
from services.participation.domain.registers import (
    Addition,
    Elector,
    checked_elector,
    entry_of,
    roll_root,
)
from services.participation.domain.words import LONGEST_STATEMENT, checked_text
from services.participation.store import polls as store

MOST = 10_000
"""Electors of one hand-over."""


async def import_electors(
    tx: Tx, caller: Caller, electors: list[Elector], gone: list[str] | None = None
) -> int:
    """Take over the population register: who is in it is brought up to date, who has left goes.

    Rolls that have been taken stay as they were published. InputInvalid names what cannot be read.
    """
    require(caller, "participation.register.import")
    left = gone or []
    if len(electors) + len(left) > MOST:
        raise InputInvalid(path=("electors",), max=MOST)
    rows = [msgspec.structs.asdict(checked_elector(each)) for each in electors]
    await tx.run_each(store.put_elector, rows)
    await tx.run_each(store.drop_elector, [{"who": person} for person in left])
    return len(electors)


class Appeal(msgspec.Struct, frozen=True, kw_only=True):
    """An appeal against the roll that was granted."""

    poll: str
    person: str
    reason: str
    unit: str


async def add_by_appeal(tx: Tx, caller: Caller, given: Appeal, folder: Path | None) -> Addition:
    """Let a person onto a published roll: counted, with reason, unit and a root of its own."""
    require(caller, "participation.roll.appeal")
    row = await read_row(tx, given.poll)
    poll = must_be_open(row, tx.now)
    secrets = read_secrets(folder, given.poll)
    elector = await tx.one(store.elector_by_id, person=given.person)
    if secrets is None or elector is None:
        raise Problem("PARTICIPATION_NOT_ELIGIBLE")
    entry = entry_of(poll.eligible, bytes.fromhex(secrets.pepper), elector)
    added = await tx.run(store.add_roll, poll=poll.id, **msgspec.structs.asdict(entry))
    if not added:
        raise Conflict
    before = await tx.many(store.additions_of, poll=poll.id)
    roll = await tx.many(store.roll_of, poll=poll.id)
    addition = Addition(
        number=len(before) + 1,
        size=len(roll),
        root=roll_root(each.pseudonym for each in roll),
        reason=checked_text(given.reason, LONGEST_STATEMENT),
        unit=checked_text(given.unit, LONGEST_STATEMENT),
        decided_at=tx.now,
    )
    await tx.run(store.add_addition, poll=poll.id, **msgspec.structs.asdict(addition))
    await tx.audit(
        Entry(
            caller=caller,
            subject=given.person,
            action="participation.roll.appeal",
            resource="poll",
            ids=(poll.id,),
        )
    )
    await tx.emit("participation.turnout.changed", subject=poll.id, data={"poll": poll.id})
    return addition
