# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Queued work of language: machine translation of documents, reservations that nobody settled."""

from services.kit.data import Tx
from services.kit.jobs import Effect, Job, Long
from services.language.actions.ledger import release
from services.language.actions.machine import translate

SECONDS = 120.0


async def _release(tx: Tx, job: Job) -> None:
    await release(tx, job.payload["id"])


jobs: dict[str, Effect | Long] = {
    "language.translate": Long(translate, seconds=SECONDS),
    "language.release": _release,
}
"""What each timer does."""
