# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Questions about how engines fare with people."""

import msgspec

from services.kit.data import define, insert, select
from services.language.store.tables import engine_score


class EngineScore(msgspec.Struct, frozen=True, kw_only=True):
    """An engine for a pair of languages: approvals of its sentences, and what was kept of them."""

    engine: str
    source_locale: str
    locale: str
    approvals: int
    unchanged: int
    chrf_hundredths: int
    """The sum of chrF++ of what it wrote against what was approved, in hundredths."""

    @property
    def approval_rate(self) -> float:
        """The share that people approved as it was, 0 to 1."""
        return self.unchanged / self.approvals

    @property
    def mean_chrf(self) -> float:
        """chrF++ in the mean, 0 to 100."""
        return self.chrf_hundredths / 100 / self.approvals


_add = insert(engine_score)
add_score = define(
    _add.on_conflict_do_update(
        index_elements=["engine", "source_locale", "locale"],
        set_={
            name: engine_score.c[name] + _add.excluded[name]
            for name in ("approvals", "unchanged", "chrf_hundredths")
        },
    )
)
scores = define(
    select(engine_score).order_by(
        engine_score.c.source_locale, engine_score.c.locale, engine_score.c.engine
    ),
    EngineScore,
)
