# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Timers of residents: a mandate that ends soon is told of."""

from services.kit.data import Tx
from services.kit.jobs import Effect, Job
from services.residents.actions import mandates


async def _remind(tx: Tx, job: Job) -> None:
    await mandates.remind(tx, job.id.split(":")[1])


jobs: dict[str, Effect] = {mandates.REMIND: _remind}
"""What each timer does, in the transaction that removes it."""
