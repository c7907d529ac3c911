# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What participation tells about a person, why, for how long, and what forgetting her does.

A ballot is not here: nothing leads from it to a person, so it can neither be shown nor erased (S7).
"""

from services.kit.privacy import Action, Basis, Purpose, RetentionRule, Rights, Through, personal
from services.participation.store.papers import act, mark, opinion, paper
from services.participation.store.polls import (
    addition,
    close_share,
    elector,
    issue,
    opened,
    outcome,
    poll,
    roll,
)
from services.participation.store.renderings import rendering

REGISTER = personal(
    purpose=Purpose.VOTING, basis=Basis.PUBLIC_TASK, klassa="K2R3T2", retention="P1Y"
)
WORDS = personal(
    purpose=Purpose.PARTICIPATION, basis=Basis.PUBLIC_TASK, klassa="K1R2T1", retention="P10Y"
)
OPINION = personal(
    purpose=Purpose.PARTICIPATION,
    basis=Basis.CONSENT,
    klassa="K3R3T1",
    retention="P2Y",
    special=True,
)
"""Supports and votes on statements are political opinions (GDPR art. 9)."""

STAFF = personal(
    purpose=Purpose.PARTICIPATION,
    basis=Basis.PUBLIC_TASK,
    klassa="K1R3T1",
    retention="P2Y",
    subject="staff",
)

rights = Rights(
    retention=(
        RetentionRule(table=elector, subject="person", data=REGISTER),
        RetentionRule(
            table=rendering, subject=Through("paper", paper, "id", "author"), data=WORDS,
            after="P10Y", since="made_at", hidden=("source_hash",),
        ),
        RetentionRule(
            table=paper, subject="author", data=WORDS, after="P10Y", since="created_at",
            erasure=Action.ANONYMISE, wipe={"author": ""}, hidden=("version",),
        ),
        RetentionRule(table=mark, subject="person", data=OPINION),
        RetentionRule(
            table=act, subject="moderator", data=STAFF, after="P2Y", since="at",
            erasure=Action.KEEP, legal_ref="DSA art. 17, 24",
        ),
    ),
    impersonal=(poll, roll, issue, opened, outcome, close_share, opinion, addition),
)  # fmt: skip
