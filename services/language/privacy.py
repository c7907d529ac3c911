# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What language keeps about people: who approved which sentence; texts of conversations are never kept."""

from services.kit.privacy import Action, Basis, Purpose, RetentionRule, Rights, personal
from services.language.store import tables

REVIEW = personal(
    purpose=Purpose.CASE_HANDLING, basis=Basis.PUBLIC_TASK, klassa="K1R2T1", retention="P10Y",
    subject="staff",
)  # fmt: skip
"""Who put a sentence right is part of the text's history, as an author's name is."""

rights = Rights(
    retention=(
        RetentionRule(
            table=tables.rendering, subject="reviewed_by", data=REVIEW,
            erasure=Action.ANONYMISE, wipe={"reviewed_by": "former-staff"},
            hidden=("made_from", "engine", "percent", "faults"),
        ),
        RetentionRule(
            table=tables.export, subject="made_by", data=REVIEW, after="P1Y", since="made_at",
            hidden=("segments",),
        ),
    ),
    impersonal=(
        tables.memory, tables.term, tables.budget, tables.reservation, tables.document,
        tables.work, tables.waiting, tables.engine_score,
    ),
)  # fmt: skip
