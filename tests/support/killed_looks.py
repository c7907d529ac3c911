# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Kill a process that shows people's data, and compare what it showed with what is on record."""

import random
from pathlib import Path

from services.kit.audit.keys import audit_keys, checkpoint_file
from services.kit.audit.log import READ_HEAD, READ_ROWS
from services.kit.audit.verifying import verify_rows
from tests.support.ledger import Victim
from tests.support.looker import open_residents

_ALL = 1_000_000


async def kill_lookers(folder: Path, kills: int, chance: random.Random) -> int:
    """How many answers had left; each must have its row, and the chain must hold (security L1)."""
    shown: list[str] = []
    for number in range(kills):
        victim = Victim(str(folder), f"k{number}", module="tests.support.looker")
        shown += victim.lines_until_killed(chance.randrange(20, 400))
        running = await open_residents(folder)
        database, log = running.resources.database, running.resources.audit
        assert log is not None
        missing = [person for person in shown if not await log.seen(database, person, most=1)]
        rows = await database.many(READ_ROWS, after=-1, most=_ALL)
        verdict = verify_rows(
            rows, audit_keys(folder).chain, head=await database.one(READ_HEAD), checkpoints=()
        )
        await running.stop()
        assert missing == [], f"{len(missing)} answers without their record"
        assert verdict.finding is None
        assert checkpoint_file(folder, "residents").exists()
    return len(shown)
