# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Quarantine and scores of engines as they are kept, on SQLite and on PostgreSQL."""

import pytest

from services.kit.data import Database, Tx
from services.language.actions.memory import exact_matches, remember
from services.language.domain.memory import Unit
from services.language.store import documents, memory, scores

pytestmark = pytest.mark.anyio

UNIT = Unit(
    id="u", source_locale="sv", locale="nb", source="Kursen börjar.", target="Kurset begynner.",
    source_hash="h",
)  # fmt: skip


async def test_quarantine_and_scores(texts: Database):
    async def unit(tx: Tx) -> None:
        async def found() -> bool:
            (match,) = await exact_matches(tx, "sv", "nb", [("h", "")])
            return match is not None

        await remember(tx, UNIT)
        assert await found()
        assert await tx.one(memory.hold_unit, key="u", at=tx.now, why="x")
        assert not await found()
        assert await tx.one(memory.release_unit, key="u")
        assert await found()
        await tx.one(memory.hold_unit, key="u", at=tx.now, why="x")
        await remember(tx, UNIT)
        assert await found()
        stamp = await tx.one(memory.stamp_of_pair, source_locale="sv", locale="nb")
        assert stamp == memory.Stamp(units=1, held=0, last_approved_at=0, last_held_at=0)
        same = {"of_source": "sv", "of_locale": "nb", "of_hash": "h"}
        for target, is_offered in (("Annet.", True), (UNIT.target, False)):
            await tx.run(
                memory.hold_wording, key="d:nb:1", at=tx.now, why="x", of_target=target, **same
            )
            assert await found() is is_offered
        stamp = await tx.one(memory.stamp_of_pair, source_locale="sv", locale="nb")
        assert stamp == memory.Stamp(units=1, held=1, last_approved_at=0, last_held_at=tx.now)
        place = {"key": "d", "of_locale": "nb", "at_path": "1"}
        assert await tx.one(documents.fault_line, **place, found=["quarantined"]) is None
        for unchanged in (1, 0):
            await tx.run(
                scores.add_score, engine="e", source_locale="sv", locale="nb", approvals=1,
                unchanged=unchanged, chrf_hundredths=5000,
            )  # fmt: skip
        (score,) = await tx.many(scores.scores)
        assert (score.approvals, score.approval_rate, score.mean_chrf) == (2, 0.5, 50.0)

    await texts.transact(unit)
